"""Who could see an object on a day: by replay of the log to the end of that day.

The object and what it hangs on give the labels of the day, persons and roles of the day the
holders, and standing on the day their nation's tokens, of what had become public by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events import kinds
from comity.programme.events.replay import Replayed, last_of, replay
from comity.programme.labelling import read_label
from comity.programme.models import Event, Label, Role
from comity.programme.reading.filter import Sight
from comity.programme.reading.held_on import Opened, registered
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.services.guard import NOT_THERE, Refusal, needs_role
from comity.programme.state.notices import owners
from comity.safeguards.labels import Label as Rule

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# What a row hangs on, by the field that names it.
_HANGS = ("activity", "document", "person", "series", "proposal", "other", "one")


@dataclass(frozen=True, slots=True)
class Could:
    """A person who could see that the object is there; ``content`` says whether all of it.

    ``glass`` says that she read it on that day by breaking the glass, and not otherwise.
    """

    person: UUID
    nation: str
    content: bool
    glass: bool = False


def who_could_see(
    programme: Programme, viewer: Viewer, table: str, key: UUID, day: dt.date
) -> tuple[Could, ...] | Refusal:
    """Persons who could see an object at the end of a day, by nation; empty where it was not there.

    For its owner, and for an administrator, who learns of it no more than that: both by identifier.
    An owner is told of persons who appear to her, by the roles that she sees of them: whether
    there are others is an administrator's to know.

    Raises:
        InputError: there is no such table.
    """
    if table not in TABLES:
        raise InputError(f"no table {table[:40]!r}; known: {', '.join(TABLES)}.")
    sight = None if viewer.holds(Role.Kind.ADMINISTRATOR) else Sight.of(viewer)
    if sight is not None:
        if not TABLES[table].few(sight, [key]).exists():
            return NOT_THERE
        if viewer.person not in owners(table, key, viewer.day.isoformat()):
            refused = needs_role(viewer, (Role.Kind.ADMINISTRATOR,))
            assert refused is not None
            return refused
    until = last_of(day)
    found = replay(key, until)
    if found is None or found.table != table:
        return ()
    chain = list(_chain(found, until))
    if any(one.fields.get("erased") for one in chain):
        return ()
    metadata = tuple(_label(one.fields["metadata_label"]) for one in chain)
    content_label = _label(found.fields["content_label"])
    opened = Opened(programme, day, metadata, content_label, _shown("role", sight))
    through_glass = _glass(key, day)
    could = []
    persons = _shown("person", sight)
    for person, nation in sorted(registered(until), key=lambda one: (one[1], one[0])):
        if persons is not None and person not in persons:
            continue
        seen, content = opened.to(person, nation)
        if seen:
            could.append(Could(UUID(person), nation, content))
        elif person in through_glass:
            could.append(Could(UUID(person), nation, content=True, glass=True))
    return tuple(could)


def _label(key: str) -> Rule:
    return read_label(Label.objects.values_list("text", flat=True).get(key=key))


def _chain(found: Replayed, until: str) -> Iterator[Replayed]:
    """An object and all that it hangs on."""
    yield found
    for name in _HANGS:
        parent = found.fields.get(name)
        if parent is not None and (above := replay(parent, until)) is not None:
            yield from _chain(above, until)


def _shown(table: str, sight: Sight | None) -> frozenset[str] | None:
    """Identifiers that somebody sees of a table; None for who is told of all."""
    if sight is None:
        return None
    return frozenset(map(str, TABLES[table].seen(sight).values_list("id", flat=True)))


def _glass(key: UUID, day: dt.date) -> frozenset[str]:
    """Persons who read an object through the broken glass on a day."""
    first = f"{day.isoformat()}T"
    read = Event.objects.filter(
        object=str(key), kind=kinds.GlassRead.kind, time__gte=first, time__lte=last_of(day)
    )
    return frozenset(read.values_list("actor", flat=True))
