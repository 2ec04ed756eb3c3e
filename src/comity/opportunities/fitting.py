"""Fitting on pair tables: samples of pairs, blocks of nations, the penalty by cross-fitting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.indicators import Logistic, fit_logistic
from comity.opportunities.pairs import FEATURES, PairTable

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Pairs that a cut needs to be ranked, and outcomes of either kind that a model needs.
MINIMUM_PAIRS = 100
MINIMUM_OUTCOMES = 10
PENALTIES = (1.0, 10.0, 100.0)
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """Pairs of one table or several: features, outcomes, and the numbers of both nations.

    A nation has one number in all tables. ``names`` are those of the features.
    """

    names: tuple[str, ...]
    x: Array
    y: Flags
    left: Ints
    right: Ints

    @property
    def enough(self) -> bool:
        """Whether a model can be fitted."""
        positives = int(self.y.sum())
        some = min(positives, len(self.y) - positives) >= MINIMUM_OUTCOMES
        return len(self.y) >= MINIMUM_PAIRS and some

    def relabelled(self, y: Flags) -> Sample:
        """The same pairs with other outcomes."""
        return replace(self, y=y)


def sample(tables: Sequence[PairTable], names: tuple[str, ...] = FEATURES) -> Sample:
    """The pairs of tables whose outcome is known.

    Raises:
        InputError: no table, or one without an outcome.
    """
    if not tables or any(table.positive is None for table in tables):
        raise InputError("a model is fitted on pairs with an outcome: there are none.")
    place = {n: i for i, n in enumerate(sorted({n for t in tables for n in t.nations}))}

    def numbers(table: PairTable, side: Ints) -> Ints:
        return np.array([place[nation] for nation in table.nations], dtype=np.int64)[side]

    return Sample(
        names,
        np.concatenate([table.matrix(names) for table in tables]),
        np.concatenate([np.asarray(table.positive, bool) for table in tables]),
        np.concatenate([numbers(table, table.left) for table in tables]),
        np.concatenate([numbers(table, table.right) for table in tables]),
    )


def fit(given: Sample, penalty: float | None = None) -> Logistic:
    """The model on all pairs; its penalty, unless given, by cross-fitting over nation blocks.

    Raises:
        InputError: too few pairs, or too few outcomes of either kind.
    """
    if not given.enough:
        raise InputError(
            f"a model needs {MINIMUM_PAIRS} pairs and {MINIMUM_OUTCOMES} outcomes of either kind; "
            f"here are {len(given.y)} pairs, {int(given.y.sum())} of which came true."
        )
    chosen = best_penalty(given) if penalty is None else penalty
    return fit_logistic(given.x, given.y, chosen, given.left, given.right)


def best_penalty(given: Sample) -> float:
    """The penalty under which pairs between blocks left out are most likely."""
    blocks = list(_blocks(given))
    return max(PENALTIES, key=lambda penalty: _likelihood(given, penalty, blocks))


def crossfitted(given: Sample, penalty: float | None = None) -> Array:
    """Probabilities of pairs by models that saw neither of their nations.

    The penalty, unless given, is chosen for each model on its own pairs only. Where those are too
    few, a pair has the share that came true among them.
    """
    result = np.full(len(given.y), given.y.mean())
    for inside, train in _blocks(given):
        rest = _part(given, train)
        if 0 < rest.y.sum() < len(rest.y):
            chosen = best_penalty(rest) if penalty is None else penalty
            result[inside] = fit_logistic(rest.x, rest.y, chosen).chance(given.x[inside])
        elif len(rest.y):
            result[inside] = rest.y.mean()
    return result


def _part(given: Sample, chosen: Flags) -> Sample:
    return Sample(
        given.names, given.x[chosen], given.y[chosen], given.left[chosen], given.right[chosen]
    )


def _blocks(given: Sample) -> Iterator[tuple[Flags, Flags]]:
    """For each two blocks of nations: the pairs between them, and those that touch neither."""
    nations, index = np.unique(np.concatenate([given.left, given.right]), return_inverse=True)
    block = np.arange(len(nations)) % FOLDS
    a, b = block[index[: len(given.y)]], block[index[len(given.y) :]]
    for i in range(FOLDS):
        for j in range(i, FOLDS):
            inside = ((a == i) & (b == j)) | ((a == j) & (b == i))
            train = ~np.isin(a, [i, j]) & ~np.isin(b, [i, j])
            if inside.any():
                yield inside, train


def _likelihood(given: Sample, penalty: float, blocks: Sequence[tuple[Flags, Flags]]) -> float:
    """Log-likelihood of pairs left out, over nation blocks."""
    total = 0.0
    for inside, train in blocks:
        y = given.y[train]
        if 0 < y.sum() < len(y):
            p = fit_logistic(given.x[train], y, penalty).chance(given.x[inside])
            p = np.clip(p, 1e-9, 1 - 1e-9)
            total += float(np.where(given.y[inside], np.log(p), np.log(1 - p)).sum())
    return total
