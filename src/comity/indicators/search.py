"""The maximum of a likelihood in one parameter and how far it is from sure, column by column."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
# One standard error: the likelihood half a unit below its best.
_ONE_ERROR = 0.5


def maximum(
    likelihood: Callable[[Array], Array], bounds: tuple[float, float], columns: int
) -> Array:
    """The argument that makes each column's likelihood largest.

    A grid of fifteen points finds the hill, golden sections climb it.

    Args:
        likelihood: (columns,) arguments to (columns,) values.
        bounds: lowest and highest argument.
        columns: how many.
    """
    grid = np.linspace(*bounds, 15)
    values = np.stack([likelihood(np.full(columns, point)) for point in grid])
    best = values.argmax(axis=0)
    low = grid[np.maximum(best - 1, 0)]
    high = grid[np.minimum(best + 1, len(grid) - 1)]
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = likelihood(left), likelihood(right)
    for _ in range(24):
        higher = at_left < at_right
        low, high = np.where(higher, left, low), np.where(higher, high, right)
        # One of the two points stands where the next round wants it: only the other is new.
        kept, at_kept = np.where(higher, right, left), np.where(higher, at_right, at_left)
        new = np.where(higher, low + _GOLDEN * (high - low), high - _GOLDEN * (high - low))
        at_new = likelihood(new)
        left, at_left = np.where(higher, kept, new), np.where(higher, at_kept, at_new)
        right, at_right = np.where(higher, new, kept), np.where(higher, at_new, at_kept)
    return np.asarray((low + high) / 2.0)


def reaches(
    likelihood: Callable[[Array], Array], best: Array, bound: float
) -> npt.NDArray[np.bool_]:
    """Whether a bound is as good as the best but for one error: the data do not tell them apart."""
    return np.asarray(likelihood(np.full_like(best, bound)) >= likelihood(best) - _ONE_ERROR)


def end_towards(likelihood: Callable[[Array], Array], best: Array, bound: float) -> Array:
    """The end of the profile-likelihood interval between the best argument and a bound.

    That is the argument farthest from the best whose likelihood is one error lower; the bound
    itself where even that is within one.
    """
    enough = likelihood(best) - _ONE_ERROR
    outside, inside = np.full_like(best, bound), best
    for _ in range(20):
        middle = (outside + inside) / 2.0
        within = likelihood(middle) >= enough
        outside, inside = np.where(within, outside, middle), np.where(within, middle, inside)
    return inside
