"""Kinds of events of overlap: what is said of what is close, and pairs that nobody drafting saw."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events.body import Labels, register


@register
class DispositionRecorded(Labels, frozen=True, kw_only=True):
    """What is to be done about an ``activity``, or an ``other`` proposal, close to a proposal."""

    kind = "disposition-recorded"
    proposal: UUID
    version: int
    activity: UUID | None = None
    other: UUID | None = None
    disposition: str
    reason: str = ""


@register
class OverlapNoticed(Labels, frozen=True, kw_only=True):
    """A version of a proposal is close to what its drafter may not see."""

    kind = "overlap-noticed"
    proposal: UUID
    version: int
    activity: UUID | None = None
    other: UUID | None = None
    method: str
