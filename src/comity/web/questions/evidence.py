"""The evidence itself: its series, and which technology has which kinds of it."""

from __future__ import annotations

from typing import Any

from comity.analysis.ranking import basis_of
from comity.evidence.manifest import Reject, Series
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.strengths import KIND, TECHNOLOGIES
from comity.web.words import N_
from comity.workspace import Workspace

_SERIES = (
    Column("series", "text", N_("key of the series")),
    Column("source", "text", N_("key of the source")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("title", "text", N_("title")),
    Column("unit", "text", N_("what is counted")),
    Column("credit", "text", N_("whole or fractional: how joint records are counted")),
    Column("publisher", "text", N_("who published it")),
    Column("edition", "text", N_("the publisher's name for its issue")),
    Column("as_of", "text", N_("date of the data")),
    Column("url", "text", N_("address of the source")),
    Column("licence", "text", N_("licence")),
    Column("custody", "text", N_("how the data came here")),
    Column("first", "whole", N_("first year")),
    Column("last", "whole", N_("last year")),
    Column("coverage", "whole", N_("nations with output, joint records or values"), N_("nations")),
    Column("paired", "whole", N_("nations with joint records"), N_("nations")),
    Column("tables", "texts", N_("the tables that have rows")),
    Column("technologies", "texts", N_("technologies and fields of the source that it tells")),
    Column("rows_read", "whole", N_("rows read"), N_("rows")),
    Column("rows_rejected", "whole", N_("rows that could not be used"), N_("rows")),
    Column("rows_left_out", "whole", N_("rows that the build was asked to leave out"), N_("rows")),
    Column("rejects", "texts", N_("why rows could not be used, how many, and the first of them")),
    Column("left_out", "texts", N_("why rows were left out, how many, and the first of them")),
    Column("warnings", "texts", N_("what was seen at the build")),
    Column("notes", "texts", N_("what has to be known to read it")),
    Column("selection", "text", N_("which records were fetched, where not all of a source")),
    Column("checksums", "texts", N_("files of the series with their SHA-256")),
)


def _told(rejects: tuple[Reject, ...]) -> tuple[str, ...]:
    ordered = sorted(rejects, key=lambda one: -one.count)
    return tuple(
        f"{r.reason}: {r.count:,}" + (f", first: {r.example.strip()}" if r.example else "")
        for r in ordered
    )


def _row(s: Series) -> tuple[Any, ...]:
    return (
        s.key, s.source, s.kind, s.title, s.unit, s.credit, s.publisher, s.edition, s.as_of, s.url,
        s.licence, s.custody, s.first, s.last, s.covered, len(s.links_nations), s.tables,
        s.technologies, s.rows_read, s.rows_rejected, s.rows_left_out, _told(s.rejects),
        _told(s.left_out), s.warnings, s.notes, s.selection or None,
        tuple(f"{name} {checksum}" for name, checksum in sorted(s.files.items())),
    )  # fmt: skip


def series(workspace: Workspace, asked: Asked) -> Answer:
    """One row per series, by key."""
    found = [
        s
        for _, s in sorted(workspace.cube.series.items())
        if asked["kind"] in (None, s.kind) and _tells(s, asked["nation"], asked["table"])
    ]
    return Answer(tuple(_row(s) for s in found), (), tuple(s.key for s in found))


def _tells(s: Series, nation: str | None, table: str | None) -> bool:
    """Whether a series has rows in a table, and of a nation, where they are asked for."""
    of = {"output": s.nations, "links": s.links_nations}
    if table is not None and table not in s.tables:
        return False
    return nation is None or nation in (of[table] if table else (*s.nations, *s.links_nations))


NATION = Parameter("nation", "nation", N_("Only series that cover this nation."))
TABLE = Parameter(
    "table", "choice", N_("Only series with records of nations, or with joint records."),
    choices=("output", "links"),
)  # fmt: skip
SERIES = Question(
    "series",
    N_("Series of the evidence"),
    N_("What every estimate rests on: source, edition, date, licence, coverage and rejects."),
    (KIND, NATION, TABLE),
    _SERIES,
    series,
    command=lambda asked: "comity evidence list --json",
    opens=(
        Opens("nations", N_("the nations covered"), {"series": "series"}, columns=("coverage",)),
    ),
)

_COVERAGE = (
    Column("technology", "text", N_("key of the technology")),
    Column("kind", "text", N_("publication, patent or project; unknown without evidence")),
    Column("source", "text", N_("key of the source")),
    Column("series", "text", N_("key of the series")),
    Column("basis", "text", N_("direct or proxy: how well the source's fields stand for it")),
    Column("first", "whole", N_("first year")),
    Column("last", "whole", N_("last year")),
    Column("nations", "whole", N_("nations that the series covers"), N_("nations")),
    Column("output", "flag", N_("whether it counts records of nations")),
    Column("joint", "flag", N_("whether it counts joint records of pairs")),
    Column("organisations", "flag", N_("whether organisations are kept")),
    Column("works", "flag", N_("whether the works themselves are kept")),
)


def coverage(workspace: Workspace, asked: Asked) -> Answer:
    """One row per technology and series; one without a series where none tells it."""
    rows: list[tuple[Any, ...]] = []
    used: dict[str, None] = {}
    silent = []
    for technology in asked["technologies"] or workspace.register.technologies.codes():
        told = [s for _, s in sorted(workspace.cube.series.items()) if technology in s.technologies]
        for s in told:
            used[s.key] = None
            rows.append((
                technology, s.kind, s.source, s.key, basis_of(s, technology), s.first, s.last,
                s.covered, "output" in s.tables, "links" in s.tables,
                "organisations" in s.tables, workspace.cube.has_works(s.key, technology),
            ))  # fmt: skip
        if not told:
            silent.append(technology)
            rows.append((technology, *[None] * (len(_COVERAGE) - 1)))
    notes = [f"No evidence here tells: {', '.join(silent)}."] if silent else []
    return Answer(tuple(rows), tuple(notes), tuple(used))


COVERAGE = Question(
    "coverage",
    N_("Evidence by technology"),
    N_("Which technology is told by which series, and how directly."),
    (TECHNOLOGIES,),
    _COVERAGE,
    coverage,
    command=lambda asked: "comity evidence list --json",
    opens=(
        Opens("nations", N_("the nations covered"), {"series": "series"}, columns=("nations",)),
        Opens(
            "ranking", N_("the nations ranked by it"),
            {"technology": "technology", "kind": "kind", "source": "source"},
        ),
    ),
)  # fmt: skip
