"""Ranks by count, and how far chance could move them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]

DRAWS = 1000
_LOW, _HIGH = 0.05, 0.95
# Half a record keeps a count of zero from claiming certainty.
_HALF = 0.5


class Ranks(NamedTuple):
    """Ranks from one, the largest count first, and counts, with 90 % intervals; (holders,) each."""

    rank: npt.NDArray[np.int64]
    rank_low: npt.NDArray[np.int64]
    rank_high: npt.NDArray[np.int64]
    count_low: Array
    count_high: Array


def ranks(counts: npt.ArrayLike, effective: npt.ArrayLike | None = None, seed: int = 0) -> Ranks:
    """Rank holders by count; equal counts share the best rank of theirs.

    Each effective count x is drawn as a gamma with shape x + ½ and mean x (½ for a count of zero),
    as for the interval of a gain (methods §6), scaled back to records; the holders are ranked anew
    in every draw.

    Args:
        counts: (holders,) whole or fractional, none negative.
        effective: how many independent records they rest on; the counts themselves if absent.
        seed: of the draws.

    Raises:
        InputError: the counts are no list of finite values, none negative, or shapes differ.
    """
    x = np.asarray(counts, float)
    kept = x if effective is None else np.asarray(effective, float)
    if x.ndim != 1 or not np.isfinite(x).all() or (x < 0).any() or kept.shape != x.shape:
        raise InputError("counts must be a list of finite values, none negative.")
    shape = np.where(x > 0, kept, 0.0) + _HALF
    scale = np.where(x > 0, x / shape, 1.0)
    drawn = np.random.default_rng(seed).gamma(shape, scale, (DRAWS, len(x)))
    own = _ranked(x[None, :])[0]
    low, high = np.quantile(_ranked(drawn), [_LOW, _HIGH], axis=0, method="nearest")
    count_low, count_high = np.quantile(drawn, [_LOW, _HIGH], axis=0)
    # The draws of a small count may all but miss the count itself: the interval reaches to it.
    return Ranks(
        own,
        np.minimum(low.astype(np.int64), own),
        np.maximum(high.astype(np.int64), own),
        np.minimum(count_low, x),
        np.maximum(count_high, x),
    )


def _ranked(rows: Array) -> npt.NDArray[np.int64]:
    """One more than how many are larger, in each row."""
    ordered = np.sort(rows, axis=1)
    size = rows.shape[1]
    found = [
        size - np.searchsorted(line, row, side="right")
        for line, row in zip(ordered, rows, strict=True)
    ]
    return np.asarray(found, np.int64) + 1
