"""What is past its time, and the daily command that erases it, by events where the chain knows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.management import call_command
from django.db.models import Max, Min, Q

from comity.programme.events.chain import SYSTEM
from comity.programme.events.kinds import PersonRegistered, PersonValueSet
from comity.programme.events.log import Writer, stamp
from comity.programme.models import Event, Mail, Notice, Person, PersonValue, Role
from comity.programme.persons.appearing import choice_of, hers_alone, own_label, relabel
from comity.programme.persons.codes import drop_codes
from comity.programme.persons.erasure import forget
from comity.programme.persons.fields import personal_field, personal_fields, personal_records
from comity.programme.persons.scrubbing import scrub

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_SYSTEM = UUID(SYSTEM)


@dataclass(frozen=True, slots=True)
class Due:
    """Fields of a person that are past their time; ``whole`` where nothing of hers is left."""

    person: UUID
    since: dt.date
    fields: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run of the retention did: how many of each."""

    values: int
    persons: int
    codes: int
    letters: int
    notices: int
    appearances: int
    scrubbed: bool


def due(programme: Programme) -> tuple[Due, ...]:
    """What is past its time today, by person.

    Time is counted from the last day of her last role; from her registration where she never had
    one; and not at all while a role has no last day, or one that is still to come.
    """
    day = programme.today()
    longest = max(field.retention for field in personal_fields().values())
    held: dict[UUID, list[str]] = {}
    for person, field in PersonValue.objects.order_by("field").values_list("person_id", "field"):
        held.setdefault(person, []).append(field)
    found = []
    for person, since in _since(day).items():
        gone = (day - since).days
        fields = tuple(key for key in held.get(person, []) if gone > personal_field(key).retention)
        if fields or gone > longest:
            found.append(Due(person, since, fields, gone > longest))
    return tuple(sorted(found, key=lambda one: str(one.person)))


def _since(day: dt.date) -> dict[UUID, dt.date]:
    """From when time counts, of every person without a role that holds."""
    holding = Role.objects.filter(Q(until=None) | Q(until__gte=day)).values("person_id")
    rows = Person.objects.filter(erased=False).exclude(id__in=holding)
    last = dict(rows.annotate(last=Max("roles__until")).values_list("id", "last"))
    events = Event.objects.filter(kind=PersonRegistered.kind).values("object")
    registered = dict(events.annotate(time=Min("time")).values_list("object", "time"))
    return {
        person: until or dt.date.fromisoformat(registered[str(person)][:10])
        for person, until in last.items()
    }


def run(programme: Programme) -> Kept:
    """Erase what is past its time, let appearances follow the day's roles, and overwrite.

    To be run once a day. Removing a value and erasing a person are events of the programme itself.

    Raises:
        InputError: the keys of a person do not open.
    """
    values = persons = 0
    with programme.writing(_SYSTEM) as write:
        for one in due(programme):
            row = Person.objects.get(id=one.person)
            if one.whole:
                forget(programme, write, row)
                persons += 1
                continue
            for key in one.fields:
                remove(write, row, key)
                values += 1
        appearances = _follow(write, programme.today())
        now = dt.datetime.fromisoformat(write.now)
        codes = drop_codes(now)
        letters, notices = _drop(now)
        call_command("clearsessions", verbosity=0)
    return Kept(values, persons, codes, letters, notices, appearances, scrub(rewrite=True))


def remove(write: Writer, row: Person, key: str) -> None:
    """Remove a value by its event, which those read who might see the value."""
    alone = personal_field(key).seen_by == "self"
    label = hers_alone(row.id) if alone else own_label(row.id, row.nation)
    write(PersonValueSet(field=key, commitment=""), row.id, label)


def _follow(write: Writer, day: dt.date) -> int:
    """Roles begin and end by the calendar, without an event: labels follow here."""
    people = Person.objects.filter(erased=False).order_by("id")
    chosen = Event.objects.filter(kind="relabelled").values_list("object", flat=True).distinct()
    asked = people.filter(id__in=[UUID(one) for one in chosen])
    return sum(relabel(write, row, choice_of(row.id), day, chosen=False) for row in asked)


def _drop(now: dt.datetime) -> tuple[int, int]:
    records = personal_records()
    letters, notices = (
        stamp(now - dt.timedelta(days=records[key].days)) for key in ("letters", "notices")
    )
    return (
        Mail.objects.exclude(sent="").filter(sent__lt=letters).delete()[0],
        Notice.objects.filter(done=True, time__lt=notices).delete()[0],
    )
