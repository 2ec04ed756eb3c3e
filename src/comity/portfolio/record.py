"""A portfolio as plain records, ready for JSON: every fact with its sources."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from comity.portfolio.table import Chosen, Figure, Portfolio, Totals
from comity.reference.register import Register
from comity.standing.joinable import Door


def activity(row: Chosen) -> dict[str, Any]:
    """One chosen activity: the fields of ``Item``, then gap, needs and what the partner holds.

    ``lacking`` is in records of ``unit``, ``gap`` a share of ``expected``.
    """
    found: dict[str, Any] = {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in dataclasses.asdict(row.item).items()
    }
    found["gap"] = row.item.gap
    found["lacking"] = row.item.lacking
    found["needs"] = list(row.needs)
    found["needs_general"] = list(row.general)
    found["joinable"] = None if row.door is None else row.door.verdict
    found["held"] = [] if row.door is None else [fact.kind for fact in row.door.facts]
    found["held_source"] = [] if row.door is None else list(row.door.source)
    return found


def record(found: Portfolio, register: Register) -> dict[str, Any]:
    """The whole portfolio; ``sources`` spells out every source key that its doors cite."""
    ask = found.ask
    doors = {row.item.partner: row.door for row in found.rows if row.door is not None}
    doors |= found.left_out
    cited = sorted({key for door in doors.values() for key in door.source})
    return {
        "against": ask.group, "on": ask.day.isoformat(), "maximise": ask.maximise,
        "budget": ask.budget, "per_partner": ask.per_partner,
        "partners": _listed(ask.partners), "technologies": _listed(ask.technologies),
        "without": [*ask.without_nations, *ask.without_technologies],
        "joinable_only": ask.joinable, "clear": ask.clear, "candidates": found.candidates,
        "without_activity": [
            {"partner": partner, "reason": reason} for partner, reason in found.without_activity
        ],
        "activities": [activity(row) for row in found.rows],
        "totals": _totals(found.totals),
        "needs_with_technology": [need.key for need in found.needs.named],
        "needs_general": [need.key for need in found.needs.general],
        "needs_without_technology": [need.key for need in found.needs.unnamed],
        "frontier": [
            {"second": point.second, **_totals(point.totals),
             "activities": [list(key) for key in point.activities]}
            for point in found.frontier
        ],
        "joining": [
            {"partner": row.partner, "adds": _figure(row.adds), "activities": row.activities,
             "joinable": row.door.verdict}
            for row in found.joining
        ],
        "doors": [_door(door) for _, door in sorted(doors.items())],
        "sources": {
            key: {name: getattr(register.sources[key], name)
                  for name in ("title", "publisher", "url", "tier")}
            for key in cited
        },
        "safeguards": "not checked",
    }  # fmt: skip


def _listed(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else list(names)


def _figure(figure: Figure) -> dict[str, float]:
    return {name: round(value, 6) for name, value in dataclasses.asdict(figure).items()}


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "activities": totals.activities, "gaps": _figure(totals.gaps),
        "reaching": _figure(totals.reaching),
        "records": {unit: _figure(one) for unit, one in totals.records.items()},
        "gain": None if totals.gain is None else _figure(totals.gain),
        "needs": list(totals.needs), "needs_general": list(totals.general),
    }  # fmt: skip


def _door(door: Door) -> dict[str, Any]:
    facts = [dataclasses.asdict(fact) | {"source": list(fact.source)} for fact in door.facts]
    return {"nation": door.nation, "joinable": door.verdict, "reason": door.reason, "facts": facts}
