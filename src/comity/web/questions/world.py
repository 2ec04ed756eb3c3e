"""One figure of every nation, for the map: advantage in a technology, or affinity with one."""

from __future__ import annotations

from typing import Any

from comity.analysis.ranking import is_headline
from comity.base.errors import InputError
from comity.evidence.tables import KINDS
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.records import TECHNOLOGY
from comity.web.questions.strengths import WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

MEASURE = Parameter(
    "measure", "choice", N_("advantage in a technology, or affinity with a nation or group."),
    default="advantage", choices=("advantage", "affinity"),
)  # fmt: skip
WITH = Parameter("with", "nation", N_("For affinity: with which nation."))
KIND = Parameter(
    "kind", "choice", N_("Which records; the first kind that the evidence holds by default."),
    choices=KINDS,
)  # fmt: skip
COLUMNS = (
    Column("nation", "text", N_("code of the nation")),
    Column("technology", "text", N_("key of the technology")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
    Column("window", "text", N_("years counted")),
    Column("partner", "text", N_("for affinity, with whom")),
    Column("observed", "number", N_("records, or joint records"), N_("records")),
    Column("expected", "number", N_("how many would be expected"), N_("records")),
    Column("value", "number", N_("advantage or affinity: counted over expected, shrunk")),
    Column("low", "number", N_("low end of its 90 % interval")),
    Column("high", "number", N_("high end of its 90 % interval")),
    Column("verdict", "text", N_("the value in words")),
)


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per nation, from one series."""
    if asked["measure"] == "affinity":
        return _affinity(workspace, asked)
    technology = asked["technology"]
    if technology == "all":
        raise InputError("advantage of all fields is one for every nation: name a technology.")
    held = workspace.cube.with_table("output", asked["kind"])
    everyone = sorted({nation for series in held for nation in series.nations})
    table = workspace.analysis.strengths(
        everyone, [technology], asked["kind"], asked["window"], asked.on
    )
    source = _first([(row.kind, row.source) for row in table.rows])
    rows = [
        (r.nation, r.technology, r.kind, r.source, r.window, None, r.observed, r.expected, r.value,
         r.low, r.high, r.verdict)
        for r in table.rows
        if (r.kind, r.source) == source
    ]  # fmt: skip
    return Answer(_largest(rows), table.selections, _series(workspace, "output", source))


def _affinity(workspace: Workspace, asked: Asked) -> Answer:
    partner = asked["with"]
    if partner is None:
        raise InputError("affinity with whom? Give with=JPN, for example.")
    held = workspace.cube.with_table("links", asked["kind"])
    others = sorted({n for series in held for n in series.links_nations} - {partner})
    frame = workspace.analysis.ties(
        partner, others, asked["technology"], asked["kind"], asked["window"], asked.on
    )
    source = _first(list(zip(frame["kind"], frame["source"], strict=True)))
    rows = [
        (r["partner"], r["technology"], r["kind"], r["source"], r["window"], partner, r["joint"],
         r["expected"], r["value"], r["low"], r["high"], r["verdict"])
        for r in frame.to_dict("records")
        if (r["kind"], r["source"]) == source
    ]  # fmt: skip
    return Answer(_largest(rows), (), _series(workspace, "links", source))


def _largest(rows: list[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    """Those with most records first."""
    return tuple(sorted(rows, key=lambda row: (-row[6], row[0])))


def _first(found: list[tuple[str, str]]) -> tuple[str, str]:
    """The kind and source that show most nations, publications before the others.

    What is never a headline figure comes last.
    """

    def order(key: tuple[str, str]) -> tuple[bool, bool, int]:
        return is_headline(key[1]), key[0] == "publication", found.count(key)

    return max(found, key=order, default=("", ""))


def _series(workspace: Workspace, table: str, source: tuple[str, str]) -> tuple[str, ...]:
    held = workspace.cube.with_table(table)
    return tuple(s.key for s in held if (s.kind, s.source) == source)


WORLD = Question(
    "world",
    N_("Nations of the world"),
    N_("One figure of every nation: its advantage in a technology, or its affinity with another."),
    (MEASURE, TECHNOLOGY, WITH, KIND, WINDOW),
    COLUMNS,
    answer,
    "methods §2, §5",
    None,
    (
        # An advantage has no partner, and so no tie.
        Opens(
            "ties", N_("all figures of this pair"),
            {"nation": "partner", "partners": "nation", "technology": "technology",
             "kind": "kind", "window": "window"},
        ),
        Opens(
            "strengths", N_("all figures of this nation"),
            {"names": "nation", "technologies": "technology", "kind": "kind", "window": "window"},
        ),
    ),
)  # fmt: skip
