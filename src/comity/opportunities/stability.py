"""How stable a list is: the evidence is drawn anew, and its candidates are ranked again.

Nations are not resampled here: a nation that is left out takes all its pairs with it, which says
how much a *score* depends on the nations (the back-test's intervals), not whether a pair would
still be named had its records been counted in another sample of years and papers. Nor is it asked
again which pairs are candidates: that is P(below), which stands beside each row. What is drawn is
what the ranking rests on.

*Likely to grow*: in each run the joint records of every pair and year are a gamma with their own
mean and effective count (methods §5: these hold the variance between years; half a record keeps
zeros from claiming certainty). Expectations, affinities and features follow anew. What rests on
other evidence stays: profiles, the model, and gravity's ratio to the expectation, which geography
decides. *Would gain most*: the profiles are drawn, as for its interval (``gains``).

A drawn table holds the noise of the real one and that of the draw, which weakens the correlation of
affinities to third nations (measured on Israel and Finland, works 2016-2020, twelve runs: 0.63
falls to 0.44 on average, which takes 0.80 from the log odds; no other feature takes 0.05). The
model learned from tables with the noise of one count. So the features of ties with third nations
keep their spread over the runs, and the mean of the runs is moved to what the real table has.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from comity.analysis.query import Analysis
from comity.indicators import Posterior, calibrated_expectation
from comity.indicators.gamma_poisson import posterior, scaled
from comity.opportunities.answers import model_of
from comity.opportunities.around import HALF
from comity.opportunities.candidates import Candidates, gains_of, pair_tables

if TYPE_CHECKING:
    from comity.analysis.tie_panel import TiePanel
    from comity.analysis.ties import TieMeans
    from comity.analysis.windows import Window
    from comity.evidence.manifest import Series
    from comity.opportunities.model import Model
    from comity.opportunities.pairs import PairTable

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# Features that compare affinities to third nations.
_THIRD = ("common", "third")


def stays(
    analysis: Analysis,
    table: Candidates,
    chosen: Ints,
    models: Mapping[str, Model],
    day: dt.date,
    by: str,
    runs: int,
) -> Array:
    """Share of runs in which each chosen candidate is again among as many, (chosen,).

    Seeds are fixed. A list by gain has at most as many runs as there are draws of the profiles.
    """
    again = _by_gain if by == "gain" else _by_chance
    ranked = [one.ranked(by)[: len(chosen)] for one in again(analysis, table, models, day, runs)]
    counted = np.bincount(np.concatenate(ranked), minlength=len(table))
    return np.asarray(counted[chosen] / len(ranked))


def _by_gain(
    analysis: Analysis, table: Candidates, _: Mapping[str, Model], day: dt.date, runs: int
) -> list[Candidates]:
    gains = gains_of(analysis, table, day, drawn=True)[0]
    return [dataclasses.replace(table, gain=gain) for gain in gains.T[:runs]]


def _by_chance(
    analysis: Analysis, table: Candidates, models: Mapping[str, Model], _: dt.date, runs: int
) -> list[Candidates]:
    like = {pairs.series: pairs for pairs in table.tables}
    drawn = [pair_tables(Resampled(analysis, run), table.answers, like) for run in range(runs)]
    for key, real in like.items():
        at = next(i for i, pairs in enumerate(table.tables) if pairs.series == key)
        centre(real, [tables[at] for tables in drawn])
    return [_again(table, tables, models) for tables in drawn]


def _again(
    table: Candidates, tables: Sequence[PairTable], models: Mapping[str, Model]
) -> Candidates:
    """The same candidates with the expectations and chances of drawn records."""
    expected, likely = table.expected.copy(), table.likely.copy()
    for number, (answer, pairs) in enumerate(zip(table.answers, tables, strict=True)):
        mine = np.flatnonzero(table.answer == number)
        at = table.place[mine]
        expected[mine] = pairs.expected[at]
        model = model_of(answer, models)
        if model is not None:
            likely[mine] = model.chance(pairs)[at]
    return dataclasses.replace(table, expected=expected, likely=likely)


def centre(real: PairTable, drawn: Sequence[PairTable]) -> None:
    """Move drawn features of ties with third nations, by pair, to the real on average of the runs.

    Args:
        real: a table of real records.
        drawn: tables of the same pairs in the same order; their features are changed.
    """
    for name in _THIRD:
        values = np.stack([table.features[name] for table in drawn])
        known = np.isfinite(values)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0)
        move = real.features[name] - mean
        move = np.where(np.isfinite(move), move, 0.0)
        for table, value in zip(drawn, values, strict=True):
            table.features[name] = value + move


class Resampled(Analysis):
    """The same analysis over joint records that were drawn anew."""

    def __init__(self, base: Analysis, run: int):
        """Take what is drawn from, and the number of the run, which is the seed."""
        super().__init__(base.cube, base.register)
        self._base, self._run = base, run
        # Strengths are not drawn; what was kept of pairs is of other joint records.
        self.kept = {key: value for key, value in base.kept.items() if key[0] != "pairs"}

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
    shape = x * ratio + HALF / len(x)
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
