"""What operations of meetings are asked with."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comity.web.programme.api.asked import Part, Word
from comity.web.programme.api.bodies import Body, Labelled, Reason, Text, Title

Codes = Annotated[list[Word], Field(max_length=60)]
Lines = Annotated[list[Title], Field(max_length=20)]


class Meetings(Part):
    """Which meetings."""

    activity: UUID | None = None
    series: UUID | None = None
    coming: bool = False
    mine: bool = Field(False, description="Of activities in which you hold a role.")


class Next(Body):
    """How many meetings, and the first day of the first window."""

    first: dt.date
    count: int = Field(12, ge=1, le=104)


class NewSeries(Next):
    """A series to be opened, with its first meetings; numbers that are left out are the usual."""

    title: Title
    host: Word
    minutes: int = 60
    every: int = 28
    window: int = 7
    step: int = 30
    apart: Codes = Field(default_factory=list)
    rotation: Codes = Field(default_factory=list)
    delegates: int = 0
    refusals: Lines = Field(default_factory=list)
    days_off: bool = True
    about: Text = ""
    link: Reason = ""


class OpenedSeries(NewSeries, Labelled):
    """The same, with the digest of the plan as it was shown."""

    digest: Word


class PlannedNext(Next):
    """The next meetings, with the digest of the plan as it was shown."""

    digest: Word


class Moved(Body):
    """A new time with its zone, why, and another link if it has one."""

    start: dt.datetime
    reason: Reason
    link: Reason | None = None


class Cancelled(Body):
    """Why."""

    reason: Reason
