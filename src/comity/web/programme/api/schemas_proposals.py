"""What the API answers of proposals."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from ninja import Schema
from pydantic import Field

from comity.decisions.approval import Ready
from comity.programme.reading.proposing import Standing
from comity.web.programme.api.schemas import Marked


class Skill(Schema):
    """A skill by its key, with its names."""

    key: str
    names: list[str]


class Interval(Schema):
    """A figure with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


class StandingSaid(Schema):
    """What standing said of a nation when the idea was opened."""

    nation: str
    answer: str
    sentence: str
    rule: str
    since: str
    source: list[str]


class NeedServed(Schema):
    """A stated need of one side."""

    nation: str
    text: str
    source: list[str]


class Frozen(Schema):
    """The opportunity as the evidence showed it on the day."""

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
    likely: Interval | None
    until: int | None
    gain: Interval | None
    day: dt.date
    evidence: str
    edition: str
    standing: list[StandingSaid]
    needs: list[NeedServed]


class ProposalContent(Schema):
    """What a version says."""

    summary: str
    technologies: list[str]
    must: list[Skill]
    nice: list[Skill]
    drafter: UUID | None
    asked: list[str]
    opportunity: Frozen | None


class Proposal(Marked):
    """A proposal; ``activity`` is what came of it, if you see it."""

    body: str
    nation: str
    title: str
    stage: str
    version: int
    opened: str
    activity: UUID | None
    content: ProposalContent | None = Field(description="Null where it is closed to you.")


class NationRow(Schema):
    """A nation that is asked, and its answer: a position, agrees by silence, or no record."""

    nation: str
    ally: bool
    answer: str
    text: str


class Gate(Schema):
    """A gate; ``passed`` (UTC) and ``basis`` are empty while it is not."""

    key: str
    title: str
    before: str
    passed: str
    basis: str


class Rule(Schema):
    """A rule of the decision, with where it is from."""

    key: str
    value: str
    source: str
    date: str
    unverified: bool


class LocalTime(Schema):
    """The end of the silence on a capital's clock."""

    nation: str
    zone: str
    words: str


class ProposalStanding(Schema):
    """Where a proposal stands: whether it may be approved, in words, and what that rests on."""

    version: int
    ready: bool
    words: str
    count: str = Field(description="The key of this count; a decision repeats it.")
    nations: list[NationRow]
    gates: list[Gate]
    silence: str = Field(description="running, broken or expired; empty where none was opened.")
    expires: dt.datetime | None
    capitals: list[LocalTime]
    rules: list[Rule]


class WaitingProposal(Schema):
    """A proposal that waits for a nation's position."""

    id: UUID
    title: str
    body: str
    version: int
    until: dt.datetime | None
    local: str


def told(found: Standing) -> dict[str, object]:
    """Where a proposal stands, as the API tells it."""
    return {
        "version": found.proposal.version,
        "ready": isinstance(found.answer, Ready),
        "words": found.answer.words,
        "count": found.answer.key,
        "nations": [
            {
                "nation": row.nation, "ally": row.ally, "answer": row.answer,
                "text": "" if row.position is None else row.position.taken.text,
            } for row in found.rows
        ],
        "gates": [
            {
                "key": one.gate.key, "title": one.gate.title, "before": one.gate.before,
                "passed": one.passed, "basis": one.basis,
            } for one in found.gates
        ],
        "silence": found.silence_stage,
        "expires": None if found.silence is None else found.silence.opened.expires,
        "capitals": [
            {"nation": one.nation, "zone": one.zone, "words": one.words} for one in found.expiry
        ],
        "rules": [
            {
                "key": one.key, "value": str(one.value), "source": one.source, "date": one.date,
                "unverified": one.unverified,
            } for one in found.rules
        ],
    }  # fmt: skip
