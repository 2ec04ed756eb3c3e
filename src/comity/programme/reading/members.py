"""Members who may be found for a team: who opted in, what they have done, and who they are.

Somebody is found who appears to the viewer and has stated works of her own. Past activities are
those in which the viewer sees that she leads or is a member. Whether her address is verified and
its domain are told of nobody who did not opt in, but for those concerned themselves.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.models import Activity, Person, PersonValue, Role
from comity.programme.persons.store import Value, values_of
from comity.programme.persons.works import OwnWork, read_former, read_works
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.teams.candidates import Candidate, Work
from comity.teams.conflicts import Identity

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_FIELDS = ("email", "organisation", "ror", "works", "former-organisations")
_PARTS = (Role.Kind.LEAD, Role.Kind.MEMBER)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody as teams see her: a candidate, if she opted in, and one side of a conflict."""

    candidate: Candidate
    identity: Identity


def members(programme: Programme, sight: Sight, named: Collection[UUID] = ()) -> dict[str, Member]:
    """Who opted in and appears to a viewer, and those named who appear to her, by key."""
    people = TABLES["person"].seen(sight).order_by()
    stated = PersonValue.objects.filter(field="works").values("person_id")
    opted = people.filter(id__in=stated)
    rows = {row.id: row for row in (*opted, *TABLES["person"].few(sight, named))}
    values = values_of(programme, rows, _FIELDS)
    past = _past(sight, rows.keys())
    return {str(key): _member(row, values[key], past.get(key, ())) for key, row in rows.items()}


def _member(row: Person, values: Mapping[str, Value], past: tuple[Work, ...]) -> Member:
    own = read_works(values["works"].value) if "works" in values else ()
    works = (*(_own(one) for one in own), *past)
    organisation = values.get("ror") or values.get("organisation")
    email = values.get("email")
    verified = email is not None and email.verified
    domains = frozenset({email.value.rpartition("@")[2]}) if email and verified else frozenset()
    candidate = Candidate(
        str(row.id), row.nation, organisation.value if organisation else None, verified, works,
        domains, opted_in="works" in values,
    )  # fmt: skip
    return Member(candidate, _identity(candidate, values))


def _identity(one: Candidate, values: Mapping[str, Value]) -> Identity:
    """One side of a conflict: with the organisations of before, and by name and ROR both."""
    found: dict[str, dt.date | None] = {}
    if "former-organisations" in values:
        former = read_former(values["former-organisations"].value)
        found |= {before.organisation.casefold(): before.until for before in former}
    for field in ("organisation", "ror"):
        if field in values:
            found[values[field].value.casefold()] = None
    return Identity(
        one.key, one.verified, found or None, one.domains or None,
        {work.key: work.year for work in one.works} or None,
    )  # fmt: skip


def _own(one: OwnWork) -> Work:
    return Work(one.key, one.title, terms=(one.title, *one.terms), year=one.year)


def _past(sight: Sight, people: Collection[UUID]) -> dict[UUID, tuple[Work, ...]]:
    """Activities in which the viewer sees that people lead or are members, each once."""
    held = TABLES["role"].seen(sight).order_by().filter(
        person__in=list(people), role__in=_PARTS, activity__isnull=False
    )  # fmt: skip
    by_person: dict[UUID, dict[UUID, dt.date | None]] = defaultdict(dict)
    for person, activity, until in held.values_list("person_id", "activity_id", "until"):
        by_person[person][activity] = until
    keys = {key for each in by_person.values() for key in each}
    rows = {row.id: row for row in Activity.objects.filter(id__in=keys)}
    return {
        person: tuple(
            _activity(sight, rows[key], until) for key, until in sorted(each.items())
        )
        for person, each in by_person.items()
    }  # fmt: skip


def _activity(sight: Sight, row: Activity, until: dt.date | None) -> Work:
    keywords = tuple(row.keywords) if sight.content(row) else ()
    # What goes on has no last year, and counts as recent.
    ended = until or row.end
    return Work(
        str(row.id), f"{row.code} {row.title}", terms=(row.title, *keywords),
        year=None if ended is None else ended.year, kind="activity",
    )  # fmt: skip
