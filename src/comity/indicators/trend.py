"""Growth: log-linear Poisson trend per year, with an interval that allows overdispersion."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]

_ROUNDS = 60


class Growth(NamedTuple):
    """Growth per year as a share (0.05 is five per cent) with its 90 % interval."""

    value: Array
    low: Array
    high: Array


def growth(series: npt.ArrayLike, reference: npt.ArrayLike | None = None) -> Growth:
    """Yearly growth, absolute or relative to a reference such as all science (methods §4).

    ``ln μ_y = a + b y (+ ln reference_y)`` by Poisson pseudo-likelihood; the standard error of b is
    scaled by Pearson's dispersion (at least one) and the interval is Student's with years − 2.

    Args:
        series: (..., years) counts in yearly order.
        reference: broadcast against it, positive.

    Returns:
        value, low, high, each (...); nan where fewer than three years or no counts are given.

    Raises:
        InputError: counts are negative or not finite, or a reference is not positive.
    """
    counts = np.atleast_1d(np.asarray(series, float))
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise InputError("series must be finite and not negative.")
    base = np.ones_like(counts) if reference is None else np.asarray(reference, float)
    base = np.broadcast_to(base, counts.shape)
    if not (base > 0).all():
        raise InputError("reference must be positive.")
    shape, years = counts.shape[:-1], counts.shape[-1]
    if years < 3:
        nan = np.full(shape, np.nan)
        return Growth(nan, nan, nan)
    y = counts.reshape(-1, years)
    slope, error = _fit(y, base.reshape(-1, years))
    margin = float(stdtrit(years - 2, 0.95)) * error
    low, value, high = (np.expm1(slope + sign * margin).reshape(shape) for sign in (-1.0, 0.0, 1.0))
    return Growth(value, low, high)


def _fit(y: Array, base: Array) -> tuple[Array, Array]:
    """Slope per year and its standard error, by Newton's method on all rows at once."""
    years = y.shape[1]
    t = np.arange(years) - (years - 1) / 2.0
    total = y.sum(axis=1)
    used = total > 0
    slope = np.zeros(len(y))
    for _ in range(_ROUNDS):
        # Given the slope the level is closed-form, so one parameter is left.
        weight = base * np.exp(slope[:, None] * t)
        share = weight / weight.sum(axis=1, keepdims=True)
        centre = share @ t
        spread = np.square(t[None, :] - centre[:, None])
        curvature = np.maximum(total, 1e-300) * (share * spread).sum(axis=1)
        step = ((y * t).sum(axis=1) - total * centre) / np.maximum(curvature, 1e-300)
        step = np.where(used, np.clip(step, -1.0, 1.0), 0.0)
        slope = np.clip(slope + step, -20.0, 20.0)
        if np.abs(step).max(initial=0.0) < 1e-12:
            break
    mu = total[:, None] * share
    with np.errstate(divide="ignore", invalid="ignore"):
        pearson = np.where(mu > 0, np.square(y - mu) / mu, 0.0).sum(axis=1) / (years - 2)
    error = np.sqrt(np.maximum(pearson, 1.0) / np.maximum(curvature, 1e-300))
    unknown = ~used | (np.abs(slope) >= 20.0)
    return np.where(unknown, np.nan, slope), np.where(unknown, np.nan, error)
