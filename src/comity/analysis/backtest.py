"""The back-test: how good lists of under-explored pairs would have been (methods §7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.cuts import Cut, cuts_of, testable
from comity.analysis.pairs import FEATURES, PairTable, pair_table
from comity.base.errors import InputError
from comity.indicators.logistic import Logistic, fit_logistic
from comity.indicators.ranking import RUNS, Bin, Metrics, auc_within, metrics, reliability

if TYPE_CHECKING:
    from comity.analysis.query import Analysis

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

OURS = "comity"
# Scores that must be beaten, by the feature that each ranks by.
BASELINES = {
    "raw persistence": "raw",
    "shrunk persistence": "persistence",
    "preferential attachment": "attachment",
    "common partners": "common",
    "gravity": "gravity",
    "advantage similarity": "profile",
    "affinity similarity": "third",
    "all-technology affinity": "overall",
}
MINIMUM_PAIRS = 100
PENALTIES = (1.0, 10.0, 100.0)
_FOLDS = 5
_SHUFFLES = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """One score on one cut; metrics are None where the cut has too few pairs to rank."""

    cut: Cut
    model: str
    pairs: int
    positives: int
    metrics: Metrics | None
    beaten: bool | None


@dataclass(frozen=True, slots=True)
class Control:
    """AUC within strata with labels permuted: mean and 95 % range over permutations."""

    cut: Cut
    name: str
    auc: float
    low: float
    high: float
    unpermuted: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """Everything that one back-test found."""

    rows: tuple[Judged, ...]
    controls: tuple[Control, ...]
    reliability: dict[tuple[str, str], tuple[Bin, ...]]


def fit(tables: Sequence[PairTable], names: tuple[str, ...] = FEATURES) -> Logistic:
    """The model on all pairs of the tables; its penalty by cross-fitting over nation blocks.

    Raises:
        InputError: too few pairs, or all outcomes alike.
    """
    x, y, left, right = _joined(tables, names)
    best = max(PENALTIES, key=lambda penalty: _likelihood(x, y, left, right, penalty))
    return fit_logistic(x, y, best, left, right)


def crossfitted(table: PairTable, names: tuple[str, ...] = FEATURES) -> Array:
    """Probabilities of a table's pairs by models that saw neither of their nations."""
    x, y, left, right = _joined([table], names)
    result = np.full(len(y), y.mean())
    for inside, train in _blocks(left, right):
        if 0 < y[train].sum() < train.sum():
            model = fit_logistic(x[train], y[train], PENALTIES[1], left[train], right[train])
            result[inside] = model.chance(x[inside])
    return result


def _joined(
    tables: Sequence[PairTable], names: tuple[str, ...]
) -> tuple[Array, npt.NDArray[np.bool_], Ints, Ints]:
    """Features, outcomes and nations over tables; a nation has one number in all of them."""
    everyone = {n: i for i, n in enumerate(sorted({n for t in tables for n in t.nations}))}
    if not any(len(table) for table in tables):
        raise InputError("no candidate pair in the evidence: take a wider window or other nations.")
    def numbered(table: PairTable, side: Ints) -> Ints:
        return np.array([everyone[n] for n in table.nations], dtype=np.int64)[side]

    return (
        np.concatenate([table.matrix(names) for table in tables]),
        np.concatenate([table.positive for table in tables if table.positive is not None]),
        np.concatenate([numbered(table, table.left) for table in tables]),
        np.concatenate([numbered(table, table.right) for table in tables]),
    )


def _blocks(left: Ints, right: Ints) -> Iterator[tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
    """For each two blocks of nations: the pairs between them, and those that touch neither."""
    nations = np.unique(np.concatenate([left, right]))
    block = dict(zip(nations.tolist(), (np.arange(len(nations)) % _FOLDS).tolist(), strict=True))
    a = np.array([block[n] for n in left.tolist()])
    b = np.array([block[n] for n in right.tolist()])
    for i in range(_FOLDS):
        for j in range(i, _FOLDS):
            inside = ((a == i) & (b == j)) | ((a == j) & (b == i))
            train = ~np.isin(a, [i, j]) & ~np.isin(b, [i, j])
            if inside.any() and train.any():
                yield inside, train


def _likelihood(
    x: Array, y: npt.NDArray[np.bool_], left: Ints, right: Ints, penalty: float
) -> float:
    """Log-likelihood of pairs left out, over nation blocks."""
    total = 0.0
    for inside, train in _blocks(left, right):
        if 0 < y[train].sum() < train.sum():
            p = np.clip(fit_logistic(x[train], y[train], penalty).chance(x[inside]), 1e-9, 1 - 1e-9)
            total += float(np.where(y[inside], np.log(p), np.log(1 - p)).sum())
    return total


def backtest(
    analysis: Analysis,
    first: int | None = None,
    last: int | None = None,
    runs: int = RUNS,
    seed: int = 0,
) -> Backtest:
    """Judge the model and every baseline on every cut whose years lie within the given ones.

    Args:
        analysis: the cube.
        first: the earliest year of features that may be used.
        last: the latest year of outcomes that may be used.
        runs: resamples of nations for the intervals.
        seed: of the resamples and permutations.

    Raises:
        InputError: no series carries joint records over those years.
    """
    rows: list[Judged] = []
    controls: list[Control] = []
    bins: dict[tuple[str, str], tuple[Bin, ...]] = {}
    for series in testable(analysis.cube.with_table("links")):
        cuts = [
            cut for cut in cuts_of(series)
            if (first is None or cut.features.first >= first)
            and (last is None or cut.outcome.last <= last)
        ]  # fmt: skip
        tables = {cut: pair_table(analysis, series, cut.features, cut.outcome) for cut in cuts}
        for cut, table in tables.items():
            chance = _chances(cut, table, tables)
            rows += _judged(cut, table, chance, runs, seed)
            if chance is None or len(table) < MINIMUM_PAIRS:
                continue
            bins[series.key, cut.features.text] = tuple(reliability(chance, table.positive))
            controls += _controls(analysis, cut, table, tables, seed)
    if not rows:
        raise InputError(
            "no series carries joint records over these years: take an earlier --from, a later "
            "--until, or other evidence."
        )
    return Backtest(tuple(rows), tuple(controls), bins)


def _chances(cut: Cut, table: PairTable, tables: dict[Cut, PairTable]) -> Array | None:
    """The model's probabilities, fitted on earlier cuts, or across blocks of nations."""
    if not cut.several:
        return crossfitted(table) if _both(table) else None
    earlier = [
        other for one, other in tables.items()
        if one.outcome.last <= cut.features.last and _both(other)
    ]  # fmt: skip
    return fit(earlier).chance(table.matrix()) if earlier else None


def _both(table: PairTable) -> bool:
    return table.positive is not None and 0 < table.positive.sum() < len(table)


def _judged(
    cut: Cut, table: PairTable, chance: Array | None, runs: int, seed: int
) -> list[Judged]:
    assert table.positive is not None
    positives = int(table.positive.sum())
    scores = {
        name: _filled(table.features[feature])
        for name, feature in BASELINES.items()
        if np.isfinite(table.features[feature]).any()
    }
    if chance is not None:
        scores[OURS] = chance
    if len(table) < MINIMUM_PAIRS or not _both(table):
        return [Judged(cut, name, len(table), positives, None, None) for name in scores]
    found = metrics(
        scores, {OURS}, table.positive, table.left, table.right, runs=runs, seed=seed
    )
    ours = found.get(OURS)
    return [
        Judged(
            cut, name, len(table), positives, one,
            None if ours is None or name == OURS else bool(ours.ap.low > one.ap.value),
        )
        for name, one in found.items()
    ]  # fmt: skip


def _filled(values: Array) -> Array:
    """A score with unknown pairs ranked at the middle."""
    return np.where(np.isfinite(values), values, np.nanmedian(values))
