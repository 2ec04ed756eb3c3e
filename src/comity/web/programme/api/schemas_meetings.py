"""What operations of meetings answer: series, meetings, plans, the ledger, travel saved."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from ninja import Schema
from pydantic import Field

from comity.web.programme.api.schemas import Marked


class SeriesContent(Schema):
    """The content of a series."""

    about: str
    link: str


class Series(Marked):
    """A series of meetings of an activity; ``refusals`` are lines as they were written."""

    activity: UUID
    title: str
    host: str
    minutes: int
    every: int
    window: int
    step: int
    apart: list[str]
    rotation: list[str]
    delegates: int
    refusals: list[str]
    days_off: bool
    content: SeriesContent | None = Field(description="Null where it is closed to you.")


class MeetingContent(Schema):
    """The content of a meeting."""

    link: str
    reason: str


class Meeting(Marked):
    """A meeting; ``start`` is null for a round in writing from ``opens`` to ``closes``."""

    series: UUID
    activity: UUID
    title: str
    number: int
    host: str
    start: dt.datetime | None
    minutes: int
    opens: dt.date
    closes: dt.date
    points: dict[str, int] = Field(description="Of nations of which you see a part.")
    sequence: int
    cancelled: bool
    told: str
    content: MeetingContent | None = Field(description="Null where it is closed to you.")


class Place(Schema):
    """A time as one nation sees it; ``day`` is told beside the host's."""

    nation: str
    seat: str
    time_zone: str
    date: dt.date
    time: str
    offset: str
    day: str
    points: int
    reasons: list[str]
    refused: list[str]


class Slot(Schema):
    """A time with what it means to each nation."""

    start: dt.datetime
    minutes: int
    places: list[Place]
    also: list[dt.datetime]


class Written(Schema):
    """A round in writing, and the hour that fewest refuse."""

    reason: str
    nearest: Slot


class PlannedMeeting(Schema):
    """A meeting of a plan: ranked slots, the first chosen, or a round in writing."""

    number: int
    opens: dt.date
    closes: dt.date
    slots: list[Slot]
    written: Written | None
    levels: dict[str, int]
    spread: int


class Plan(Schema):
    """A plan that is not written; its digest is what writes it."""

    digest: str
    nations: list[str]
    before: dict[str, int]
    begun: int
    bound: int
    held: bool
    notes: list[str]
    editions: list[str]
    meetings: list[PlannedMeeting]


class Level(Schema):
    """What a nation bears."""

    nation: str
    points: int
    meetings: int
    free: int


class Travel(Schema):
    """The travel saved by a series; ``assumption`` stands beside the figure."""

    series: UUID
    title: str
    meetings: int
    km: float
    hours: float
    assumption: str


class Ledger(Schema):
    """What nations bear by the meetings of an activity, and what meeting at a distance saves."""

    levels: list[Level]
    spread: int
    meetings: int
    sentence: str
    travel: list[Travel]
