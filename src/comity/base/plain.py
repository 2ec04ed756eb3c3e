"""Cells of tables as plain values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def unknown(cell: Any) -> bool:
    """Whether a cell says nothing: None or nan."""
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def json_value(cell: Any) -> Any:
    """Twelve digits after the point; a figure too small for these keeps twelve of its own."""
    if unknown(cell):
        return None
    return (round(cell, 12) or float(f"{cell:.12g}")) if isinstance(cell, float) else cell


def json_record(columns: Sequence[str], row: tuple[Any, ...]) -> dict[str, Any]:
    """A row by its columns as JSON takes it; nan is null."""
    return dict(zip(columns, map(json_value, row), strict=True))
