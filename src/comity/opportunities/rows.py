"""The rows of a list of opportunities: chosen candidates with the intervals of all figures."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from comity.indicators import Posterior
from comity.opportunities.answers import model_of
from comity.opportunities.around import around
from comity.opportunities.candidates import Candidates
from comity.opportunities.gains import (
    Gain,
    Side,
    needs_of,
    pair_gains,
    stated_needs,
    unknown_gain,
)

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.opportunities.model import Model

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SIDE = ("needs", "specialised", "complement", "complement_low", "complement_high", "gain",
         "gain_low", "gain_high")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A pair below expectation in a technology, as one series shows it.

    Attributes:
        nation: the one asked for.
        partner: a member of the group.
        technology: as asked; ``all`` for all fields.
        subject: the series' joint records that answer: the technology, or ``all``.
        series: key of the series, with its source, kind and window.
        source: key of its source.
        kind: ``publication``, ``patent`` or ``project``.
        window: years of the joint records.
        joint: joint records in it.
        expected: their calibrated expectation.
        affinity: shrunk joint over expected.
        affinity_low: low end of its 90 % interval.
        affinity_high: high end.
        p_below_one: probability that the affinity is below one.
        likely: probability to reach the expectation by ``until``; nan where there is no model.
        likely_low: low end of its 90 % interval, from the model's coefficients.
        likely_high: high end.
        until: the year by which; None where there is no model.
        gain: what both sides would gain, with its parts.
        stays: share of runs with evidence drawn anew in which it stays in the list; nan without.
    """

    nation: str
    partner: str
    technology: str
    subject: str
    series: str
    source: str
    kind: str
    window: str
    joint: float
    expected: float
    affinity: float
    affinity_low: float
    affinity_high: float
    p_below_one: float
    likely: float
    likely_low: float
    likely_high: float
    until: int | None
    gain: Gain
    stays: float = float("nan")

    def record(self) -> tuple[Any, ...]:
        """The figures of ``COLUMNS``, in order."""
        own = [getattr(self, name) for name in _OWN]
        gain = self.gain
        values = [gain.value, gain.low, gain.high, gain.technology, gain.series, gain.window]
        sides = [_told(side, name) for side in gain.sides for name in _SIDE]
        return (*own, *values, *sides, self.stays)


_FIGURES = (
    "joint", "expected", "affinity", "affinity_low", "affinity_high", "p_below_one", "likely",
    "likely_low", "likely_high",
)  # fmt: skip
_OWN = tuple(f.name for f in dataclasses.fields(Opportunity) if f.name not in ("gain", "stays"))
COLUMNS = [
    *_OWN, "gain", "gain_low", "gain_high", "gain_in", "gain_series", "gain_window",
    *(f"{side}_{name}" for side in ("nation", "partner") for name in _SIDE), "stays",
]  # fmt: skip


def rows_of(
    analysis: Analysis,
    table: Candidates,
    chosen: Ints,
    models: Mapping[str, Model],
    day: dt.date,
) -> list[Opportunity]:
    """Chosen candidates, in their order, with the intervals of all their figures."""
    gains = _gains(analysis, table, chosen, day)
    rows: dict[int, Opportunity] = {}
    for number in dict.fromkeys(table.answer[chosen].tolist()):
        answer, pairs = table.answers[number], table.tables[number]
        mine = chosen[table.answer[chosen] == number]
        at = table.place[mine]
        _, means = analysis.tie_means(answer.series, answer.window, answer.subject)
        tie = pairs.left[at], pairs.right[at]
        affinity = Posterior(means.posterior.shape[tie], means.posterior.rate[tie]).interval()
        model = model_of(answer, models)
        until = None if model is None else answer.window.last + model.horizon
        chance = (
            np.full((2, len(mine)), np.nan) if model is None
            else [end[at] for end in model.interval(pairs)]
        )  # fmt: skip
        figures = np.stack(
            [
                pairs.joint[at],
                pairs.expected[at],
                *affinity,
                table.below[mine],
                table.likely[mine],
                *chance,
            ]
        )
        for i, row in zip(mine.tolist(), figures.T.tolist(), strict=True):
            rows[i] = Opportunity(
                table.codes[table.nation[i]], table.codes[table.partner[i]], answer.technology,
                answer.subject, answer.series.key, answer.series.source, answer.series.kind,
                answer.window.text, **dict(zip(_FIGURES, row, strict=True)), until=until,
                gain=gains[i],
            )  # fmt: skip
    return [rows[i] for i in chosen.tolist()]


def _gains(analysis: Analysis, table: Candidates, places: Ints, day: dt.date) -> dict[int, Gain]:
    """The gain of each chosen candidate, made for all of a technology together."""
    allies = set(analysis.register.groups.get("NATO").on(day))
    asked = [table.answers[table.answer[i]].technology for i in places]
    into = [
        table.technologies[table.gain_in[i]] if table.gain_in[i] >= 0 else technology
        for i, technology in zip(places, asked, strict=True)
    ]
    found: dict[int, Gain] = {}
    for technology in dict.fromkeys(into):
        mine = [int(i) for i, t in zip(places, into, strict=True) if t == technology]
        pairs = [(table.codes[table.nation[i]], table.codes[table.partner[i]]) for i in mine]
        stated = stated_needs(analysis, technology, day)
        held = {
            nation: tuple(need.key for need in needs_of(stated, nation, nation in allies))
            for nation in {nation for pair in pairs for nation in pair}
        }
        needs = [(held[first], held[second]) for first, second in pairs]
        profile = around(analysis, technology, day)
        if profile is None:
            gains = [unknown_gain(technology, p, n) for p, n in zip(pairs, needs, strict=True)]
        else:
            gains = pair_gains(profile, pairs, needs)
        found.update(zip(mine, gains, strict=True))
    return found


def _told(side: Side, name: str) -> Any:
    value = getattr(side, name)
    return " ".join(value) if isinstance(value, tuple) else value
