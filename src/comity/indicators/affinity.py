"""Affinity: joint records of a pair against what both nations' openness would give (methods §5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from comity.indicators.checks import joint_table, same_shape
from comity.indicators.gamma_poisson import (
    HIGH,
    LOW,
    MINIMUM_EXPECTED,
    Posterior,
    posterior,
    prior_shape,
    scaled,
    widened,
)

Array = npt.NDArray[np.float64]

_TOLERANCE = 1e-12
_ROUNDS = 20_000
_DRAWS = 500

_Upper = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]


class Affinity(NamedTuple):
    """Shrunk affinity with its 90 % interval and P(A < 1); each (nations, nations)."""

    value: Array
    low: Array
    high: Array
    p_below_one: Array


class GroupAffinity(NamedTuple):
    """A nation's affinity with a group: over the sum, and the median member; 90 % intervals.

    The median is nan where the median member's expectation is too small for words.
    """

    value: float
    low: float
    high: float
    median: float
    median_low: float
    median_high: float
    joint: float
    expected: float


def calibrated_expectation(joint: npt.ArrayLike) -> Array:
    """Expected joint records under symmetric quasi-independence with a zero diagonal.

    ``e_xy = u_x u_y`` for x ≠ y with ``Σ_y e_xy = Σ_y C_xy``; u by the iteration
    ``u_x ← √(u_x s_x / (Σu − u_x))`` (methods §5; Goodman 1968 on quasi-independence).

    Args:
        joint: (nations, nations), symmetric; the diagonal is ignored.

    Returns:
        The same shape with row sums as given. A nation without links gets zeros. All nan where
        there is no unique solution: fewer than three nations with links, or one nation with half
        of all links or more.

    Raises:
        InputError: the table is not square, symmetric, finite and not negative.
    """
    table = joint_table(joint)
    sums = table.sum(axis=1)
    linked = sums > 0
    # A nation in half of all links has a row sum of at least the sum of all other rows.
    if linked.sum() < 3 or 2.0 * sums.max() >= sums.sum() * (1.0 - 1e-12):
        return np.full_like(table, np.nan)
    s = sums[linked]
    u = s / np.sqrt(s.sum())
    for _ in range(_ROUNDS):
        rest = u.sum() - u
        fitted = u * rest
        if np.abs(fitted - s).max() <= _TOLERANCE * s.max() and (
            np.abs(fitted / s - 1.0).max() <= 1e-10
        ):
            break
        u = np.sqrt(u * s / rest)
    expected = np.zeros_like(table)
    expected[np.ix_(linked, linked)] = np.outer(u, u)
    np.fill_diagonal(expected, 0.0)
    return expected


def affinity(joint: npt.ArrayLike, effective: npt.ArrayLike | None = None) -> Affinity:
    """Shrunk affinity ``(C + a)/(e + a)`` against the calibrated expectation.

    Args:
        joint: (nations, nations), symmetric.
        effective: effective joint records of the same shape; the records themselves if absent.

    Returns:
        value, low, high, p_below_one, each (nations, nations), symmetric; nan on the diagonal and
        where there is no expectation.

    Raises:
        InputError: the table is not square, symmetric, finite and not negative.
    """
    table = joint_table(joint)
    return affinity_given(table, calibrated_expectation(table), effective)


def affinity_given(
    joint: npt.ArrayLike,
    expected: npt.ArrayLike,
    effective: npt.ArrayLike | None = None,
    log_sd: npt.ArrayLike | None = None,
) -> Affinity:
    """The same against another expectation, such as gravity's.

    Args:
        joint: (nations, nations), symmetric.
        expected: the same shape; zero or nan where nothing can be expected.
        effective: as in :func:`affinity`.
        log_sd: the expectation's own standard error on the log scale, which widens the interval.
    """
    return pair_intervals(affinity_posterior(joint, expected, effective, log_sd))


def pair_intervals(found: Posterior) -> Affinity:
    """Value, interval and P(A < 1) of every pair of a posterior; (nations, nations), symmetric."""
    once, upper = _once(found)
    columns = (*once.interval(), 1.0 - once.above(1.0))
    return Affinity(*(_symmetric(column, upper, found.shape) for column in columns))


def pairs_below(found: Posterior, threshold: float) -> Array:
    """P(affinity < threshold) of every pair of a posterior; (nations, nations), symmetric."""
    once, upper = _once(found)
    return _symmetric(1.0 - once.above(threshold), upper, found.shape)


def _once(found: Posterior) -> tuple[Posterior, _Upper]:
    """Each pair once: it stands in the table twice, and quantiles are dear."""
    upper = np.triu_indices(len(found.shape), 1)
    return Posterior(found.shape[upper], found.rate[upper]), upper


def p_affinity_below(
    joint: npt.ArrayLike,
    expected: npt.ArrayLike,
    threshold: float,
    effective: npt.ArrayLike | None = None,
    log_sd: npt.ArrayLike | None = None,
) -> Array:
    """P(affinity < threshold) per pair; arguments as :func:`affinity_given`."""
    return pairs_below(affinity_posterior(joint, expected, effective, log_sd), threshold)


def group_affinity(joint: Array, expected: Array, effective: Array) -> GroupAffinity:
    """A nation's affinity with the members of a group.

    The sum over members is carried by large ones, so the median member stands beside it. The
    interval of the sum is that of a gamma with the sum's effective count ``(ΣC)² / Σ(C²/C_eff)``;
    the median and its interval are those of the median over draws from the members' own gammas
    (fixed seed), so that members with few records do not decide it. Where half of the members
    expect fewer than five records the median would be made of nothing, and none is given.

    Args:
        joint: (members,) joint records with each member.
        expected: (members,) expectations; nan where there is none.
        effective: (members,) effective joint records.
    """
    known = np.isfinite(expected) & (expected > 0)
    c, e, kept = joint[known], expected[known], effective[known]
    nan = float("nan")
    if not known.any():
        return GroupAffinity(nan, nan, nan, nan, nan, nan, float(joint.sum()), nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(c > 0, np.square(c) / kept, 0.0).sum()
    count = float(np.square(c.sum()) / variance) if variance > 0 else 0.0
    total = float(c.sum() / e.sum())
    # Half a record keeps a zero sum from claiming certainty.
    shape = count + 0.5
    scale = total / shape if total > 0 else 1.0 / float(e.sum())
    low, middle, high = (float(gammaincinv(shape, p) * scale) for p in (LOW, 0.5, HIGH))
    value = total if low <= total <= high else middle
    shapes = np.where(c > 0, kept, 0.0) + 0.5
    scales = np.where(c > 0, c / e / shapes, 1.0 / e)
    draws = np.random.default_rng(0).gamma(shapes, scales, size=(_DRAWS, len(c)))
    medians = np.median(draws, axis=1)
    told = np.quantile(medians, [0.5, LOW, HIGH])
    if np.median(e) < MINIMUM_EXPECTED:
        told = np.full(3, nan)
    median, median_low, median_high = (float(figure) for figure in told)
    return GroupAffinity(
        value, low, high, median, median_low, median_high, float(c.sum()), float(e.sum())
    )


def affinity_posterior(
    joint: npt.ArrayLike,
    expected: npt.ArrayLike,
    effective: npt.ArrayLike | None = None,
    log_sd: npt.ArrayLike | None = None,
) -> Posterior:
    """The posterior behind :func:`affinity_given`, which alone costs a third of its intervals.

    Arguments as there; shape and rate are (nations, nations), symmetric, nan on the diagonal.
    """
    table = joint_table(joint)
    e = np.nan_to_num(same_shape(expected, table, "expected"))
    kept = None if effective is None else same_shape(effective, table, "effective").copy()
    upper = np.triu_indices(len(table), 1)
    column = (len(upper[0]), 1)
    x, scaled_e = scaled(
        table[upper].reshape(column),
        e[upper].reshape(column),
        None if kept is None else kept[upper].reshape(column),
    )
    found = posterior(x[:, 0], scaled_e[:, 0], prior_shape(x, scaled_e).shape)
    if log_sd is not None:
        found = widened(found, same_shape(log_sd, table, "log_sd")[upper])
    return Posterior(_symmetric(found.shape, upper, table), _symmetric(found.rate, upper, table))


def _symmetric(values: Array, upper: _Upper, like: Array) -> Array:
    result = np.full_like(like, np.nan)
    result[upper] = values
    result.T[upper] = values
    return result
