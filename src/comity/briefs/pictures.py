"""The map and the network: specifications drawn from places, not from a grid."""

from __future__ import annotations

import math
from typing import Any

from comity.analysis.frames import tuples
from comity.briefs.charts import CONFIG, CONTEXT, INK, PARTNER
from comity.briefs.context import JOINT, Context
from comity.briefs.maps import load_world, project

_SHADES = ("#eef1f4", "#cfe0ee", "#7fb0d8", "#0b4f8a")
_WIDTH, _HEIGHT = 560, 270
_NODES = 14
_FLAGGED = "datum.tie == 'under-explored'"
_PARTNER = "datum.role == 'partner'"


def member_map(context: Context, partners: list[str], counts: dict[str, int]) -> dict[str, Any]:
    """The world with members shaded by a count and the partners outlined and named."""
    kinds = {0: "none", 1: "one", 2: "two", 3: "three or more"}
    present = sorted({min(c, 3) for c in counts.values()})
    world = load_world()
    features = []
    for nation, rings in world.nations.items():
        if nation in partners:
            kind = "partner"
        elif nation in counts:
            kind = kinds[min(counts[nation], 3)]
        else:
            kind = "not a member"
        projected = [[[x, -y] for x, y in (project(*point) for point in ring)] for ring in rings]
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": kind},
                "geometry": {"type": "MultiPolygon", "coordinates": [[r] for r in projected]},
            }
        )
    dashed = [
        {
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": [[x, -y] for x, y in (project(*point) for point in line)],
            },
        }
        for line in world.dashed
    ]
    shades = dict(zip(("none", "one", "two", "three or more"), _SHADES, strict=True))
    domain = ["not a member", *(kinds[c] for c in present), "partner"]
    colours = ["#f7f8f9", *(shades[kinds[c]] for c in present), "#c9a227"]
    labels = []
    for nation in partners:
        found = context.analysis.register.nations[nation]
        if found.latitude is not None and found.longitude is not None:
            x, y = project(found.longitude, found.latitude)
            labels.append({"x": x, "y": -y, "text": context.short(nation)})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        "config": CONFIG,
        "projection": {"type": "identity"},
        "layer": [
            {
                "data": {"values": features},
                "mark": {"type": "geoshape", "stroke": "#8a949e", "strokeWidth": 0.35},
                "encoding": {
                    "color": {
                        "field": "properties.kind",
                        "type": "nominal",
                        "title": "Under-explored with",
                        "sort": domain,
                        "scale": {"domain": domain, "range": colours},
                    }
                },
            },
            {
                "data": {"values": dashed},
                "mark": {
                    "type": "geoshape",
                    "filled": False,
                    "stroke": "white",
                    "strokeWidth": 0.5,
                    "strokeDash": [1.5, 1.5],
                },
            },
            *(_label(label) for label in labels),
        ],
    }


def _label(label: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{"longitude": label["x"], "latitude": label["y"], "text": label["text"]}]},
        "mark": {"type": "text", "align": "left", "dx": 10, "dy": 2, "fontWeight": "bold", "fontSize": 10,
                 "stroke": "white", "strokeWidth": 0.2, "color": INK},
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
            "text": {"field": "text"},
        },
    }  # fmt: skip


def network(context: Context, partners: list[str]) -> dict[str, Any]:
    """Partners in the middle, the members that share most around them."""
    frames = {n: context.ties(n, "all", JOINT) for n in partners}
    totals: dict[str, float] = {}
    for frame in frames.values():
        for row in tuples(frame):
            totals[row.partner] = totals.get(row.partner, 0.0) + row.joint
    around = sorted(totals, key=lambda n: (-totals[n], n))[:_NODES]
    around.sort(key=context.short)
    places = {n: _circle(i, len(around), 1.0) for i, n in enumerate(around)}
    places |= {
        n: _circle(i, len(partners), 0.42 if len(partners) > 1 else 0.0, 0.13)
        for i, n in enumerate(partners)
    }
    largest = max(totals.values(), default=1.0)
    edges = []
    for nation, frame in frames.items():
        for row in tuples(frame):
            if row.partner in around:
                (x, y), (x2, y2) = places[nation], places[row.partner]
                edges.append(
                    {
                        "x": x, "y": y, "x2": x2, "y2": y2,
                        "width": 0.5 + 7.0 * math.sqrt(row.joint / largest),
                        "tie": "under-explored" if row.verdict == "under-explored" else "other",
                    }
                )  # fmt: skip
    nodes = [
        {"x": x, "y": y, "name": context.short(n), "role": "partner" if n in partners else "member",
         "size": 60.0 + 500.0 * totals.get(n, largest / 3) / largest,
         "lx": x * 1.2 if n in around else x, "ly": y * 1.14 if n in around else y - 0.13}
        for n, (x, y) in places.items()
    ]  # fmt: skip
    axis = {"scale": {"domain": [-1.5, 1.5]}, "axis": None, "type": "quantitative"}
    upright = {"scale": {"domain": [-1.22, 1.22]}, "axis": None, "type": "quantitative"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 480,
        "height": 300,
        "config": CONFIG,
        "layer": [
            {
                "data": {"values": edges},
                "mark": {"type": "rule", "opacity": 0.55},
                "encoding": {
                    "x": {"field": "x", **axis}, "y": {"field": "y", **upright},
                    "x2": {"field": "x2"}, "y2": {"field": "y2"},
                    "strokeWidth": {"field": "width", "type": "quantitative", "scale": None},
                    "strokeDash": {"condition": {"test": _FLAGGED, "value": [5, 4]}, "value": [1, 0]},
                    "color": {"condition": {"test": _FLAGGED, "value": "#b5520a"}, "value": PARTNER},
                },
            },
            {
                "data": {"values": nodes},
                "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": "white", "strokeWidth": 1},
                "encoding": {
                    "x": {"field": "x", **axis}, "y": {"field": "y", **upright},
                    "size": {"field": "size", "type": "quantitative", "scale": None},
                    "shape": {"condition": {"test": _PARTNER, "value": "diamond"}, "value": "circle"},
                    "color": {"condition": {"test": _PARTNER, "value": "#c9a227"}, "value": CONTEXT},
                },
            },
            {
                "data": {"values": nodes},
                "mark": {"type": "text", "fontSize": 11, "stroke": "white", "strokeWidth": 4, "strokeJoin": "round"},
                "encoding": {
                    "x": {"field": "lx", **axis}, "y": {"field": "ly", **upright},
                    "text": {"field": "name"},
                },
            },
            {
                "data": {"values": nodes},
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {
                    "x": {"field": "lx", **axis}, "y": {"field": "ly", **upright},
                    "text": {"field": "name"},
                },
            },
        ],
    }  # fmt: skip


def _circle(index: int, count: int, radius: float, turn: float = 0.0) -> tuple[float, float]:
    angle = 2.0 * math.pi * (index / count + turn) - math.pi / 2.0
    return round(1.15 * radius * math.cos(angle), 4), round(radius * math.sin(angle), 4)
