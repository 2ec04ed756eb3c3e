"""The Gamma–Poisson estimate that advantage and affinity share (methods §2).

A ratio r has the prior ``Gamma(a, a)`` with mean one; a count x that expects e is
``Poisson(e r)``; the posterior of r is ``Gamma(a + x, a + e)``. The prior's shape ``a`` is the
negative-binomial maximum-likelihood estimate over the cells that share it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincc, gammaincinv, gammaln

Array = npt.NDArray[np.float64]

LOW, HIGH = 0.05, 0.95
_LOG_SHAPE = (-6.0, 8.0)
_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0


class Prior(NamedTuple):
    """Shape of the prior per column, and whether it stands on a bound of [e⁻⁶, e⁸]."""

    shape: Array
    at_bound: npt.NDArray[np.bool_]


class Posterior(NamedTuple):
    """Gamma posteriors: shape and rate, any common shape of arrays; nan where e = 0."""

    shape: Array
    rate: Array

    @property
    def mean(self) -> Array:
        """Posterior mean."""
        return self.shape / self.rate

    def quantile(self, probability: float) -> Array:
        """Posterior quantile."""
        return np.asarray(gammaincinv(self.shape, probability) / self.rate)

    def above(self, threshold: float) -> Array:
        """P(r > threshold)."""
        return np.asarray(gammaincc(self.shape, self.rate * threshold))

    def interval(self) -> tuple[Array, Array, Array]:
        """Value, low, high: mean with 5 % and 95 % quantiles.

        Where the mean leaves the interval (very skewed posteriors) the value is the median.
        """
        low, high = self.quantile(LOW), self.quantile(HIGH)
        mean = self.mean
        outside = (mean < low) | (mean > high)
        return np.where(outside, self.quantile(0.5), mean), low, high


def prior_shape(counts: Array, expected: Array) -> Prior:
    """Negative-binomial maximum likelihood of the prior's shape, per column.

    Args:
        counts: (cells, columns), effective counts.
        expected: the same shape, scaled as the counts; cells with e = 0 take no part.
    """
    used = (expected > 0) & np.isfinite(expected)
    x = np.where(used, counts, 0.0)
    e = np.where(used, expected, 1.0)

    def likelihood(log_shape: Array) -> Array:
        a = np.exp(log_shape)
        terms = gammaln(a + x) - gammaln(a) + a * log_shape - (a + x) * np.log(a + e)
        return np.asarray(np.where(used, terms, 0.0).sum(axis=0))

    grid = np.linspace(*_LOG_SHAPE, 15)
    values = np.stack([likelihood(np.full(x.shape[1], point)) for point in grid])
    best = values.argmax(axis=0)
    low = grid[np.maximum(best - 1, 0)]
    high = grid[np.minimum(best + 1, len(grid) - 1)]
    for _ in range(24):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        higher = likelihood(left) < likelihood(right)
        low, high = np.where(higher, left, low), np.where(higher, high, right)
    found = (low + high) / 2.0
    at_bound = (found < _LOG_SHAPE[0] + 0.01) | (found > _LOG_SHAPE[1] - 0.01)
    return Prior(np.exp(found), at_bound)


def scaled(counts: Array, expected: Array, effective: Array | None) -> tuple[Array, Array]:
    """Effective counts and expectations: both scaled by effective/count, cell by cell.

    Where the count is zero the column's mean ratio is used, because zero says nothing of its own
    variance.
    """
    if effective is None:
        return counts, expected
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(counts > 0, effective / counts, np.nan)
        totals = np.where(counts > 0, counts, 0.0).sum(axis=0)
        kept = np.where(counts > 0, effective, 0.0).sum(axis=0)
        mean = np.where(totals > 0, kept / totals, 1.0)
    ratio = np.where(np.isnan(ratio), np.broadcast_to(mean, ratio.shape), ratio)
    return counts * ratio, expected * ratio


def posterior(counts: Array, expected: Array, shape: Array) -> Posterior:
    """Posterior of the ratio per cell; nan where nothing is expected."""
    known = expected > 0
    rate = np.where(known, expected + shape, np.nan)
    return Posterior(np.where(known, counts + shape, np.nan), rate)


def widened(found: Posterior, log_sd: Array) -> Posterior:
    """A posterior whose expectation is itself uncertain by ``log_sd`` on the log scale.

    The relative variances add; the mean stays.
    """
    shape = 1.0 / (1.0 / found.shape + np.square(log_sd))
    return Posterior(shape, shape / found.mean)
