"""Kinds of events of activities, of the nations in them, and of their documents and outputs."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.programme.events.body import Body, Labels, register


@register
class ActivityRegistered(Labels, frozen=True, kw_only=True):
    """An activity with its public metadata."""

    kind = "activity-registered"
    code: str
    type: str
    body: str
    status: str
    title: str
    start: dt.date | None = None
    end: dt.date | None = None
    follows: UUID | None = None
    origin: UUID | None = None


@register
class ActivityDescribed(Body, frozen=True, kw_only=True):
    """The content of an activity's record."""

    kind = "activity-described"
    keywords: tuple[str, ...] = ()
    background: str = ""
    objectives: str = ""


@register
class ActivityChanged(Body, frozen=True, kw_only=True):
    """Status, title or dates of an activity as they now are."""

    kind = "activity-changed"
    status: str
    title: str
    start: dt.date | None = None
    end: dt.date | None = None


@register
class ActivityOpened(Body, frozen=True, kw_only=True):
    """To which groups, statuses and nations an activity is open, besides the Alliance (R5)."""

    kind = "activity-opened"
    open_to: tuple[str, ...]


@register
class ParticipationBegun(Labels, frozen=True, kw_only=True):
    """A nation takes part, from a day."""

    kind = "participation-begun"
    activity: UUID
    nation: str
    part: str
    mode: str
    since: dt.date
    origin: UUID | None = None


@register
class ParticipationChanged(Body, frozen=True, kw_only=True):
    """What a nation does in an activity, and where its people are."""

    kind = "participation-changed"
    part: str
    mode: str


@register
class ParticipationEnded(Body, frozen=True, kw_only=True):
    """The last day of a nation in an activity."""

    kind = "participation-ended"
    until: dt.date


@register
class WillingnessRecorded(Labels, frozen=True, kw_only=True):
    """Whether a nation would take part in what follows an exploratory team (R7)."""

    kind = "willingness-recorded"
    activity: UUID
    nation: str
    answer: str
    basis: str


@register
class NationAdmitted(Labels, frozen=True, kw_only=True):
    """A panel office lets a nation take part where standing is unknown, until a day."""

    kind = "nation-admitted"
    activity: UUID
    nation: str
    basis: str
    source: str
    since: dt.date
    until: dt.date


@register
class DocumentAdded(Labels, frozen=True, kw_only=True):
    """A document of an activity, by the digest of its content."""

    kind = "document-added"
    activity: UUID
    title: str
    owner: UUID
    digest: str
    origin: UUID | None = None


@register
class DocumentRevised(Body, frozen=True, kw_only=True):
    """A new version of a document."""

    kind = "document-revised"
    version: int
    title: str
    digest: str


@register
class OutputAdded(Labels, frozen=True, kw_only=True):
    """A result of an activity."""

    kind = "output-added"
    activity: UUID
    code: str
    output: str
    title: str
    published: dt.date | None = None
    cleared: bool = False


@register
class OutputCleared(Body, frozen=True, kw_only=True):
    """A clearance certificate exists for an output; ``published`` once it is public."""

    kind = "output-cleared"
    published: dt.date | None = None
