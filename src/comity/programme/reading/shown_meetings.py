"""Rows of series and meetings as views.

A meeting's row says what it costs each nation that meets, and its label mostly names them. That a
nation takes part is labelled by itself, so that of these only nations are told of whose part the
viewer sees.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from comity.programme.models import Meeting, Series
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import marks
from comity.programme.reading.views_meetings import (
    MeetingContent,
    MeetingView,
    SeriesContent,
    SeriesView,
)

_FORM = "%Y-%m-%dT%H:%MZ"


def instant(text: str) -> dt.datetime | None:
    """The time that a row holds; None for a round in writing."""
    return dt.datetime.strptime(text, _FORM).replace(tzinfo=dt.UTC) if text else None


def instant_text(time: dt.datetime) -> str:
    """A time with a zone as rows hold it, to the minute."""
    return time.astimezone(dt.UTC).strftime(_FORM)


def nations_seen(sight: Sight, activities: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """Nations of which a viewer sees a part, by activity, whether it runs or has ended."""
    asked = set(activities)
    found: dict[UUID, set[str]] = {key: set() for key in asked}
    parts = sight.parts().filter(activity__in=asked).order_by()
    for activity, nation in parts.values_list("activity_id", "nation").distinct():
        found[activity].add(nation)
    return {key: frozenset(nations) for key, nations in found.items()}


def series(sight: Sight, rows: list[Series]) -> Iterable[SeriesView]:
    """Views of series that the viewer sees."""
    seen = nations_seen(sight, (row.activity_id for row in rows))
    for row in rows:
        content = SeriesContent(row.about, row.link) if sight.content(row) else None
        known = seen[row.activity_id] | {sight.viewer.nation, row.host}
        yield SeriesView(
            row.id, row.activity_id, row.title, row.host, row.minutes, row.every, row.window,
            row.step, _among(row.apart, known), _among(row.rotation, known), row.delegates,
            tuple(one for one in row.refusals if _of_known(one, known)), row.days_off, content,
            marks(sight, row, seen[row.activity_id] | {sight.viewer.nation}),
        )  # fmt: skip


def _among(nations: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    """Those of some nations of which the viewer sees that they take part."""
    return tuple(one for one in nations if one in known)


def _of_known(refusal: str, known: frozenset[str]) -> bool:
    """Whether hours are refused by all, or by nations of which the viewer sees a part."""
    return all(word in known for word in refusal.split()[:-1])


def meetings(sight: Sight, rows: list[Meeting]) -> Iterable[MeetingView]:
    """Views of meetings that the viewer sees, and so the series of each."""
    above = {row.id: row for row in Series.objects.filter(id__in={row.series_id for row in rows})}
    seen = nations_seen(sight, (one.activity_id for one in above.values()))
    for row in rows:
        of = above[row.series_id]
        points = [(n, row.points[n]) for n in sorted(row.points) if n in seen[of.activity_id]]
        yield MeetingView(
            row.id, row.series_id, of.activity_id, of.title, row.number, of.host,
            instant(row.start), row.minutes, row.opens, row.closes, tuple(points), row.sequence,
            row.cancelled, row.told,
            MeetingContent(row.link, row.reason) if sight.content(row) else None,
            marks(sight, row, seen[of.activity_id] | {sight.viewer.nation}),
        )  # fmt: skip
