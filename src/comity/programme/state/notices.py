"""Who is told of an event: a notice and a letter each, in its transaction, after its label.

Both are written for all whom an event concerns, and shown or sent to those only who may read the
event's label and its object at that moment (``reading.notices``, ``programme.mail``): who may
read depends on the day, and the log alone must give the same rows again.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import (
    Activity,
    Case,
    Conflict,
    Disposition,
    Document,
    Mail,
    Meeting,
    Notice,
    Output,
    Participation,
    Person,
    Proposal,
    ReleaseRequest,
    Role,
    Seat,
    Series,
    Standard,
)
from comity.programme.state.model import Appliers
from comity.programme.state.rows import create


def tell(entry: Entry, persons: Iterable[UUID]) -> None:
    """Tell persons of an event, each once; not who did it, nor who was erased."""
    chosen = set(persons) - {UUID(entry.actor)}
    if not chosen:
        return
    known = Person.objects.filter(id__in=chosen, erased=False).values_list("id", flat=True)
    told = sorted(known)
    for person in told:
        create(
            Notice, person_id=person, event=entry.identifier, object=UUID(entry.object),
            kind=entry.kind, time=entry.time, label_id=entry.label,
        )  # fmt: skip
    for person in told:
        create(Mail, person_id=person, event=entry.identifier, created=entry.time)


def owners(table: str, key: UUID, day: str) -> set[UUID]:
    """Whose a row is: an owner, else who leads the activity, else the office of its body.

    ``day`` is that on which the roles are held, ``YYYY-MM-DD``.
    """
    if table == "person":
        return {key}
    if table == "role":
        return set(Role.objects.filter(id=key).values_list("person_id", flat=True))
    if table == "release-request":
        pairs = ReleaseRequest.objects.filter(id=key).values_list("requester", "owner")
        return {person for pair in pairs for person in pair}
    if table == "document":
        return set(Document.objects.filter(id=key).values_list("owner", flat=True))
    if table == "case":
        return set(Case.objects.filter(id=key).values_list("proposal__drafter", flat=True))
    if table == "disposition":
        about = Disposition.objects.filter(id=key)
        return set(about.values_list("proposal__drafter", flat=True))
    if table == "seat":
        return set(Seat.objects.filter(id=key).values_list("person_id", flat=True))
    if table == "conflict":
        found = Conflict.objects.filter(id=key)
        return {person for row in found for person in (row.one_id, row.other_id)}
    if table == "unseen":
        return set()
    if table == "proposal":
        return set(Proposal.objects.filter(id=key).values_list("drafter", flat=True))
    return _of_activity(_activity(table, key), day)


def _activity(table: str, key: UUID) -> UUID | None:
    if table == "activity":
        return key
    if table == "participation":
        return Participation.objects.filter(id=key).values_list("activity_id", flat=True).first()
    if table == "series":
        return Series.objects.filter(id=key).values_list("activity_id", flat=True).first()
    if table == "meeting":
        meetings = Meeting.objects.filter(id=key)
        return meetings.values_list("series__activity_id", flat=True).first()
    if table == "standard":
        return Standard.objects.filter(id=key).values_list("activity_id", flat=True).first()
    return Output.objects.filter(id=key).values_list("activity_id", flat=True).first()


def _held(day: str) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def _of_activity(activity: UUID | None, day: str) -> set[UUID]:
    if activity is None:
        return set()
    leads = Role.objects.filter(_held(day), activity=activity, role=Role.Kind.LEAD)
    if found := set(leads.values_list("person_id", flat=True)):
        return found
    body = Activity.objects.filter(id=activity).values_list("body", flat=True)[:1]
    office = Role.objects.filter(_held(day), body__in=body, role=Role.Kind.OFFICE)
    return set(office.values_list("person_id", flat=True))


def _requested(_: UUID, entry: Entry, body: kinds.ReleaseRequested) -> None:
    tell(entry, [body.owner])


def _decided(key: UUID, entry: Entry, _: kinds.ReleaseDecided) -> None:
    # Whoever it waited for, it does so no longer; all events of a request are notices of it.
    waited = Notice.objects.filter(object=key, kind="release-requested")
    waited.update(done=True)
    Notice.objects.filter(object=key, kind="release-decided").update(done=True)
    # The owner as it now is: to whom it was referred, or whose officer decided.
    tell(entry, owners("release-request", key, entry.time[:10]))


def _role(_: UUID, entry: Entry, body: kinds.RoleGiven) -> None:
    tell(entry, [body.person])


def _changed(key: UUID, entry: Entry, _: kinds.ActivityChanged) -> None:
    _tell_members(key, entry)


def _tell_members(activity: UUID | None, entry: Entry) -> None:
    members = Role.objects.filter(_held(entry.time[:10]), activity=activity)
    tell(entry, members.values_list("person_id", flat=True))


def _asked(_: UUID, entry: Entry, body: kinds.IdeaSubmitted) -> None:
    tell(entry, _coordinators(body.nations, entry.time[:10]))


def _silence(key: UUID, entry: Entry, _: kinds.SilenceOpened) -> None:
    asked = [one for row in Proposal.objects.filter(id=key) for one in row.asked]
    tell(entry, _coordinators(asked, entry.time[:10]))


def _position(key: UUID, entry: Entry, _: kinds.PositionTaken) -> None:
    tell(entry, {*owners("proposal", key, entry.time[:10]), *_office_of(key, entry.time[:10])})


def _concluded(key: UUID, entry: Entry, _: kinds.ProposalDecided) -> None:
    asked = [one for row in Proposal.objects.filter(id=key) for one in row.asked]
    day = entry.time[:10]
    tell(entry, {*owners("proposal", key, day), *_coordinators(asked, day)})


def _coordinators(nations: Iterable[str], day: str) -> set[UUID]:
    held = Role.objects.filter(_held(day), nation__in=list(nations), role=Role.Kind.COORDINATOR)
    return set(held.values_list("person_id", flat=True))


def _office_of(proposal: UUID, day: str) -> set[UUID]:
    body = Proposal.objects.filter(id=proposal).values_list("body", flat=True)[:1]
    office = Role.objects.filter(_held(day), body__in=body, role=Role.Kind.OFFICE)
    return set(office.values_list("person_id", flat=True))


def _planned(key: UUID, entry: Entry, _: kinds.SeriesPlanned) -> None:
    _tell_members(_activity("series", key), entry)


def _meeting(key: UUID, entry: Entry, _: kinds.Body) -> None:
    _tell_members(_activity("meeting", key), entry)


def _unseen(_: UUID, entry: Entry, __: kinds.OverlapNoticed) -> None:
    held = Role.objects.filter(_held(entry.time[:10]), role=Role.Kind.BROKER)
    tell(entry, held.values_list("person_id", flat=True))


def _seat(_: UUID, entry: Entry, body: kinds.SeatOffered) -> None:
    tell(entry, [body.person])


def _seated(key: UUID, entry: Entry, _: kinds.SeatAnswered) -> None:
    # Whoever was asked has answered.
    Notice.objects.filter(object=key, kind="seat-offered").update(done=True)
    day = entry.time[:10]
    for proposal in Seat.objects.filter(id=key).values_list("proposal_id", flat=True):
        tell(entry, {*owners("proposal", proposal, day), *_office_of(proposal, day)})


def _unseated(key: UUID, entry: Entry, _: kinds.SeatWithdrawn) -> None:
    Notice.objects.filter(object=key, kind="seat-offered").update(done=True)
    tell(entry, Seat.objects.filter(id=key).values_list("person_id", flat=True))


def _read(key: UUID, entry: Entry, body: kinds.GlassRead) -> None:
    tell(entry, owners(body.table, key, entry.time[:10]))


APPLY: Appliers = {
    "release-requested": _requested,
    "release-decided": _decided,
    "role-given": _role,
    "activity-changed": _changed,
    "glass-read": _read,
    "idea-submitted": _asked,
    "silence-opened": _silence,
    "position-taken": _position,
    "silence-broken": _position,
    "proposal-decided": _concluded,
    "series-planned": _planned,
    "meeting-moved": _meeting,
    "meeting-cancelled": _meeting,
    "overlap-noticed": _unseen,
    "seat-offered": _seat,
    "seat-answered": _seated,
    "seat-withdrawn": _unseated,
}
