"""Opportunities: pairs below expectation by technology, with two scores kept apart (methods §7).

*Likely to grow* is the probability that a pair reaches its expectation within the horizon of its
series; *would gain most* holds strengths against stated needs and complementary profiles
(``gains``). The first ranks unless the second is asked for; they are never put together.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.indicators import Posterior
from comity.opportunities.answers import answers, model_of
from comity.opportunities.around import around
from comity.opportunities.candidates import Candidates, candidates, pair_tables
from comity.opportunities.gains import Gain, Side, needs_of, pair_gain, stated_needs, unknown_gain
from comity.opportunities.model import Model, kept_models
from comity.opportunities.stability import shares

if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.query import Analysis

RANKINGS = ("likely", "gain")
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
        likely: probability to reach the expectation by ``until``; nan where there is no model.
        likely_low: low end of its 90 % interval, from the model's coefficients.
        likely_high: high end.
        until: the year by which; None where there is no model.
        gain: what both sides would gain, with its parts.
        stays: share of resampled runs in which it stays in the list; nan where none were made.
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


_OWN = tuple(f.name for f in dataclasses.fields(Opportunity) if f.name not in ("gain", "stays"))
COLUMNS = [
    *_OWN, "gain", "gain_low", "gain_high", "gain_in", "gain_series", "gain_window",
    *(f"{side}_{name}" for side in ("nation", "partner") for name in _SIDE), "stays",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpportunityTable:
    """The list, the best first, and what must be said beside it.

    ``candidates`` is how many there were; ``by`` what ranks them; ``runs`` how often the evidence
    was resampled; ``models`` are those behind the rows, ``late`` the series
    whose models learned from outcomes after the day and so are not used, ``stale`` those whose
    records changed since their model was fitted; ``unanswered`` the
    technologies of the register that no series of joint records tells.
    """

    rows: tuple[Opportunity, ...]
    against: str
    day: dt.date
    by: str
    candidates: int
    runs: int
    models: tuple[Model, ...]
    late: tuple[str, ...]
    stale: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """Names of the figures of a row, in order."""
        return COLUMNS

    def records(self) -> list[tuple[Any, ...]]:
        """The rows as plain figures."""
        return [row.record() for row in self.rows]

    def frame(self) -> pd.DataFrame:
        """The rows as a frame; ``attrs`` holds the rest but the models."""
        import pandas as pd

        frame = pd.DataFrame(self.records(), columns=COLUMNS)
        for name in ("against", "by", "candidates", "runs", "unanswered"):
            frame.attrs[name] = getattr(self, name)
        return frame


def opportunities(
    analysis: Analysis,
    nations: Sequence[str],
    members: Sequence[str],
    against: str,
    technologies: Sequence[str] | None,
    day: dt.date,
    top: int | None = 20,
    by: str = "likely",
    runs: int = 0,
    models: Mapping[str, Model] | None = None,
    own: bool = False,
) -> OpportunityTable:
    """Pairs of nations and members below expectation; see ``Workspace.opportunities``.

    Args:
        analysis: the cube.
        nations: codes.
        members: codes of the group's members.
        against: the group's key.
        technologies: keys; those that series of joint records tell, and all fields, by default.
        day: before whose year windows end.
        top: how many; all with None.
        by: ``likely`` or ``gain``.
        runs: how often the joint records are resampled.
        models: by series; those kept beside the evidence by default.
        own: only rows with a chance, from joint records that tell the technology itself.

    Raises:
        InputError: see :func:`comity.opportunities.answers.answers`.
    """
    if by not in RANKINGS:
        raise InputError(f"unknown ranking {by!r}: choose {' or '.join(RANKINGS)}.")
    if top is not None and top < 1:
        raise InputError(f"--top {top} shows nothing: choose 1 or more.")
    if runs < 0:
        raise InputError(f"--runs {runs} is less than none: give 0 or more.")
    kept, stale = kept_models(analysis.cube) if models is None else (models, ())
    models = {key: m for key, m in kept.items() if learned_until(m) < day.year}
    found = answers(analysis, technologies, day, models)
    if own:
        found = [a for a in found if a.subject == a.technology and model_of(a, models) is not None]
        if not found:
            raise InputError(
                f"no under-explored pair of {against} has a chance: no series with a model tells "
                f"joint records in {', '.join(technologies or ('any technology',))} itself."
            )
    table = candidates(analysis, found, nations, members, models, day)
    chosen = table.ranked(by)[:top]
    rows = rows_of(analysis, table, chosen.tolist(), models, day)
    if runs:
        keys = [table.key(i) for i in chosen]

        def again(resampled: Analysis) -> list[tuple[str, str, str, str]]:
            other = candidates(resampled, found, nations, members, models, day)
            return [other.key(i) for i in other.ranked(by)[:top]]

        stays = shares(analysis, keys, again, runs, lambda one: pair_tables(one, table.answers))
        rows = [dataclasses.replace(r, stays=s) for r, s in zip(rows, stays, strict=True)]
    told = {a.technology for a in found if a.subject == a.technology}
    wanted = technologies if technologies is not None else analysis.register.technologies.codes()
    return OpportunityTable(
        rows=tuple(rows), against=against, day=day, by=by, candidates=len(table), runs=runs,
        models=tuple(models[key] for key in dict.fromkeys(r.series for r in rows) if key in models),
        late=tuple(sorted({a.series.key for a in found} & (set(kept) - set(models)))),
        stale=tuple(key for key in stale if any(a.series.key == key for a in found)),
        unanswered=tuple(t for t in wanted if t not in told and t != ALL),
    )  # fmt: skip


def learned_until(model: Model) -> int:
    """The last year of the outcomes that a model learned from."""
    return max(int(outcome[-4:]) for _, outcome in model.trained)


def rows_of(
    analysis: Analysis,
    table: Candidates,
    chosen: Sequence[int],
    models: Mapping[str, Model],
    day: dt.date,
) -> list[Opportunity]:
    """Chosen candidates with the intervals of all their figures."""
    allies = set(analysis.register.groups.get("NATO").on(day))
    chances = {
        key: models[key].interval(pairs)
        for key, pairs in {
            a.series.key: t for a, t in zip(table.answers, table.tables, strict=True)
        }.items()
        if key in models
    }
    rows = []
    for i in chosen:
        answer, pairs = table.answers[table.answer[i]], table.tables[table.answer[i]]
        at = int(table.place[i])
        nation, partner = table.codes[table.nation[i]], table.codes[table.partner[i]]
        _, means = analysis.tie_means(answer.series, answer.window, answer.subject)
        tie = int(pairs.left[at]), int(pairs.right[at])
        model = model_of(answer, models)
        own = Posterior(means.posterior.shape[tie], means.posterior.rate[tie])
        value, below, above = (float(figure) for figure in own.interval())
        low, high = (
            (float(end[at]) for end in chances[answer.series.key])
            if model is not None else (float("nan"),) * 2
        )  # fmt: skip
        rows.append(
            Opportunity(
                nation, partner, answer.technology, answer.subject, answer.series.key,
                answer.series.source, answer.series.kind, answer.window.text,
                float(pairs.joint[at]), float(pairs.expected[at]), value,
                below, above,
                float(table.likely[i]), low, high,
                None if model is None else answer.window.last + model.horizon,
                _gain(analysis, table, int(i), (nation, partner), allies, day),
            )
        )  # fmt: skip
    return rows


def _gain(
    analysis: Analysis,
    table: Candidates,
    i: int,
    pair: tuple[str, str],
    allies: set[str],
    day: dt.date,
) -> Gain:
    asked = table.answers[table.answer[i]].technology
    technology = table.technologies[table.gain_in[i]] if table.gain_in[i] >= 0 else asked
    stated = stated_needs(analysis, technology, day)
    first, second = (
        tuple(need.key for need in needs_of(stated, nation, nation in allies)) for nation in pair
    )
    profile = around(analysis, technology, day)
    if profile is None:
        return unknown_gain(technology, pair, (first, second))
    return pair_gain(profile, pair, (first, second))


def _told(side: Side, name: str) -> Any:
    value = getattr(side, name)
    return " ".join(value) if isinstance(value, tuple) else value
