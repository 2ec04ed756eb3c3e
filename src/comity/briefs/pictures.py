"""The map and the network: specifications drawn from places, not from a grid."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from comity.analysis.frames import tuples
from comity.briefs.charts import CONFIG, CONTEXT, INK, PARTNER
from comity.briefs.context import Context
from comity.briefs.maps import load_world, project

_SHADES = ("#dde4ea", "#a9cbe6", "#5a9bd0", "#0b4f8a")
_KINDS = ("none", "one", "two", "three or more")
_GOLD = "#c9a227"
_NODES = 14
_LETTER = 4.9  # width of a letter of a label, pixels
# Places are pixels already, so that both panels can share one projection.
_PIXELS = {"type": "identity", "scale": 1, "translate": [0, 0]}
_FLAGGED = "datum.tie == 'under-explored'"
_PARTNER = "datum.role == 'partner'"


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the projected world: corner, units of the projection per pixel, size in pixels."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    def pixel(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies in the frame."""
        x, y = project(longitude, latitude)
        return round((x - self.left) * self.scale, 1), round((self.top - y) * self.scale, 1)

    def lines(self, lines: Iterable[Sequence[tuple[float, float]]]) -> list[list[list[float]]]:
        """The lines that touch the frame, in pixels."""
        pixels = [[list(self.pixel(*point)) for point in line] for line in lines]
        return [
            line
            for line in pixels
            if max(x for x, _ in line) > 0
            and min(x for x, _ in line) < self.width
            and max(y for _, y in line) > 0
            and min(y for _, y in line) < self.height
        ]


_WORLD = Frame(left=-135.0, top=77.0, scale=0.86, width=250, height=116)
_EUROPE = Frame(left=-22.0, top=73.0, scale=4.6, width=310, height=172)


def member_map(
    context: Context, partners: list[str], counts: dict[str, int], elsewhere: str = "not a member"
) -> dict[str, Any]:
    """The world and Europe nearer: members shaded by a count, partners named.

    Args:
        context: the brief.
        partners: the nations of the brief, in gold.
        counts: {member: with how many of them its ties are under-explored}.
        elsewhere: what a nation without a count is.
    """
    world = load_world()

    def kind(nation: str) -> str:
        if nation in partners:
            return "partner"
        return _KINDS[min(counts[nation], 3)] if nation in counts else elsewhere

    present = sorted({min(count, 3) for count in counts.values()})
    domain = [elsewhere, *(_KINDS[c] for c in present), "partner"]
    colours = ["#fbfcfc", *(_SHADES[c] for c in present), _GOLD]
    legend = {
        "title": "Under-explored with",
        "orient": "bottom",
        "columns": 2,
        "symbolType": "square",
    }
    flagged = [nation for nation, count in counts.items() if count]
    panels = []
    names = {nation: context.short(nation) for nation in partners}
    codes = {nation: nation for nation in flagged}
    for frame, named, shown in ((_WORLD, names, legend), (_EUROPE, codes, None)):
        features = [
            {
                "type": "Feature",
                "properties": {"kind": kind(nation)},
                "geometry": {"type": "MultiPolygon", "coordinates": [[line] for line in lines]},
            }
            for nation, rings in world.nations.items()
            if (lines := frame.lines(rings))
        ]
        dashed = [
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": line}}
            for line in frame.lines(world.dashed)
        ]
        colour = {
            "field": "properties.kind", "type": "nominal", "sort": domain, "legend": shown,
            "scale": {"domain": domain, "range": colours},
        }  # fmt: skip
        panels.append(_panel(frame, features, dashed, colour, _labels(context, frame, named)))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": CONFIG | {"concat": {"spacing": 10}},
        "hconcat": panels,
        "resolve": {"scale": {"color": "independent"}},
    }


def _panel(
    frame: Frame,
    features: list[dict[str, Any]],
    dashed: list[dict[str, Any]],
    colour: dict[str, Any],
    labels: list[dict[str, Any]],
) -> dict[str, Any]:
    place = {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, frame.width]}},
        "y": {"field": "y", "type": "quantitative", "axis": None,
              "scale": {"domain": [0, frame.height], "reverse": True}},
        "text": {"field": "text"},
    }  # fmt: skip
    text = {"type": "text", "fontSize": 8.5, "align": "left", "clip": True}
    halo = {"stroke": "white", "strokeWidth": 2.5, "strokeJoin": "round", "opacity": 0.85}
    return {
        "width": frame.width,
        "height": frame.height,
        "view": {"stroke": "#c4ccd3"},
        "layer": [
            {
                "data": {"values": features},
                "projection": _PIXELS,
                "mark": {"type": "geoshape", "stroke": "#8a949e", "strokeWidth": 0.4, "clip": True},
                "encoding": {"color": colour},
            },
            {
                "data": {"values": dashed},
                "projection": _PIXELS,
                "mark": {"type": "geoshape", "filled": False, "stroke": "white", "strokeWidth": 0.6,
                         "strokeDash": [1.5, 1.5], "clip": True},
            },
            {"data": {"values": labels}, "mark": text | halo, "encoding": place},
            {"data": {"values": labels}, "mark": text | {"color": INK}, "encoding": place},
        ],
    }  # fmt: skip


def _labels(context: Context, frame: Frame, names: dict[str, str]) -> list[dict[str, Any]]:
    """Names beside capitals inside the frame: right, left, or further down where free."""
    labels: list[dict[str, Any]] = []
    found = [context.analysis.register.nations[nation] for nation in names]
    placed = [
        (*frame.pixel(n.longitude, n.latitude), names[n.nation])
        for n in found
        if n.longitude is not None and n.latitude is not None
    ]
    for x, y, text in sorted(placed, key=lambda place: place[1]):
        if not (0 < x < frame.width and 0 < y < frame.height):
            continue
        wide = _LETTER * len(text)
        places = [(left, y + down) for down in (0, 9, -9, 18, 27) for left in (x + 2, x - wide - 2)]
        free = [
            place
            for place in places
            if 0 < place[0] < frame.width - wide
            and not any(_covers(place, wide, label) for label in labels)
        ]
        left, top = free[0] if free else places[0]
        labels.append({"x": left, "y": top, "text": text})
    return labels


def _covers(place: tuple[float, float], wide: float, label: dict[str, Any]) -> bool:
    apart = place[0] > label["x"] + _LETTER * len(label["text"]) or label["x"] > place[0] + wide
    return not apart and abs(place[1] - label["y"]) < 9.0


Ties = Mapping[str, pd.DataFrame]  # {partner: its ties with the members}


def _totals(ties: Ties) -> dict[str, float]:
    totals: dict[str, float] = {}
    for frame in ties.values():
        for row in tuples(frame):
            totals[row.partner] = totals.get(row.partner, 0.0) + row.joint
    return totals


def around(ties: Ties, short: Callable[[str], str]) -> list[str]:
    """The members with whom the partners share most, by name."""
    totals = _totals(ties)
    most = sorted(totals, key=lambda n: (-totals[n], n))[:_NODES]
    return sorted((n for n in most if totals[n] > 0), key=short)


def network(ties: Ties, short: Callable[[str], str]) -> dict[str, Any]:
    """Partners in the middle, the members that share most around them.

    Args:
        ties: rows of one series and technology by partner: partner, joint, verdict.
        short: a nation's label.
    """
    totals = _totals(ties)
    partners, members = list(ties), around(ties, short)
    places = {n: _circle(i, len(members), 1.0) for i, n in enumerate(members)}
    places |= {
        n: _circle(i, len(partners), 0.42 if len(partners) > 1 else 0.0, 0.13)
        for i, n in enumerate(partners)
    }
    largest = max(totals.values(), default=1.0)
    edges = []
    for nation, frame in ties.items():
        for row in tuples(frame):
            if row.partner in members:
                (x, y), (x2, y2) = places[nation], places[row.partner]
                edges.append(
                    {
                        "x": x, "y": y, "x2": x2, "y2": y2,
                        "width": 0.5 + 7.0 * math.sqrt(row.joint / largest),
                        "tie": "under-explored" if row.verdict == "under-explored" else "other",
                    }
                )  # fmt: skip
    nodes = [
        {"x": x, "y": y, "name": short(n), "role": "partner" if n in partners else "member",
         "size": 60.0 + 500.0 * totals.get(n, largest / 3) / largest,
         "lx": x * 1.2 if n in members else x, "ly": y * 1.14 if n in members else y - 0.13}
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
