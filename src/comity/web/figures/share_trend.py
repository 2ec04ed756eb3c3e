"""Shares of the world by year as lines with bands."""

from __future__ import annotations

from comity.analysis.ranking import basis_of, is_headline
from comity.briefs.charts import LINES, lines
from comity.briefs.wording import kind_plural, percent
from comity.evidence.tables import KINDS
from comity.web.beside import note
from comity.web.figures.model import Drawing, Figure
from comity.web.questions.model import Asked
from comity.web.questions.records import TECHNOLOGY
from comity.web.questions.share_trend import NAMES_SHOWN, Share, rows_asked
from comity.web.questions.strengths import KIND
from comity.web.showing import name_of
from comity.web.words import N_
from comity.workspace import Workspace

_WIDTH, _HEIGHT = 420, 240


def _series_of(workspace: Workspace, rows: list[Share]) -> str:
    """The series drawn: told directly, no conference papers, most names, publications first."""

    def order(key: str) -> tuple[bool, bool, int, int]:
        own = [row for row in rows if row.series == key]
        series = workspace.cube.of(key)
        proxy = basis_of(series, own[0].technology) == "proxy"
        names = len({row.nation for row in own})
        return proxy, not is_headline(series.source), -names, KINDS.index(series.kind)

    return min(dict.fromkeys(row.series for row in rows), key=order)


def draw(workspace: Workspace, asked: Asked) -> Drawing | None:
    """At most five lines of one series; None where no series tells years."""
    rows, notes = rows_asked(workspace, asked)
    if not rows:
        return None
    key = _series_of(workspace, rows)
    own = [row for row in rows if row.series == key]
    names = list(dict.fromkeys(row.nation for row in own))[: len(LINES)]
    points = [
        {"name": name_of(row.nation), "year": row.year, "share": row.share, "low": row.low,
         "high": row.high}
        for row in own if row.nation in names
    ]  # fmt: skip
    spec = lines(points, [name_of(name) for name in names], "share of the world", [])
    spec |= {"width": _WIDTH, "height": _HEIGHT}
    spec["padding"] = spec["padding"] | {"right": 96}
    first = own[0]
    ends = [max((row for row in own if row.nation == n), key=lambda row: row.year) for n in names]
    told = "; ".join(f"{name_of(end.nation)} {percent(end.share)} in {end.year}" for end in ends)
    beside = [note for note in notes if note.startswith(f"{key} ")]
    if first.basis == "proxy":
        beside.insert(0, "Counted by a wider field.")
    beside.append(note([key]))
    return Drawing(
        spec,
        f"Share of the world's {kind_plural(first.kind)} in {name_of(first.technology)}, "
        f"{first.source}, with 90 % band. {' '.join(beside)}".strip(),
        f"Shares from {min(row.year for row in own)} to {max(row.year for row in own)}: {told}.",
        f"/data/share-trend?{asked.query()}",
    )


SHARE_TREND_FIGURE = Figure(
    "share-trend", N_("Share of the world by year"), (NAMES_SHOWN, TECHNOLOGY, KIND), draw
)
