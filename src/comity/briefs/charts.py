"""Charts as Vega-Lite specifications: plain data, the same for HTML and PDF.

Palette: dark blue for the partner, orange-brown for the group, grey for context; shapes and fills
differ too, so every chart reads in black and white.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

FONT = "Inter"
INK, MUTED, GRID = "#1b2733", "#5b6875", "#dde3e8"
PARTNER, GROUP, CONTEXT = "#0b4f8a", "#b5520a", "#8a949e"
LINES = ("#0b4f8a", "#b5520a", "#2f7d5b", "#6b4c9a", "#1b2733")
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4])
_LEGEND_NEEDS = 200
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 11, "titleFontSize": 11,
        "titleFontWeight": "normal", "labelColor": INK, "titleColor": MUTED, "gridColor": GRID,
        "domainColor": GRID, "tickColor": GRID, "labelLimit": 260,
    },
    "legend": {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 11, "titleFontSize": 11,
        "labelColor": INK, "titleColor": MUTED, "orient": "top", "symbolSize": 80, "labelLimit": 300,
    },
    "text": {"font": FONT, "fontSize": 11, "color": INK},
    "header": {"labelFont": FONT, "labelFontSize": 12, "labelFontWeight": "bold", "labelColor": INK},
}  # fmt: skip


def _spec(width: int, height: int | dict[str, int], **parts: Any) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "config": CONFIG,
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
        **parts,
    }


def intervals(
    rows: Sequence[dict[str, Any]],
    series: Sequence[str],
    axis: str,
    width: int = 470,
    step: int = 8,
) -> dict[str, Any]:
    """Points with intervals on a logarithmic axis around one, a row per label.

    Args:
        rows: label, series, value, low, high (all positive), basis (direct or proxy).
        series: the names in the order of colours: the partner first.
        axis: the axis title.
        width: of the plot, in pixels.
        step: height of one point's line, in pixels.
    """
    labels = list(dict.fromkeys(row["label"] for row in rows))
    extent = [min(0.25, *(r["low"] for r in rows)), max(4.0, *(r["high"] for r in rows))]
    domain = [max(0.1, extent[0] / 1.05), min(12.0, extent[1] * 1.05)]
    shown = [
        row | {"low": max(row["low"], domain[0]), "high": min(row["high"], domain[1])}
        for row in rows
    ]
    marks = (0.1, 0.25, 0.5, 1, 2, 4, 8) if width > 150 else (0.1, 0.3, 1, 4)
    ticks = [t for t in marks if domain[0] <= t <= domain[1]]
    colour = {
        "field": "series", "type": "nominal", "sort": list(series), "title": None,
        "scale": {"domain": list(series), "range": [PARTNER, GROUP, CONTEXT][: len(series)]},
    }  # fmt: skip
    shape = {
        "field": "series", "type": "nominal", "sort": list(series), "title": None,
        "scale": {"domain": list(series), "range": list(SHAPES[: len(series)])},
    }  # fmt: skip
    if width < _LEGEND_NEEDS:
        # A legend wider than the plot would shrink the plot; the caption names the shapes.
        colour["legend"] = shape["legend"] = None
    y = {"field": "label", "type": "nominal", "sort": labels, "title": None,
         "axis": {"grid": True, "domain": False, "ticks": False}}  # fmt: skip
    offset = {"field": "series", "sort": list(series)}
    x_axis = {"title": axis, "values": ticks, "format": "~g"}
    scale = {"type": "log", "domain": domain, "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": x_axis}
    filled = {"condition": {"test": "datum.basis == 'direct'", "value": 1.0}, "value": 0.0}
    return _spec(
        width,
        {"step": step},
        data={"values": shown},
        layer=[
            {
                "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
                "data": {"values": [{"one": 1}]},
                "encoding": {"x": {"field": "one", **x}},
            },
            {
                "mark": {"type": "rule", "strokeWidth": 1.8},
                "encoding": {
                    "y": y, "yOffset": offset, "x": {"field": "low", **x}, "x2": {"field": "high"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "point", "size": 34, "strokeWidth": 1.5},
                "encoding": {
                    "y": y, "yOffset": offset, "x": {"field": "value", **x}, "color": colour,
                    "shape": shape, "fill": colour, "fillOpacity": filled,
                },
            },
        ],
    )  # fmt: skip


def lines(
    rows: Sequence[dict[str, Any]], names: Sequence[str], axis: str, marks: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Shares over the years with interval bands, each line named at its end.

    Args:
        rows: name, year, share, low, high.
        names: the lines in the order of colours.
        axis: the axis title.
        marks: year, share, text: labelled points such as a crossing.
    """
    last = {name: max((r for r in rows if r["name"] == name), key=lambda r: r["year"]) for name in names}  # fmt: skip
    top = max(r["high"] for r in rows) * 1.12
    ends = _spread([last[name] | {"label": name} for name in names], top * 0.07)
    colour = {"field": "name", "type": "nominal", "legend": None,
              "scale": {"domain": list(names), "range": list(LINES[: len(names)])}}  # fmt: skip
    dash = {"field": "name", "type": "nominal", "legend": None,
            "scale": {"domain": list(names), "range": list(DASHES[: len(names)])}}  # fmt: skip
    years = sorted({r["year"] for r in rows})
    x = {"field": "year", "type": "quantitative", "title": None,
         "scale": {"domain": [years[0], years[-1]], "nice": False},
         "axis": {"format": "d", "grid": False, "tickCount": 4}}  # fmt: skip
    y_scale = {"domain": [0, top], "nice": False}
    y = {"type": "quantitative", "title": axis, "scale": y_scale, "axis": {"format": "%", "tickCount": 5}}  # fmt: skip
    return _spec(
        205,
        150,
        data={"values": list(rows)},
        layer=[
            {
                "mark": {"type": "area", "opacity": 0.18},
                "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}, "color": colour},
            },
            {
                "mark": {"type": "line", "strokeWidth": 2.2},
                "encoding": {"x": x, "y": {"field": "share", **y}, "color": colour, "strokeDash": dash},
            },
            {
                "data": {"values": ends},
                "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": "bold"},
                "encoding": {"x": x, "y": {"field": "place", **y}, "text": {"field": "label"}, "color": colour},
            },
            {
                "data": {"values": list(marks)},
                "mark": {"type": "point", "shape": "diamond", "size": 90, "filled": True, "color": INK},
                "encoding": {"x": x, "y": {"field": "share", **y}},
            },
            {
                "data": {"values": list(marks)},
                "mark": {"type": "text", "dy": -24, "dx": -16, "color": INK},
                "encoding": {"x": x, "y": {"field": "share", **y}, "text": {"field": "text"}},
            },
        ],
    ) | {"padding": {"left": 4, "right": 66, "top": 8, "bottom": 4}}  # fmt: skip


def _spread(ends: list[dict[str, Any]], gap: float) -> list[dict[str, Any]]:
    """Move labels at the lines' ends apart, so that none covers another."""
    ordered = sorted(ends, key=lambda end: float(end["share"]))
    place = float("-inf")
    placed = []
    for end in ordered:
        place = max(float(end["share"]), place + gap)
        placed.append(end | {"place": place})
    return placed


def ties(rows: Sequence[dict[str, Any]], axis: str, width: int) -> dict[str, Any]:
    """Raw affinity beside distance-adjusted affinity, a row per partner, log axis around one.

    Args:
        rows: label, measure (raw or adjusted), value, low, high, flag (under-explored or not).
        axis: the axis title.
        width: of the plot, in pixels.
    """
    measures = ["as counted", "adjusted for distance"]
    return intervals([row | {"series": row["measure"]} for row in rows], measures, axis, width, 7)


def timeline(rows: Sequence[dict[str, Any]], first: int, last: float) -> dict[str, Any]:
    """Statuses and instruments as bars in time, a lane per nation.

    Args:
        rows: nation, label, start, end (decimal years), kind (status, instrument or record).
        first: first year shown.
        last: where the axis ends (decimal year).
    """
    order = [f"{row['nation']}|{row['label']}" for row in rows]
    values = [
        row | {"row": f"{row['nation']}|{row['label']}", "start": max(row["start"], first),
               "end": min(row["end"], last)}
        for row in rows
    ]  # fmt: skip
    kinds = ["status", "instrument"]
    x = {"type": "quantitative", "scale": {"domain": [first, last], "nice": False},
         "axis": {"format": "d", "title": None, "tickCount": 10}}  # fmt: skip
    y = {"field": "row", "type": "nominal", "sort": order, "title": None,
         "axis": {"labelExpr": "replace(split(datum.label, '|')[1], /~.*$/, '')", "grid": True,
                  "domain": False, "ticks": False, "labelFontSize": 10.5}}  # fmt: skip
    colour = {"field": "kind", "type": "nominal", "title": None,
              "scale": {"domain": kinds, "range": [PARTNER, "#c9a227"]}}  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": CONFIG,
        "padding": {"left": 4, "right": 12, "top": 4, "bottom": 4},
        "data": {"values": values},
        "facet": {"row": {"field": "nation", "type": "nominal", "title": None,
                          "sort": list(dict.fromkeys(r["nation"] for r in rows)),
                          "header": {"labelAngle": 0, "labelAlign": "left", "labelOrient": "top"}}},
        "spec": {
            "width": 330,
            "height": {"step": 14},
            "mark": {"type": "bar", "height": 7, "stroke": INK, "strokeWidth": 0.4},
            "encoding": {"x": {"field": "start", **x}, "x2": {"field": "end"}, "y": y, "color": colour},
        },
        "resolve": {"scale": {"y": "independent"}},
        "spacing": 6,
    }  # fmt: skip
