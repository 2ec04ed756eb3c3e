"""Kinds of events of series of meetings: opened, planned, moved, cancelled."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.programme.events.body import Body, Labels, register


@register
class SeriesOpened(Labels, frozen=True, kw_only=True):
    """A series of meetings of an activity; ``about`` and ``link`` are its content.

    ``apart`` are nations that take part and need not meet; ``refusals`` are lines such as
    ``JPN KOR 23:00-06:00``, without nations for all that meet.
    """

    kind = "series-opened"
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
    about: str
    link: str


@register
class SeriesPlanned(Body, frozen=True, kw_only=True):
    """So many meetings were planned at once, and what that plan rests on.

    ``digest`` is that of the plan as it was shown; ``spread`` and ``bound`` are in points.
    """

    kind = "series-planned"
    first: int
    last: int
    spread: int
    bound: int
    held: bool
    digest: str
    editions: tuple[str, ...]


@register
class MeetingPlanned(Labels, frozen=True, kw_only=True):
    """A meeting of a series: ``start`` in UTC, empty for a round in writing within its days.

    ``points`` are what it costs each nation; a round in writing costs nobody anything.
    """

    kind = "meeting-planned"
    series: UUID
    number: int
    start: str
    minutes: int
    opens: dt.date
    closes: dt.date
    points: dict[str, int]
    link: str


@register
class MeetingMoved(Body, frozen=True, kw_only=True):
    """When a meeting now is, what that costs, and why; ``reason`` and ``link`` are content."""

    kind = "meeting-moved"
    start: str
    points: dict[str, int]
    link: str
    sequence: int
    reason: str


@register
class MeetingCancelled(Body, frozen=True, kw_only=True):
    """A meeting is taken back, and why; nobody bears it any more."""

    kind = "meeting-cancelled"
    sequence: int
    reason: str
