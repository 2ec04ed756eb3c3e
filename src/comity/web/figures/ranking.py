"""The leading nations of one technology with their intervals: advantage, or share of the world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comity.analysis.ranking import RankedNation
from comity.briefs.charts import CONFIG, PARTNER, intervals
from comity.briefs.wording import estimate, kind_plural, percent
from comity.web.beside import note
from comity.web.figures.model import Drawing, Figure
from comity.web.questions.model import Asked, Parameter
from comity.web.questions.ranking import ONE_KIND, ONE_TECHNOLOGY, SOURCE, rows_asked
from comity.web.questions.strengths import WINDOW
from comity.web.showing import name_of
from comity.web.words import N_
from comity.workspace import Workspace

MEASURE = Parameter(
    "measure", "choice", N_("share of the world, or advantage."), default="share",
    choices=("share", "advantage"),
)  # fmt: skip
LEADING = Parameter("top", "whole", N_("How many nations."), default="20", least=1, most=40)
_WIDTH, _STEP = 420, 16


def draw(workspace: Workspace, asked: Asked) -> Drawing | None:
    """The largest nations of the first source, by share of the world."""
    rows, _ = rows_asked(workspace, asked)
    shown = [row for row in rows if rows[0].source == row.source and row.observed > 0]
    shown = shown[: asked["top"]]
    advantage = asked["measure"] == "advantage"
    if advantage:
        shown = [row for row in shown if row.low > 0]
    if not shown:
        return None
    first = shown[0]
    what = (
        f"{kind_plural(first.kind)} in {name_of(first.technology)}, {first.source} {first.window}"
    )
    basis = "" if first.basis == "direct" else " Counted by a wider field."
    basis = f"{basis} {note([first.source])}".rstrip()
    told = {name: text for name, text in asked.given.items() if name not in ("measure", "top")}
    table = f"/data/ranking?{Asked({}, told | {'source': first.source}, asked.on).query()}"
    if advantage:
        best = max(shown, key=lambda row: row.value)
        return Drawing(
            _advantages(shown),
            f"Advantage (1 = the world's mix) of the largest nations by {what}, with 90 % "
            f"interval.{basis}",
            f"Advantages of the {len(shown)} largest nations around one. Highest: "
            f"{name_of(best.nation)}, {estimate(best.value, best.low, best.high)}.",
            table,
        )
    return Drawing(
        _shares(shown),
        f"Share of the world's {what}, with 90 % interval.{basis}",
        f"Shares of the {len(shown)} largest nations. Largest: {name_of(first.nation)}, "
        f"{percent(first.share_of_world)} ({percent(first.share_low)} to "
        f"{percent(first.share_high)}).",
        table,
    )


def _advantages(rows: Sequence[RankedNation]) -> dict[str, Any]:
    points = [
        {"label": name_of(row.nation), "series": "nations", "value": row.value, "low": row.low,
         "high": row.high, "basis": row.basis}
        for row in rows
    ]  # fmt: skip
    spec = intervals(points, ["nations"], "advantage", width=_WIDTH, step=_STEP)
    # One series needs no legend.
    for layer in spec["layer"]:
        for channel in ("color", "shape", "fill"):
            if channel in layer["encoding"]:
                layer["encoding"][channel] = layer["encoding"][channel] | {"legend": None}
    return spec


def _shares(rows: Sequence[RankedNation]) -> dict[str, Any]:
    """Points with intervals on an axis of percentages, a row per nation."""
    points = [
        {"label": name_of(row.nation), "value": row.share_of_world, "low": row.share_low,
         "high": row.share_high}
        for row in rows
    ]  # fmt: skip
    y = {"field": "label", "type": "nominal", "sort": [point["label"] for point in points],
         "title": None, "axis": {"grid": True, "domain": False, "ticks": False}}  # fmt: skip
    x = {"type": "quantitative", "axis": {"title": "share of the world", "format": "%"},
         "scale": {"zero": True}}  # fmt: skip
    hollow = rows[0].basis == "proxy"
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": CONFIG,
        "width": _WIDTH,
        "height": {"step": _STEP},
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
        "data": {"values": points},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 1.8, "color": PARTNER},
                "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "size": 34, "strokeWidth": 1.5, "color": PARTNER,
                         "filled": not hollow},
                "encoding": {"y": y, "x": {"field": "value", **x}},
            },
        ],
    }  # fmt: skip


RANKING_FIGURE = Figure(
    "ranking",
    N_("Leading nations"),
    (ONE_TECHNOLOGY, ONE_KIND, WINDOW, SOURCE, MEASURE, LEADING),
    draw,
)
