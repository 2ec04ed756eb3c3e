"""Agreements with the Alliance as the register dates them, and who had none in some years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from comity.reference.entries import Instrument, Status
from comity.reference.groups import Group
from comity.reference.register import Register
from comity.standing.joinable import PARTNERSHIPS, memberships

# Granted by nobody: a nation's own step, or a word for how a relation began.
_NO_GRANT = (None, "not-applicable")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A signed document or a status that was granted; ``kind`` is a key of the frameworks."""

    key: str
    nation: str
    kind: str
    year: int
    date: str
    source: tuple[str, ...]


def agreements(register: Register, day: dt.date) -> list[Agreement]:
    """Every agreement begun and known by a day, by nation and date.

    A status that is only attested has no date of its own, so it is no event.
    """
    begun = [
        (fact, kind)
        for fact, kind in _granted(register)
        if not fact.attested and fact.valid_from.first <= day
    ]
    known = {fact.key for fact in register.known([fact for fact, _ in begun], day)}
    found = [
        Agreement(fact.key, fact.nation, kind, fact.valid_from.first.year, fact.valid_from.text,
                  fact.source)
        for fact, kind in begun
        if fact.key in known
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.nation, one.date, one.key))


def engaged(register: Register, group: Group, first: int, last: int) -> set[str]:
    """Nations with an agreement, a partnership or a membership of the group in any of the years.

    A date too coarse to tell counts: who may have had one is not without.
    """
    facts: list[tuple[str, Instrument | Status]] = [(f.nation, f) for f, _ in _granted(register)]
    partners = {m.nation for key in PARTNERSHIPS for m in register.groups.get(key).members}
    facts += [(n, status) for n in sorted(partners) for status in memberships(register, n)]
    spans = [(n, f.valid_from, f.valid_until) for n, f in facts]
    spans += [(m.nation, m.valid_from, m.valid_until) for m in group.members]
    return {
        nation
        for nation, begins, ends in spans
        if begins.first.year <= last and (ends is None or ends.last.year >= first)
    }


def _granted(register: Register) -> Iterator[tuple[Instrument | Status, str]]:
    """Instruments and granted statuses with their kinds."""
    yield from ((one, one.kind) for one in register.instruments)
    for status in register.statuses:
        if status.granted_by not in _NO_GRANT and status.status is None:
            yield status, status.framework
