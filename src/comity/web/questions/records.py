"""The records behind numbers: rows of the evidence by year, as the cube holds them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.evidence.tables import LINKS, OUTPUT
from comity.evidence.tables import Column as CubeColumn
from comity.web.questions.model import Answer, Asked, Column, ColumnKind, Parameter, Question
from comity.web.questions.strengths import KIND
from comity.web.words import N_
from comity.workspace import Workspace

NATION = Parameter("nation", "nation", N_("A nation's code or name."), required=True)
PARTNER = Parameter("partner", "nation", N_("The other nation's code or name."), required=True)
TECHNOLOGY = Parameter(
    "technology", "technology", N_("A technology's key or name, or all."), default="all"
)
_KINDS: dict[str, ColumnKind] = {"VARCHAR": "text", "SMALLINT": "whole", "DOUBLE": "number"}


def _columns(table: tuple[CubeColumn, ...]) -> tuple[Column, ...]:
    return tuple(Column(c.name, _KINDS[c.type], c.meaning) for c in table)


def _rows(frame: pd.DataFrame, table: tuple[CubeColumn, ...]) -> list[tuple[Any, ...]]:
    frame = frame.reindex(columns=[column.name for column in table])
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in tuples(frame)]


def counts(workspace: Workspace, asked: Asked) -> Answer:
    """Output of one nation in one technology, by series and year."""
    rows: list[tuple[Any, ...]] = []
    used = []
    for series in workspace.cube.with_table("output", asked["kind"]):
        frame = workspace.cube.rows("output", series.key, [asked["technology"]])
        frame = frame[(frame["nation"] == asked["nation"]) & (frame["until"] < asked.on.year)]
        if len(frame):
            rows += _rows(frame.sort_values("year"), OUTPUT)
            used.append(series.key)
    return Answer(tuple(rows), series=tuple(used))


def joint(workspace: Workspace, asked: Asked) -> Answer:
    """Joint records of two nations in one technology, by series and year."""
    one, other = sorted((asked["nation"], asked["partner"]))
    rows: list[tuple[Any, ...]] = []
    used = []
    for series in workspace.cube.with_table("links", asked["kind"]):
        frame = workspace.cube.rows("links", series.key, [asked["technology"]])
        pair = (frame["nation_a"] == one) & (frame["nation_b"] == other)
        frame = frame[pair & (frame["until"] < asked.on.year)]
        if len(frame):
            rows += _rows(frame.sort_values("year"), LINKS)
            used.append(series.key)
    return Answer(tuple(rows), series=tuple(used))


COUNTS = Question(
    "counts",
    N_("Records by year"),
    N_("The evidence's own rows of a nation in a technology, by series and year."),
    (NATION, TECHNOLOGY, KIND),
    _columns(OUTPUT),
    counts,
)
JOINT = Question(
    "joint",
    N_("Joint records by year"),
    N_("The evidence's own rows of two nations in a technology, by series and year."),
    (NATION, PARTNER, TECHNOLOGY, KIND),
    _columns(LINKS),
    joint,
)
