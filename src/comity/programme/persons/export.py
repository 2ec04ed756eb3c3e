"""Everything that the programme holds of one person, for herself, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from comity.base.errors import InputError
from comity.programme.models import Conflict, Event, Mail, Notice, Person, Role, Seat
from comity.programme.persons.appearing import choice_of
from comity.programme.persons.fields import personal_fields, personal_records
from comity.programme.persons.store import values_of
from comity.programme.reading.filter import Sight, readable
from comity.programme.reading.invented import invented, mark
from comity.programme.reading.objects import among
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def export(programme: Programme, viewer: Viewer) -> dict[str, Any]:
    """All of the viewer's own data: values, roles, events, notices, letters, and what each is for.

    Events by her or about something of hers are there as far as she may read them today, without
    their sequence, and with other actors unnamed: another's identifier is not hers.

    Raises:
        InputError: nobody is signed in, or her keys do not open.
    """
    person = viewer.person
    row = None if person is None else Person.objects.filter(id=person, erased=False).first()
    if person is None or row is None:
        raise InputError("sign in first: one exports one's own data.")
    labels = readable(viewer.holder)
    values = values_of(programme, [person])[person]
    return {
        **({"mark": mark()} if invented() else {}),
        "person": str(person),
        "exported": viewer.day.isoformat(),
        "nation": row.nation,
        "appears_to": str(choice_of(person)),
        "fields": [
            {
                "field": key,
                "value": values[key].value if key in values else None,
                "verified": key in values and values[key].verified,
                "purpose": field.purpose,
                "legal_basis": field.legal_basis,
                "retention_days": field.retention,
                "seen_by": field.seen_by,
            }
            for key, field in personal_fields().items()
        ],
        "records": [
            {"record": record.title, "purpose": record.purpose, "retention": record.retention}
            for record in personal_records().values()
        ],
        "roles": _roles(person),
        "events": _events(person, labels),
        "notices": _notices(Sight.of(viewer), person),
        "letters": _letters(Sight.of(viewer), person),
    }


def _notices(sight: Sight, person: UUID) -> list[dict[str, Any]]:
    """Notices of events that she may read, of objects that she sees: others were none of hers."""
    rows = Notice.objects.filter(person_id=person, label__among=sight.keys)
    rows = rows.order_by("time", "event")
    seen = among(sight, set(rows.values_list("object", flat=True)))
    return [
        {"kind": row.kind, "time": row.time, "done": row.done} for row in rows if row.object in seen
    ]


def _letters(sight: Sight, person: UUID) -> list[dict[str, Any]]:
    """Letters that reached her, and those that wait of what she may read: others are not hers."""
    rows = Mail.objects.filter(person_id=person).order_by("created", "id")
    waiting = rows.filter(sent="").values("event")
    told = Event.objects.filter(identifier__in=waiting, label__among=sight.keys)
    pairs = {name: UUID(key) for name, key in told.values_list("identifier", "object")}
    seen = among(sight, set(pairs.values()))
    shown = [name for name, key in pairs.items() if key in seen]
    found = rows.filter(~Q(sent="") | Q(event__in=shown)).values("created", "sent", "withheld")
    return [{**row} for row in found]


def _roles(person: UUID) -> list[dict[str, Any]]:
    return [
        {
            "id": str(role.id),
            "role": role.role,
            "nation": role.nation,
            "body": role.body,
            "activity": None if role.activity_id is None else str(role.activity_id),
            "since": role.since.isoformat(),
            "until": None if role.until is None else role.until.isoformat(),
        }
        for role in Role.objects.filter(person_id=person).order_by("since", "role", "id")
    ]


def _events(person: UUID, labels: frozenset[str]) -> list[dict[str, Any]]:
    hers = (
        Role.objects.filter(person_id=person), Seat.objects.filter(person_id=person),
        Conflict.objects.filter(Q(one_id=person) | Q(other_id=person)),
    )  # fmt: skip
    keys = [str(one) for rows in hers for one in rows.values_list("id", flat=True)]
    about = Q(actor=str(person)) | Q(object__in=[str(person), *keys])
    rows = Event.objects.filter(about, label__among=labels).order_by("sequence")
    return [
        {
            "event": event.identifier,
            "time": event.time,
            "by": "you" if event.actor == str(person) else "another",
            "kind": event.kind,
            "object": event.object,
            "says": json.loads(event.body),
        }
        for event in rows
    ]
