"""Whom the Alliance may ask on a day: partners with a status or an instrument in force.

Straight from the register, and no verdict on a single activity: what each status or instrument
opens, under which safeguards, is not decided here. Where the register is silent, or its dates are
too coarse to tell, the answer is *unknown* and never yes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from comity.base.errors import InputError
from comity.reference.entries import Instrument, Status
from comity.reference.own_facts import is_own
from comity.reference.register import Register

Verdict = Literal["open", "closed", "unknown"]

# The register's statuses and instruments are those with this group.
GROUP = "NATO"
# Groups whose membership is a standing with the Alliance, by the key of their framework.
PARTNERSHIPS = ("pfp", "md", "ici", "patg")
# Bodies of the Alliance: what nobody or another body grants (a record of taking part, a mission,
# a declaration, membership of a centre) opens nothing of the Alliance's own.
_GRANTORS = frozenset({"NAC", "STB", "NATO"})
# Contact is kept "without a partnership framework", as the register defines it.
_CONTACT = "contact-country"
# Statuses that shut every door, in words.
_REFUSALS = {"not-a-partner": "no partner", "support-suspended": "support suspended"}


@dataclass(frozen=True, slots=True)
class Held:
    """A status or instrument that bears on the answer; ``kind`` is a key of frameworks.yml."""

    kind: str
    name: str
    since: str
    until: str | None
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """Whether a nation may be asked on a day, why, and the facts behind it."""

    nation: str
    verdict: Verdict
    reason: str
    facts: tuple[Held, ...]

    @property
    def source(self) -> tuple[str, ...]:
        """Keys of the sources of all facts, each once."""
        return tuple(dict.fromkeys(key for fact in self.facts for key in fact.source))


def memberships(register: Register, nation: str) -> list[Status]:
    """A nation's time in the partnership frameworks, as statuses; own ones are among them."""
    return [
        Status(
            key=member.key,
            nation=nation,
            framework=framework,
            granted_by="NAC",
            source=member.source,
            valid_from=member.valid_from,
            valid_until=member.valid_until,
            announced=member.announced,
            note=member.note,
            status=member.status,
        )
        for framework in PARTNERSHIPS
        for member in register.memberships
        if member.nation == nation and member.group.casefold() == framework
    ]


def own_statuses(register: Register, nation: str) -> list[Status]:
    """The nation's own statuses; membership of a framework is the group's to say."""
    return [s for s in register.statuses if s.nation == nation and s.framework not in PARTNERSHIPS]


def doors(register: Register, group: str, nations: Iterable[str], day: dt.date) -> dict[str, Door]:
    """Whether each nation may be asked by the group on a day, from facts public by then.

    *Open*: a status that the Council or the Science and Technology Board grants, membership of a
    partnership framework, or a bilateral programme is in force. *Closed*: the register says that
    the nation is no partner, or its partnership, or support to it, is suspended. *Unknown*: all
    else.

    Raises:
        InputError: the register holds no statuses with that group.
    """
    if group != GROUP:
        raise InputError(
            f"whom {group} may ask is not in the register, which holds statuses with {GROUP} "
            "only: allow all partners."
        )
    return {nation: _door(register, nation, day) for nation in nations}


def _door(register: Register, nation: str, day: dt.date) -> Door:
    statuses = register.known(
        [*memberships(register, nation), *own_statuses(register, nation)], day
    )
    instruments = register.known([i for i in register.instruments if i.nation == nation], day)
    holding = [s for s in statuses if register.holds(s, day)]
    refusals = [s for s in holding if s.framework in _REFUSALS or s.status == "suspended"]
    if refusals:
        facts = tuple(_held(register, s.framework, s) for s in refusals)
        first = refusals[0]
        words = "suspended" if first.status == "suspended" else _REFUSALS[first.framework]
        return Door(nation, "closed", f"{words} by {refusals[0].valid_from.text}", facts)
    opening = [(s.framework, s) for s in statuses if _opens(register, s.framework)]
    found: list[tuple[str, Status | Instrument]] = [*opening]
    # Neither the register nor a user's own fact takes the place of the other by being later.
    for mine in (False, True):
        latest = _latest([i for i in instruments if is_own(i.key) == mine], day)
        if latest is not None and _opens(register, latest.kind):
            found.append((latest.kind, latest))
    facts = tuple(
        _held(register, kind, fact)
        for kind, fact in found
        if register.holds(fact, day) and fact.status is None
    )
    if facts:
        return Door(nation, "open", _words(facts), facts)
    doubtful = tuple(
        _held(register, kind, fact) for kind, fact in found if fact.holds(day) is not False
    )
    if doubtful:
        return Door(nation, "unknown", f"unconfirmed: {_words(doubtful)}", doubtful)
    return Door(nation, "unknown", "no status or instrument on record", ())


def _opens(register: Register, kind: str) -> bool:
    """Whether a kind is granted by the Alliance and is more than contact."""
    granted = {f.key: f.granted_by for f in register.frameworks}
    return kind != _CONTACT and granted.get(kind) in _GRANTORS


def _latest(instruments: list[Instrument], day: dt.date) -> Instrument | None:
    """The latest by signature of those that are not ended: it takes the place of the others."""
    running = [i for i in instruments if i.holds(day) is not False]
    return max(running, key=lambda i: ((i.signed or i.valid_from).first, i.key), default=None)


def _held(register: Register, kind: str, fact: Status | Instrument) -> Held:
    name = next((f.name for f in register.frameworks if f.key == kind), kind)
    until = fact.valid_until.text if fact.valid_until is not None else None
    name = f"{name} (own)" if is_own(fact.key) else name
    return Held(kind, name, fact.valid_from.text, until, fact.source)


def _words(facts: tuple[Held, ...]) -> str:
    return "; ".join(f"{fact.name} since {fact.since}" for fact in facts)
