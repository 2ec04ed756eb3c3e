"""Events of persons and their roles to the tables."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import (
    Mail,
    Notice,
    Person,
    PersonCode,
    PersonKey,
    PersonValue,
    Role,
)
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change, create


def _person(key: UUID, _: Entry, body: kinds.PersonRegistered) -> None:
    create(
        Person, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        nation=body.nation,
    )  # fmt: skip


def _value(key: UUID, _: Entry, body: kinds.PersonValueSet) -> None:
    """The value itself is kept by :mod:`comity.programme.persons` beside the event."""
    if not body.commitment:
        PersonValue.objects.filter(person_id=key, field=body.field).delete()
    # A code verifies the value for which it was sent, and no other.
    PersonCode.objects.filter(person_id=key, field=body.field).update(digest="")


def _verified(key: UUID, _: Entry, body: kinds.PersonValueVerified) -> None:
    PersonValue.objects.filter(person_id=key, field=body.field, commitment=body.commitment).update(
        verified=True
    )


def _erased(key: UUID, _: Entry, __: kinds.PersonErased) -> None:
    for rows in (PersonValue, PersonCode, Notice, Mail):
        rows._default_manager.filter(person_id=key).delete()
    PersonKey.objects.filter(person_id=key).delete()
    change(Person, key, erased=True)


def _role(key: UUID, _: Entry, body: kinds.RoleGiven) -> None:
    create(
        Role, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        person_id=body.person, role=body.role, nation=body.nation, body=body.body,
        activity_id=body.activity, since=body.since, until=body.until,
    )  # fmt: skip


def _role_ended(key: UUID, _: Entry, body: kinds.RoleEnded) -> None:
    change(Role, key, until=body.until)


APPLY: Appliers = {
    "person-registered": _person,
    "person-value-set": _value,
    "person-value-verified": _verified,
    "person-erased": _erased,
    "role-given": _role,
    "role-ended": _role_ended,
}
