"""The gravity expectation: joint records given distance, language and memberships (methods §5)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.indicators.checks import joint_table, same_shape

Array = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
_ROUNDS = 100


class Gravity(NamedTuple):
    """The fitted model.

    ``expected`` and ``log_sd`` (its standard error on the log scale) are (nations, nations);
    ``coefficients`` and ``standard_errors`` follow ``names``; ``dispersion`` is Pearson's.
    """

    expected: Array
    log_sd: Array
    names: tuple[str, ...]
    coefficients: Array
    standard_errors: Array
    dispersion: float


def great_circle(latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> Array:
    """Great-circle distances in km between places given in degrees (haversine).

    Returns:
        (places, places), symmetric, zero on the diagonal; nan where a place is unknown.
    """
    lat, lon = np.radians(np.asarray(latitude, float)), np.radians(np.asarray(longitude, float))
    half = (
        np.square(np.sin((lat[:, None] - lat[None, :]) / 2.0))
        + np.cos(lat[:, None])
        * np.cos(lat[None, :])
        * np.square(np.sin((lon[:, None] - lon[None, :]) / 2.0))
    )  # fmt: skip
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def gravity_expectation(
    joint: npt.ArrayLike,
    distance: npt.ArrayLike,
    common_language: npt.ArrayLike,
    common_membership: npt.ArrayLike | None = None,
) -> Gravity:
    """Poisson pseudo-maximum likelihood with nation effects (Santos Silva & Tenreyro 2006).

    ``ln μ_xy = α_x + α_y + β₁ ln distance + β₂ language (+ β₃ membership)``, x ≠ y. Standard errors
    of β allow overdispersion and dependence of pairs that share a nation (the dyadic sandwich of
    Aronow, Samii & Assenova 2015); those of the nation effects are heteroskedasticity-robust (HC3).

    Args:
        joint: (nations, nations), symmetric.
        distance: the same shape, km, positive off the diagonal.
        common_language: the same shape, 0 or 1.
        common_membership: the same shape, 0 or 1.

    Returns:
        The fit. Nations without links get an expectation of zero; all nan where fewer than four
        nations have links or one of them has half of all.

    Raises:
        InputError: shapes do not fit, or a distance is not positive.
    """
    given = _given(joint, distance, common_language, common_membership)
    nan = np.full_like(given.table, np.nan)
    if given.linked is None:
        empty = np.full(len(given.names), np.nan)
        return Gravity(nan, nan, given.names, empty, empty, float("nan"))
    cells = np.ix_(given.linked, given.linked)
    mu, beta, hessian = _fit(given.table[cells], given.z)
    spread, errors, dispersion = _uncertainty(given.table[cells], given.z, mu, hessian)
    expected, log_sd = np.zeros_like(nan), np.zeros_like(nan)
    expected[cells], log_sd[cells] = mu, spread
    varies = given.varies
    return Gravity(
        expected, log_sd, given.names, np.where(varies, beta, np.nan),
        np.where(varies, errors, np.nan), dispersion,
    )  # fmt: skip


def gravity_expected(
    joint: npt.ArrayLike,
    distance: npt.ArrayLike,
    common_language: npt.ArrayLike,
    common_membership: npt.ArrayLike | None = None,
) -> Array:
    """The expectation of :func:`gravity_expectation` alone, without its errors; same arguments."""
    given = _given(joint, distance, common_language, common_membership)
    if given.linked is None:
        return np.full_like(given.table, np.nan)
    cells = np.ix_(given.linked, given.linked)
    expected = np.zeros_like(given.table)
    expected[cells] = _fit(given.table[cells], given.z)[0]
    return expected


class _Given(NamedTuple):
    """Joint records and centred covariates of linked nations; None where none can be fitted."""

    table: Array
    names: tuple[str, ...]
    linked: npt.NDArray[np.intp] | None
    z: Array
    varies: npt.NDArray[np.bool_]


def _given(
    joint: npt.ArrayLike,
    distance: npt.ArrayLike,
    common_language: npt.ArrayLike,
    common_membership: npt.ArrayLike | None,
) -> _Given:
    table = joint_table(joint)
    off = ~np.eye(len(table), dtype=bool)
    kilometres = same_shape(distance, table, "distance")
    if (~(kilometres[off] > 0)).any():
        raise InputError("distance must be positive between any two nations.")
    covariates = {"ln distance": np.log(np.where(off, kilometres, 1.0))}
    covariates["common language"] = same_shape(common_language, table, "common_language")
    if common_membership is not None:
        covariates["common membership"] = same_shape(common_membership, table, "common_membership")
    names = tuple(covariates)
    sums = table.sum(axis=1)
    linked = np.flatnonzero(sums > 0)
    if len(linked) < 4 or 2.0 * sums.max() >= sums.sum() * (1.0 - 1e-12):
        return _Given(table, names, None, np.zeros((0, 0, len(names))), np.zeros(len(names), bool))
    cells = np.ix_(linked, linked)
    z = np.stack([covariates[name][cells] for name in names], axis=-1)
    pairs = ~np.eye(len(linked), dtype=bool)
    varies = np.array([np.ptp(z[..., k][pairs]) > 0 for k in range(len(names))])
    # Centring keeps the distance from being confused with the nation effects numerically.
    return _Given(table, names, linked, (z - z.mean(axis=(0, 1))) * varies, varies)


def _fit(c: Array, z: Array) -> tuple[Array, Array, Array]:
    """Newton's method on (α, β) together, with step halving; returns μ, β and the Hessian."""
    n, k = len(c), z.shape[-1]
    off = ~np.eye(n, dtype=bool)
    sums = c.sum(axis=1)
    alpha, beta = np.log(sums) - 0.5 * np.log(sums.sum()), np.zeros(k)

    def mean(a: Array, b: Array) -> Array:
        return np.where(off, np.exp(np.clip(a[:, None] + a[None, :] + z @ b, -50, 50)), 0.0)

    def objective(a: Array, b: Array, m: Array) -> float:
        return float((c * (a[:, None] + a[None, :] + z @ b) * off - m).sum() / 2.0)

    mu = mean(alpha, beta)
    value = objective(alpha, beta, mu)
    hessian = np.eye(n + k)
    for _ in range(_ROUNDS):
        residual = np.where(off, c - mu, 0.0)
        gradient = np.concatenate([residual.sum(axis=1), np.einsum("xy,xyk->k", residual, z) / 2.0])
        hessian = _hessian(mu, z)
        step = np.linalg.solve(hessian + 1e-10 * np.eye(n + k) * hessian.diagonal().max(), gradient)
        size = 1.0
        while size > 1e-6:
            new_alpha, new_beta = alpha + size * step[:n], beta + size * step[n:]
            new_mu = mean(new_alpha, new_beta)
            new_value = objective(new_alpha, new_beta, new_mu)
            if new_value >= value - 1e-12 * abs(value):
                break
            size /= 2.0
        done = np.abs(new_alpha - alpha).max() + np.abs(new_beta - beta).max() < 1e-10
        alpha, beta, mu, value = new_alpha, new_beta, new_mu, new_value
        if done:
            break
    return mu, beta, hessian


def _hessian(mu: Array, z: Array) -> Array:
    n, k = len(mu), z.shape[-1]
    result = np.zeros((n + k, n + k))
    result[:n, :n] = mu + np.diag(mu.sum(axis=1))
    cross = np.einsum("xy,xyk->xk", mu, z)
    result[:n, n:], result[n:, :n] = cross, cross.T
    result[n:, n:] = np.einsum("xy,xyk,xyl->kl", mu, z, z) / 2.0
    # A covariate that does not vary has no curvature; one keeps the matrix solvable.
    flat = np.flatnonzero(result.diagonal() <= 0)
    result[flat, flat] = 1.0
    return result


def _uncertainty(c: Array, z: Array, mu: Array, hessian: Array) -> tuple[Array, Array, float]:
    """Standard error of ln μ per pair, of β, and Pearson's dispersion."""
    n, k = len(c), z.shape[-1]
    upper = np.triu_indices(n, 1)
    inverse = np.linalg.pinv(hessian)
    # Each covariate less its projection on the nation effects, weighted by μ.
    projection = np.linalg.pinv(hessian[:n, :n]) @ hessian[:n, n:]
    pure = z - projection[:, None, :] - projection[None, :, :]
    bread = inverse[n:, n:]
    scores = np.where(np.eye(n, dtype=bool), 0.0, c - mu)[..., None] * pure
    by_nation = scores.sum(axis=1)
    pairs = scores[upper]
    meat = by_nation.T @ by_nation - pairs.T @ pairs
    if (np.linalg.eigvalsh(meat) < 0).any():
        # The dyadic estimate need not be positive in small samples; the upper bound is.
        meat = by_nation.T @ by_nation
    covariance = bread @ meat @ bread
    with np.errstate(divide="ignore", invalid="ignore"):
        pearson = np.where(mu[upper] > 0, np.square((c - mu)[upper]) / mu[upper], 0.0)
    freedom = max(len(upper[0]) - n - k, 1)
    dispersion = max(float(pearson.sum() / freedom), 1.0)
    effects = _effects_covariance(c, mu, hessian[:n, :n], inverse, z)
    own = effects.diagonal()
    variance = own[:, None] + own[None, :] + 2.0 * effects
    variance = variance + np.einsum("xyk,kl,xyl->xy", pure, covariance, pure)
    return (
        np.sqrt(np.clip(variance, 0.0, None)),
        np.sqrt(np.clip(covariance.diagonal(), 0.0, None)),
        dispersion,
    )


def _effects_covariance(
    c: Array, mu: Array, curvature: Array, inverse: npt.NDArray[Any], z: Array
) -> Array:
    """Covariance of the nation effects: the heteroskedastic sandwich with jackknife leverages.

    One common dispersion would be too small for large nations, whose pairs vary more than in
    proportion to their means (HC3 of MacKinnon & White 1985, on the pairs' scores).
    """
    n = len(c)
    bread = np.linalg.pinv(curvature)
    own = inverse.diagonal()[:n]
    lift = np.einsum("xyk,xk->xy", z, inverse[:n, n:])
    leverage = own[:, None] + own[None, :] + 2.0 * (inverse[:n, :n] + lift + lift.T)
    leverage = mu * (leverage + np.einsum("xyk,kl,xyl->xy", z, inverse[n:, n:], z))
    squares = np.square((c - mu) / (1.0 - np.clip(leverage, 0.0, 0.95)))
    np.fill_diagonal(squares, 0.0)
    return np.asarray(bread @ (squares + np.diag(squares.sum(axis=1))) @ bread)
