"""What a viewer is shown of a series and of its meetings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from comity.programme.reading.marks import Marks


@dataclass(frozen=True, slots=True)
class SeriesContent:
    """The content of a series: what it is about, and the link of its next meetings."""

    about: str
    link: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series of meetings; ``content`` is None where it is closed.

    ``apart`` are nations that take part and need not meet; ``rotation`` are the hosts against
    which travel is told; ``refusals`` are lines as they were written; ``days_off`` says whether
    weekends and public holidays are refused.
    """

    id: UUID
    activity: UUID
    title: str
    host: str
    minutes: int
    every: int
    window: int
    step: int
    apart: tuple[str, ...]
    rotation: tuple[str, ...]
    delegates: int
    refusals: tuple[str, ...]
    days_off: bool
    content: SeriesContent | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class MeetingContent:
    """The content of a meeting: its link, and why it was last moved or cancelled."""

    link: str
    reason: str


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting; ``start`` is None for a round in writing from ``opens`` to ``closes``.

    ``points`` tells what it costs those nations of which the viewer sees a part in the activity.
    ``told`` is when it was last planned, moved or cancelled, as in the log.
    """

    id: UUID
    series: UUID
    activity: UUID
    title: str
    number: int
    host: str
    start: dt.datetime | None
    minutes: int
    opens: dt.date
    closes: dt.date
    points: tuple[tuple[str, int], ...]
    sequence: int
    cancelled: bool
    told: str
    content: MeetingContent | None
    marks: Marks
