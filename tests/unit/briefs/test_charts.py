"""Charts show what they are given: nothing outside the axis, no label on another."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import vl_convert

from comity.briefs import charts

ROWS = [
    {"label": "AI", "series": "Japan", "value": 1.3, "low": 0.001, "high": 90.0, "basis": "direct"},
    {"label": "AI", "series": "NATO", "value": 1.0, "low": 0.9, "high": 1.1, "basis": "direct"},
    {"label": "Energy", "series": "Japan", "value": 0.7, "low": 0.5, "high": 0.9, "basis": "proxy"},
]


def found(spec: Any, key: str) -> list[Any]:
    if isinstance(spec, dict):
        own = [spec[key]] if key in spec else []
        return own + [x for value in spec.values() for x in found(value, key)]
    if isinstance(spec, list):
        return [x for value in spec for x in found(value, key)]
    return []


def shares(**last: float) -> list[dict[str, Any]]:
    return [
        {"name": name, "year": year, "share": share, "low": share - 0.01, "high": share + 0.01}
        for name, share in last.items()
        for year in (2019, 2020)
    ]


def test_an_interval_beyond_the_axis_ends_at_it() -> None:
    spec = charts.intervals(ROWS, ["Japan", "NATO"], "axis")
    low, high = next(d for d in found(spec, "domain") if isinstance(d, list) and d[0] == 0.1)
    values = next(v for v in found(spec, "values") if v and isinstance(v[0], dict))
    shown = [row for row in values if row.get("label") == "AI" and row.get("series") == "Japan"]
    assert shown[0]["low"] == low
    assert shown[0]["high"] == high
    assert low > 0
    # The rows given are not changed: the derivation prints them as they are.
    assert ROWS[0]["low"] == 0.001


def test_the_labels_at_the_ends_of_lines_stand_apart() -> None:
    rows = shares(A=0.30, B=0.301, C=0.302, D=0.05)
    spec = charts.lines(rows, ["A", "B", "C", "D"], "share", [])
    ends = next(v for v in found(spec, "values") if v and "place" in v[0])
    places = sorted(end["place"] for end in ends)
    top = max(row["high"] for row in rows) * 1.12
    assert all(b - a >= 0.07 * top - 1e-12 for a, b in pairwise(places))
    assert {end["label"]: end["share"] for end in ends} == {
        "A": 0.30,
        "B": 0.301,
        "C": 0.302,
        "D": 0.05,
    }


def test_the_axis_of_shares_begins_at_zero() -> None:
    spec = charts.lines(shares(A=0.3, B=0.2), ["A", "B"], "share", [])
    domains = [d for d in found(spec, "domain") if isinstance(d, list) and d[0] == 0]
    assert domains
    assert all(d[1] >= 0.31 for d in domains)


def test_a_timeline_shows_nothing_outside_its_years() -> None:
    rows = [
        {
            "nation": "Japan",
            "label": "IPCP~0",
            "kind": "instrument",
            "start": 1999.0,
            "end": 2030.0,
        },
        {
            "nation": "Japan",
            "label": "IPCP~1",
            "kind": "instrument",
            "start": 2014.0,
            "end": 2020.0,
        },
    ]
    spec = charts.timeline(rows, 2005, 2021.3)
    values = spec["data"]["values"]
    assert [(v["start"], v["end"]) for v in values] == [(2005, 2021.3), (2014.0, 2020.0)]
    # Two programmes of one kind keep a line each.
    assert len({v["row"] for v in values}) == 2


TIES = [
    {**row, "measure": measure}
    for row, measure in zip(ROWS[:2], ("as counted", "adjusted for distance"), strict=True)
]
BAR = {"nation": "J", "label": "x~0", "kind": "status", "start": 2010.0, "end": 2012.0}
SPECS = {
    "intervals": charts.intervals(ROWS, ["Japan", "NATO"], "axis"),
    "narrow": charts.intervals(ROWS, ["Japan", "NATO"], "axis", width=135),
    "lines": charts.lines(shares(A=0.3, B=0.2), ["A", "B"], "share", []),
    "ties": charts.ties(TIES, "axis", 195),
    "timeline": charts.timeline([BAR], 2005, 2021.0),
}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_every_kind_of_chart_can_be_drawn(spec: dict[str, Any]) -> None:
    svg = vl_convert.vegalite_to_svg(spec)
    assert svg.startswith("<svg")
    assert "NaN" not in svg
    assert "undefined" not in svg


def test_lines_differ_without_colour() -> None:
    assert len(set(map(tuple, charts.DASHES))) == len(charts.LINES) == len(charts.DASHES)
    assert len(set(charts.SHAPES)) == len(charts.SHAPES)
