"""Breaking the glass: an administrator reads without a right to, and everybody sees that she does.

That she broke it, and why, is an event open to all; it says nothing of what she reads. For an hour
she may then read one object at a time, by its identifier: each is an event of that object, under
its label, and its owners are told. There is no list through the glass.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.events.kinds import GlassBroken, GlassRead, read_body
from comity.programme.events.log import stamp
from comity.programme.labelling import PUBLIC_LABEL, read_label
from comity.programme.models import Event, Person, Role
from comity.programme.models.labels import Labelled
from comity.programme.persons.store import Value, shown
from comity.programme.reading.filter import readable
from comity.programme.reading.objects import content, one
from comity.programme.reading.tables import TABLES
from comity.programme.reading.views import View
from comity.programme.services.acting import acting, actor, turn
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_role
from comity.programme.services.texts import REASON, checked
from comity.safeguards.access import Holder

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer

HOUR = dt.timedelta(hours=1)
_CLOSED = Refusal(
    "glass", "", (HOUSE,), "the glass is not broken: say why you must read, and it is for an hour."
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken glass as all see it; times as in the log (UTC)."""

    event: str
    person: UUID
    reason: str
    time: str
    until: str


@dataclass(frozen=True, slots=True)
class Whole:
    """An object read through the glass, with the bytes of a document, the values of a person."""

    view: View
    data: bytes | None
    values: Mapping[str, Value]


def break_glass(programme: Programme, viewer: Viewer, reason: str) -> Broken | Refusal:
    """Break the glass for an hour, for a reason that everybody will read.

    Raises:
        InputError: no reason or too long a one.
    """
    why = checked(reason, "the reason", REASON)
    with turn(programme, viewer) as append:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        refused = needs_role(who, (Role.Kind.ADMINISTRATOR,))
        if refused is not None:
            return refused
        until = stamp(dt.datetime.fromisoformat(append.now) + HOUR)
        entry = append(GlassBroken(reason=why, until=until), actor(who), PUBLIC_LABEL)
        return Broken(entry.identifier, actor(who), why, entry.time, until)


def broken(most: int = 100) -> tuple[Broken, ...]:
    """The glass as it was broken, the latest first: for everybody."""
    public = readable(Holder())
    rows = Event.objects.filter(kind=GlassBroken.kind, label_id__in=public).order_by("-sequence")
    found = []
    for event, person, time, text in rows.values_list("identifier", "actor", "time", "body")[:most]:
        body = read_body(GlassBroken.kind, text)
        if isinstance(body, GlassBroken):
            found.append(Broken(event, UUID(person), body.reason, time, body.until))
    return tuple(found)


def read(programme: Programme, viewer: Viewer, table: str, key: UUID) -> Whole | Refusal:
    """Read one object through the glass that the viewer broke within the hour.

    Raises:
        InputError: there is no such table.
    """
    with turn(programme, viewer) as append:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        refused = needs_role(who, (Role.Kind.ADMINISTRATOR,))
        if refused is not None:
            return refused
        glass = _open_for(actor(who), append.now)
        if glass is None:
            return _CLOSED
        through = _through(programme, who, table, key)
        found = one(through, table, key)
        if found is None:
            return NOT_THERE
        label = TABLES[table].rows._default_manager.values_list("metadata_label__text", flat=True)
        body = GlassRead(table=table, glass=glass.event)
        append(body, key, read_label(label.get(id=key)))
        data = content(through, key) if table == "document" else None
        persons = Person.objects.filter(id=key) if table == "person" else Person.objects.none()
        values = shown(programme, through, persons).get(key, {})
    return Whole(found, data, values)


def _open_for(person: UUID, now: str) -> Broken | None:
    """The glass that a person has broken and that is open at a time of the log."""
    return next(
        (one for one in broken() if one.person == person and one.time <= now < one.until), None
    )


def _through(programme: Programme, viewer: Viewer, table: str, key: UUID) -> Viewer:
    """The viewer with the tokens of one object and of what it hangs on, at the ceiling's level."""
    tokens = set(viewer.holder.tokens)
    if table in TABLES:
        shape = TABLES[table]
        row = shape.rows._default_manager.filter(id=key).first()
        names = [*shape.through, *shape.perhaps.split()]
        for one_row in [row, *(_above(row, name) for name in names)]:
            if one_row is not None:
                for label in (one_row.content_label, one_row.metadata_label):
                    asked = read_label(label.text)
                    tokens |= asked.releasable_to | asked.required
    return replace(viewer, holder=Holder(programme.ceiling, frozenset(tokens)))


def _above(row: Labelled | None, path: str) -> Labelled | None:
    """What a row hangs on, by a path such as ``document__activity``."""
    found = row
    for name in path.split("__"):
        found = None if found is None else getattr(found, name)
    return found
