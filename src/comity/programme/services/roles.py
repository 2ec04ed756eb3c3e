"""Give and end roles: who may give which to whom, on a day, by standing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from comity.base.errors import InputError
from comity.programme.events.chain import SYSTEM
from comity.programme.events.kinds import RoleEnded, RoleGiven
from comity.programme.events.log import Writer
from comity.programme.labelling import keep, read_label
from comity.programme.models import Activity, Person, Role
from comity.programme.persons.appearing import follow_roles
from comity.programme.reading.filter import Sight, visible
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer, nation_tokens
from comity.programme.services import role_rules as rules
from comity.programme.services.acting import ADMINISTRATOR, acting, refuse, seen_person, turn
from comity.programme.services.guard import NOT_THERE, Refusal, needs_standing
from comity.programme.services.people import (
    enter_person,
    first_values,
    last_administrator,
)
from comity.programme.services.standing import ALLIANCE, type_of

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class Wanted:
    """A role that somebody wants to give; ``since`` is its first day, ``until`` its last."""

    person: UUID
    role: str
    since: dt.date
    nation: str = ""
    body: str = ""
    activity: UUID | None = None
    until: dt.date | None = None


def give_role(programme: Programme, viewer: Viewer, wanted: Wanted) -> UUID | Refusal:
    """Give a role; a person, activity or body that the giver may not see is not there.

    Raises:
        InputError: no such role, body or nation, another scope than the role has, or a last day
            before the first.
    """
    wanted = _checked(programme, wanted)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        person = seen_person(who, wanted.person)
        activity = _seen_activity(who, wanted.activity)
        if person is None or (wanted.activity is not None and activity is None):
            return NOT_THERE
        body = wanted.body if activity is None else activity.body
        asks = None if activity is None else type_of(programme, activity.type)
        refusal = _not_given(programme, who, person, wanted, body) or _not_standing(
            programme, person.nation, wanted, body, asks.asks if asks else None
        )
        return refusal or enter_role(programme, write, person, wanted, activity)


def _checked(programme: Programme, wanted: Wanted) -> Wanted:
    rules.check_scope(wanted.role, wanted.nation, wanted.body, wanted.activity)
    register = programme.workspace.register
    nation = wanted.nation and register.nations.resolve(wanted.nation)
    known = rules.bodies(register)
    if wanted.body and wanted.body not in known:
        raise InputError(f"body {wanted.body[:20]!r} is not known; known: {', '.join(known)}.")
    if wanted.until is not None and wanted.until < wanted.since:
        raise InputError(f"the last day {wanted.until} is before the first, {wanted.since}.")
    return replace(wanted, nation=nation)


def _seen_activity(viewer: Viewer, activity: UUID | None) -> Activity | None:
    if activity is None:
        return None
    return visible(Activity.objects.filter(id=activity), viewer).first()


def _not_given(
    programme: Programme, who: Viewer, person: Person, wanted: Wanted, body: str
) -> Refusal | None:
    """Why this viewer does not give this role to this person."""
    words = wanted.role.replace("-", " ")
    if not rules.may_give(who, wanted.role, person.nation, body):
        by = " or ".join(one.replace("-", " ") for one in rules.ROLES[wanted.role].by)
        sentence = f"the role of {words} is given by the {by} concerned, which you are not."
        return refuse("give-role", who.day, sentence)
    if wanted.nation and wanted.nation != person.nation:
        sentence = f"the person acts for {person.nation} and can hold no role for another nation."
        return refuse("own-nation", who.day, sentence)
    if ADMINISTRATOR in rules.ROLES[wanted.role].by and person.id == who.person:
        sentence = f"nobody makes herself {words}: ask another who may."
        return refuse("not-yourself", who.day, sentence)
    held = Role.objects.filter(
        person=person, role=wanted.role, nation=_nation(person, wanted), body=wanted.body,
        activity=wanted.activity,
    ).filter(Q(until=None) | Q(until__gte=wanted.since))  # fmt: skip
    if wanted.until is not None:
        held = held.filter(since__lte=wanted.until)
    # An administrator may not read the roles of others, yet answers for those that they give.
    if (held if who.holds(ADMINISTRATOR) else visible(held, who)).exists():
        sentence = f"the person holds the role of {words} in those days already."
        return refuse("role-held", who.day, sentence)
    return None


def _not_standing(
    programme: Programme, nation: str, wanted: Wanted, body: str, asks: str | None
) -> Refusal | None:
    """The refusal of standing: today, or when the role was held where that is past.

    ``asks`` is what the activity's type asks, of an Ally where it says yes.
    """
    if not rules.role_rule(wanted.role).standing:
        return None
    register = programme.workspace.register
    key = rules.standing_key(register, body, in_activity=wanted.activity is not None)
    day = programme.today()
    if key is None:
        return refuse("no-members", day, f"{body} is an office: it has staff and no members.")
    past = wanted.until is not None and wanted.until < day
    on = wanted.since if past else day
    if asks is not None:
        ally = ALLIANCE in nation_tokens(programme, nation, on)
        if not ally or needs_standing(programme, nation, asks, on) is None:
            key = asks
    return needs_standing(programme, nation, key, on)


def _nation(person: Person, wanted: Wanted) -> str:
    """Lead and member act for their nation, whether it was said or not."""
    return person.nation if rules.ROLES[wanted.role].standing else wanted.nation


def enter_role(
    programme: Programme, write: Writer, person: Person, wanted: Wanted, activity: Activity | None
) -> UUID:
    """Write a role; for who has the right to, as imports have."""
    label = rules.role_label(
        wanted.role, person.id, person.nation, wanted.body, wanted.activity,
        "" if activity is None else activity.body,
    )  # fmt: skip
    key, role = keep(label), programme.new_id()
    body = RoleGiven(
        content_label=key, metadata_label=key, person=person.id, role=wanted.role,
        nation=_nation(person, wanted), body=wanted.body, activity=wanted.activity,
        since=wanted.since, until=wanted.until,
    )  # fmt: skip
    write(body, role, label)
    follow_roles(write, person.id, programme.today())
    return role


def end_role(programme: Programme, viewer: Viewer, role: UUID, until: dt.date) -> Refusal | None:
    """Say the last day of a role: by its holder, or by who may give such a role.

    Raises:
        InputError: a day before today (what was held was held) or before the role's first.
    """
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        if until < who.day:
            raise InputError(f"a role ends today ({who.day}) at the earliest: give a later day.")
        rows = Role.objects.filter(id=role, person__erased=False)
        rows = rows.select_related("person", "activity", "content_label")
        row = (rows if who.holds(ADMINISTRATOR) else _seen(who, rows)).first()
        if row is None:
            return NOT_THERE
        body = row.body if row.activity is None else row.activity.body
        if row.person_id != who.person and not rules.may_give(
            who, row.role, row.person.nation, body
        ):
            sentence = "a role is ended by its holder or by who may give it."
            return refuse("end-role", who.day, sentence)
        if row.until is not None and row.until < who.day:
            sentence = f"the role ended on {row.until} already."
            return refuse("role-ended", who.day, sentence)
        if until < row.since:
            raise InputError(f"the role begins on {row.since}: give that day or a later one.")
        if row.role == ADMINISTRATOR and last_administrator(programme, row.person_id):
            sentence = "the only administrator stays: give the role to another first."
            return refuse("last-administrator", who.day, sentence)
        write(RoleEnded(until=until), role, read_label(row.content_label.text))
        follow_roles(write, row.person_id, who.day)
    return None


def _seen(viewer: Viewer, rows: QuerySet[Role]) -> QuerySet[Role]:
    """Roles that the viewer sees as reading shows them, and her own wherever they are held."""
    seen = TABLES["role"].seen(Sight.of(viewer)).order_by().values("id")
    return rows.filter(Q(id__in=seen) | Q(person=viewer.person))


def first_administrator(
    programme: Programme, nation: str, values: Mapping[str, str]
) -> UUID | Refusal:
    """Make the first administrator, from the machine where the programme runs; once.

    Raises:
        InputError: an unknown nation or field, or a value that a field cannot have.
    """
    code = programme.workspace.register.nations.resolve(nation)
    kept = first_values(values)
    with programme.writing(UUID(SYSTEM)) as write:
        day = programme.today()
        if Role.objects.filter(role=ADMINISTRATOR).filter(Q(until=None) | Q(until__gte=day)):
            sentence = "there is an administrator already, who registers others."
            return refuse("first-administrator", day, sentence)
        person = enter_person(programme, write, code, kept)
        wanted = Wanted(person, ADMINISTRATOR, day)
        enter_role(programme, write, Person.objects.get(id=person), wanted, None)
        return person
