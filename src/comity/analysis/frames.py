"""Small helpers for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def tuples(frame: pd.DataFrame) -> list[Any]:
    """Rows as named tuples; typed loosely, because a column's type is the table's business."""
    return list(frame.itertuples(index=False))
