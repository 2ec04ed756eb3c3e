"""Rows by their key: one whole number for each, so that no row is sorted or compared as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]

_MOST = 2**62
_WIDE = 2**31  # values further apart are numbered by what there is; there are fewer rows


def key_numbers(frame: pd.DataFrame, keys: Sequence[str]) -> Ints:
    """A number for each row: as large as another's where the keys are equal, else in their order.

    Texts are in the order of their code points, which is that of their bytes in UTF-8.

    Args:
        frame: its keys hold no empty cell.
        keys: names of columns, the most significant first.
    """
    numbers = np.zeros(len(frame), dtype=np.int64)
    size = 1
    for key in keys:
        column, different = _ranks(frame[key])
        if size * different > _MOST:
            found, numbers = np.unique(numbers, return_inverse=True)
            size = len(found)
        numbers *= different
        numbers += column
        size *= different
    return numbers


def _ranks(column: pd.Series[Any]) -> tuple[Ints, int]:
    """The place of each value among others in order, and how many places there are."""
    # Only building needs it: to load it takes as long as to answer a short question.
    import pandas as pd

    if not len(column):
        return np.zeros(0, dtype=np.int64), 1
    if pd.api.types.is_integer_dtype(column.dtype):
        values = column.to_numpy(np.int64)
        least, most = int(values.min()), int(values.max())
        if most - least < _WIDE:
            return values - least, most - least + 1
        different, places = np.unique(values, return_inverse=True)
        return places, len(different)
    held = column.array
    if not isinstance(held, pd.Categorical):
        codes, found = pd.factorize(column, sort=True)
        return np.asarray(codes, dtype=np.int64), len(found)
    categories = np.asarray(held.categories, dtype=object)
    rank = np.empty(len(categories), dtype=np.int64)
    rank[np.argsort(categories, kind="stable")] = np.arange(len(categories))
    return rank[held.codes], len(categories)
