"""Statuses, memberships and instruments of a nation as bars in time."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from comity.briefs import charts
from comity.standing.standing import Dated
from comity.web.figures.model import Drawing, Figure
from comity.web.questions.model import Asked
from comity.web.questions.records import NATION
from comity.web.questions.standing import KNOWN
from comity.web.words import N_
from comity.workspace import Workspace

# Shorter than this, in years, a bar cannot be seen.
_SHORTEST = 0.15
_LONGEST_NAME = 400


def draw(workspace: Workspace, asked: Asked) -> Drawing | None:
    """A bar per fact that had begun by the day, from the first day that its date may mean."""
    found = workspace.standing(asked["nation"], asked.on, asked["known"])
    facts = [d for d in (*found.statuses, *found.instruments) if d.state != "not yet"]
    facts.sort(key=lambda one: (one.held.fact.valid_from.first, one.held.key))
    if not facts:
        return None
    name = workspace.register.nations.name(found.nation)
    now = _decimal(asked.on)
    rows = [_bar(one, index, name, now) for index, one in enumerate(facts)]
    first = int(min(row["start"] for row in rows))
    told = [f"{d.held.name}: {_since(d)}, {d.state}" for d in facts]
    return Drawing(
        _one(charts.timeline(rows, first, max(now, first + 1.0)), len(rows)),
        "Statuses, memberships and instruments in time. A bar starts at the first day that its "
        "date may mean, or where its start is unknown at the day for which it is stated.",
        f"Timeline of {name}. {'; '.join(told)}.",
        f"/data/standing?{asked.query()}",
    )


def _one(spec: dict[str, Any], bars: int) -> dict[str, Any]:
    """The lane of the one nation alone: a picture of lanes has no size that is known before."""
    inside: dict[str, Any] = copy.deepcopy(spec["spec"])
    # Alone, it has room for its longest names.
    inside["encoding"]["y"]["axis"]["labelLimit"] = _LONGEST_NAME
    lane = {name: part for name, part in spec.items() if name not in ("facet", "spec", "resolve")}
    # Few bars leave room for the axis.
    return lane | inside | {"height": max(bars, 3) * inside["height"]["step"]}


def _bar(one: Dated, index: int, name: str, now: float) -> dict[str, Any]:
    held = one.held
    start = _decimal(held.fact.valid_from.first)
    # In force to the day, or to the last day that its end may mean.
    ends = held.replaced or held.fact.valid_until
    end = min(now, _decimal(ends.last)) if ends is not None else now
    suspended = " (suspended)" if held.suspended else ""
    own = " (own)" if held.own else ""
    return {
        # The number keeps two programmes of one name on lines of their own.
        "nation": name, "label": f"{held.name}{suspended}{own}~{index}",
        "kind": "instrument" if held.kind == "instrument" else "status",
        "start": start, "end": max(end, start + _SHORTEST),
    }  # fmt: skip


def _since(one: Dated) -> str:
    word = "by" if one.held.fact.attested else "since"
    until = f" until {one.held.until}" if one.held.until else ""
    return f"{word} {one.held.since}{until}"


def _decimal(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


TIMELINE = Figure("timeline", N_("Standing over time"), (NATION, KNOWN), draw)
