"""Verify a person's address by a one-time code; what nobody proved is never taken as verified."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import PersonValueVerified
from comity.programme.models import Person, PersonValue
from comity.programme.persons import vault
from comity.programme.persons.appearing import own_label
from comity.programme.persons.codes import A_DAY, LASTS, new_code, use_code
from comity.programme.persons.fields import personal_field
from comity.programme.persons.store import keys_of, values_of, verified_person
from comity.programme.reading.invented import mark
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import (
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

_MINUTES = int(LASTS.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Letter:
    """A code on its way to an address: for the mail alone, never for a page or a log."""

    address: str = field(repr=False)
    code: str = field(repr=False)
    mark: str = ""

    @property
    def subject(self) -> str:
        """The subject of the mail; it says nothing of the person."""
        return "Your code for the programme"

    @property
    def text(self) -> str:
        """The mail, plain text."""
        text = (
            f"Your code is {self.code}\n\n"
            f"It proves that this address is yours and lasts {_MINUTES} minutes.\n"
            "If you did not ask for it, leave it: nothing happens without the code.\n"
        )
        return f"{self.mark}\n\n{text}" if self.mark else text


def send_code(
    programme: Programme, viewer: Viewer, person: UUID, field: str = "email"
) -> Letter | Refusal:
    """A code for the person's address: asked for by herself, or by who may invite her.

    Raises:
        InputError: a field that no code verifies.
    """
    _verifiable(field)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = seen_person(who, person)
        if row is None:
            return NOT_THERE
        if who.person != person and not (administers(who) or coordinates(who, row.nation)):
            sentence = "a code is asked for by the person or by who may register her."
            return refuse("send-code", who.day, sentence)
        value = values_of(programme, [person])[person].get(field)
        if value is None or value.verified:
            sentence = f"there is no {field} that is still to be verified."
            return refuse("send-code", who.day, sentence)
        keys, now = keys_of(programme.keys.wrapping, person), dt.datetime.fromisoformat(write.now)
        code = new_code(keys, person, field, value.commitment, now)
        if code is None:
            sentence = f"{A_DAY} codes were sent within a day: ask again tomorrow."
            return refuse("code-limit", who.day, sentence)
        return Letter(value.value, code, mark())


def verify_value(
    programme: Programme, person: UUID, code: str, field: str = "email"
) -> Refusal | None:
    """Verify a value by its code, which is the proof: nobody need be signed in.

    No person, no code, an old, a used and a wrong one are refused alike. Where another person has
    the same address verified, who proved that the address is hers is told so, and nobody else.

    Raises:
        InputError: a field that no code verifies.
    """
    _verifiable(field)
    day = programme.today()
    sentence = (
        f"the code is not valid: it is wrong, was used, is older than {_MINUTES} minutes or was "
        "tried too often; ask for a new one."
    )
    invalid = refuse("code", day, sentence)
    with programme.writing(person) as write:
        row = Person.objects.filter(id=person, erased=False).first()
        if row is None:
            return invalid
        keys = keys_of(programme.keys.wrapping, person)
        now = dt.datetime.fromisoformat(write.now)
        commitment = use_code(keys, person, field, code, now)
        value = values_of(programme, [person])[person].get(field)
        if commitment is None or value is None or value.commitment != commitment:
            return invalid
        if verified_person(programme, field, value.value) not in (None, person):
            told = f"this {field} is verified for another account of yours: remove it there first."
            return refuse("one-account", day, told)
        write(
            PersonValueVerified(field=field, commitment=commitment),
            person,
            own_label(person, row.nation),
        )
        PersonValue.objects.filter(person_id=person, field=field).update(
            lookup=vault.lookup(programme.keys.wrapping, field, value.value)
        )
    return None


def _verifiable(key: str) -> None:
    if personal_field(key).verified_by != "code":
        raise InputError(f"the field {key} is not verified by a code.")
