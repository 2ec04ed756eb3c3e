"""Ties of a nation with partners: affinities with intervals, and the network of joint records."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.ties import judged
from comity.briefs import charts, pictures
from comity.briefs.wording import estimate, listed, number
from comity.web.beside import note
from comity.web.figures.model import Drawing, Figure
from comity.web.questions.model import Asked
from comity.web.questions.records import NATION, TECHNOLOGY
from comity.web.questions.strengths import KIND, WINDOW
from comity.web.questions.ties import PARTNERS, affinity
from comity.web.words import N_
from comity.workspace import Workspace

_MOST = 30
# A logarithmic axis has no place for an interval that reaches to none.
_LEAST = 0.02
_NAMED = 4


def one_series(workspace: Workspace, asked: Asked) -> pd.DataFrame:
    """The ties of the series with most joint records: a picture mixes no two."""
    frame, _ = affinity(workspace, asked)
    if frame.empty:
        return frame
    parts = [part for _, part in frame.groupby(["kind", "source", "window"], sort=True)]
    return max(parts, key=lambda part: float(part["joint"].sum()))


def _what(workspace: Workspace, frame: pd.DataFrame) -> str:
    row = tuples(frame)[0]
    technologies = workspace.register.technologies
    field = technologies[row.technology].short if row.technology in technologies else row.technology
    field = "all fields" if row.technology == "all" else field
    return f"{field}, {row.kind}s of {row.source}, {row.window}"


def draw_ties(workspace: Workspace, asked: Asked) -> Drawing | None:
    """Affinity as counted and adjusted, the partners furthest below expectation first."""
    short = workspace.register.nations.short
    frame = one_series(workspace, asked)
    chosen = judged(frame).sort_values(["adjusted", "partner"]).head(_MOST)
    if chosen.empty:
        return None
    rows = []
    for row in tuples(chosen):
        star = " *" if row.verdict == "under-explored" else ""
        common = {"label": f"{short(row.partner)}{star}", "basis": "direct"}
        for measure, value, low, high in (
            ("as counted", row.value, row.low, row.high),
            ("adjusted for distance", row.adjusted, row.adjusted_low, row.adjusted_high),
        ):
            rows.append(common | {
                "measure": measure, "value": max(float(value), _LEAST),
                "low": max(float(low), _LEAST), "high": float(high),
            })  # fmt: skip
    first, last = tuples(chosen)[0], tuples(chosen)[-1]
    told = [
        f"{short(row.partner)} {estimate(row.adjusted, row.adjusted_low, row.adjusted_high)}"
        for row in (first, last)
    ]
    flagged = [short(row.partner) for row in tuples(chosen) if row.verdict == "under-explored"]
    more = f" {_MOST} of {len(judged(frame))} shown." if len(judged(frame)) > _MOST else ""
    return Drawing(
        charts.ties(rows, "affinity (1 = as expected)", 420),
        f"Joint records over expected with 90 % intervals: {_what(workspace, frame)}. "
        f"* under-explored after adjustment.{more} {note(set(frame['source']))}".rstrip(),
        f"Affinity of {short(asked['nation'])} with {len(chosen)} partners. Adjusted for distance, "
        f"lowest {told[0]}, highest {told[1]}. Under-explored: {listed(flagged) or 'none'}.",
        f"/data/ties?{asked.query()}",
    )


def draw_network(workspace: Workspace, asked: Asked) -> Drawing | None:
    """The nation in the middle, the partners that share most with it around it."""
    short = workspace.register.nations.short
    frame = one_series(workspace, asked)
    ties = {asked["nation"]: frame}
    shown = [] if frame.empty else pictures.around(ties, short)
    if not shown:
        return None
    most = frame.sort_values(["joint", "partner"], ascending=[False, True]).head(_NAMED)
    strongest = [f"{short(row.partner)} {number(row.joint, 0)}" for row in tuples(most)]
    flagged = (frame["verdict"] == "under-explored") & frame["partner"].isin(shown)
    dashed = "; dashed: under-explored after adjustment" if flagged.any() else ""
    return Drawing(
        pictures.network(ties, short),
        f"Joint records with the {len(shown)} partners that share most, line width growing with "
        f"their number: {_what(workspace, frame)}{dashed}. "
        f"{note(set(frame['source']))}".rstrip(),
        f"Network of {short(asked['nation'])}. Most joint records: {', '.join(strongest)}.",
        f"/data/ties?{asked.query()}",
    )


_PARAMETERS = (NATION, PARTNERS, TECHNOLOGY, KIND, WINDOW)
TIES_FIGURE = Figure("ties", N_("Ties with intervals"), _PARAMETERS, draw_ties)
TIES_NETWORK = Figure("ties-network", N_("Network of ties"), _PARAMETERS, draw_network)
