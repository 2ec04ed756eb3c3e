"""How stable a list is: the joint records are drawn anew, and the list is made again.

Nations are not resampled here: a nation that is left out takes all its pairs with it, which says
how much a *score* depends on the nations (the back-test's intervals), not whether a pair would
still be named had its records been counted in another sample of years and papers. So in each run
the joint records of every pair and year are drawn as a gamma with their own mean and effective
count (methods §5: these hold the variance between years; half a record keeps zeros from claiming
certainty). Expectations, affinities, features, candidates and ranks all follow anew. What rests on
other evidence stays: profiles, the model, and gravity's ratio to the expectation, which geography
decides.

A drawn table holds the noise of the real one and that of the draw, which weakens the correlation of
affinities to third nations (measured on Israel and Finland, works 2016-2020, twelve runs: 0.63
falls to 0.44 on average, which takes 0.80 from the log odds; no other feature takes 0.05). The
model learned from tables with the noise of one count. So the features of ties with third nations
keep their spread over the runs, and the mean of the runs is moved to what the real table has.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from comity.analysis.query import Analysis
from comity.indicators import Posterior, calibrated_expectation
from comity.indicators.gamma_poisson import posterior, scaled

if TYPE_CHECKING:
    from comity.analysis.tie_panel import TiePanel
    from comity.analysis.ties import TieMeans
    from comity.analysis.windows import Window
    from comity.evidence.manifest import Series
    from comity.opportunities.pairs import PairTable

Array = npt.NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)
_HALF = 0.5
# Features that compare affinities to third nations.
_THIRD = ("common", "third")


def shares(
    analysis: Analysis,
    listed: Sequence[Key],
    again: Callable[[Analysis], Sequence[Key]],
    runs: int,
    prepare: Callable[[Analysis], object] = lambda _: None,
) -> list[float]:
    """Share of runs in which each listed key is in the list again, (listed,); fixed seeds.

    ``prepare`` makes the pair tables that ``again`` reads, in the analysis that it is given.
    """
    drawn = [Resampled(analysis, run) for run in range(runs)]
    for one in drawn:
        prepare(one)
        one.forget()
    centre(analysis, drawn)
    counted: Counter[Key] = Counter()
    for one in drawn:
        counted.update(again(one))
        one.forget()
    return [counted[key] / runs for key in listed]


def centre(base: Analysis, drawn: Sequence[Analysis]) -> None:
    """Move the features of ties with third nations, by pair, to the base's on average of the runs.

    Pairs that are no candidates of the base, so that it has no value, take the mean move of their
    table's others.
    """
    kept = {key: table for key, table in base.kept.items() if key[0] == "pairs"}
    for key, real in kept.items():
        tables = [one.kept[key] for one in drawn if key in one.kept]
        if not tables:
            continue
        size = len(real.nations)
        cells = [_cells(table, size) for table in tables]
        own = _cells(real, size)
        for name in _THIRD:
            values = [table.features[name] for table in tables]
            at, found = np.concatenate(cells), np.concatenate(values)
            known = np.isfinite(found)
            sums = np.bincount(at[known], found[known], size * size * len(real.subjects))
            counts = np.bincount(at[known], minlength=len(sums))
            aim = np.full(len(sums), np.nan)
            aim[own] = real.features[name]
            with np.errstate(divide="ignore", invalid="ignore"):
                move = aim - sums / counts
            told = np.isfinite(move)
            move = np.where(told, move, move[told].mean() if told.any() else 0.0)
            for table, cell, value in zip(tables, cells, values, strict=True):
                table.features[name] = value + move[cell]


def _cells(table: PairTable, size: int) -> npt.NDArray[np.int64]:
    """A number for each row of a pair table, the same in every run."""
    return np.asarray((table.subject * size + table.left) * size + table.right, np.int64)


class Resampled(Analysis):
    """The same analysis over joint records that were drawn anew."""

    def __init__(self, base: Analysis, run: int):
        """Take what is drawn from, and the number of the run, which is the seed."""
        super().__init__(base.cube, base.register)
        self._base, self._run = base, run
        # Strengths are not drawn; what was kept of pairs is of other joint records.
        self.kept = {key: value for key, value in base.kept.items() if key[0] != "pairs"}

    def forget(self) -> None:
        """Let go of the drawn records; they come again from the same seed."""
        self._means.clear()

    def strength_panel(self, series: Series, window: Window) -> Any:
        """As the base's."""
        return self._base.strength_panel(series, window)

    def tie_means(
        self, series: Series, window: Window, technology: str
    ) -> tuple[TiePanel, TieMeans]:
        """Drawn anew, once in each run."""
        key = (series.key, window, technology)
        if key not in self._means:
            panel, means = self._base.tie_means(series, window, technology)
            # One stream for each table, whatever the order in which they are asked for.
            seed = [self._run, *map(ord, f"{series.key} {window.text} {technology}")]
            self._means[key] = _drawn(panel, means, np.random.default_rng(seed))
        return self._means[key]


def _drawn(panel: TiePanel, means: TieMeans, rng: np.random.Generator) -> tuple[TiePanel, TieMeans]:
    upper = np.triu_indices(len(panel.nations), 1)
    x = panel.yearly[:, *upper]
    joint, effective = means.joint[upper], means.effective[upper]
    ratio = np.where(joint > 0, effective / np.maximum(joint, 1e-300), 1.0)
    # Pairs that expect nothing have no records to draw.
    possible = means.expected[upper] > 0
    shape = x * ratio + _HALF / len(x)
    drawn = rng.gamma(shape, np.where(x > 0, x / shape, 1.0)) * possible
    yearly = np.zeros_like(panel.yearly)
    yearly[:, *upper] = drawn
    yearly = yearly + yearly.transpose(0, 2, 1)
    return dataclasses.replace(panel, yearly=yearly), _means(means, yearly.sum(axis=0), upper)


def _means(means: TieMeans, joint: Array, upper: tuple[npt.NDArray[np.intp], ...]) -> TieMeans:
    """Expectation and affinity of drawn records, with the prior and variance of the real ones."""
    expected = calibrated_expectation(joint)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(means.joint > 0, joint * means.effective / means.joint, joint)
        gravity = means.gravity_expected * expected / means.expected
    x, e = scaled(
        joint[upper][:, None], np.nan_to_num(expected[upper])[:, None], effective[upper][:, None]
    )
    found = posterior(x[:, 0], e[:, 0], np.array(means.prior))
    shape, rate = (np.full_like(joint, np.nan) for _ in range(2))
    for table, values in ((shape, found.shape), (rate, found.rate)):
        table[upper] = values
        table.T[upper] = values
    again = Posterior(shape, rate)
    return dataclasses.replace(
        means, joint=joint, expected=expected, effective=effective, posterior=again,
        value=again.value, gravity=dataclasses.replace(means.gravity, expected=gravity),
    )  # fmt: skip
