"""Emergence: the Carley–Porter score of a technology over ten years (methods §4)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]

YEARS = 10
_BASE = 3
# Eight second differences overlap; together they tell a variance as well as 4.4 independent ones.
_FREEDOM = 4.4
_NORMAL = 1.6448536269514722


class Emergence(NamedTuple):
    """Emergence score with its 90 % interval."""

    value: Array
    low: Array
    high: Array


def emergence(counts: npt.ArrayLike, totals: npt.ArrayLike) -> Emergence:
    """Emergence score ``2·ActiveTrend + RecentTrend + Slope`` of ten years, three of them base.

    With T the records of the technology and N all records in the seven active years:
    ActiveTrend ``(T5+T6+T7)/(√N5+√N6+√N7) − (T1+T2+T3)/(√N1+√N2+√N3)``, RecentTrend
    ``10[(T6+T7)/(√N6+√N7) − (T4+T5)/(√N4+√N5)]``, Slope ``10[T7/√N7 − T4/√N4]/3``.

    The score is linear in T: the scores of members add up to that of their group where N is one.
    It is no share: c times the records of both gives √c times the score, and a constant share of a
    growing whole scores above zero. Compare it within one series only.

    Being linear, its variance is ``φ Σ c²(T + ½)`` with c the weight of each year. φ is the
    variance of the ten years' second differences over Poisson's, which a smooth rise does not
    raise. The interval is Student's, or that of φ = 1 and the normal distribution if that is wider.

    Args:
        counts: (..., 10) records by year in order, none negative.
        totals: broadcast against it, all records.

    Returns:
        value, low, high, each (...); nan where fewer than ten years are given or a total is zero.

    Raises:
        InputError: more than ten years, or figures that are negative or not finite.
    """
    t = np.atleast_1d(np.asarray(counts, float))
    if not np.isfinite(t).all() or (t < 0).any():
        raise InputError("counts must be finite and not negative.")
    n = np.asarray(totals, float)
    if not np.isfinite(n).all() or (n < 0).any():
        raise InputError("totals must be finite and not negative.")
    if t.shape[-1] > YEARS:
        raise InputError(f"emergence is told from {YEARS} years: give the last {YEARS}.")
    if t.shape[-1] < YEARS:
        nan = np.full(t.shape[:-1], np.nan)
        return Emergence(nan, nan, nan)
    root = np.sqrt(np.broadcast_to(n, t.shape)[..., _BASE:])
    weights = np.where((root > 0).all(axis=-1, keepdims=True), _weights(root), np.nan)
    active = t[..., _BASE:]
    value = (weights * active).sum(axis=-1)
    poisson = np.sqrt((np.square(weights) * (active + 0.5)).sum(axis=-1))
    student = float(stdtrit(_FREEDOM, 0.95)) * np.sqrt(_dispersion(t))
    margin = np.maximum(student, _NORMAL) * poisson
    return Emergence(value, value - margin, value + margin)


def _weights(root: Array) -> Array:
    """What one record more in each active year adds to the score; (..., 7)."""
    result = np.zeros_like(root)
    with np.errstate(divide="ignore", invalid="ignore"):
        for sign, years in ((2.0, slice(4, 7)), (-2.0, slice(0, 3))):
            result[..., years] += sign / root[..., years].sum(axis=-1, keepdims=True)
        for sign, years in ((10.0, slice(5, 7)), (-10.0, slice(3, 5))):
            result[..., years] += sign / root[..., years].sum(axis=-1, keepdims=True)
        result[..., 6] += 10.0 / 3.0 / root[..., 6]
        result[..., 3] -= 10.0 / 3.0 / root[..., 3]
    return result


def _dispersion(t: Array) -> Array:
    """Variance of the second differences over what Poisson's would be."""
    bend = t[..., 2:] - 2.0 * t[..., 1:-1] + t[..., :-2]
    poisson = t[..., 2:] + 4.0 * t[..., 1:-1] + t[..., :-2]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(poisson > 0, np.square(bend) / poisson, 1.0)
    return np.asarray(ratio.mean(axis=-1))
