"""Who looks: a person in a capacity, on a day, with the tokens that open labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from comity.base.errors import InputError
from comity.programme.models import Person, Role
from comity.safeguards.access import Holder
from comity.safeguards.labels import Level

if TYPE_CHECKING:
    from comity.programme.programme import Programme


# Everybody who has signed in holds it: a person may choose to appear to all of them.
SIGNED_IN = "role:signed-in"


@dataclass(frozen=True, slots=True)
class Held:
    """A role as it is held on the day."""

    role: str
    nation: str
    body: str
    activity: UUID | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person on a day; ``holder`` is what labels are held against.

    Nobody in particular has no person and holds ``ALL`` only.
    """

    person: UUID | None
    nation: str
    day: dt.date
    holder: Holder
    roles: tuple[Held, ...] = field(default=())

    def holds(self, role: str, *, nation: str = "", body: str = "") -> bool:
        """Whether a role is held, for a nation or body where one is named."""
        return any(
            held.role == role
            and (not nation or held.nation == nation)
            and (not body or held.body == body)
            for held in self.roles
        )


def anybody(day: dt.date) -> Viewer:
    """Somebody who has not signed in."""
    return Viewer(None, "", day, Holder(Level.PUBLIC, frozenset({"ALL"})))


def viewer(programme: Programme, person: UUID, on: dt.date | None = None) -> Viewer:
    """A person as she stands on a day, today by default.

    Raises:
        InputError: there is no such person, or she was erased.
    """
    day = on or programme.today()
    found = Person.objects.filter(id=person, erased=False).first()
    if found is None:
        raise InputError("there is no such account.")
    rows = (
        Role.objects.filter(person_id=person, since__lte=day)
        .filter(Q(until=None) | Q(until__gte=day))
        .order_by("role", "nation", "body", "id")
    )
    roles = tuple(Held(row.role, row.nation, row.body, row.activity_id) for row in rows)
    held = holder(nation_holder(programme, found.nation, day), person, roles)
    return Viewer(person, found.nation, day, held, roles)


def nation_holder(programme: Programme, nation: str, day: dt.date) -> Holder:
    """What anybody who acts for a nation holds on a day."""
    return Holder(_level(programme, nation, day), nation_tokens(programme, nation, day))


def holder(nation: Holder, person: UUID, roles: Iterable[Held]) -> Holder:
    """What a person holds: what her nation gives, herself, and her roles of the day."""
    tokens = {*nation.tokens, SIGNED_IN, f"person:{person}"}
    for held in roles:
        tokens |= role_tokens(held)
    return Holder(nation.level, frozenset(tokens))


def nation_tokens(programme: Programme, nation: str, day: dt.date) -> frozenset[str]:
    """What a nation holds on a day: itself, its groups and its statuses that are in force.

    What the record leaves open on that day opens nothing.
    """
    tokens = {f"nation:{nation}"}
    for kind, key in programme.held(nation, day):
        tokens.add(f"{kind}:{key}")
    return frozenset(tokens)


def role_tokens(held: Held) -> set[str]:
    """What a role gives on a day on which it is held."""
    # An administrator reads nothing by it: breaking the glass is an event.
    if held.role == Role.Kind.ADMINISTRATOR:
        return set()
    tokens = {f"role:{held.role}"}
    for scope in (held.nation, held.body):
        if scope:
            # A role for one nation or body is a token of its own: no other says the same.
            tokens.add(f"role:{held.role}-{scope.lower()}")
    if held.body:
        tokens.add(f"body:{held.body}")
    if held.activity is not None:
        tokens.add(f"activity:{held.activity}")
    return tokens


def _level(programme: Programme, nation: str, day: dt.date) -> Level:
    """The level that standing opens to a nation, never above the ceiling."""
    if programme.ceiling >= Level.NATO_UNCLASSIFIED and programme.may(
        nation, "nato-unclassified", day
    ):
        return Level.NATO_UNCLASSIFIED
    return Level.PUBLIC
