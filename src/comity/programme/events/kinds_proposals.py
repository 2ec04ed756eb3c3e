"""Kinds of events of proposals: from an idea to its decision.

What nations say and what gates answer bears the label of the proposal's content: who may read the
proposal reads all that counts for its approval, so that no count hangs on what a reader lacks.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import msgspec

from comity.programme.events.body import Body, Labels, register


class SkillAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A skill by its key, with its names in as many languages as are known."""

    key: str
    names: tuple[str, ...] = ()


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a proposal says: one version of it.

    ``technologies`` are keys of the register; ``must`` and ``nice`` what its team shall know.
    """

    title: str
    summary: str
    technologies: tuple[str, ...] = ()
    must: tuple[SkillAsked, ...] = ()
    nice: tuple[SkillAsked, ...] = ()


class Interval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


class StandingSaid(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What standing said of a nation on the day."""

    nation: str
    answer: str
    sentence: str
    rule: str
    since: str
    source: tuple[str, ...]


class NeedServed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stated need of one side that the idea would serve."""

    nation: str
    text: str
    source: tuple[str, ...]


class Matched(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pair like that of an opportunity, chosen before anything is known of what follows."""

    nation: str
    partner: str
    joint: float
    expected: float
    affinity: Interval


class Frozen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An opportunity as the evidence showed it on the day on which an idea was opened from it.

    ``evidence`` is the checksum of the evidence, ``edition`` that of the product. ``likely`` is
    None where no model answers, ``gain`` where it is not known. ``matched`` are pairs that a later
    measurement holds beside it, the nearest first.
    """

    nation: str
    partner: str
    against: str
    technology: str
    subject: str
    series: str
    record: str
    window: str
    joint: float
    expected: float
    affinity: Interval
    p_below_one: float
    likely: Interval | None = None
    until: int | None = None
    gain: Interval | None = None
    day: dt.date
    evidence: str
    edition: str
    standing: tuple[StandingSaid, ...] = ()
    needs: tuple[NeedServed, ...] = ()
    matched: tuple[Matched, ...] = ()


@register
class IdeaOpened(Labels, frozen=True, kw_only=True):
    """An idea for an activity of a body, from an opportunity or without one."""

    kind = "idea-opened"
    body: str
    nation: str
    drafter: UUID
    text: Text
    digest: str
    frozen: Frozen | None = None


@register
class IdeaRevised(Body, frozen=True, kw_only=True):
    """A new version: material, or of its wording only, and why."""

    kind = "idea-revised"
    version: int
    material: bool
    reason: str
    text: Text
    digest: str


@register
class IdeaSubmitted(Body, frozen=True, kw_only=True):
    """The version is put to nations; ``allies`` are those of them that are Allies on the day."""

    kind = "idea-submitted"
    version: int
    nations: tuple[str, ...]
    allies: tuple[str, ...]


@register
class SubmissionRecalled(Body, frozen=True, kw_only=True):
    """The version was put to nations by mistake, and is called back."""

    kind = "submission-recalled"
    version: int
    reason: str


@register
class PositionTaken(Body, frozen=True, kw_only=True):
    """A nation's position on the version; a reservation or objection has a text."""

    kind = "position-taken"
    version: int
    nation: str
    position: str
    text: str = ""


@register
class PositionRecalled(Body, frozen=True, kw_only=True):
    """A nation takes its last position back."""

    kind = "position-recalled"
    version: int
    nation: str
    reason: str


@register
class SilenceOpened(Body, frozen=True, kw_only=True):
    """Who neither reserves nor objects before it expires is taken to agree."""

    kind = "silence-opened"
    version: int
    expires: dt.datetime


@register
class SilenceBroken(Body, frozen=True, kw_only=True):
    """A nation breaks the silence and states no position yet."""

    kind = "silence-broken"
    version: int
    nation: str
    text: str


@register
class GatePassed(Body, frozen=True, kw_only=True):
    """A gate is passed for the version, and on what ground."""

    kind = "gate-passed"
    version: int
    gate: str
    basis: str


@register
class GateReopened(Body, frozen=True, kw_only=True):
    """A gate that was passed is open again."""

    kind = "gate-reopened"
    version: int
    gate: str
    reason: str


@register
class ProposalDecided(Body, frozen=True, kw_only=True):
    """The decision with the count that it rests on; ``activity`` is what a yes registered."""

    kind = "proposal-decided"
    version: int
    outcome: str
    count: str
    words: str
    activity: UUID | None = None


@register
class ProposalWithdrawn(Body, frozen=True, kw_only=True):
    """Those who proposed it take it back for good."""

    kind = "proposal-withdrawn"
    version: int
    reason: str
