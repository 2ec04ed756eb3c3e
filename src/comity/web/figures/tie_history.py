"""The affinity of two nations over time, a line with a band per series."""

from __future__ import annotations

from typing import Any

from comity.analysis.frames import tuples
from comity.analysis.ties import judged
from comity.briefs.charts import CONFIG, DASHES, INK, LINES, SHAPES
from comity.briefs.wording import estimate
from comity.web.beside import marked, note
from comity.web.figures.model import Drawing, Figure
from comity.web.questions.model import Asked
from comity.web.questions.records import NATION, PARTNER, TECHNOLOGY
from comity.web.questions.strengths import KIND
from comity.web.words import N_
from comity.workspace import Workspace

_LEAST = 0.02
_MOST = len(LINES)


def draw(workspace: Workspace, asked: Asked) -> Drawing | None:
    """Windows by their middle on a logarithmic axis; those with too little evidence left out."""
    frame = workspace.tie_history(
        asked["nation"], asked["partner"], asked["technology"], asked["kind"], asked.on
    )
    names = list(dict.fromkeys(judged(frame)["series"]))[:_MOST]
    rows = [
        {"series": marked(row.series), "year": (row.first + row.last) / 2, "window": row.window,
         "value": max(row.value, _LEAST), "low": max(row.low, _LEAST), "high": row.high}
        for row in tuples(judged(frame)) if row.series in names
    ]  # fmt: skip
    if not rows:
        return None
    short = workspace.register.nations.short
    pair = f"{short(asked['nation'])} and {short(asked['partner'])}"
    told = [
        f"{row['series']} {row['window']} {estimate(row['value'], row['low'], row['high'])}"
        for row in rows
    ]
    return Drawing(
        _spec(rows, [marked(name) for name in names]),
        "Joint records over expected, as counted, with 90 % intervals; a point stands in the "
        "middle of its years (1 = as expected). " + note(names),
        f"Affinity of {pair} over time. {'; '.join(told)}.",
        f"/data/tie-history?{asked.query()}",
    )


def _spec(rows: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    domain = [min(0.5, *(r["low"] for r in rows)), max(2.0, *(r["high"] for r in rows))]
    ticks = [t for t in (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32) if domain[0] <= t <= domain[1]]
    years = [r["year"] for r in rows]
    x = {"field": "year", "type": "quantitative", "title": None, "axis": {"format": "d"},
         "scale": {"domain": [min(years) - 2, max(years) + 2], "nice": False}}  # fmt: skip
    y = {"type": "quantitative", "title": "affinity",
         "scale": {"type": "log", "domain": domain, "nice": False},
         "axis": {"values": ticks, "format": "~g"}}  # fmt: skip

    def by_series(values: tuple[Any, ...]) -> dict[str, Any]:
        scale = {"domain": names, "range": list(values[: len(names)])}
        legend = {"symbolOpacity": 1}
        return {
            "field": "series",
            "type": "nominal",
            "title": None,
            "scale": scale,
            "legend": legend,
        }

    colour, low = by_series(LINES), {"field": "low", **y}
    value, high = {"field": "value", **y}, {"field": "high"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 420,
        "height": 190,
        "config": CONFIG,
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
        "data": {"values": rows},
        "layer": [
            {
                "data": {"values": [{"one": 1}]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
                "encoding": {"y": {"field": "one", **y}},
            },
            {
                "mark": {"type": "area", "opacity": 0.15},
                "encoding": {"x": x, "y": low, "y2": high, "color": colour},
            },
            {
                # A series with one window has no band.
                "mark": {"type": "rule", "strokeWidth": 1.5},
                "encoding": {"x": x, "y": low, "y2": high, "color": colour},
            },
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": x, "y": value, "color": colour, "strokeDash": by_series(DASHES)},
            },
            {
                "mark": {"type": "point", "size": 40, "filled": True, "opacity": 1},
                "encoding": {"x": x, "y": value, "color": colour, "shape": by_series(SHAPES)},
            },
        ],
    }


TIE_HISTORY_FIGURE = Figure(
    "tie-history", N_("Affinity over time"), (NATION, PARTNER, TECHNOLOGY, KIND), draw
)
