"""What POST operations on proposals take."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from comity.programme.events.kinds import SkillAsked, Text
from comity.web.programme.api.asked import Word
from comity.web.programme.api.bodies import Body, Labelled, Reason, Title, Words
from comity.web.programme.api.bodies import Text as LongText


class Skill(Body):
    """A skill with its names, in as many languages as are known."""

    name: Word
    names: Words = Field(default_factory=list)


Skills = Annotated[list[Skill], Field(max_length=48)]


class IdeaText(Body):
    """What a version of a proposal says."""

    title: Title
    summary: LongText
    technologies: Words = Field(default_factory=list)
    must: Skills = Field(default_factory=list)
    nice: Skills = Field(default_factory=list)

    def text(self) -> Text:
        """The text as services take it."""
        must, nice = (
            tuple(SkillAsked(one.name, (one.name, *one.names)) for one in skills)
            for skills in (self.must, self.nice)
        )
        return Text(
            title=self.title, summary=self.summary, technologies=tuple(self.technologies),
            must=must, nice=nice,
        )  # fmt: skip


class Opportunity(Body):
    """The pair of which the evidence shows an opportunity; its figures are computed, not taken."""

    nation: Word
    partner: Word
    technology: Word = "all"
    against: Word = "NATO"
    series: Word = Field("", description="The series that shall answer; the first by default.")


class NewIdea(IdeaText, Labelled):
    """An idea to be opened; without labels it is its drafter's and her body's office's alone.

    ``brokers`` lets brokers read it besides, and be told where it is close to what you may not see.
    """

    body: Word
    opportunity: Opportunity | None = None
    brokers: bool = False


class RevisedIdea(IdeaText):
    """A new version; other technologies or skills are material whatever is said."""

    reason: Reason
    material: bool = False


class Because(Body):
    """Why."""

    reason: Reason


class Told(Because):
    """Nations that may read it from now on."""

    nations: Words


class Versioned(Body):
    """The version that was read."""

    version: int = Field(ge=1, le=100_000)


class Submitted(Versioned):
    """Nations that the version is put to; ``unknown`` lets those be asked of which none knows."""

    nations: Words
    unknown: bool = False


class VersionedBecause(Versioned):
    """The version that was read, and why."""

    reason: Reason


class Position(Versioned):
    """A nation's position; a reservation or an objection needs a text."""

    nation: Word
    position: Literal["lead", "contribute", "observe", "support", "reserve", "object"]
    text: LongText = ""


class PositionRecalled(VersionedBecause):
    """The nation whose last position is taken back."""

    nation: Word


class Silence(Versioned):
    """When the silence ends: a whole minute, with its zone."""

    expires: AwareDatetime


class SilenceBroken(Versioned):
    """The nation that breaks the silence, and why."""

    nation: Word
    text: Reason


class GatePassed(Versioned):
    """The gate, and on what ground where nothing computes it."""

    gate: Word
    basis: Reason = ""


class GateReopened(VersionedBecause):
    """The gate that is open again."""

    gate: Word


class NewCode(Body):
    """The activity that a yes registers."""

    code: Word
    type: Word
    start: dt.date | None = None
    end: dt.date | None = None


class ProposalDecided(Versioned):
    """The outcome, on the count that was read; a yes needs its activity."""

    outcome: Literal["approved", "declined"]
    count: Word
    activity: NewCode | None = None
