"""Persons: register one, set and verify her values, choose to whom she appears, erase her."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.accounts.models import Account
from comity.programme.events.kinds import PersonRegistered, PersonValueSet
from comity.programme.events.log import Writer
from comity.programme.labelling import keep
from comity.programme.models import Person, Role
from comity.programme.persons import vault
from comity.programme.persons.appearing import Appears, hers_alone, own_label, relabel
from comity.programme.persons.erasure import Erased, forget
from comity.programme.persons.export import export
from comity.programme.persons.fields import PersonalField, checked, personal_field, personal_fields
from comity.programme.persons.retention import remove
from comity.programme.persons.scrubbing import scrub
from comity.programme.persons.store import add_keys, keys_of, put, put_first, values_of
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import (
    ADMINISTRATOR,
    acting,
    administers,
    coordinates,
    refuse,
    seen_person,
    turn,
)
from comity.programme.services.guard import NOT_THERE, Refusal

if TYPE_CHECKING:
    from comity.programme.programme import Programme


def register_person(
    programme: Programme, viewer: Viewer, nation: str, values: Mapping[str, str]
) -> UUID | Refusal:
    """Register a person who acts for a nation; by an administrator or the nation's coordinator.

    ``values`` by field; she sets those that are hers alone herself. The answer is the same whether
    or not an address stands with another person already: only who proves it learns that.

    Raises:
        InputError: an unknown nation or field, a value that a field cannot have, or one missing.
    """
    code = programme.workspace.register.nations.resolve(nation)
    kept = first_values(values)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        if not (administers(who) or coordinates(who, code)):
            sentence = f"persons of {code} are registered by its coordinator or an administrator."
            return refuse("register-person", who.day, sentence)
        return enter_person(programme, write, code, kept)


def enter_person(
    programme: Programme, write: Writer, nation: str, values: Mapping[str, str]
) -> UUID:
    """Write a new person with checked values; for who has the right to, as imports have."""
    person, keys = programme.new_id(), programme.new_person_keys()
    own = own_label(person, nation)
    key = keep(own)
    body = PersonRegistered(
        content_label=key, metadata_label=key, nation=nation,
        commitments={field: vault.commit(keys, field, one) for field, one in values.items()},
    )  # fmt: skip
    write(body, person, own)
    add_keys(programme.keys.wrapping, person, keys)
    put_first(keys, person, values)
    return person


def first_values(values: Mapping[str, str]) -> dict[str, str]:
    """The values with which a person is registered, each checked.

    Raises:
        InputError: an unknown field, a value that a field cannot have, one missing, or one that
            is the person's own to set.
    """
    for key, field in personal_fields().items():
        if field.required and key not in values:
            raise InputError(f"a person needs the field {key}: give it.")
        if field.set_by == "self" and key in values:
            raise InputError(f"the field {key} is set by the person alone: leave it out.")
    return {key: checked(key, value) for key, value in values.items()}


def set_value(
    programme: Programme, viewer: Viewer, person: UUID, field: str, value: str
) -> Refusal | None:
    """Set a value; it is not verified until she proves it. The same value again changes nothing.

    Raises:
        InputError: an unknown field, or a value that it cannot have.
    """
    kept = checked(field, value)
    with turn(programme, viewer) as write:
        row = _hers_to_set(programme, viewer, person, personal_field(field))
        if isinstance(row, Refusal):
            return row
        keys = keys_of(programme.keys.wrapping, person)
        before = values_of(programme, [person])[person].get(field)
        if before is None or before.value != kept:
            commitment = put(keys, person, field, kept)
            alone = personal_field(field).seen_by == "self"
            label = hers_alone(person) if alone else own_label(person, row.nation)
            write(PersonValueSet(field=field, commitment=commitment), person, label)
    return None


def remove_value(programme: Programme, viewer: Viewer, person: UUID, field: str) -> Refusal | None:
    """Remove a value; the database overwrites it at the next run of the retention.

    Raises:
        InputError: an unknown field, or one that an account cannot be without.
    """
    wanted = personal_field(field)
    if wanted.required:
        raise InputError(f"an account needs the field {field}: change it, or erase the person.")
    with turn(programme, viewer) as write:
        row = _hers_to_set(programme, viewer, person, wanted)
        if isinstance(row, Refusal):
            return row
        if field in values_of(programme, [person])[person]:
            remove(write, row, field)
    return None


def _hers_to_set(
    programme: Programme, viewer: Viewer, person: UUID, field: PersonalField
) -> Person | Refusal:
    """The person whose value the viewer may set, or why not."""
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    row = seen_person(who, person)
    if row is None:
        return NOT_THERE
    if who.person == person:
        return row
    if field.set_by == "self" or not coordinates(who, row.nation):
        others = "" if field.set_by == "self" else " and her nation's coordinator"
        sentence = f"the field {field.key} is set by the person{others} only."
        return refuse("set-value", who.day, sentence)
    # Who could change the address of an account could take it over.
    if field.key == "email" and Account.objects.filter(person=person).exists():
        sentence = "she has an account and signs in by that address: only she herself changes it."
        return refuse("verified-value", who.day, sentence)
    if (found := values_of(programme, [person])[person].get(field.key)) and found.verified:
        sentence = f"the field {field.key} is verified: only the person herself changes it."
        return refuse("verified-value", who.day, sentence)
    return row


def appear(programme: Programme, viewer: Viewer, to: Appears) -> Refusal | None:
    """Choose to whom one appears: by her name, nation, organisation and ORCID iD."""
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = seen_person(who, who.person) if who.person is not None else None
        if row is None:
            return NOT_THERE
        relabel(write, row, to, who.day, chosen=True)
    return None


def export_own(programme: Programme, viewer: Viewer) -> dict[str, Any] | Refusal:
    """Everything held of the viewer; see :func:`comity.programme.persons.export.export`."""
    who = acting(programme, viewer)
    return who if isinstance(who, Refusal) else export(programme, who)


def erase_person(programme: Programme, viewer: Viewer, person: UUID) -> Erased | Refusal:
    """Erase a person: by herself, or by an administrator on her behalf."""
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = seen_person(who, person)
        if row is None:
            return NOT_THERE
        if who.person != person and not administers(who):
            sentence = "a person is erased by herself or by an administrator."
            return refuse("erase-person", who.day, sentence)
        if last_administrator(programme, person):
            sentence = "the only administrator cannot be erased: give the role to another first."
            return refuse("last-administrator", who.day, sentence)
        ended = forget(programme, write, row)
    return Erased(person, ended, scrub())


def last_administrator(programme: Programme, person: UUID) -> bool:
    """Whether a person is the only one who administers today and has no end to it."""
    holders = Role.objects.filter(role=ADMINISTRATOR, until=None, since__lte=programme.today())
    found = set(holders.values_list("person_id", flat=True))
    return found == {person}
