"""How many independent records a count is worth, from its variance from year to year.

Poisson intervals are too narrow on real tables. The variance of a yearly count of mean μ is taken
as ``φ μ + ψ μ²``; φ and ψ are estimated per technology from the yearly counts around their common
ratio to expectation, and the window's effective count is ``X² / (φ X + ψ Σ x²)``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]

MINIMUM_YEARS = 3
_MINIMUM_CELLS = 8
# Below one expected record a year the variance says nothing but that counts are small.
_MINIMUM_MEAN = 1.0
# φ and ψ for joint records whose years are not known: those of the joint works of all fields
# 2016–2020, the larger of the starter evidence (docs/benchmarks.md).
BORROWED = (1.536, 0.0199)


def kish_effective(sum_weights: npt.ArrayLike, sum_squares: npt.ArrayLike) -> Array:
    """Kish's effective count ``(Σw)² / Σw²``; zero where there is no weight."""
    weights, squares = np.asarray(sum_weights, float), np.asarray(sum_squares, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(squares > 0, np.square(weights) / squares, 0.0)


def effective_counts(yearly: npt.ArrayLike, yearly_expected: npt.ArrayLike) -> Array:
    """Effective counts of a window, per technology.

    Args:
        yearly: (years, nations, technologies) counts.
        yearly_expected: the same shape, what the margins of each year would give.

    Returns:
        (nations, technologies), at most the sums; the sums themselves where fewer than three
        years are given, because no variance can be told from those.
    """
    x, e = _checked(yearly, yearly_expected)
    total: Array = x.sum(axis=0)
    if x.shape[0] < MINIMUM_YEARS:
        return total
    mean, relative = _yearly_variance(x, e)
    pooled = _dispersion(mean.ravel(), relative.ravel(), x.shape[0])
    result = np.empty_like(total)
    for j in range(total.shape[1]):
        enough = (mean[:, j] >= _MINIMUM_MEAN).sum() >= _MINIMUM_CELLS
        phi, psi = _dispersion(mean[:, j], relative[:, j], x.shape[0]) if enough else pooled
        result[:, j] = _effective(total[:, j], x[:, :, j], phi, psi)
    return result


def effective_links(
    yearly: npt.ArrayLike, yearly_expected: npt.ArrayLike, pooled: int = 1
) -> Array:
    """Effective joint records of a window, one variance for all pairs of the table.

    Args:
        yearly: (years, nations, nations), symmetric.
        yearly_expected: the same shape.
        pooled: how many years one slice holds, where they cannot be told apart. From three
            years on their variance is then taken to be ``BORROWED``, with equal years.

    Returns:
        (nations, nations), at most the sums; the sums where fewer than three years are given.
    """
    x, e = _checked(yearly, yearly_expected)
    total: Array = x.sum(axis=0)
    if x.shape[0] * pooled < MINIMUM_YEARS:
        return total
    if pooled > 1:
        return _effective(total, x / np.sqrt(pooled), *BORROWED)
    upper = np.triu_indices(x.shape[1], 1)
    mean, relative = _yearly_variance(x[:, *upper], e[:, *upper])
    phi, psi = _dispersion(mean, relative, x.shape[0])
    return _effective(total, x, phi, psi)


def _checked(yearly: npt.ArrayLike, expected: npt.ArrayLike) -> tuple[Array, Array]:
    x, e = np.asarray(yearly, float), np.asarray(expected, float)
    if x.ndim != 3 or x.shape != e.shape:
        raise InputError("yearly counts and expectations must share one shape of three dimensions.")
    return x, np.nan_to_num(e)


def _yearly_variance(x: Array, e: Array) -> tuple[Array, Array]:
    """Mean yearly count and relative variance around the window's common ratio, per cell."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(e.sum(axis=0) > 0, x.sum(axis=0) / e.sum(axis=0), 0.0)
        fitted = ratio * e
        mean = fitted.mean(axis=0)
        variance = np.square(x - fitted).sum(axis=0) / (x.shape[0] - 1)
        relative = np.where(mean > 0, variance / np.square(mean), 0.0)
    return mean, relative


def _dispersion(mean: Array, relative: Array, years: int) -> tuple[float, float]:
    """φ ≥ 1 and ψ ≥ 0 with ``E[relative] = φ/μ + ψ``, by reweighted least squares.

    The sampling variance of a relative variance is about 2/(years−1) times its square, so weights
    are the inverse squares of the fit. ψ is raised by its own standard error: too wide an interval
    misleads less than too narrow a one.
    """
    used = mean >= _MINIMUM_MEAN
    if used.sum() < 3:
        return 1.0, 0.0
    inverse, y = 1.0 / mean[used], relative[used]
    phi, psi = 1.0, float(np.median(y))
    for _ in range(30):
        before = phi, psi
        weights = 1.0 / np.square(phi * inverse + psi + 1e-12)
        sw, swx = weights.sum(), (weights * inverse).sum()
        swxx, swy, swxy = (
            (weights * inverse**2).sum(), (weights * y).sum(), (weights * inverse * y).sum(),
        )  # fmt: skip
        determinant = sw * swxx - swx**2
        free = determinant > 1e-12 * sw * swxx
        phi = (sw * swxy - swx * swy) / determinant if free else 1.0
        if phi < 1.0:
            phi = 1.0
        psi = max((swy - phi * swx) / sw, 0.0)
        if (phi, psi) == before:
            break
    weights = 1.0 / np.square(phi * inverse + psi + 1e-12)
    return float(phi), float(psi + np.sqrt(2.0 / (years - 1) / weights.sum()))


def _effective(total: Array, yearly: Array, phi: float, psi: float) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, np.square(yearly).sum(axis=0) / total, 0.0)
    return np.asarray(np.minimum(total / (phi + psi * share), total))
