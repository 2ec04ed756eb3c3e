"""What nations said and what they were let in on, in activities that the viewer sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from comity.programme.models import Admission, Willingness
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import Marks, marks
from comity.programme.reading.viewer import Viewer

MOST = 500


@dataclass(frozen=True, slots=True)
class Willing:
    """The last answer of a nation on what follows an exploratory team; ``basis`` is content."""

    activity: UUID
    code: str
    nation: str
    answer: str
    basis: str
    time: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class Admitted:
    """A nation let in where standing is unknown; basis and source are content."""

    nation: str
    basis: str
    source: str
    since: dt.date
    until: dt.date
    marks: Marks


def willing(
    viewer: Viewer, *, activity: UUID | None = None, nation: str = ""
) -> tuple[Willing, ...]:
    """The last answers of an activity, of a nation, or both; by code and nation."""
    sight = Sight.of(viewer)
    rows: QuerySet[Willingness] = sight.rows(Willingness.objects.all(), "activity")
    if activity is not None:
        rows = rows.filter(activity=activity)
    if nation:
        rows = rows.filter(nation=nation)
    rows = rows.select_related("activity", "content_label", "metadata_label")
    last = {(row.activity_id, row.nation): row for row in rows.order_by("time", "id")}
    shown = sorted(last.values(), key=lambda row: (row.activity.code, row.nation, str(row.id)))
    return tuple(
        Willing(
            row.activity_id, row.activity.code, row.nation, row.answer,
            row.basis if sight.content(row) else "", row.time, marks(sight, row),
        )
        for row in shown[:MOST]
    )  # fmt: skip


def admitted(viewer: Viewer, activity: UUID) -> tuple[Admitted, ...]:
    """Admissions to an activity that hold on the viewer's day, by nation."""
    sight = Sight.of(viewer)
    rows = Admission.objects.filter(
        activity=activity, since__lte=viewer.day, until__gte=viewer.day
    ).select_related("content_label", "metadata_label")
    found = sight.rows(rows, "activity").order_by("nation", "until", "id")[:MOST]
    told = [(row, sight.content(row)) for row in found]
    return tuple(
        Admitted(
            row.nation, row.basis if opened else "", row.source if opened else "", row.since,
            row.until, marks(sight, row),
        )
        for row, opened in told
    )  # fmt: skip
