"""A nation's standing on a day: statuses, memberships, instruments, and what they entitle to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from comity.standing.facts import Held
from comity.standing.verdicts import Rulebook, Verdict

State = Literal["in force", "ended", "superseded", "suspended", "not yet", "unknown"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact of a nation's standing with its state on the day."""

    held: Held
    state: State

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        held = self.held
        return {
            "key": held.key, "of": held.of, "name": held.name, "kind": held.kind,
            "granted_by": held.granted_by, "state": self.state, "from": held.since,
            "until": held.until, "superseded_by": held.superseded_by,
            "attested": held.fact.attested, "source": list(held.fact.source),
            "note": held.fact.note, "own": held.own, "disputes": list(held.disputes),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What a nation holds on a day, from facts public by another.

    ``statuses`` holds statuses and memberships of groups, ``instruments`` those in order of
    signature, the superseded ones marked; ``entitlements`` the verdict on every activity.
    """

    nation: str
    day: dt.date
    known: dt.date
    statuses: tuple[Dated, ...]
    instruments: tuple[Dated, ...]
    entitlements: tuple[Verdict, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "nation": self.nation, "on": self.day.isoformat(), "known": self.known.isoformat(),
            "statuses": [one.as_dict() for one in self.statuses],
            "instruments": [one.as_dict() for one in self.instruments],
            "entitlements": [
                {"activity": v.activity.key, **v.as_dict()} for v in self.entitlements
            ],
        }  # fmt: skip


def standing(rules: Rulebook, nation: str, day: dt.date, known: dt.date) -> Standing:
    """A nation's standing on a day; facts that are yet to begin are left out unless announced."""
    held = rules.holdings.of(nation, known)
    dated = [Dated(one, state_of(one, day)) for one in held]
    order = {"in force": 0, "suspended": 1, "unknown": 2, "superseded": 3, "ended": 4, "not yet": 5}
    statuses = sorted(
        (d for d in dated if d.held.kind != "instrument"),
        key=lambda d: (order[d.state], d.held.kind, d.held.fact.valid_from, d.held.key),
    )
    instruments = [d for d in dated if d.held.kind == "instrument"]
    return Standing(
        nation, day, known, tuple(statuses), tuple(instruments),
        tuple(rules.verdicts(nation, day, known)),
    )  # fmt: skip


def state_of(held: Held, day: dt.date) -> State:
    """The state of a fact on a day."""
    holds = held.holds(day)
    if holds is None:
        return "unknown"
    if not holds:
        if day < held.fact.valid_from.first:
            return "not yet"
        return "superseded" if held.superseded_by else "ended"
    return "suspended" if held.suspended else "in force"
