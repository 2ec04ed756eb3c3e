"""What the API takes and answers of results."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.web.programme.api.asked import Part, Word, Words
from comity.web.programme.api.bodies import Body, Labelled, Reason, Title
from comity.web.programme.api.schemas import Marked


class Standard(Marked):
    """A standard to which the work of an activity led."""

    activity: UUID
    designation: str
    title: str
    issuer: str
    stage: str
    dated: dt.date
    basis: str
    output: UUID | None


class Standards(Part):
    """Which standards."""

    activity: UUID | None = None
    body: Word = ""
    stage: Word = ""
    text: Words = ""


class NewStandard(Labelled):
    """A standard to be linked to an activity; ``basis`` says on what its stage rests."""

    designation: Word
    title: Title
    issuer: Title
    stage: Word
    dated: dt.date
    basis: Reason
    from_output: UUID | None = None


class StageChanged(Body):
    """At which stage a standard is, since which day, and what says so."""

    stage: Word
    dated: dt.date
    basis: Reason
