"""One event to the tables; every change of a table is here and in the modules beside it."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events.chain import Entry
from comity.programme.events.kinds import Body
from comity.programme.state import (
    activities,
    marking,
    meetings,
    notices,
    overlap,
    persons,
    proposals,
    release,
    results,
    safeguards,
    searching,
    teams,
)
from comity.programme.state.model import Appliers

_APPLY: Appliers = {
    **activities.APPLY, **persons.APPLY, **release.APPLY, **marking.APPLY, **proposals.APPLY,
    **meetings.APPLY, **results.APPLY, **overlap.APPLY, **teams.APPLY,
    **safeguards.APPLY,
}  # fmt: skip
# What follows from an event besides the row itself, by its kind.
_FOLLOWS: tuple[Appliers, ...] = (searching.APPLY, notices.APPLY)


def apply(entry: Entry, body: Body) -> None:
    """Apply an event, whose label is kept already: the row, its words, who is told of it."""
    key = UUID(entry.object)
    _APPLY[entry.kind](key, entry, body)
    for follows in _FOLLOWS:
        if entry.kind in follows:
            follows[entry.kind](key, entry, body)


def applied() -> frozenset[str]:
    """The kinds that are applied."""
    return frozenset(_APPLY)
