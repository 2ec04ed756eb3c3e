"""Events of series and meetings to their tables."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import Meeting, Series
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change, create


def _opened(key: UUID, _: Entry, body: kinds.SeriesOpened) -> None:
    create(
        Series, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        activity_id=body.activity, title=body.title, host=body.host, minutes=body.minutes,
        every=body.every, window=body.window, step=body.step, apart=list(body.apart),
        rotation=list(body.rotation),
        delegates=body.delegates, refusals=list(body.refusals), days_off=body.days_off,
        about=body.about, link=body.link,
    )  # fmt: skip


def _planned(key: UUID, entry: Entry, body: kinds.MeetingPlanned) -> None:
    create(
        Meeting, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        series_id=body.series, number=body.number, start=body.start, minutes=body.minutes,
        opens=body.opens, closes=body.closes, points=dict(body.points), link=body.link,
        told=entry.time, day=_day(body.start, body.opens),
    )  # fmt: skip


def _day(start: str, opens: dt.date) -> dt.date:
    """The day of a time of UTC, or the first of a round in writing."""
    return dt.date.fromisoformat(start[:10]) if start else opens


def _moved(key: UUID, entry: Entry, body: kinds.MeetingMoved) -> None:
    change(
        Meeting, key, start=body.start, day=dt.date.fromisoformat(body.start[:10]),
        points=dict(body.points), link=body.link, sequence=body.sequence, reason=body.reason,
        told=entry.time,
    )  # fmt: skip


def _cancelled(key: UUID, entry: Entry, body: kinds.MeetingCancelled) -> None:
    change(
        Meeting, key, cancelled=True, sequence=body.sequence, reason=body.reason, told=entry.time
    )


def _told(_: UUID, __: Entry, ___: kinds.Body) -> None:
    """Nothing to change: the meetings that were planned have events of their own."""


APPLY: Appliers = {
    "series-opened": _opened,
    "series-planned": _told,
    "meeting-planned": _planned,
    "meeting-moved": _moved,
    "meeting-cancelled": _cancelled,
}
