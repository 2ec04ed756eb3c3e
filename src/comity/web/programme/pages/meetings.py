"""Meetings as they are told: of an activity, one's own coming ones, one of them, the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.meetings.zones import local
from comity.programme.reading import ledger
from comity.programme.reading.clocks import at, local_times, own_zone, zone_of
from comity.programme.reading.history import history
from comity.programme.reading.lists import MOST, Window
from comity.programme.reading.meetings import meetings, series
from comity.programme.reading.objects import one, several
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView
from comity.programme.reading.views_meetings import MeetingView, SeriesView
from comity.web.programme.given import asked, asked_window
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.offers import OFFICE
from comity.web.programme.outcome import not_there
from comity.web.programme.places import event_words
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page

_ALL = Window(0, MOST)


def plans(viewer: Viewer, activity: ActivityView) -> bool:
    """Whether to offer planning: to the lead and the panel office; the service decides."""
    leads = any(h.role == "lead" and h.activity == activity.id for h in viewer.roles)
    return leads or viewer.holds(OFFICE, body=activity.body)


def of_activity(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/activities/<key>/meetings``: series, meetings, the ledger, travel saved."""
    viewer = viewer_of(request)
    found = one(viewer, "activity", key)
    if not isinstance(found, ActivityView):
        return not_there(request)
    told = meetings(viewer, asked_window(request), activity=key)
    context = {
        "activity": found,
        "series": series(viewer, _ALL, activity=key),
        "meetings": told,
        "clocks": clocks(viewer, told.rows),
        "pages": turned_page(request, told),
        "ledger": ledger.ledger(viewer, key),
        "travel": ledger.travel(programme(), viewer, key),
        "plans": plans(viewer, found),
        "tomorrow": viewer.day + dt.timedelta(days=1),
    }
    title = _("Meetings of %(code)s") % {"code": found.code}
    return show(request, "meetings.html", title, context)


def burden(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/activities/<key>/meetings/ledger``: what each nation bears, and by which."""
    viewer = viewer_of(request)
    found, told = one(viewer, "activity", key), ledger.ledger(viewer, key)
    if not isinstance(found, ActivityView) or told is None:
        return not_there(request)
    listed = meetings(viewer, asked_window(request), activity=key)
    context = {
        "activity": found, "ledger": told, "meetings": listed,
        "entries": {one.id: dict(one.points) for one in listed.rows},
        "pages": turned_page(request, listed),
    }  # fmt: skip
    title = _("Who bears what in %(code)s") % {"code": found.code}
    return show(request, "meetings_ledger.html", title, context)


def mine(request: HttpRequest) -> HttpResponse:
    """``/programme/meetings``: coming meetings of activities in which the viewer has a role."""
    viewer = viewer_of(request)
    told = meetings(viewer, asked_window(request), mine=True, coming=True)
    context = {
        "meetings": told, "clocks": clocks(viewer, told.rows), "pages": turned_page(request, told),
        "activities": several(viewer, "activity", [one.activity for one in told.rows]),
    }  # fmt: skip
    return show(request, "meetings_mine.html", _("My coming meetings"), context)


def meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/meetings/<key>?start=2026-12-09T13:00``: each capital's time; one proposed."""
    viewer = viewer_of(request)
    found = one(viewer, "meeting", key)
    if not isinstance(found, MeetingView):
        return not_there(request)
    of, above = one(viewer, "activity", found.activity), one(viewer, "series", found.series)
    assert isinstance(of, ActivityView)  # whoever sees a meeting sees what it hangs on
    assert isinstance(above, SeriesView)
    proposed, may = utc_time(asked(request, "start")), plans(viewer, of)
    context = {
        "meeting": found, "activity": of, "series": above,
        "slot": local_times(programme(), viewer, key), "points": dict(found.points),
        "proposed": at(programme(), viewer, key, proposed) if may and proposed else None,
        "start": "" if proposed is None else f"{proposed:%Y-%m-%dT%H:%M}",
        "plans": may, "event_words": event_words,
        "happened": (history(viewer, "meeting", key) or ())[::-1],
    }  # fmt: skip
    return show(request, "meeting.html", f"{found.title} ({found.number})", context)


def utc_time(text: str) -> dt.datetime | None:
    """A time of UTC as forms give it, ``2026-12-09T13:00``; None where it was left empty.

    Raises:
        InputError: it is none.
    """
    if not text:
        return None
    try:
        found = dt.datetime.strptime(text[:16], "%Y-%m-%dT%H:%M")
    except ValueError:
        raise InputError(f"{text[:20]!r} is no time: write it as 2026-12-09T13:00, in UTC.") from (
            None
        )
    if not 2000 <= found.year <= 2090:
        raise InputError(f"the time is in {found.year}: give one from 2000 to 2090.")
    return found.replace(tzinfo=dt.UTC)


def clocks(viewer: Viewer, rows: Iterable[MeetingView]) -> dict[UUID, tuple[str, str]]:
    """The local time of meetings for their host and for the viewer."""
    own = own_zone(programme(), viewer)
    return {
        row.id: (_clock(row.start, zone_of(programme(), row.host)), _clock(row.start, own))
        for row in rows
        if row.start is not None
    }


def _clock(start: dt.datetime, zone: str) -> str:
    return f"{local(start, zone):%a %d %b %H:%M}"
