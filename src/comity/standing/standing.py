"""A nation's standing on a day: statuses, memberships, instruments, and what they entitle to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from comity.standing.facts import Held
from comity.standing.later import published, with_later
from comity.standing.verdicts import Rulebook, Verdict

State = Literal["in force", "ended", "superseded", "suspended", "not yet", "unknown"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact of a nation's standing with its state on the day; ``doubt`` why that is unknown."""

    held: Held
    state: State
    doubt: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        held = self.held
        return {
            "key": held.key, "of": held.of, "name": held.name, "kind": held.kind,
            "granted_by": held.granted_by, "state": self.state, "doubt": self.doubt,
            "from": held.since, "until": held.until, "superseded_by": held.superseded_by,
            "attested": held.fact.attested, "source": list(held.fact.source),
            "note": held.fact.note, "own": held.own, "disputes": list(held.disputes),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownLater:
    """A fact that became public only after the day by which facts counted.

    Attributes:
        dated: the fact with its state on the day asked about, by all that is public now.
        since: the first day on which that was public.
        read: that day is only the one on which a page without a date was read.
    """

    dated: Dated
    since: dt.date
    read: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON; ``known`` is the day to ask again with."""
        return {
            **self.dated.as_dict(), "known": self.since.isoformat(),
            "basis": "read" if self.read else "published",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What a nation holds on a day, from facts public by another.

    ``statuses`` holds statuses and memberships of groups, ``instruments`` those in order of
    signature, the superseded ones marked; ``entitlements`` the verdict on every activity;
    ``later`` what holds or may hold on the day and became public only later.
    """

    nation: str
    day: dt.date
    known: dt.date
    statuses: tuple[Dated, ...]
    instruments: tuple[Dated, ...]
    entitlements: tuple[Verdict, ...]
    later: tuple[KnownLater, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "nation": self.nation, "on": self.day.isoformat(), "known": self.known.isoformat(),
            "statuses": [one.as_dict() for one in self.statuses],
            "instruments": [one.as_dict() for one in self.instruments],
            "entitlements": [
                {"activity": v.activity.key, **v.as_dict()} for v in self.entitlements
            ],
            "later": [one.as_dict() for one in self.later],
        }  # fmt: skip


def standing(
    rules: Rulebook, nation: str, day: dt.date, known: dt.date, horizon: dt.date | None = None
) -> Standing:
    """A nation's standing on a day; facts that are yet to begin are left out unless announced.

    What became public after ``known`` is told, apart, up to ``horizon``; nothing of it by default.
    """
    told = known if horizon is None else horizon
    held = rules.holdings.of(nation, known)
    dated = [Dated(one, state_of(one, day), one.doubt(day)) for one in held]
    order = {"in force": 0, "suspended": 1, "unknown": 2, "superseded": 3, "ended": 4, "not yet": 5}
    statuses = sorted(
        (d for d in dated if d.held.kind != "instrument"),
        key=lambda d: (order[d.state], d.held.kind, d.held.fact.valid_from, d.held.key),
    )
    instruments = [d for d in dated if d.held.kind == "instrument"]
    return Standing(
        nation, day, known, tuple(statuses), tuple(instruments),
        tuple(with_later(rules, v, known, told) for v in rules.verdicts(nation, day, known)),
        known_later(rules, nation, day, known, told),
    )  # fmt: skip


def known_later(
    rules: Rulebook, nation: str, day: dt.date, known: dt.date, horizon: dt.date
) -> tuple[KnownLater, ...]:
    """Facts that hold or may hold on a day and became public between two days, by publication.

    With them stand those known before whose state another's later publication changes, such as a
    document that was superseded.
    """
    if known >= horizon:
        return ()
    before = {held.key: state_of(held, day) for held in rules.holdings.of(nation, known)}
    facts = rules.holdings.of(nation, horizon)
    days = {held.key: published(held.fact, rules) for held in facts}
    found = []
    for held in facts:
        state = state_of(held, day)
        if before.get(held.key, state) != state and held.superseded_by:
            found.append(KnownLater(Dated(held, state), *days[held.superseded_by]))
        elif held.key not in before and state in ("in force", "unknown", "suspended"):
            found.append(KnownLater(Dated(held, state), *days[held.key]))
    return tuple(sorted(found, key=lambda one: (one.since, one.dated.held.key)))


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
