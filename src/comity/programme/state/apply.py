"""One event to the tables; every change of a table is here and in the modules beside it."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events.chain import Entry
from comity.programme.events.kinds import Body
from comity.programme.state import activities, persons, release
from comity.programme.state.model import Appliers

_APPLY: Appliers = {**activities.APPLY, **persons.APPLY, **release.APPLY}


def apply(entry: Entry, body: Body) -> None:
    """Apply an event."""
    _APPLY[entry.kind](UUID(entry.object), entry, body)


def applied() -> frozenset[str]:
    """The kinds that are applied."""
    return frozenset(_APPLY)
