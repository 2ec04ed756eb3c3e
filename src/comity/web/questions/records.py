"""The records behind numbers: rows of the evidence by year, as the cube holds them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL, LINKS, OUTPUT, SERIES_VALUES
from comity.evidence.tables import Column as CubeColumn
from comity.web.questions.model import Answer, Asked, Column, ColumnKind, Opens, Parameter, Question
from comity.web.questions.strengths import KIND, WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

NATION = Parameter("nation", "nation", N_("A nation's code or name."), required=True)
PARTNER = Parameter("partner", "nation", N_("The other nation's code or name."), required=True)
TECHNOLOGY = Parameter(
    "technology", "technology", N_("A technology's key or name, or all."), default="all"
)
COUNTED = Parameter(
    "nation", "names",
    N_("Nations or groups, separated by commas; a group stands for its members."), required=True,
)  # fmt: skip
SOURCE = Parameter("source", "text", N_("Key of one source; all of them by default."))
MEASURE = Parameter("measure", "text", N_("Key of a national measure."), required=True)
OF_SERIES = Parameter("series", "text", N_("Key of one series; all of them by default."))
_KINDS: dict[str, ColumnKind] = {"VARCHAR": "text", "SMALLINT": "whole", "DOUBLE": "number"}


def _columns(table: tuple[CubeColumn, ...]) -> tuple[Column, ...]:
    return tuple(Column(c.name, _KINDS[c.type], c.meaning) for c in table)


def _rows(frame: pd.DataFrame, table: tuple[CubeColumn, ...]) -> list[tuple[Any, ...]]:
    frame = frame.reindex(columns=[column.name for column in table])
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in tuples(frame)]


def _of(frame: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Rows of complete years, within the window if one is asked for.

    Of a source whose windows overlap, only the very window counts.
    """
    frame = frame[frame["until"] < asked.on.year]
    window: Window | None = asked["window"]
    if window is None:
        return frame
    exact = (frame["year"] == window.first) & (frame["until"] == window.last)
    if exact.any():
        return frame[exact]
    return frame[(frame["year"] >= window.first) & (frame["until"] <= window.last)]


def _told_by(workspace: Workspace, table: str, asked: Asked) -> list[Series]:
    """The series of a kind and source.

    Raises:
        InputError: no series is of that source.
    """
    found = workspace.cube.with_table(table, asked["kind"])
    sources = {series.source for series in workspace.cube.series.values()}
    if asked["source"] is not None and asked["source"] not in sources:
        known = ", ".join(sorted(sources))
        raise InputError(f"unknown source {asked['source']!r}: choose one of {known}.")
    return [series for series in found if asked["source"] in (None, series.source)]


def counts(workspace: Workspace, asked: Asked) -> Answer:
    """Output of nations in one technology, by series, nation and year."""
    rows: list[tuple[Any, ...]] = []
    used = []
    notes = []
    nations = {n for name in asked["nation"] for n in workspace.analysis.members(name, asked.on)}
    for series in _told_by(workspace, "output", asked):
        frame = workspace.cube.rows("output", series.key, [asked["technology"]])
        frame = _of(frame[frame["nation"].isin(nations)], asked)
        if len(frame):
            rows += _rows(frame.sort_values(["nation", "year"]), OUTPUT)
            used.append(series.key)
        elif nations <= set(series.nations) and asked["technology"] in series.technologies:
            notes.append(f"{series.key} covers this and counts no record in these years: zero.")
    return Answer(tuple(rows), tuple(notes), series=tuple(used))


def values(workspace: Workspace, asked: Asked) -> Answer:
    """Values of one national measure, by series and year, as published.

    Raises:
        InputError: the evidence has no such measure.
    """
    rows: list[tuple[Any, ...]] = []
    used = []
    known: set[str] = set()
    for series in workspace.cube.with_table("series_values"):
        frame = workspace.cube.rows("series_values", series.key)
        known |= set(frame["measure"])
        of = (frame["nation"] == asked["nation"]) & (frame["measure"] == asked["measure"])
        frame = frame[of & (frame["year"] < asked.on.year)]
        if len(frame) and asked["series"] in (None, series.key):
            rows += _rows(frame.sort_values("year", ascending=False), SERIES_VALUES)
            used.append(series.key)
    if known and asked["measure"] not in known:
        choices = ", ".join(sorted(known))
        raise InputError(f"unknown measure {asked['measure']!r}: choose one of {choices}.")
    return Answer(tuple(rows), series=tuple(used))


def joint(workspace: Workspace, asked: Asked) -> Answer:
    """Joint records of two nations in one technology, by series and year."""
    one, other = sorted((asked["nation"], asked["partner"]))
    notes = []
    rows: list[tuple[Any, ...]] = []
    used = []
    for series in _told_by(workspace, "links", asked):
        frame = workspace.cube.rows("links", series.key, [asked["technology"]])
        pair = (frame["nation_a"] == one) & (frame["nation_b"] == other)
        frame = _of(frame[pair], asked)
        if len(frame):
            rows += _rows(frame.sort_values("year"), LINKS)
            used.append(series.key)
        elif {one, other} <= set(series.links_nations) and _tells(series, asked["technology"]):
            notes.append(f"{series.key} covers both and has no joint record in these years: zero.")
    return Answer(tuple(rows), tuple(notes), series=tuple(used))


def _tells(series: Series, technology: str) -> bool:
    return technology in series.technologies or (technology == ALL and series.links_totals)


COUNTS = Question(
    "counts",
    N_("Records by year"),
    N_("The evidence's own rows of nations in a technology, by series and year."),
    (COUNTED, TECHNOLOGY, KIND, SOURCE, WINDOW),
    _columns(OUTPUT),
    counts,
    opens=(
        Opens(
            "works", N_("the works of that year"),
            {"nation": "nation", "technology": "technology", "window": "year"},
        ),
    ),
)  # fmt: skip
JOINT = Question(
    "joint",
    N_("Joint records by year"),
    N_("The evidence's own rows of two nations in a technology, by series and year."),
    (NATION, PARTNER, TECHNOLOGY, KIND, SOURCE, WINDOW),
    _columns(LINKS),
    joint,
    opens=(
        Opens(
            "works", N_("the works of that year"),
            {"nation": "nation_a", "partner": "nation_b", "technology": "technology",
             "window": "year"},
        ),
    ),
)  # fmt: skip
VALUES = Question(
    "values",
    N_("Values by year"),
    N_("The evidence's own rows of a national measure, by series and year, as published."),
    (NATION, MEASURE, OF_SERIES),
    _columns(SERIES_VALUES),
    values,
)
