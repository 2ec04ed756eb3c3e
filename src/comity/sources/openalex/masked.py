"""Columns of a query that may hold nulls, as whole numbers and texts."""

from __future__ import annotations

from typing import Any

import numpy as np

from comity.sources.openalex.columns import Ints


def number_sql(expression: str, prefix: str) -> str:
    """The number of an OpenAlex address; null where it is none."""
    return (
        f"CASE WHEN starts_with({expression}, '{prefix}') "
        f"THEN TRY_CAST(substr({expression}, {len(prefix) + 1}) AS BIGINT) END"
    )


def filled(values: Any, missing: int = 0) -> Ints:
    """A column of whole numbers with its nulls filled."""
    found = values.filled(missing) if isinstance(values, np.ma.MaskedArray) else values
    return np.asarray(np.nan_to_num(np.asarray(found, dtype=float), nan=missing), dtype=np.int64)


def ids(values: Any) -> Ints:
    """A column of identifiers, which do not fit a float."""
    found = values.filled(0) if isinstance(values, np.ma.MaskedArray) else values
    return np.asarray(found, dtype=np.int64)


def strings(values: Any) -> list[str | None]:
    """A column of texts; None where there is none."""
    found = values.filled(None) if isinstance(values, np.ma.MaskedArray) else values
    return [None if value is None else str(value) for value in found.tolist()]
