"""How good a ranking of pairs is: precision, AUC, Brier score, and their intervals (methods §7).

Pairs share nations and are not independent, so intervals come from resampling nations: a pair
weighs the product of its nations' multiplicities.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

RUNS = 1000
TOP = 20
_LOW, _HIGH = 0.025, 0.975
_BLOCK = 100  # runs at a time, which bounds the memory


class Figure(NamedTuple):
    """A metric with its 95 % interval."""

    value: float
    low: float
    high: float


class Metrics(NamedTuple):
    """The metrics of one score over one set of pairs; Brier is nan for a score that is no chance."""

    ap: Figure
    precision: Figure
    auc: Figure
    brier: Figure


class Bin(NamedTuple):
    """Pairs of like probability: their mean, the share that came true, and how many."""

    predicted: float
    observed: float
    low: float
    high: float
    pairs: int


class Ranked:
    """Pairs in the order of a score, best first; equal scores stand on one rank."""

    def __init__(self, score: npt.ArrayLike, positive: npt.ArrayLike):
        """Sort once; metrics then take any weights.

        Args:
            score: (pairs,), higher is better.
            positive: (pairs,) whether it came true.

        Raises:
            InputError: shapes differ, a score is not finite, or all outcomes are alike.
        """
        values, outcome = np.asarray(score, float), np.asarray(positive, bool)
        if values.ndim != 1 or values.shape != outcome.shape:
            raise InputError("scores and outcomes must be one list of the same length.")
        if not np.isfinite(values).all():
            raise InputError("a score is not a finite number.")
        if outcome.all() or not outcome.any():
            raise InputError("all outcomes are alike, so no ranking can be judged.")
        self._order = np.argsort(-values, kind="stable")
        self._positive = outcome[self._order]
        ranked = values[self._order]
        self._ends = np.append(np.flatnonzero(np.diff(ranked) != 0), len(ranked) - 1)

    def metrics(self, weight: Array, top: int = TOP) -> tuple[Array, Array, Array]:
        """Average precision, precision at ``top`` and AUC for each row of weights.

        Args:
            weight: (runs, pairs), not negative.
            top: how many of the best are looked at.

        Returns:
            Three arrays (runs,); nan where a run holds no positive or no negative.
        """
        w = weight[:, self._order]
        hits = np.cumsum(w * self._positive, axis=1)[:, self._ends]
        seen = np.cumsum(w, axis=1)[:, self._ends]
        zero = np.zeros((len(w), 1))
        hits, seen = np.hstack([zero, hits]), np.hstack([zero, seen])
        misses = seen - hits
        good, bad = hits[:, -1], misses[:, -1]
        fresh = np.diff(hits, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            precision = np.where(seen[:, 1:] > 0, hits[:, 1:] / seen[:, 1:], 0.0)
            ap = (fresh * precision).sum(axis=1) / good
            # A positive beats the negatives below it and shares those on its own rank.
            below = bad[:, None] - 0.5 * (misses[:, 1:] + misses[:, :-1])
            auc = (fresh * below).sum(axis=1) / (good * bad)
        first = np.array(
            [np.interp(min(top, s[-1]), s, h) / min(top, s[-1]) if s[-1] > 0 else np.nan
             for s, h in zip(seen, hits, strict=True)]
        )  # fmt: skip
        nothing = (good <= 0) | (bad <= 0)
        return tuple(np.where(nothing, np.nan, figure) for figure in (ap, first, auc))  # type: ignore[return-value]


def metrics(
    scores: Mapping[str, Array],
    chances: frozenset[str] | set[str],
    positive: npt.ArrayLike,
    left: Ints,
    right: Ints,
    runs: int = RUNS,
    seed: int = 0,
) -> dict[str, Metrics]:
    """Metrics of several scores over the same pairs, with 95 % intervals by resampled nations.

    Args:
        scores: {name: (pairs,)}.
        chances: the names whose scores are probabilities.
        positive: (pairs,) outcomes.
        left: (pairs,) the index of one nation.
        right: (pairs,) the index of the other.
        runs: how many resamples.
        seed: of the resamples, which all scores share.

    Raises:
        InputError: as :class:`Ranked`.
    """
    outcome = np.asarray(positive, bool)
    ranked = {name: Ranked(score, outcome) for name, score in scores.items()}
    one = np.ones((1, len(outcome)))
    point = {name: _all(ranked[name], scores[name], outcome, one, name in chances) for name in scores}
    drawn: dict[str, list[Array]] = {name: [] for name in scores}
    for weight in resamples(left, right, runs, seed):
        for name in scores:
            found = _all(ranked[name], scores[name], outcome, weight, name in chances)
            drawn[name].append(found)
    return {
        name: Metrics(*(
            Figure(float(value[0]), *_interval(several))
            for value, several in zip(point[name], np.concatenate(drawn[name], axis=1), strict=True)
        ))
        for name in scores
    }  # fmt: skip


def _all(ranked: Ranked, score: Array, outcome: Flags, weight: Array, chance: bool) -> Array:
    brier = np.full(len(weight), np.nan)
    if chance:
        brier = (weight @ np.square(score - outcome)) / weight.sum(axis=1)
    return np.stack([*ranked.metrics(weight), brier])


def _interval(values: Array) -> tuple[float, float]:
    if not np.isfinite(values).any():
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, [_LOW, _HIGH])
    return float(low), float(high)


def resamples(left: Ints, right: Ints, runs: int, seed: int):  # type: ignore[no-untyped-def]
    """Weights of pairs under nations drawn with replacement, (block, pairs) at a time."""
    nations, index = np.unique(np.concatenate([left, right]), return_inverse=True)
    a, b = index[: len(left)], index[len(left) :]
    rng = np.random.default_rng(seed)
    size = len(nations)
    for start in range(0, runs, _BLOCK):
        times = rng.multinomial(size, np.full(size, 1.0 / size), size=min(_BLOCK, runs - start))
        yield (times[:, a] * times[:, b]).astype(float)


def auc_within(score: npt.ArrayLike, positive: npt.ArrayLike, strata: Ints) -> float:
    """AUC counted only between pairs of the same stratum; nan where no stratum holds both kinds."""
    values, outcome = np.asarray(score, float), np.asarray(positive, bool)
    won = games = 0.0
    for stratum in np.unique(strata):
        inside = strata == stratum
        good, bad = values[inside & outcome], values[inside & ~outcome]
        if len(good) and len(bad):
            won += float((good[:, None] > bad[None, :]).sum())
            won += 0.5 * float((good[:, None] == bad[None, :]).sum())
            games += len(good) * len(bad)
    return won / games if games else float("nan")


def reliability(chance: npt.ArrayLike, positive: npt.ArrayLike, bins: int = 10) -> list[Bin]:
    """Pairs in bins of equal size by their probability, with Wilson 95 % intervals.

    Args:
        chance: (pairs,) probabilities.
        positive: (pairs,) outcomes.
        bins: how many; fewer where there are not that many pairs.
    """
    values, outcome = np.asarray(chance, float), np.asarray(positive, bool)
    order = np.argsort(values, kind="stable")
    found = []
    for part in np.array_split(order, min(bins, len(order))):
        low, high = wilson(int(outcome[part].sum()), len(part))
        found.append(
            Bin(float(values[part].mean()), float(outcome[part].mean()), low, high, len(part))
        )
    return found


def wilson(hits: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    share, scale = hits / of, 1.0 + z * z / of
    centre = (share + z * z / (2 * of)) / scale
    half = z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / scale
    return float(max(centre - half, 0.0)), float(min(centre + half, 1.0))
