"""The back-test: how good lists of pairs below expectation would have been (methods §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.indicators import (
    RUNS,
    Logistic,
    Ranking,
    ReliabilityBin,
    fit_logistic,
    judge_rankings,
    reliability,
)
from comity.opportunities.baselines import OURS, SHARE, scores_of
from comity.opportunities.controls import Control, control, kinds, strata
from comity.opportunities.cuts import Cut, cuts_of, cuts_within, testable
from comity.opportunities.fitting import MINIMUM_PAIRS, PENALTIES, Sample, crossfitted, fit, sample
from comity.opportunities.pairs import PairTable, pair_table

if TYPE_CHECKING:
    from comity.analysis.query import Analysis

Array = npt.NDArray[np.float64]

_FIRST = 20
MOST_RUNS = 10_000
YES, NO, WITHIN = "yes", "no", "within the interval"
CROSSFITTED = "cross-fitted over blocks of nations"
# The controls fit hundreds of times; one penalty for all changes nothing about a half.
_CONTROL_PENALTY = PENALTIES[1]


@dataclass(frozen=True, slots=True)
class Row:
    """One score on one cut.

    ``ranking`` is None where the cut has too few pairs to rank. ``beats`` says whether our model
    beats this score in average precision, by the 95 % interval of the difference; None where
    there is no model, and for the model itself. ``beyond_at_20`` is the second outcome (methods
    §7): of the twenty pairs ranked first, the share with more joint records than the later margins
    and their own affinity predict; in the row *base rate* that of all pairs.
    """

    cut: Cut
    model: str
    pairs: int
    positives: int
    ranking: Ranking | None
    beats: str | None
    beyond_at_20: float | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One cut: its rows, our model first and then the best, and what else is known of it.

    ``fitted`` names the windows of features that the model learned from, or says that it was
    cross-fitted; None where there was nothing to fit on. ``logistic`` is None but in the first
    case.
    """

    cut: Cut
    rows: tuple[Row, ...]
    controls: tuple[Control, ...] = ()
    bins: tuple[ReliabilityBin, ...] = ()
    fitted: str | None = None
    logistic: Logistic | None = None


@dataclass(frozen=True, slots=True)
class Backtest:
    """Everything that one back-test found, and how many resamples its intervals rest on."""

    cuts: tuple[Judged, ...]
    runs: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all cuts."""
        return tuple(row for judged in self.cuts for row in judged.rows)


def backtest(
    analysis: Analysis,
    first: int | None = None,
    last: int | None = None,
    kind: str | None = None,
    runs: int = RUNS,
    seed: int = 0,
) -> Backtest:
    """Judge the model and every baseline on every cut that lies within the given years.

    Cuts before ``first`` are not judged, but models are fitted on them: what was known then may be
    used.

    Args:
        analysis: the cube.
        first: the earliest year of features of the cuts that are judged.
        last: the latest year of their outcomes.
        kind: only series of this kind.
        runs: resamples of nations for the intervals.
        seed: of the resamples and shuffles.

    Raises:
        InputError: no series carries joint records over these years, or none has a candidate.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise InputError(f"--runs {runs}: give 1 to {MOST_RUNS:,}; 1000 for the stated interval.")
    wanted = cuts_within(testable(analysis.cube.with_table("links", kind)), first, last, kind)
    found: list[Judged] = []
    for series, cuts in wanted:
        usable = [c for c in cuts_of(series) if c.outcome.last <= cuts[-1].outcome.last]
        tables = {c: pair_table(analysis, series, c.features, c.outcome) for c in usable}
        found += [_judge(analysis, cut, tables, runs, seed) for cut in cuts]
    if not any(row.pairs for one in found for row in one.rows):
        names = ", ".join(series.key for series, _ in wanted)
        raise InputError(
            f"no candidate pair in {names}: too few nations with enough joint records; use "
            "evidence of more nations."
        )
    return Backtest(tuple(found), runs)


def _judge(
    analysis: Analysis, cut: Cut, tables: dict[Cut, PairTable], runs: int, seed: int
) -> Judged:
    """All scores of one cut."""
    table = tables[cut]
    own = sample([table])
    positives = int(own.y.sum())

    beyond: dict[str, float] = {}

    def rows(rankings: dict[str, Ranking | None]) -> tuple[Row, ...]:
        return tuple(
            Row(cut, name, len(own.y), positives, ranking, _beats(ranking), beyond.get(name))
            for name, ranking in rankings.items()
        )

    if len(own.y) < MINIMUM_PAIRS or not 0 < positives < len(own.y):
        return Judged(cut, rows(dict.fromkeys([OURS, *scores_of(table, share=0.0)])))
    earlier = [c for c in tables if c.outcome.last <= cut.features.last] if cut.several else []
    train = sample([tables[c] for c in earlier]) if earlier else None
    model = fit(train) if train is not None and train.enough else None
    chance, share, fitted = None, None, None
    if train is not None and model is not None:
        chance, share = model.chance(own.x), float(train.y.mean())
        fitted = ", ".join(c.features.text for c in earlier)
    elif not cut.several and own.enough:
        chance, share, fitted = crossfitted(own), float(own.y.mean()), CROSSFITTED
    scores = scores_of(table, chance, share)
    beyond |= {name: _beyond(table, score, name) for name, score in scores.items()}
    rankings = judge_rankings(
        scores, {OURS, SHARE}, own.y, table.left, table.right,
        ours=OURS, runs=runs, seed=seed,
    )  # fmt: skip
    order = sorted(rankings, key=lambda name: (name != OURS, -rankings[name].ap.value))
    judged = rows({name: rankings[name] for name in order})
    if chance is None:
        return Judged(cut, judged)
    shuffled = _controls(analysis, [tables[c] for c in earlier], table, seed)
    return Judged(cut, judged, shuffled, tuple(reliability(chance, own.y)), fitted, model)


def _beyond(table: PairTable, score: Array, name: str) -> float:
    """The share of pairs beyond their prediction among the first twenty, or among all."""
    assert table.excess is not None
    first = np.argsort(-score, kind="stable")[: len(score) if name == SHARE else _FIRST]
    return float((table.excess[first] > 0).mean())


def _beats(ranking: Ranking | None) -> str | None:
    """Whether our model's lead over a score is beyond its interval."""
    if ranking is None or ranking.lead is None:
        return None
    return YES if ranking.lead.low > 0 else NO if ranking.lead.high < 0 else WITHIN


def _controls(
    analysis: Analysis, earlier: Sequence[PairTable], table: PairTable, seed: int
) -> tuple[Control, ...]:
    """The controls of a cut, fitted as its model was but for one fixed penalty."""
    samples = [*([sample(earlier)] if earlier else []), sample([table])]

    def predict(given: Sequence[Sample]) -> Array:
        if len(given) == 1:
            return crossfitted(given[0], _CONTROL_PENALTY)
        train, judged = given
        return fit_logistic(train.x, train.y, _CONTROL_PENALTY).chance(judged.x)

    nations = analysis.register.nations
    found = []
    for name in kinds(table):
        parts = [strata(one, name, nations) for one in earlier]
        starts = np.cumsum([0, *(int(part.max(initial=-1)) + 1 for part in parts)])
        joined = [part + start for part, start in zip(parts, starts, strict=False)]
        within = [np.concatenate(joined)] if joined else []
        own = strata(table, name, nations)
        found.append(control(name, [*within, own], samples, predict, seed))
    return tuple(found)
