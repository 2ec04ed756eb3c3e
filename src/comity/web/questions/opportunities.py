"""Where cooperation would pay: pairs below their expectation, with two scores kept apart."""

from __future__ import annotations

import shlex
from typing import Any, Literal

from comity.opportunities.listing import CLEAR, RANKINGS, OpportunityTable
from comity.opportunities.rows import COLUMNS as FIGURES
from comity.opportunities.rows import Opportunity
from comity.web.questions.model import (
    Answer,
    Asked,
    Column,
    ColumnKind,
    Opens,
    Parameter,
    Question,
)
from comity.web.questions.strengths import TECHNOLOGIES
from comity.web.words import N_
from comity.workspace import Workspace

NATIONS = Parameter(
    "names", "names", N_("Nations or groups, separated by commas; every nation by default.")
)
AGAINST = Parameter("against", "group", N_("Key of the group with which."), default="NATO")
BY = Parameter(
    "by", "choice", N_("What ranks: likely to grow, or would gain most."), default="likely",
    choices=RANKINGS,
)  # fmt: skip
TOP = Parameter("top", "whole", N_("How many rows, at most 100."), default="20", least=1, most=100)
SURE = Parameter(
    "clear", "share", N_("Only pairs below expectation with at least this probability."),
    default=str(CLEAR), least=0, most=0.99,
)  # fmt: skip

_SIDE = {
    "needs": N_("keys of stated needs of {side} in the technology"),
    "specialised": N_("probability that {side} is specialised in it: what it brings"),
    "complement": N_("what the other has around it that {side} lacks, 0 to 1"),
    "complement_low": N_("low end of its 90 % interval"),
    "complement_high": N_("high end of its 90 % interval"),
    "gain": N_("what {side} would gain, 0 to 1"),
    "gain_low": N_("low end of its 90 % interval"),
    "gain_high": N_("high end of its 90 % interval"),
}
_MEANINGS = {
    "nation": N_("code of the nation asked for"),
    "partner": N_("code of the member of the group"),
    "technology": N_("key of the technology, or all"),
    "subject": N_("the joint records that answer: the technology, or all fields"),
    "series": N_("key of the series"),
    "source": N_("key of the source"),
    "kind": N_("publication, patent or project"),
    "window": N_("years of the joint records"),
    "joint": N_("joint records"),
    "expected": N_("joint records expected"),
    "affinity": N_("joint over expected, shrunk"),
    "affinity_low": N_("low end of its 90 % interval"),
    "affinity_high": N_("high end of its 90 % interval"),
    "p_below_one": N_("probability that the affinity is below one"),
    "likely": N_("probability to reach the expectation by the year under until"),
    "likely_low": N_("low end of its 90 % interval, of the model's coefficients"),
    "likely_high": N_("high end of its 90 % interval"),
    "until": N_("the year by which; unknown without a tested model"),
    "gain": N_("what both sides would gain, 0 to 1; no probability"),
    "gain_low": N_("low end of its 90 % interval"),
    "gain_high": N_("high end of its 90 % interval"),
    "gain_in": N_("the technology in which"),
    "gain_series": N_("series of the profiles behind the gain"),
    "gain_window": N_("its years"),
    "stays": N_("share of runs in which the row is again in the list; not asked here"),
}
_TEXTS = {
    "nation", "partner", "technology", "subject", "series", "source", "kind", "window", "gain_in",
    "gain_series", "gain_window", "nation_needs", "partner_needs",
}  # fmt: skip

_SCALES: dict[str, Literal["share", "probability"]] = {
    "p_below_one": "probability", "likely": "share", "likely_low": "share", "likely_high": "share",
}  # fmt: skip


def _column(name: str) -> Column:
    kind: ColumnKind = "text" if name in _TEXTS else "whole" if name == "until" else "number"
    side, _, figure = name.partition("_")
    if name not in _MEANINGS and figure in _SIDE:
        who = "the nation" if side == "nation" else "the partner"
        scale: Literal["", "probability"] = "probability" if figure == "specialised" else ""
        return Column(name, kind, _SIDE[figure].format(side=who), scale=scale)
    return Column(name, kind, _MEANINGS[name], scale=_SCALES.get(name, ""))


# Whether a row stays when the evidence is drawn anew takes a minute, and is the command line's.
_SHOWN = tuple(name for name in FIGURES if name != "stays")


_GAINS = tuple(name for name in _SHOWN if name.startswith(("gain", "nation_", "partner_")))
_AFFINITIES = tuple(name for name in _SHOWN if name.startswith(("affinity", "p_below", "expected")))


def _record(row: Opportunity) -> tuple[Any, ...]:
    return row.record()[:-1]


def _notes(table: OpportunityTable) -> tuple[str, ...]:
    shown, there = len(table.rows), table.candidates
    notes = [f"{shown} of {there:,} pairs that are below expectation with P ≥ {table.clear:g}."]
    if table.left_out:
        notes.append(f"{table.left_out:,} more may be below expectation and are not so clear.")
    notes += [f"{m.series}: learned from outcomes up to {m.trained[-1][1]}." for m in table.models]
    notes += [
        f"{key}: no chance is told, for its model learned from outcomes after {table.day}."
        for key in table.late
    ]
    notes += [
        f"{key}: no chance is told, for its records changed since its model was fitted."
        for key in table.stale
    ]
    passed = {r.series for r in table.rows if r.until is not None and r.until < table.day.year}
    notes += [
        f"{key}: its records end so early that the year by which has passed."
        for key in sorted(passed)
    ]
    if table.unanswered:
        notes.append(
            f"No series tells joint records in {', '.join(table.unanswered)}; asked for, they are "
            "answered by joint records of all fields."
        )
    return tuple(notes)


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """Rows as the workspace lists them, the best first."""
    table = workspace.opportunities(
        asked["names"], asked["against"], asked["technologies"], asked["top"], asked.on,
        by=asked["by"], clear=asked["clear"],
    )  # fmt: skip
    behind = [key for row in table.rows for key in (row.series, row.gain.series) if key]
    needs = {key for row in table.rows for side in row.gain.sides for key in side.needs}
    sources = [s for need in workspace.register.needs if need.key in needs for s in need.source]
    return Answer(
        tuple(_record(row) for row in table.rows), _notes(table), tuple(dict.fromkeys(behind)),
        tuple(dict.fromkeys(sources)),
    )  # fmt: skip


def _command(asked: Asked) -> str:
    words = ["comity opportunities", *(asked["names"] or ()), f"--against {asked['against']}"]
    words += [f"--technology {shlex.quote(key)}" for key in asked["technologies"] or ()]
    words += [f"--top {asked['top']}", f"--by {asked['by']}", f"--clear {asked['clear']:g}"]
    return " ".join([*words, f"--on {asked.on}"])


OPPORTUNITIES = Question(
    "opportunities",
    N_("Opportunities"),
    N_("Pairs below their expectation, with two scores that are never put together."),
    (NATIONS, AGAINST, TECHNOLOGIES, BY, TOP, SURE),
    tuple(_column(name) for name in _SHOWN),
    answer,
    "methods §6–§7",
    _command,
    (
        Opens(
            "strengths", N_("the strengths of both in it"),
            {"names": "nation,partner", "technologies": "gain_in", "window": "gain_window"},
            columns=_GAINS,
        ),
        Opens(
            "ties", N_("the affinity with its derivation"),
            {"nation": "nation", "partners": "partner", "technology": "subject", "kind": "kind",
             "window": "window"},
            columns=_AFFINITIES,
        ),
        Opens(
            "joint", N_("the joint records by year"),
            {"nation": "nation", "partner": "partner", "technology": "subject", "kind": "kind",
             "source": "source", "window": "window"},
        ),
    ),
)  # fmt: skip
