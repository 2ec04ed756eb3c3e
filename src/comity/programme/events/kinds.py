"""The kinds of events: what each body holds. None holds a value of a person.

A body is canonical JSON: keys in order, no spaces, dates as text, identifiers as text.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, TypeVar
from uuid import UUID

import msgspec

from comity.base.errors import InputError

_KINDS: dict[str, type[Body]] = {}
Known = TypeVar("Known", bound="type[Body]")


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an event says; each kind is one class."""

    kind: ClassVar[str]


def _known(kind: str) -> type[Body]:
    try:
        return _KINDS[kind]
    except KeyError:
        raise InputError(f"events of kind {kind!r} are not known: update Comity.") from None


def register(kind: Known) -> Known:
    """Make a kind of event known by its name."""
    _KINDS[kind.kind] = kind
    return kind


def kinds() -> tuple[str, ...]:
    """The names of all kinds."""
    return tuple(sorted(_KINDS))


def write_body(body: Body) -> str:
    """The canonical text of a body."""
    return msgspec.json.encode(body, order="deterministic").decode()


def read_body(kind: str, text: str) -> Body:
    """The body of an event.

    Raises:
        InputError: an unknown kind, or a text that is not such a body.
    """
    try:
        return msgspec.json.decode(text, type=_known(kind))
    except msgspec.MsgspecError as error:
        raise InputError(f"an event {kind!r} cannot be read ({error}).") from None


class Labels(Body, frozen=True, kw_only=True):
    """Keys of the two labels, set by the event that creates a row."""

    content_label: str
    metadata_label: str


@register
class PersonRegistered(Labels, frozen=True, kw_only=True):
    """A person; ``commitments`` are HMACs of her values by field, under a key of hers."""

    kind = "person-registered"
    nation: str
    commitments: dict[str, str]


@register
class PersonValueSet(Body, frozen=True, kw_only=True):
    """A value of a person changed; an empty commitment says that it was removed."""

    kind = "person-value-set"
    field: str
    commitment: str


@register
class PersonValueVerified(Body, frozen=True, kw_only=True):
    """A value of a person was verified, by its commitment."""

    kind = "person-value-verified"
    field: str
    commitment: str


@register
class PersonErased(Body, frozen=True, kw_only=True):
    """The keys and values of a person were destroyed."""

    kind = "person-erased"


@register
class RoleGiven(Labels, frozen=True, kw_only=True):
    """A role of a person, from a day."""

    kind = "role-given"
    person: UUID
    role: str
    nation: str = ""
    body: str = ""
    activity: UUID | None = None
    since: dt.date
    until: dt.date | None = None


@register
class RoleEnded(Body, frozen=True, kw_only=True):
    """The last day of a role."""

    kind = "role-ended"
    until: dt.date


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
class DocumentAdded(Labels, frozen=True, kw_only=True):
    """A document of an activity, by the digest of its content."""

    kind = "document-added"
    activity: UUID
    title: str
    owner: UUID
    digest: str
    origin: UUID | None = None


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


@register
class Relabelled(Labels, frozen=True, kw_only=True):
    """New labels of a row; ``table`` names the kind of row, ``reason`` says why."""

    kind = "relabelled"
    table: str
    reason: str


@register
class ReleaseRequested(Labels, frozen=True, kw_only=True):
    """A request that a version of a document be released to a nation."""

    kind = "release-requested"
    document: UUID
    version: int
    nation: str
    requester: UUID
    owner: UUID
    basis: str
    due: dt.date


@register
class ReleaseDecided(Body, frozen=True, kw_only=True):
    """A decision on a request: yes, redacted, no; or ``refer`` to another owner.

    ``released`` is the document that was opened, by yes or redacted.
    """

    kind = "release-decided"
    decision: str
    reason: str
    owner: UUID | None = None
    released: UUID | None = None


@register
class GlassBroken(Body, frozen=True, kw_only=True):
    """An administrator reads without a right to, until a time; all see it."""

    kind = "glass-broken"
    reason: str
    until: str


@register
class GlassRead(Body, frozen=True, kw_only=True):
    """An administrator read a row through the broken glass; ``glass`` is the event of that."""

    kind = "glass-read"
    table: str
    glass: str


@register
class NoticeDone(Body, frozen=True, kw_only=True):
    """A person (the object) is done with the notice of an event."""

    kind = "notice-done"
    event: str


@register
class ClockSetBack(Body, frozen=True, kw_only=True):
    """The clock stood before the last event by so many seconds."""

    kind = "clock-set-back"
    seconds: float
