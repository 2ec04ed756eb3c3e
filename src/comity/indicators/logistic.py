"""A penalised logistic model whose errors allow pairs that share a nation (methods §7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ROUNDS = 100
# Half the width of a 90 % interval of a normal, in standard deviations.
Z90 = 1.6448536


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model: ``coefficients[0]`` is the intercept, the rest follow the features.

    ``mean`` and ``scale`` standardise the features; a missing one (nan) stands at the mean.
    """

    mean: Array
    scale: Array
    coefficients: Array
    covariance: Array
    penalty: float

    def design(self, features: npt.ArrayLike) -> Array:
        """Standardised features with a leading one; (pairs, 1 + features)."""
        x = (np.asarray(features, float) - self.mean) / self.scale
        return np.hstack([np.ones((len(x), 1)), np.nan_to_num(x)])

    def chance(self, features: npt.ArrayLike) -> Array:
        """Probability of each pair."""
        return np.asarray(expit(self.design(features) @ self.coefficients))

    def interval(self, features: npt.ArrayLike) -> tuple[Array, Array]:
        """90 % interval of the probability, from the uncertainty of the coefficients."""
        x = self.design(features)
        centre = x @ self.coefficients
        half = Z90 * np.sqrt(np.einsum("ij,jk,ik->i", x, self.covariance, x))
        return np.asarray(expit(centre - half)), np.asarray(expit(centre + half))

    def effects(self) -> tuple[Array, Array, Array]:
        """Coefficients with their 90 % interval; nan for a feature that was known of no pair."""
        variance = np.clip(self.covariance.diagonal(), 0.0, None)
        value = np.where((variance == 0.0) & (self.coefficients == 0.0), np.nan, self.coefficients)
        half = Z90 * np.sqrt(variance)
        return value, value - half, value + half

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers, ready for JSON."""
        return {
            "mean": self.mean.tolist(), "scale": self.scale.tolist(),
            "coefficients": self.coefficients.tolist(),
            "covariance": self.covariance.tolist(), "penalty": self.penalty,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, content: dict[str, Any]) -> Logistic:
        """The same from :meth:`as_dict`."""
        arrays = ("mean", "scale", "coefficients", "covariance")
        return cls(**{n: np.asarray(content[n], float) for n in arrays}, penalty=content["penalty"])


def fit_logistic(
    features: npt.ArrayLike,
    positive: npt.ArrayLike,
    penalty: float,
    left: Ints | None = None,
    right: Ints | None = None,
) -> Logistic:
    """Maximise the log-likelihood less ``penalty/2 · Σβ²`` (intercept free) by Newton's method.

    Args:
        features: (pairs, features); nan where missing.
        positive: (pairs,) outcomes.
        penalty: of the standardised coefficients, positive.
        left: (pairs,) one nation; with ``right`` the covariance is the dyadic sandwich of Aronow,
            Samii & Assenova (2015).
        right: (pairs,) the other nation.

    Raises:
        InputError: shapes do not fit, the penalty is not positive, or all outcomes are alike.
    """
    raw, y = np.asarray(features, float), np.asarray(positive, float)
    if raw.ndim != 2 or len(raw) != len(y):
        raise InputError("features must be a table with one row for each outcome.")
    if penalty <= 0:
        raise InputError("the penalty must be positive.")
    if not 0 < y.sum() < len(y):
        raise InputError("all outcomes are alike, so no model can be fitted.")
    known = np.isfinite(raw)
    counts = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, raw, 0.0).sum(axis=0) / counts
    scale = np.sqrt(np.where(known, np.square(raw - mean), 0.0).sum(axis=0) / counts)
    scale = np.where(scale > 0, scale, 1.0)
    model = Logistic(mean, scale, np.zeros(raw.shape[1] + 1), np.zeros((0, 0)), penalty)
    x = model.design(raw)
    ridge = np.diag([0.0, *[penalty] * raw.shape[1]])
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(y.mean() / (1 - y.mean()))
    for _ in range(_ROUNDS):
        p = expit(x @ beta)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, x.T @ (y - p) - ridge @ beta)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    p = expit(x @ beta)
    bread = np.linalg.inv((x * (p * (1 - p))[:, None]).T @ x + ridge)
    scores = x * (y - p)[:, None]
    covariance = bread @ _meat(scores, left, right) @ bread
    return Logistic(mean, scale, beta, covariance, penalty)


def _meat(scores: Array, left: Ints | None, right: Ints | None) -> Array:
    """Outer products of the scores of all rows whose pairs share a nation."""
    if left is None or right is None:
        return scores.T @ scores
    size = int(max(left.max(), right.max())) + 1
    by_nation = _summed(scores, left, size) + _summed(scores, right, size)
    # Rows of one pair (of several technologies or cuts) share both nations and were counted twice.
    pairs = np.minimum(left, right) * size + np.maximum(left, right)
    kinds, index = np.unique(pairs, return_inverse=True)
    by_pair = _summed(scores, index, len(kinds))
    meat = by_nation.T @ by_nation - by_pair.T @ by_pair
    # The dyadic estimate need not be positive in small samples; the upper bound is.
    return by_nation.T @ by_nation if (np.linalg.eigvalsh(meat) < 0).any() else meat


def _summed(scores: Array, index: npt.NDArray[np.integer[Any]], size: int) -> Array:
    """Sums of rows by their number; (size, columns)."""
    return np.stack([np.bincount(index, column, size) for column in scores.T], axis=1)
