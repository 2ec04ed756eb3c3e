"""To whom a person appears: her own choice, and the labels that follow from it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from comity.programme.events.kinds import Relabelled, read_body
from comity.programme.events.log import Writer
from comity.programme.labelling import keep
from comity.programme.models import Event, Person, Role
from comity.programme.reading.viewer import SIGNED_IN
from comity.safeguards.labels import Label, Level

COORDINATOR = Role.Kind.COORDINATOR.value


class Appears(StrEnum):
    """To whom a person appears besides herself and her nation's coordinators."""

    NOBODY = "nobody"
    BODIES = "my bodies and activities"
    SIGNED_IN = "all who are signed in"


_REASONS = {f"appears to {choice}": choice for choice in Appears}


def own_label(person: UUID, nation: str) -> Label:
    """For herself and her nation's coordinators; the content of every person has it."""
    return Label.of(Level.PUBLIC, [f"person:{person}", f"role:{COORDINATOR}-{nation.lower()}"])


def hers_alone(person: UUID) -> Label:
    """For herself."""
    return Label.of(Level.PUBLIC, [f"person:{person}"])


def appearance_label(person: UUID, nation: str, to: Appears, circles: Iterable[str]) -> Label:
    """The label of her metadata; ``circles`` are tokens of her bodies and activities."""
    label = own_label(person, nation)
    more = {SIGNED_IN} if to is Appears.SIGNED_IN else set(circles) if to is Appears.BODIES else ()
    return Label.of(Level.PUBLIC, label.releasable_to | frozenset(more))


def circles(person: UUID, day: dt.date) -> frozenset[str]:
    """Tokens of the bodies and activities in which she holds a role on a day."""
    rows = Role.objects.filter(person_id=person, since__lte=day).filter(
        Q(until=None) | Q(until__gte=day)
    )
    return frozenset(
        f"body:{row.body}" if row.activity_id is None else f"activity:{row.activity_id}"
        for row in rows
        if row.body or row.activity_id is not None
    )


def choice_of(person: UUID) -> Appears:
    """What she chose last, by her events; nobody where she never chose."""
    events = Event.objects.filter(object=str(person), kind=Relabelled.kind).order_by("-sequence")
    for text in events.values_list("body", flat=True):
        body = read_body(Relabelled.kind, text)
        if isinstance(body, Relabelled) and body.reason in _REASONS:
            return _REASONS[body.reason]
    return Appears.NOBODY


def relabel(write: Writer, row: Person, to: Appears, day: dt.date, *, chosen: bool) -> bool:
    """Give her metadata the label of her choice on a day; says whether an event was written.

    ``chosen`` writes the event even where the label stays, as the event is what keeps the choice.
    """
    label = appearance_label(row.id, row.nation, to, circles(row.id, day))
    if label.key == row.metadata_label_id and not chosen:
        return False
    own = own_label(row.id, row.nation)
    body = Relabelled(
        content_label=keep(own), metadata_label=keep(label), table="person",
        reason=f"appears to {to}",
    )  # fmt: skip
    write(body, row.id, own)
    return True


def follow_roles(write: Writer, person: UUID, day: dt.date) -> bool:
    """Let her appearance follow her roles, after one was given or ended."""
    row = Person.objects.get(id=person)
    return not row.erased and relabel(write, row, choice_of(person), day, chosen=False)
