"""Kinds of events of labels, releases, notices and of the programme itself."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from comity.programme.events.body import Body, Labels, register


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


@register
class ProgrammeMarked(Body, frozen=True, kw_only=True):
    """The first event of a programme of which everything is invented; ``words`` say so."""

    kind = "programme-marked"
    words: str
