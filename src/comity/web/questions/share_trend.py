"""Shares of the world by year: nations and groups in a technology or in all fields."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from comity.analysis.ranking import basis_of
from comity.analysis.trends import share_lines
from comity.base.dates import last_complete_year
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL, SPECIAL_ROWS
from comity.web.questions.model import Answer, Asked, Column, Opens, Parameter, Question
from comity.web.questions.records import TECHNOLOGY
from comity.web.questions.strengths import KIND
from comity.web.words import N_
from comity.workspace import Workspace

NAMES_SHOWN = Parameter(
    "names", "names",
    N_("At most ten nations or groups, separated by commas; the five largest by default."),
    many=10,
)  # fmt: skip
_LARGEST = 5
_RECENT = 5

_COLUMNS = (
    Column("nation", "text", N_("code of a nation or key of a group")),
    Column("technology", "text", N_("key of the technology, or all")),
    Column("kind", "text", N_("publication, patent or project")),
    Column("source", "text", N_("key of the source")),
    Column("series", "text", N_("key of the series")),
    Column("year", "whole", N_("year of the records")),
    Column("count", "number", N_("records counted"), N_("records")),
    Column("world", "number", N_("records of the world"), N_("records")),
    Column("share", "number", N_("share of the world's records"), scale="share"),
    Column("low", "number", N_("low end of its 90 % interval"), scale="share"),
    Column("high", "number", N_("high end of its 90 % interval"), scale="share"),
    Column("basis", "text", N_("direct or proxy: how well the source's fields stand for it")),
)


@dataclass(frozen=True, slots=True)
class Share:
    """One row of the answer."""

    nation: str
    technology: str
    kind: str
    source: str
    series: str
    year: int
    count: float
    world: float
    share: float
    low: float
    high: float
    basis: str


def rows_asked(workspace: Workspace, asked: Asked) -> tuple[list[Share], tuple[str, ...]]:
    """Rows by series, name and year, and what has to be said beside them."""
    technology, names = asked["technology"], asked["names"]
    rows: list[Share] = []
    notes: dict[str, None] = {}
    for series in workspace.cube.with_table("output", asked["kind"]):
        if not _yearly(series, technology):
            continue
        chosen = names or _largest(workspace, series, technology, asked)
        groups = [name for name in chosen if workspace.register.group(name) is not None]
        if groups and series.credit == "whole":
            notes[
                f"{series.key} counts joint records once for each nation, so it gives no share of "
                f"{', '.join(groups)}."
            ] = None
            chosen = [name for name in chosen if name not in groups]
        found = _of_series(workspace, series, technology, chosen, asked)
        rows += found[0]
        notes |= dict.fromkeys(found[1])
    if not rows:
        notes["No series tells yearly counts of this with 100 records a year or more."] = None
    return rows, tuple(notes)


def _yearly(series: Series, technology: str) -> bool:
    told = series.totals if technology == ALL else technology in series.technologies
    return told and not series.pooled and not series.selection


def _counted(workspace: Workspace, series: Series, technology: str) -> bool:
    """Whether there are counts at all: of some totals only the joint records are known."""
    counts = workspace.cube.columns("output", series.key, [technology], [series.credit])
    return bool((counts[series.credit] > 0).any())


def _largest(workspace: Workspace, series: Series, technology: str, asked: Asked) -> list[str]:
    """The nations with most records in the last years of a series."""
    rows = workspace.cube.rows("output", series.key, [technology])
    last = min(series.last, last_complete_year(asked.on))
    rows = rows[~rows["nation"].isin(list(SPECIAL_ROWS)) & (rows["year"] > last - _RECENT)]
    sums = rows[rows["until"] <= last].groupby("nation")[series.credit].sum()
    ordered = sums.sort_values(ascending=False, kind="stable").head(_LARGEST)
    return [str(nation) for nation, count in ordered.items() if count > 0]


def _of_series(
    workspace: Workspace, series: Series, technology: str, names: list[str], asked: Asked
) -> tuple[list[Share], list[str]]:
    if not names or not _counted(workspace, series, technology):
        return [], []
    members = {name: workspace.analysis.members(name, asked.on) for name in names}
    last = last_complete_year(asked.on)
    basis = basis_of(series, technology)
    rows, notes = [], []
    for line in share_lines(workspace.cube, series, technology, members, last):
        if len(line.missing) == len(members[line.name]):
            notes.append(f"{series.key} does not cover {line.name}.")
            continue
        if line.missing:
            notes.append(f"{series.key} lacks of {line.name}: {', '.join(line.missing)}.")
        figures = zip(line.years, line.count, line.world, line.share, line.low, line.high,
                      strict=True)  # fmt: skip
        rows += [
            Share(line.name, technology, series.kind, series.source, series.key, year,
                  float(count), float(world), float(share), float(low), float(high), basis)
            for year, count, world, share, low, high in figures
        ]  # fmt: skip
    return rows, notes


def answer(workspace: Workspace, asked: Asked) -> Answer:
    """One row per series, name and year."""
    rows, notes = rows_asked(workspace, asked)
    series = tuple(dict.fromkeys(row.series for row in rows))
    return Answer(tuple(astuple(row) for row in rows), notes, series)


SHARE_TREND = Question(
    "share-trend",
    N_("Share of the world by year"),
    N_(
        "Shares of nations or groups in the world's records, by year and series; a group has its "
        "members of the day asked about in every year."
    ),
    (NAMES_SHOWN, TECHNOLOGY, KIND),
    _COLUMNS,
    answer,
    "methods §2",
    None,
    (
        Opens(
            "counts", N_("the records by year"),
            {"nation": "nation", "technology": "technology", "kind": "kind", "source": "source",
             "window": "year"},
        ),
    ),
)  # fmt: skip
