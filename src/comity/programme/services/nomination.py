"""Admit a nation of which the record is silent, and nominate persons of a nation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import NationAdmitted
from comity.programme.labelling import keep
from comity.programme.models import Activity, Participation, Person, Role
from comity.programme.reading.filter import found, visible
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, turn
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_role, refusal_of
from comity.programme.services.roles import Wanted, enter_role
from comity.programme.services.row_labels import label_within
from comity.programme.services.standing import AtWork
from comity.programme.services.texts import checked

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_COORDINATOR = (Role.Kind.COORDINATOR.value,)
_OFFICE = (Role.Kind.OFFICE.value,)
_NOMINATED = (Role.Kind.LEAD.value, Role.Kind.MEMBER.value)


def admit(
    programme: Programme, viewer: Viewer, activity: UUID, nation: str, basis: str, source: str,
    until: dt.date,
) -> UUID | Refusal:  # fmt: skip
    """Let a nation take part where standing is unknown, by the panel office, on a basis.

    A *no* of standing is not lifted, and what is open already needs no admission.

    Raises:
        InputError: an unknown nation, a basis or source that is missing, an end that has passed.
    """
    why, read = checked(basis, "the basis", 2_000), checked(source, "the source of the basis", 400)
    if nation not in programme.workspace.register.nations:
        raise InputError(f"{nation[:20]!r} is no nation: write its alpha-3 code.")
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, activity)
        if row is None:
            return NOT_THERE
        if (refusal := needs_role(who, _OFFICE, body=row.body)) is not None:
            return refusal
        if until < who.day:
            raise InputError(f"an admission until {until} has passed: it is {who.day} today.")
        work = AtWork(programme, who, nation, who.day)
        said = work.verdict(row)
        if said.answer == "no":
            return refusal_of(said) or NOT_THERE
        if said.answer == "yes" and work.not_open(row) is None:
            return Refusal(
                "admission", who.day.isoformat(), (HOUSE,),
                f"{nation} may take part in {row.code} without an admission.",
            )  # fmt: skip
        label = label_within(row, row.body, nation)
        made, key = programme.new_id(), keep(label)
        body = NationAdmitted(
            content_label=key, metadata_label=key, activity=row.id, nation=nation, basis=why,
            source=read, since=who.day, until=until,
        )  # fmt: skip
        write(body, made, label)
        return made


def nominate(
    programme: Programme, viewer: Viewer, activity: UUID, person: UUID, role: str,
    since: dt.date | None = None, until: dt.date | None = None,
) -> UUID | Refusal:  # fmt: skip
    """Name a person of one's nation as lead or member of an activity, by the coordinator.

    The nation must take part on the day, as far as the viewer may see; for a lead it must lead.

    Raises:
        InputError: another role, or an end before the beginning.
    """
    if role not in _NOMINATED:
        raise InputError(f"{role[:20]!r} cannot be nominated: choose {' or '.join(_NOMINATED)}.")
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        begins = since or who.day
        if until is not None and until < begins:
            raise InputError(f"it ends on {until}, before it begins on {begins}: mend the date.")
        row = found(Activity.objects.all(), who, activity)
        named = found(Person.objects.filter(erased=False), who, person)
        if row is None or named is None:
            return NOT_THERE
        refusal = needs_role(who, _COORDINATOR, nation=named.nation) or _takes_part(
            who, row, named.nation, role
        )
        refusal = refusal or AtWork(programme, who, named.nation, who.day).may_take_part(row, role)
        if refusal is not None:
            return refusal
        wanted = Wanted(named.id, role, begins, activity=row.id, until=until)
        return enter_role(programme, write, named, wanted, row)


def _takes_part(viewer: Viewer, row: Activity, nation: str, role: str) -> Refusal | None:
    rows = Participation.objects.filter(activity=row, nation=nation, since__lte=viewer.day)
    parts = visible(rows.exclude(until__lt=viewer.day), viewer, "activity")
    if role == Role.Kind.LEAD:
        parts = parts.filter(part=Participation.Part.LEAD)
    if parts.exists():
        return None
    does = "leads" if role == Role.Kind.LEAD else "takes part in"
    return Refusal(
        "part", viewer.day.isoformat(), (HOUSE,),
        f"{nation} is not on record as a nation that {does} {row.code} on {viewer.day}: join "
        "first.",
    )  # fmt: skip
