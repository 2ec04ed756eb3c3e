"""How good a ranking of pairs is: precision, AUC, Brier score, and their intervals (methods §7).

Pairs share nations and are not independent, so intervals come from resampling nations: a pair
weighs the product of its nations' multiplicities.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
_BLOCK = 50  # runs at a time, which bounds the memory


class Measure(NamedTuple):
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


class Ranking(NamedTuple):
    """How good one score ranks one set of pairs.

    ``brier`` is nan for a score that is no probability. ``lead`` is by how much the average
    precision of the score named as ours exceeds this one's, over the same resamples.
    """

    ap: Measure
    precision: Measure
    auc: Measure
    brier: Measure
    lead: Measure | None


class Ranked:
    """Pairs in the order of a score, best first; equal scores stand on one rank."""

    def __init__(self, score: npt.ArrayLike, positive: npt.ArrayLike):
        """Sort once; the figures then take any weights.

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

    def figures(self, weight: Array, top: int = TOP) -> Array:
        """Average precision, precision at ``top`` and AUC for each row of weights.

        Args:
            weight: (runs, pairs), not negative.
            top: how many of the best are looked at; all where there are fewer.

        Returns:
            (3, runs); nan where a run holds no positive or no negative.
        """
        w = weight[:, self._order]
        zero = np.zeros((len(w), 1))
        seen = np.hstack([zero, np.cumsum(w, axis=1)[:, self._ends]])
        hits = np.hstack([zero, np.cumsum(w * self._positive, axis=1)[:, self._ends]])
        misses = seen - hits
        good, bad = hits[:, -1], misses[:, -1]
        fresh = np.diff(hits, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            precision = np.where(seen[:, 1:] > 0, hits[:, 1:] / seen[:, 1:], 0.0)
            ap = (fresh * precision).sum(axis=1) / good
            # A positive beats the negatives below it and shares those on its own rank.
            below = bad[:, None] - 0.5 * (misses[:, 1:] + misses[:, :-1])
            auc = (fresh * below).sum(axis=1) / (good * bad)
            depth = np.minimum(top, seen[:, -1])
            # Where the depth ends inside a rank, as many of its positives as by chance.
            first = np.array([np.interp(*row) for row in zip(depth, seen, hits, strict=True)])
            first = first / depth
        nothing = (good <= 0) | (bad <= 0)
        return np.where(nothing, np.nan, np.stack([ap, first, auc]))


def judge_rankings(
    scores: Mapping[str, Array],
    chances: Collection[str],
    positive: npt.ArrayLike,
    left: Ints,
    right: Ints,
    *,
    ours: str | None = None,
    runs: int = RUNS,
    seed: int = 0,
) -> dict[str, Ranking]:
    """Figures of several scores over the same pairs, with 95 % intervals by resampled nations.

    Args:
        scores: {name: (pairs,)}, higher is better.
        chances: the names whose scores are probabilities.
        positive: (pairs,) outcomes.
        left: (pairs,) the number of one nation.
        right: (pairs,) the number of the other.
        ours: the score that the others are held against.
        runs: how many resamples.
        seed: of the resamples, which all scores share.

    Raises:
        InputError: as :class:`Ranked`.
    """
    outcome = np.asarray(positive, bool)
    ranked = {name: Ranked(score, outcome) for name, score in scores.items()}

    def figures(weight: Array) -> dict[str, Array]:
        return {
            name: np.vstack([
                ranked[name].figures(weight), _brier(scores[name], outcome, weight, name in chances)
            ])
            for name in scores
        }  # fmt: skip

    point = figures(np.ones((1, len(outcome))))
    blocks = [figures(weight) for weight in resamples(left, right, runs, seed)]
    drawn = {name: np.concatenate([block[name] for block in blocks], axis=1) for name in scores}

    def one(name: str) -> Ranking:
        measures = [
            Measure(float(value[0]), *_interval(values))
            for value, values in zip(point[name], drawn[name], strict=True)
        ]
        lead = None
        if ours is not None and ours in scores and name != ours:
            lead = Measure(
                float(point[ours][0, 0] - point[name][0, 0]),
                *_interval(drawn[ours][0] - drawn[name][0]),
            )
        ap, precision, auc, brier = measures
        return Ranking(ap, precision, auc, brier, lead)

    return {name: one(name) for name in scores}


def _brier(score: Array, outcome: Flags, weight: Array, chance: bool) -> Array:
    """Mean squared error of probabilities (Brier 1950) for each row of weights."""
    if not chance:
        return np.full(len(weight), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((weight @ np.square(score - outcome)) / weight.sum(axis=1))


def _interval(values: Array) -> tuple[float, float]:
    if not np.isfinite(values).any():
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, [_LOW, _HIGH])
    return float(low), float(high)


def resamples(left: Ints, right: Ints, runs: int, seed: int) -> Iterator[Array]:
    """Weights of pairs under nations drawn with replacement, (block of runs, pairs) at a time.

    A pair weighs the product of how often its nations were drawn; those of a nation with itself do
    not exist, so draws of few nations weigh less in all.
    """
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
    if not len(values):
        return float("nan")
    order = np.lexsort((values, strata))
    s, v, good = np.asarray(strata)[order], values[order], outcome[order]
    new = np.append(True, s[1:] != s[:-1])
    tied = np.cumsum(new | np.append(True, v[1:] != v[:-1])) - 1
    group = np.cumsum(new) - 1
    bad_tied, bad_group = (np.bincount(of, weights=~good) for of in (tied, group))
    # Negatives of the stratum that stand lower, and half of those on the same rank.
    lower = (np.cumsum(bad_tied) - bad_tied)[tied] - (np.cumsum(bad_group) - bad_group)[group]
    won = (lower + 0.5 * bad_tied[tied])[good].sum()
    games = bad_group[group][good].sum()
    return float(won / games) if games else float("nan")
