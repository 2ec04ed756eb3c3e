"""Columns that hold a text's number instead of the text, so that many rows of a cube fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.evidence.tables import ALL, WORLD
from comity.sources.openalex.lookups import FIELDS

_FIELD = "openalex:field-"
_MOST_FIELDS = 1000
Ints = npt.NDArray[np.int64]


class Narrow:
    """The nations and technologies of a build, in the order of their texts.

    Two tables' columns are of one type, so they can be compared and joined by number.
    """

    def __init__(self, nations: Sequence[str], technologies: Iterable[str]):
        """Take nations by their index in the shards, and the register's technologies."""
        fields = (_technology(f"{_FIELD}{number}") for number in range(_MOST_FIELDS))
        keys = {ALL, *technologies, *fields}
        self._nations: pd.CategoricalDtype[str] = _ordered({*nations, WORLD})
        self._technologies: pd.CategoricalDtype[str] = _ordered(keys)
        self._places = self._nations.categories.get_indexer(pd.Index(nations))

    def nations(self, indices: pd.Series[Any]) -> pd.Categorical[str]:
        """Nations by their indices."""
        return pd.Categorical.from_codes(self._places[indices.to_numpy()], dtype=self._nations)

    def nation(self, code: str, size: int) -> pd.Categorical[str]:
        """One nation in so many rows."""
        at = self._nations.categories.get_indexer(pd.Index([code]))
        return pd.Categorical.from_codes(at.repeat(size), dtype=self._nations)

    def technologies(self, keys: pd.Series[Any]) -> pd.Categorical[str]:
        """Technologies and the source's fields by the keys that a query gives them."""
        codes, found = pd.factorize(keys)
        named = self._technologies.categories.get_indexer(pd.Index([*map(_technology, found)]))
        return pd.Categorical.from_codes(named[codes], dtype=self._technologies)


def _ordered(texts: set[str]) -> pd.CategoricalDtype[str]:
    return pd.CategoricalDtype(pd.Index(sorted(texts)), ordered=True)


def distinct(values: Sequence[str], codes: Ints) -> pd.Categorical[str]:
    """Texts by their places among ``values``, which may hold one twice."""
    again, found = pd.factorize(pd.Series(list(values), dtype="str"), sort=True)
    return pd.Categorical.from_codes(again[codes], pd.Index(found))


def _technology(key: str) -> str:
    """The source's own fields under their names, not their numbers."""
    number = key.removeprefix(_FIELD)
    return f"openalex:{FIELDS.get(int(number), number)}" if number != key else key
