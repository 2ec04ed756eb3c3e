"""What a page of an activity offers to whoever looks: only what makes sense; services decide."""

from __future__ import annotations

from dataclasses import dataclass

from comity.programme.reading.entitled import Joinable
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView, ParticipationView
from comity.programme.services.acting import coordinates as is_coordinator
from comity.programme.services.standing import parts_of
from comity.reference.activity_codes import EXPLORATORY
from comity.web.programme.inside import programme
from comity.web.site import current

OFFICE = "panel-office"
_MEETS = ("meeting", "course", "demonstration")


@dataclass(frozen=True, slots=True)
class Offers:
    """Actions by name; ``own`` is the running part of the viewer's nation, ``parts`` what it may
    join as, ``hosts`` says that her nation may let others attend.
    """

    office: bool
    lead: bool
    describe: bool
    documents: bool
    outputs: bool
    own: ParticipationView | None
    parts: tuple[str, ...]
    coordinates: bool
    join: tuple[str, ...]
    hosts: bool
    nominate: tuple[str, ...]
    willing: bool
    follow: bool
    next: tuple[str, ...]


def offers(
    viewer: Viewer,
    activity: ActivityView,
    parts: tuple[ParticipationView, ...],
    standing: Joinable | None,
) -> Offers:
    """The actions that make sense for a viewer on her day, by what she sees."""
    register = current().workspace.register
    state = next((one for one in register.activity_statuses if one.key == activity.status), None)
    kind = next((one.kind for one in register.activity_types if one.key == activity.type), "")
    roles = {held.role for held in viewer.roles if held.activity == activity.id}
    office = viewer.holds(OFFICE, body=activity.body)
    coordinates = is_coordinator(viewer, viewer.nation)
    running = [one for one in parts if one.until is None or one.until >= viewer.day]
    own = next((one for one in running if one.nation == viewer.nation), None)
    others_lead = any(one.part == "lead" and one is not own for one in running)
    goes_on = state is not None and state.takes_part
    leads = own is not None and own.part == "lead"
    return Offers(
        office=office,
        lead="lead" in roles,
        describe=(office or "lead" in roles) and activity.content is not None,
        documents=office or bool(roles & {"lead", "member"}),
        outputs=office or "lead" in roles,
        own=own if coordinates else None,
        parts=parts_of(programme(), activity.type),
        coordinates=coordinates,
        join=_joins(standing, others_lead) if coordinates and own is None and goes_on else (),
        hosts=coordinates and leads and kind in _MEETS and goes_on,
        nominate=_nominates(own) if coordinates else (),
        willing=coordinates and activity.type == EXPLORATORY,
        follow=office,
        next=() if state is None else state.next,
    )


def _joins(standing: Joinable | None, others_lead: bool) -> tuple[str, ...]:
    """As what the nation may join: nothing where standing says no or does not know."""
    if standing is None or standing.answer != "yes":
        return ()
    if standing.part == "attendee":
        return ("attendee",)
    if standing.part == "observer":
        return ("observer", "participant")
    return ("member",) if others_lead else ("member", "lead")


def _nominates(own: ParticipationView | None) -> tuple[str, ...]:
    if own is None or own.part in ("attendee", "observer"):
        return ()
    return ("lead", "member") if own.part == "lead" else ("member",)
