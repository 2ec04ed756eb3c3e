"""What the API answers beyond objects: standing, statistics, history, search, the glass."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from ninja import Schema
from pydantic import Field

from comity.web.programme.api.schemas import (
    Activity,
    Document,
    Output,
    Participation,
    Person,
    ReleaseRequest,
    Role,
    Rows,
)
from comity.web.programme.api.schemas_meetings import Meeting, Series
from comity.web.programme.api.schemas_overlap import Disposition, Unseen
from comity.web.programme.api.schemas_results import Standard
from comity.web.programme.api.schemas_teams import Conflict, Seat


class Nation(Schema):
    """A nation with the number of activities in which you see that it takes part."""

    nation: str
    activities: int


class Refused(Schema):
    """Why not."""

    rule: str
    since: str
    source: list[str]
    sentence: str


class Taking(Schema):
    """A part that a nation has on the day."""

    participation: UUID
    activity: UUID
    code: str
    title: str
    part: str
    mode: str
    since: dt.date
    until: dt.date | None


class Joinable(Schema):
    """An activity in which you see no part of the nation, and whether it could take part."""

    activity: UUID
    code: str
    title: str
    answer: str = Field(description="yes, no, unknown, or not-open.")
    part: str
    sentence: str
    refusal: Refused | None
    ask: str


class Entitled(Schema):
    """What a nation takes part in and could, of both from ``offset``, at most ``limit``."""

    nation: str
    day: dt.date
    takes_part: list[Taking]
    could: list[Joinable]
    parts: int = Field(description="How many parts you see that it takes, in all.")


class Uptake(Schema):
    """What a nation may use beside the use on record, by class of activities and year."""

    nation: str
    activity_class: str
    year: int
    entitled: str
    rules: list[str]
    source: list[str]
    used: str
    activities: int


class Flag(Schema):
    """What is unusual in an activity; never a refusal."""

    rule: str
    basis: str
    source: list[str]
    sentence: str


class Median(Schema):
    """Days from asking to deciding; null where too few stand behind it."""

    decision: str
    days: float | None


class Count(Schema):
    """A count; null where it is hidden."""

    name: str
    count: int | None


class Delay(Schema):
    """Statistics of release; null where a figure would tell of a small group."""

    counts: list[Count]
    total: int | None
    median_days: float | None
    median_by: list[Median]
    oldest_days: int | None
    overdue: int | None


class Found(Schema):
    """What a search found, a part of each list."""

    activities: Rows[Activity]
    documents: Rows[Document]
    outputs: Rows[Output]
    standards: Rows[Standard]


class Suggestion(Schema):
    """A title that you may see."""

    table: str
    id: UUID
    code: str
    title: str


class Said(Schema):
    """What an event says by a field."""

    field: str
    text: str


class Happened(Schema):
    """An event of an object; ``by_you`` says that you did it."""

    time: str
    kind: str
    by_you: bool
    says: list[Said]
    marking: str


class Could(Schema):
    """A person who could see an object on a day."""

    person: UUID
    nation: str
    content: bool
    glass: bool


class Broken(Schema):
    """A glass that was broken."""

    event: str
    person: UUID
    reason: str
    time: str
    until: str


class ReadThrough(Schema):
    """An object read through the broken glass, under the name of its table."""

    table: str
    activity: Activity | None = None
    participation: Participation | None = None
    document: Document | None = None
    output: Output | None = None
    person: Person | None = None
    role: Role | None = None
    release_request: ReleaseRequest | None = None
    series: Series | None = None
    meeting: Meeting | None = None
    standard: Standard | None = None
    disposition: Disposition | None = None
    unseen: Unseen | None = None
    seat: Seat | None = None
    conflict: Conflict | None = None


class Head(Schema):
    """The signed head, to be kept elsewhere."""

    sequence: int
    hash: str
    time: str
    public_key: str
    signature: str


class Finding(Schema):
    """What is wrong with the chain."""

    sort: str
    first: int
    last: int
    sentence: str


class Verified(Schema):
    """What a reading of the whole chain found."""

    sound: bool
    events: int
    findings: list[Finding]


class Erased(Schema):
    """What was erased."""

    person: UUID
    roles_ended: int
    scrubbed: bool
    sentence: str
