"""Meetings: lists, one, the ledger, a plan before it is written, and what is done to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from comity.programme.reading import ledger as ledgers
from comity.programme.reading import meetings as lists
from comity.programme.reading.invitations import invitation
from comity.programme.reading.objects import one
from comity.programme.reading.views_meetings import MeetingView
from comity.programme.services import meeting_changes, meetings
from comity.programme.services.meeting_plans import Shown
from comity.programme.services.meeting_terms import Opening, Terms, When
from comity.web.programme.api import bodies_meetings as bodies
from comity.web.programme.api import schemas_meetings
from comity.web.programme.api.acting import made
from comity.web.programme.api.asked import OfActivity
from comity.web.programme.api.operations import does, let, sends, tells, there
from comity.web.programme.api.schemas import Made, Rows, rows
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.pages.meeting_actions import calendar, organiser


@tells("/series", Rows[schemas_meetings.Series])
def series_list(request: HttpRequest, asked: Query[OfActivity]) -> Any:
    """Series of meetings, by title."""
    return rows(lists.series(viewer_of(request), asked.window(), activity=asked.activity))


@tells("/series/{uuid:key}", schemas_meetings.Series)
def series(request: HttpRequest, key: UUID) -> Any:
    """One series of meetings."""
    return there(one(viewer_of(request), "series", key))


@tells("/meetings", Rows[schemas_meetings.Meeting])
def meetings_list(request: HttpRequest, asked: Query[bodies.Meetings]) -> Any:
    """Meetings, by their days."""
    given = asked.dict(exclude={"offset", "limit"})
    page = lists.meetings(viewer_of(request), asked.window(), **given)
    return rows(page) | {"rows": [meeting_told(view) for view in page.rows]}


@tells("/meetings/{uuid:key}", schemas_meetings.Meeting)
def meeting(request: HttpRequest, key: UUID) -> Any:
    """One meeting."""
    return meeting_told(there(one(viewer_of(request), "meeting", key)))


@tells("/activities/{uuid:key}/ledger", schemas_meetings.Ledger)
def activity_ledger(request: HttpRequest, key: UUID) -> Any:
    """What nations bear by the meetings of an activity, and the travel saved."""
    viewer = viewer_of(request)
    told = there(ledgers.ledger(viewer, key))
    travel = [
        {
            "series": one.series, "title": one.title, "meetings": one.meetings,
            "km": one.saved.km, "hours": one.saved.hours, "assumption": one.saved.assumption,
        }
        for one in ledgers.travel(programme(), viewer, key)
    ]  # fmt: skip
    return {
        "levels": told.levels, "spread": told.spread, "meetings": told.meetings,
        "sentence": told.sentence, "travel": travel,
    }  # fmt: skip


@sends("/meetings/{uuid:key}/invitation", "text/calendar")
def meeting_invitation(request: HttpRequest, key: UUID) -> Any:
    """The calendar file of a meeting, to the address that you proved."""
    return calendar(let(invitation(programme(), viewer_of(request), key, organiser())))


@does("/activities/{uuid:key}/meetings/preview", schemas_meetings.Plan)
def preview_series(request: HttpRequest, key: UUID, body: bodies.NewSeries) -> Any:
    """Show the plan of a new series, which writes nothing: the lead or the panel office."""
    return plan_told(let(meetings.preview(programme(), viewer_of(request), _opening(key, body))))


@does("/activities/{uuid:key}/meetings/open", Made)
def open_series(request: HttpRequest, key: UUID, body: bodies.OpenedSeries) -> Any:
    """Open a series as it was shown: the lead or the panel office."""
    viewer, opening = viewer_of(request), _opening(key, body)
    return made(meetings.open_series(programme(), viewer, opening, body.digest, body.labels()))


@does("/series/{uuid:key}/preview", schemas_meetings.Plan)
def preview_next(request: HttpRequest, key: UUID, body: bodies.Next) -> Any:
    """Show the plan of the next meetings of a series: the lead or the panel office."""
    when = When(body.first, body.count)
    return plan_told(let(meetings.preview_next(programme(), viewer_of(request), key, when)))


@does("/series/{uuid:key}/plan", Made)
def plan_next(request: HttpRequest, key: UUID, body: bodies.PlannedNext) -> Any:
    """Write the next meetings of a series as they were shown: the lead or the panel office."""
    when = When(body.first, body.count)
    return made(meetings.plan_next(programme(), viewer_of(request), key, when, body.digest))


@does("/meetings/{uuid:key}/move", Made)
def move_meeting(request: HttpRequest, key: UUID, body: bodies.Moved) -> Any:
    """Move a meeting: the lead or the panel office."""
    viewer = viewer_of(request)
    return made(meeting_changes.move(programme(), viewer, key, body.start, body.reason, body.link))


@does("/meetings/{uuid:key}/cancel", Made)
def cancel_meeting(request: HttpRequest, key: UUID, body: bodies.Cancelled) -> Any:
    """Cancel a meeting: the lead or the panel office."""
    return made(meeting_changes.cancel(programme(), viewer_of(request), key, body.reason))


def meeting_told(view: Any) -> dict[str, Any]:
    """A meeting with its points by nation."""
    assert isinstance(view, MeetingView)
    told = {name: getattr(view, name) for name in MeetingView.__slots__}
    return told | {"points": dict(view.points)}


def plan_told(shown: Shown) -> dict[str, Any]:
    """A plan as the API tells it."""
    plan, asked = shown.plan, shown.asked
    return {
        "digest": shown.digest, "nations": asked.nations, "before": dict(asked.borne),
        "begun": plan.begun, "bound": plan.bound, "held": plan.held, "notes": plan.notes,
        "editions": asked.editions,
        "meetings": [
            {
                "number": number, "opens": opens, "closes": closes, "slots": one.slots,
                "written": one.written, "levels": one.levels, "spread": one.spread,
            }
            for number, one, (opens, closes) in shown.numbered()
        ],
    }  # fmt: skip


def _opening(key: UUID, body: bodies.NewSeries) -> Opening:
    terms = Terms(
        body.title, body.host, body.minutes, body.every, body.window, body.step,
        tuple(body.apart), tuple(body.rotation), body.delegates, tuple(body.refusals),
        body.days_off, body.about, body.link,
    )  # fmt: skip
    return Opening(key, terms, When(body.first, body.count))
