"""Kinds of events of persons and their roles. None holds a value of a person."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.programme.events.body import Body, Labels, register


@register
class PersonRegistered(Labels, frozen=True, kw_only=True):
    """A person; ``commitments`` are HMACs of her values by field, under a key of hers."""

    kind = "person-registered"
    nation: str
    commitments: dict[str, str]


@register
class PersonValueSet(Body, frozen=True, kw_only=True):
    """A value of a person changed; an empty commitment says that it was removed."""

    kind = "person-value-set"
    field: str
    commitment: str


@register
class PersonValueVerified(Body, frozen=True, kw_only=True):
    """A value of a person was verified, by its commitment."""

    kind = "person-value-verified"
    field: str
    commitment: str


@register
class PersonErased(Body, frozen=True, kw_only=True):
    """The keys and values of a person were destroyed."""

    kind = "person-erased"


@register
class RoleGiven(Labels, frozen=True, kw_only=True):
    """A role of a person, from a day."""

    kind = "role-given"
    person: UUID
    role: str
    nation: str = ""
    body: str = ""
    activity: UUID | None = None
    since: dt.date
    until: dt.date | None = None


@register
class RoleEnded(Body, frozen=True, kw_only=True):
    """The last day of a role."""

    kind = "role-ended"
    until: dt.date
