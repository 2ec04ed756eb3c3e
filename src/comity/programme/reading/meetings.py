"""Meetings that a viewer sees: of an activity, of a series, and her own coming ones."""

from __future__ import annotations

import datetime as dt
from typing import cast
from uuid import UUID

from django.db.models import Q

from comity.programme.models import Role
from comity.programme.reading.filter import Sight
from comity.programme.reading.lists import FIRST, Page, Window, page
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views_meetings import MeetingView, SeriesView


def series(
    viewer: Viewer, window: Window = FIRST, *, activity: UUID | None = None
) -> Page[SeriesView]:
    """Series by title."""
    sight = Sight.of(viewer)
    rows = TABLES["series"].seen(sight)
    if activity is not None:
        rows = rows.filter(activity=activity)
    return cast("Page[SeriesView]", page(sight, "series", rows, window))


def meetings(
    viewer: Viewer,
    window: Window = FIRST,
    *,
    activity: UUID | None = None,
    series: UUID | None = None,
    coming: bool = False,
    mine: bool = False,
) -> Page[MeetingView]:
    """Meetings by their days.

    ``coming`` keeps those that are not over on the viewer's day; ``mine`` those of activities in
    which she holds a role on it, of her body where she is its office, and those in which a nation
    that she coordinates takes part. A cancelled meeting stays, and says that it is.
    """
    sight = Sight.of(viewer)
    rows = TABLES["meeting"].seen(sight)
    if activity is not None:
        rows = rows.filter(series__activity=activity)
    if series is not None:
        rows = rows.filter(series=series)
    if coming:
        rows = rows.filter(_not_over(viewer.day))
    if mine:
        rows = rows.filter(_hers(sight))
    return cast("Page[MeetingView]", page(sight, "meeting", rows, window))


def next_of(viewer: Viewer, activity: UUID) -> MeetingView | None:
    """The next meeting of an activity that is not cancelled, or round in writing."""
    sight = Sight.of(viewer)
    rows = TABLES["meeting"].seen(sight).filter(series__activity=activity, cancelled=False)
    rows = rows.filter(_not_over(viewer.day))
    first = page(sight, "meeting", rows, Window(0, 1)).rows
    return cast("MeetingView", first[0]) if first else None


def _hers(sight: Sight) -> Q:
    """Meetings of activities with which a viewer has to do, by her roles of the day."""
    viewer, kind = sight.viewer, Role.Kind
    bodies = {one.body for one in viewer.roles if one.role == kind.OFFICE} - {""}
    nations = {one.nation for one in viewer.roles if one.role == kind.COORDINATOR}
    parts = sight.parts().filter(nation__in=nations, since__lte=viewer.day)
    running = parts.exclude(until__lt=viewer.day).order_by().values("activity_id")
    return (
        Q(series__activity__in={one.activity for one in viewer.roles} - {None})
        | Q(series__activity__body__in=bodies)
        | Q(series__activity__in=running)
    )


def _not_over(day: dt.date) -> Q:
    # Texts of one form order as time does; an empty one is that of a round in writing.
    return Q(start__gte=f"{day}") | Q(start="", closes__gte=day)
