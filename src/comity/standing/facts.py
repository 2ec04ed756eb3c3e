"""What a nation holds with the Alliance: statuses, memberships of groups, instruments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from comity.base.dates import DateSpan
from comity.reference.entries import Framework, Instrument
from comity.reference.facts import Fact
from comity.reference.own_conflicts import same
from comity.reference.own_facts import is_own
from comity.reference.register import Register

Kind = Literal["status", "membership", "instrument"]


@dataclass(frozen=True, slots=True)
class Held:
    """One fact about a nation's standing.

    Attributes:
        key: of the fact; a membership's is made of nation and group.
        nation: its code.
        kind: where it stands in the register.
        of: key of the framework, or of the group for a membership.
        name: of the framework or group.
        granted_by: who confers it.
        fact: with its dates and sources.
        suspended: a membership that is suspended.
        replaced: when another instrument took its place, if one did.
        superseded_by: key of that instrument.
        disputes: keys of facts that contradict it: the register's for an own fact, and the
            other way round.
    """

    key: str
    nation: str
    kind: Kind
    of: str
    name: str
    granted_by: str | None
    fact: Fact
    suspended: bool = False
    replaced: DateSpan | None = None
    superseded_by: str | None = None
    disputes: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it is the user's own, and not the register's."""
        return is_own(self.key)

    def holds(self, day: dt.date) -> bool | None:
        """Whether it is in force; None where its dates, or its source, leave it open."""
        held = self.fact.holds(day)
        if self.replaced is not None and day >= self.replaced.last:
            return False
        # Inside a coarse date of the later one's signature nobody knows which is in force.
        open_ = self.replaced is not None and day >= self.replaced.first
        return None if held and (open_ or self.fact.status == "unverified") else held

    def doubt(self, day: dt.date) -> str:
        """Why nobody can tell whether it is in force on a day; empty where that is known."""
        if self.holds(day) is not None:
            return ""
        fact = self.fact
        if fact.status == "unverified":
            return "not confirmed"
        if day < fact.valid_from.first:
            return "since when is not public"
        if day < fact.valid_from.last:
            return f"its beginning within {fact.valid_from.text} is not public"
        if fact.valid_until is not None and day >= fact.valid_until.first:
            return f"its end within {fact.valid_until.text} is not public"
        when = "" if self.replaced is None else self.replaced.text
        return f"when within {when} {self.superseded_by} took its place is not public"

    @property
    def since(self) -> str:
        """Its first day, as its source gives it."""
        return self.fact.valid_from.text

    @property
    def until(self) -> str | None:
        """Its last day, or the one before it was superseded; None while it is open."""
        if self.replaced is not None:
            exact = self.replaced.first == self.replaced.last
            day_before = self.replaced.first - dt.timedelta(1)
            return day_before.isoformat() if exact else self.replaced.text
        return None if self.fact.valid_until is None else self.fact.valid_until.text

    def changes(self) -> list[dt.date]:
        """Days on which the answer whether it holds may change."""
        spans = [self.fact.valid_from]
        days = [day for span in spans for day in (span.first, span.last)]
        if self.fact.valid_until is not None:
            span = self.fact.valid_until
            days += [span.first, span.last + dt.timedelta(1)]
        return [*days, *([self.replaced.first, self.replaced.last] if self.replaced else [])]


class Holdings:
    """Everything that the register says of nations' standing, by nation."""

    def __init__(self, register: Register, extra: Iterable[Held] = ()):
        """Read statuses, memberships and instruments; ``extra`` are facts put to a what-if."""
        self._register = register
        self._about = {f.key: f for f in register.frameworks}
        self._by_nation: dict[str, list[Held]] = {}
        self._disputes: dict[str, list[str]] = {}
        for conflict in register.conflicts:
            self._disputes.setdefault(conflict.own, []).append(conflict.shipped)
            self._disputes.setdefault(conflict.shipped, []).append(conflict.own)
        self._instruments: dict[str, list[Instrument]] = {}
        self._ordered: dict[tuple[str, ...], list[Held]] = {}
        groups = {group.key.casefold(): group for group in register.groups}
        for member in register.memberships:
            group = groups[member.group.casefold()]
            self._add(
                Held(
                    member.key, member.nation, "membership", group.key, group.name, None, member,
                    suspended=member.status == "suspended",
                )
            )  # fmt: skip
        for status in register.statuses:
            # Membership of a partnership is the group's to say.
            if status.framework.casefold() not in groups:
                about = self._about[status.framework]
                granted = _granted(status.granted_by or about.granted_by)
                self._add(
                    Held(
                        status.key, status.nation, "status", about.key, about.name, granted, status
                    )
                )
        for instrument in register.instruments:
            self._instruments.setdefault(instrument.nation, []).append(instrument)
        for held in extra:
            self._add(held)

    def _add(self, held: Held) -> None:
        self._by_nation.setdefault(held.nation, []).append(self._marked(held))

    def _marked(self, held: Held) -> Held:
        """The fact with what contradicts it."""
        disputes = self._disputes.get(held.key)
        return replace(held, disputes=tuple(disputes)) if disputes else held

    def of(self, nation: str, known: dt.date) -> list[Held]:
        """What is on record of a nation and was public by a day."""
        sources = self._register.sources
        held = [h for h in self._by_nation.get(nation, []) if h.fact.known(sources, known)]
        # Only what was public can have taken another's place.
        own = self._register.known(self._instruments.get(nation, ()), known)
        if not own:
            return held
        # Few sets of instruments were ever public together, and to order one takes its time.
        keys = tuple(one.key for one in own)
        if keys not in self._ordered:
            self._ordered[keys] = [self._marked(one) for one in in_order(own, self._about)]
        return held + self._ordered[keys]

    def turns(self, nation: str, known: dt.date) -> list[dt.date]:
        """Days on which an answer about what a nation holds may change, in order."""
        days = {day for held in self.of(nation, known) for day in held.changes()}
        full = [f.complete_from for f in self._about.values() if f.complete_from is not None]
        return sorted(days | {span.last for span in full})

    def nations(self) -> list[str]:
        """Nations of which anything is on record."""
        return sorted({*self._by_nation, *self._instruments})

    def framework(self, key: str) -> Framework | None:
        """A kind of status or instrument."""
        return self._about.get(key)

    def with_extra(self, extra: Sequence[Held]) -> Holdings:
        """The same with more facts."""
        return Holdings(self._register, extra)


def in_order(own: Sequence[Instrument], about: dict[str, Framework]) -> list[Held]:
    """A nation's instruments by date of signature; each ends where a later one takes its place.

    A later one of the same kind does, and one of a kind that supersedes it (rule R17).
    """
    signed = sorted(own, key=lambda one: (_signed(one).first, is_own(one.key), one.key))
    found = []
    for i, one in enumerate(signed):
        # An own copy of one of the register's ends with it.
        twins = (x for x in signed if is_own(one.key) and not is_own(x.key) and same(one, x))
        stands = next(twins, one)
        later = next((x for x in signed[i + 1 :] if _replaces(x, stands, about)), None)
        replaced = None if later is None else _signed(later)
        if replaced and one.valid_until is not None and one.valid_until.last < replaced.first:
            replaced = None
        kind = about[one.kind]
        found.append(
            Held(
                one.key, one.nation, "instrument", one.kind, one.name or kind.name,
                _granted(kind.granted_by), one, replaced=replaced,
                superseded_by=later.key if later else None,
            )
        )  # fmt: skip
    return found


def _granted(by: str | None) -> str | None:
    return None if by == "not-applicable" else by


def _signed(one: Instrument) -> DateSpan:
    return one.signed or one.valid_from


def _replaces(later: Instrument, one: Instrument, about: dict[str, Framework]) -> bool:
    if is_own(later.key) != is_own(one.key):
        # Neither the register nor an own fact wins by being later, unless it says that it does.
        return later.renews == one.key
    return later.kind == one.kind or one.kind in about[later.kind].supersedes
