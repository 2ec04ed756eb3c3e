"""Erase a person: her values, both keys, her notices and letters; the chain stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from comity.programme.accounts.closing import close_account
from comity.programme.events.kinds import PersonErased, Relabelled, RoleEnded
from comity.programme.events.log import Writer
from comity.programme.labelling import keep, read_label
from comity.programme.models import Event, Person, Role
from comity.programme.persons.appearing import own_label
from comity.programme.persons.fields import personal_fields
from comity.programme.persons.store import values_of
from comity.safeguards.labels import Label, Level

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_NOBODY = Label.of(Level.PUBLIC)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done; ``scrubbed`` says whether the database overwrote what is gone already."""

    person: UUID
    roles_ended: int
    scrubbed: bool

    @property
    def sentence(self) -> str:
        """What was done and what was not, in words."""
        now = (
            "The database has overwritten them."
            if self.scrubbed
            else "The database has still to overwrite them: run the retention once more."
        )
        return (
            "Name, address and all other values are gone, with both keys, letters and notices; "
            f"roles that have ended: {self.roles_ended}. {now} Events keep a random identifier and "
            "the nation; backups made before keep what they held until they expire."
        )


def forget(programme: Programme, write: Writer, row: Person) -> int:
    """Write the events that erase a person; how many roles ended. The right to it was checked."""
    day = programme.today()
    roles = Role.objects.filter(person_id=row.id).filter(Q(until=None) | Q(until__gt=day))
    ended = 0
    for role in roles.order_by("id").select_related("content_label"):
        write(RoleEnded(until=day), role.id, read_label(role.content_label.text))
        ended += 1
    own = own_label(row.id, row.nation)
    nobody = keep(_NOBODY)
    labels = {"content_label": nobody, "metadata_label": nobody}
    write(Relabelled(**labels, table="person", reason="erased"), row.id, own)
    write(PersonErased(), row.id, own)
    close_account(row.id)
    return ended


def mentions(programme: Programme, person: UUID) -> tuple[int, ...]:
    """Sequences of the events whose text has an identifying value of hers: erasing leaves them.

    Titles, reasons and texts are in the chain as they were written. For administrators only, and
    before erasing: afterwards nobody knows what to look for. It reads the whole log.
    """
    patterns = _patterns(_identifying(programme, person))
    return tuple(
        sequence
        for sequence, text in Event.objects.order_by("sequence").values_list("sequence", "body")
        if any(pattern.search(text) for pattern in patterns)
    )


def _identifying(programme: Programme, person: UUID) -> list[str]:
    fields = personal_fields()
    found = values_of(programme, [person])[person].items()
    return [one.value for key, one in found if fields[key].identifies]


def _patterns(values: Iterable[str]) -> list[re.Pattern[str]]:
    # Whole words: who is called An is not in every letter that says "and".
    return [
        re.compile(rf"(?<!\w){re.escape(value)}(?!\w)", re.IGNORECASE)
        for value in sorted(values, key=len, reverse=True)
    ]
