"""A unit's change after an event, against units like it without one: differences in differences.

With one unit, the spread of the others' own differences tells how large a difference chance makes:
Conley & Taber 2011 (Rev. Econ. Stat. 93:113). Nearest neighbours as in Abadie & Imbens 2006
(Econometrica 74:235), without correction for what matching leaves unequal: that is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

MATCHES = 5
# The units nearest in the covariates, whose own differences give the interval.
COMPARED = 30
# With fewer the ends of a 90 % interval would be made of one unit.
FEWEST = 12
DRAWS = 1000
_ENDS = (0.05, 0.95)


class Effect(NamedTuple):
    """The unit's change less that of its matches, with its 90 % interval, in the change's unit.

    ``matches`` are places of units, nearest first; ``compared`` is how many units gave the
    interval; ``unlike`` is the largest gap of a covariate between the unit and the mean of its
    matches, in standard deviations of the eligible; ``draws`` shaped (DRAWS,).
    """

    value: float
    low: float
    high: float
    matches: tuple[int, ...]
    compared: int
    unlike: float
    draws: Array


def effect(
    change: npt.ArrayLike,
    covariates: npt.ArrayLike,
    unit: int,
    eligible: npt.ArrayLike,
    seed: int = 0,
) -> Effect | None:
    """The change of one unit less the mean change of the eligible units most like it.

    The interval redraws the matches with replacement, and draws as the unit's own chance the
    difference of one of the eligible nearest to it from matches of its own.

    Args:
        change: (units,) after less before; nan where unknown.
        covariates: (units, covariates) known before the event.
        unit: place of the unit with the event.
        eligible: (units,) whether a unit may be compared with; the unit itself never is.
        seed: of the draws.

    Returns:
        The effect, or None where the unit's own figures are unknown or fewer than ``FEWEST``
        eligible units have any.

    Raises:
        InputError: the shapes do not fit.
    """
    changes, z = np.asarray(change, float), np.asarray(covariates, float)
    if z.ndim != 2 or changes.shape != (len(z),):
        raise InputError("change must be shaped (units,) and covariates (units, covariates).")
    known = np.isfinite(changes) & np.isfinite(z).all(axis=1)
    others = known & np.asarray(eligible, bool)
    others[unit] = False
    pool = np.flatnonzero(others)
    if not known[unit] or len(pool) < FEWEST:
        return None
    spread = z[pool].std(axis=0)
    z = z / np.where(spread > 0, spread, 1.0)
    order = pool[np.argsort(np.linalg.norm(z[pool] - z[unit], axis=1), kind="stable")]
    matches, compared = order[:MATCHES], order[:COMPARED]
    chance = changes[compared] - changes[_nearest(z, compared, pool)].mean(axis=1)
    # Only the spread is meant; a mean of the others' differences is no effect.
    chance = (chance - chance.mean()) * np.sqrt(len(chance) / (len(chance) - 1))
    random = np.random.default_rng(seed)
    own = chance[random.integers(len(chance), size=DRAWS)]
    again = changes[matches][random.integers(len(matches), size=(DRAWS, len(matches)))]
    draws = changes[unit] - again.mean(axis=1) - own
    low, high = (float(end) for end in np.quantile(draws, _ENDS))
    return Effect(
        float(changes[unit] - changes[matches].mean()), low, high,
        tuple(int(place) for place in matches), len(compared),
        float(np.abs(z[unit] - z[matches].mean(axis=0)).max()), draws,
    )  # fmt: skip


def mean_effect(effects: Sequence[Sequence[Effect]]) -> tuple[float, float, float]:
    """Mean effect over units with its 90 % interval, resampling units with replacement.

    Args:
        effects: those of each unit; a unit's are averaged first, so that it counts once.

    Raises:
        InputError: there are none.
    """
    listed = [own for own in effects if own]
    if not listed:
        raise InputError("no effects to average: give those of at least one unit.")
    values = np.array([np.mean([one.value for one in own]) for own in listed])
    draws = np.stack([np.mean([one.draws for one in own], axis=0) for own in listed])
    picked = np.random.default_rng(0).integers(len(listed), size=draws.T.shape)
    means = np.take_along_axis(draws.T, picked, axis=1).mean(axis=1)
    low, high = (float(end) for end in np.quantile(means, _ENDS))
    return float(values.mean()), low, high


def _nearest(z: Array, units: Places, pool: Places) -> Places:
    """Places of the matches of each unit within the pool, itself left out: (units, MATCHES)."""
    apart = np.linalg.norm(z[units][:, None] - z[pool][None], axis=-1)
    apart[units[:, None] == pool[None]] = np.inf
    return np.asarray(pool[np.argsort(apart, axis=1, kind="stable")[:, :MATCHES]])
