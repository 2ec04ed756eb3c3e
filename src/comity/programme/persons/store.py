"""Values of persons in their tables: written and read with the keys of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.models import Person, PersonKey, PersonValue
from comity.programme.persons import vault
from comity.programme.persons.fields import personal_fields
from comity.programme.reading.filter import readable
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a person; ``verified`` is False unless somebody proved it."""

    value: str = field(repr=False)
    verified: bool
    commitment: str = field(repr=False)


def add_keys(wrapping: bytes, person: UUID, keys: vault.PersonKeys) -> None:
    """Keep the keys of a new person, wrapped."""
    encryption, commitment = vault.wrap(wrapping, person, keys)
    PersonKey.objects.create(person_id=person, encryption=encryption, commitment=commitment)


def keys_of(wrapping: bytes, person: UUID) -> vault.PersonKeys:
    """The keys of a person.

    Raises:
        InputError: she has none (there is no such account, or she was erased), or they do not open.
    """
    row = PersonKey.objects.filter(person_id=person).first()
    if row is None:
        raise InputError("there is no such account.")
    return vault.unwrap(wrapping, person, row.encryption, row.commitment)


def put(keys: vault.PersonKeys, person: UUID, key: str, value: str) -> str:
    """Keep a value, not verified; returns its commitment. Only beside the event that says so."""
    commitment = vault.commit(keys, key, value)
    PersonValue.objects.update_or_create(
        person_id=person,
        field=key,
        defaults={
            "value": vault.encrypt(keys, person, key, value),
            "commitment": commitment,
            "verified": False,
            "lookup": "",
        },
    )
    return commitment


def put_first(keys: vault.PersonKeys, person: UUID, values: Mapping[str, str]) -> None:
    """Keep the values with which a person is registered, none verified, beside that event."""
    PersonValue.objects.bulk_create(
        PersonValue(
            person_id=person, field=key, value=vault.encrypt(keys, person, key, value),
            commitment=vault.commit(keys, key, value),
        )
        for key, value in values.items()
    )  # fmt: skip


def values_of(
    programme: Programme, people: Iterable[UUID], fields: Iterable[str] = ()
) -> dict[UUID, dict[str, Value]]:
    """All values of some persons by field, for whoever has the right to each: no label is asked.

    Of ``fields`` alone, if some are named.

    Raises:
        InputError: a key or value does not open.
    """
    asked = list(people)
    wrapping = programme.keys.wrapping
    keys = {
        row.person_id: vault.unwrap(wrapping, row.person_id, row.encryption, row.commitment)
        for row in PersonKey.objects.filter(person_id__in=asked)
    }
    found: dict[UUID, dict[str, Value]] = {person: {} for person in asked}
    rows = PersonValue.objects.filter(person_id__in=asked)
    if wanted := list(fields):
        rows = rows.filter(field__in=wanted)
    for row in rows:
        opened = vault.decrypt(keys[row.person_id], row.person_id, row.field, row.value)
        found[row.person_id][row.field] = Value(opened, row.verified, row.commitment)
    # In the order of the file, whatever the order of rows.
    return {
        person: {key: values[key] for key in personal_fields() if key in values}
        for person, values in found.items()
    }


def declared(
    programme: Programme, people: Iterable[UUID], fields: Collection[str]
) -> dict[UUID, dict[str, str]]:
    """What some persons told in some fields, and no other field opened: for figures of many.

    Raises:
        InputError: a key or value does not open.
    """
    asked, wrapping = set(people), programme.keys.wrapping
    rows = [
        row for row in PersonValue.objects.filter(field__in=fields) if row.person_id in asked
    ]  # fmt: skip
    keys = {
        row.person_id: vault.unwrap(wrapping, row.person_id, row.encryption, row.commitment)
        for row in PersonKey.objects.filter(
            person_id__in=PersonValue.objects.filter(field__in=fields).values("person_id")
        )
        if row.person_id in asked
    }
    found: dict[UUID, dict[str, str]] = {person: {} for person in asked}
    for row in rows:
        opened = vault.decrypt(keys[row.person_id], row.person_id, row.field, row.value)
        found[row.person_id][row.field] = opened
    return found


def shown(
    programme: Programme, viewer: Viewer, people: Iterable[Person]
) -> dict[UUID, dict[str, Value]]:
    """The values that a viewer may see, by person: only of persons that appear to the viewer.

    A field is seen by herself; else, as ``seen_by`` says, by those whom her metadata label lets
    (``appearance``), by those whom her content label lets (``coordinator``), or by nobody.
    """
    labels = readable(viewer.holder)
    rows = [row for row in people if row.metadata_label_id in labels and not row.erased]
    found = values_of(programme, [row.id for row in rows])
    fields = personal_fields()
    answer = {}
    for row in rows:
        open_to = {"appearance"}
        if row.content_label_id in labels:
            open_to.add("coordinator")
        if row.id == viewer.person:
            open_to.add("self")
        values = found[row.id].items()
        answer[row.id] = {key: one for key, one in values if fields[key].seen_by in open_to}
    return answer


def verified_value(programme: Programme, person: UUID, key: str) -> str | None:
    """A value that was verified; None where there is none, or nobody verified it."""
    found = values_of(programme, [person])[person].get(key)
    return found.value if found is not None and found.verified else None


def verified_person(programme: Programme, key: str, value: str) -> UUID | None:
    """Who has a verified value, as at a sign-in by address; its absence must not be told."""
    wanted = vault.lookup(programme.keys.wrapping, key, value)
    rows = PersonValue.objects.filter(field=key, lookup=wanted, verified=True)
    return rows.values_list("person_id", flat=True).first()
