"""Three-valued conditions over what a nation holds: true, false, or unknown, with the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from comity.reference.rules import Condition
from comity.standing.facts import Held, Holdings


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a condition holds (None: unknown), and the facts that say so."""

    value: bool | None
    facts: tuple[Held, ...] = ()


class Tester:
    """Conditions of one nation on one day, from facts public by another."""

    def __init__(self, holdings: Holdings, nation: str, day: dt.date, known: dt.date):
        self.nation = nation
        self.day = day
        self.known = known
        self._holdings = holdings
        self._held = holdings.of(nation, known)

    def test(self, condition: Condition) -> Outcome:
        """Whether a condition holds, and by which facts."""
        if condition.any:
            return _any([self.test(one) for one in condition.any])
        if condition.all:
            return _all([self.test(one) for one in condition.all])
        if condition.not_ is not None:
            inner = self.test(condition.not_)
            return Outcome(None if inner.value is None else not inner.value, inner.facts)
        if condition.always:
            return Outcome(True)
        if condition.nation:
            return Outcome(self.nation in condition.nation)
        if condition.suspended:
            return self._several(condition.suspended, lambda key: self._member(key, True))
        if condition.group:
            return self._several(condition.group, lambda key: self._member(key, False))
        return self._several(condition.status or condition.instrument, self._framework)

    def _several(self, keys: Sequence[str], test: Callable[[str], Outcome]) -> Outcome:
        return _any([test(key) for key in keys])

    def _member(self, group: str, suspended: bool) -> Outcome:
        wanted = group.casefold()
        about = [h for h in self._held if h.kind == "membership" and h.of.casefold() == wanted]
        mine = [h for h in about if h.suspended == suspended]
        # Groups list every member, so that who is not listed is none.
        found = _of(mine, self.day, silent=False, listed=wanted)
        # That a membership is suspended and that it is not contradict each other.
        rivals = [h for h in about if h.suspended != suspended and h.disputes and h.holds(self.day)]
        against = {key for rival in rivals for key in rival.disputes}
        if found.value and against & {held.key for held in found.facts}:
            return Outcome(None, (*found.facts, *rivals))
        return found

    def _framework(self, key: str) -> Outcome:
        mine = [h for h in self._held if h.kind != "membership" and h.of == key]
        about = self._holdings.framework(key)
        complete = about.complete_from if about is not None else None
        silent: bool | None = False
        if about is not None and about.kind == "status":
            # Nobody could know before that day that the list was complete.
            told = min(self.day, self.known)
            silent = False if complete is not None and complete.last <= told else None
        return _of(mine, self.day, silent)


def _of(
    held: Sequence[Held], day: dt.date, silent: bool | None, listed: str | None = None
) -> Outcome:
    """Whether one of some facts holds; ``silent`` is the answer where there is none.

    Where own facts dispute the register's and the two answer differently, it is unknown; the list
    of a group (its key, ``listed``) disputes an own member that it does not have.
    """
    disputed = [h for h in held if h.own and h.disputes]
    others = [h for h in held if h not in disputed]
    unlisted = any(key.casefold() == listed for h in disputed for key in h.disputes)
    if disputed and (others or unlisted):
        mine, theirs = _of_agreed(disputed, day, silent), _of_agreed(others, day, silent)
        both = (*theirs.facts, *mine.facts)
        return Outcome(mine.value if mine.value is theirs.value else None, both)
    return _of_agreed(held, day, silent)


def _of_agreed(held: Sequence[Held], day: dt.date, silent: bool | None) -> Outcome:
    if not held:
        return Outcome(silent)
    values = [(h.holds(day), h) for h in held]
    for wanted in (True, None):
        facts = tuple(h for value, h in values if value is wanted)
        if facts:
            return Outcome(wanted, facts)
    # Facts that ended, or are yet to begin, say that it does not hold now.
    latest = max(held, key=lambda h: h.fact.valid_from.first)
    return Outcome(False, (latest,))


def _any(found: Sequence[Outcome]) -> Outcome:
    for wanted in (True, None):
        some = [one for one in found if one.value is wanted]
        if some:
            return Outcome(wanted, tuple(h for one in some for h in one.facts))
    return Outcome(False, tuple(h for one in found for h in one.facts))


def _all(found: Sequence[Outcome]) -> Outcome:
    for wanted in (False, None):
        some = [one for one in found if one.value is wanted]
        if some:
            return Outcome(wanted, tuple(h for one in some for h in one.facts))
    return Outcome(True, tuple(h for one in found for h in one.facts))
