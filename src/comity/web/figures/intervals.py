"""Advantages with their intervals, a row per technology."""

from __future__ import annotations

from comity.briefs.charts import intervals
from comity.web.beside import headline, marked, note
from comity.web.figures.model import Drawing, Figure
from comity.web.questions.model import Asked
from comity.web.questions.strengths import KIND, NAMES, TECHNOLOGIES, WINDOW
from comity.web.words import N_
from comity.workspace import Workspace

_MOST = 3


def draw(workspace: Workspace, asked: Asked) -> Drawing | None:
    """Points with 90 % intervals on a logarithmic axis; hollow where a wider field stands in."""
    names = asked["names"][:_MOST]
    keys = asked["technologies"] or workspace.register.technologies.codes()
    found = workspace.analysis.strengths(names, keys, asked["kind"], asked["window"], asked.on)
    usable = [row for row in found.rows if row.low > 0 and row.value > 0]
    if not usable:
        return None
    short = workspace.register.technologies
    basis = {s.source: s.basis for s in workspace.cube.with_table("output")}
    rows = [
        {
            "label": f"{short[row.technology].short}, {_records(row.kind, row.source)}",
            "series": row.nation,
            "value": row.value, "low": row.low, "high": row.high,
            "basis": basis[row.source].get(row.technology, "direct"),
        }
        for row in usable
    ]  # fmt: skip
    best = max(usable, key=lambda row: (headline(row.source), row.value))
    alternative = (
        f"{len(usable)} advantages of {', '.join(names)} with 90 % intervals around one, the "
        f"world's mix. Highest: {best.nation} in {short[best.technology].short}, "
        f"{best.value:.2f} ({best.low:.2f} to {best.high:.2f})."
    )
    caption = "Advantage (1 = the world's mix) with 90 % interval; hollow: a wider field."
    caption = f"{caption} {note(row.source for row in usable)}".rstrip()
    return Drawing(
        intervals(rows, names, "advantage", width=420, step=12), caption, alternative,
        f"/data/strengths?{asked.query()}",
    )  # fmt: skip


def _records(kind: str, source: str) -> str:
    """What is counted; what is never a headline figure has a row of its own."""
    return f"{kind}s" if headline(source) else marked(source)


INTERVALS = Figure(
    "intervals", N_("Advantage by technology"), (NAMES, TECHNOLOGIES, KIND, WINDOW), draw
)
