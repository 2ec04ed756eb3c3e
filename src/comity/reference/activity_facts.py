"""Bodies, and the types, states and outputs of their activities, as curated facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comity.reference.facts import Fact
from comity.reference.rules import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeBody(Fact):
    """A body that holds activities or seats.

    Attributes:
        key: as tokens and codes write it.
        organisation: key of the organisation that it is.
        prefix: what the codes of its activities begin with.
        office: whom to ask; ``office_basis`` says whether a public page names it.
        seat: key of the activity of standing that a seat asks for; None where no rule is on record.
        work: key of the one that taking part in its activities asks for.
    """

    key: str
    name: str
    kind: Literal["board", "office", "centre", "panel", "group"]
    organisation: str
    parent: str | None = None
    place: str | None = None
    prefix: str | None = None
    office: str | None = None
    office_basis: Basis | None = None
    seat: str | None = None
    work: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityType(Fact):
    """A type of activity by its public code.

    ``months`` is the length expected of one and ``nations_least`` the members of the Alliance that
    it is said to need, each with its basis. They are shown; neither refuses anything.
    ``asks`` is the key of the activity of standing that taking part asks, where it is another than
    that of the body's work; of an Ally it counts where it says yes.
    """

    key: str
    name: str
    kind: Literal[
        "team", "meeting", "course", "demonstration", "publication", "dialogue", "exercise"
    ]
    months: int | None = None
    months_basis: Basis | None = None
    nations_least: int | None = None
    nations_basis: Basis | None = None
    rule: str | None = None
    asks: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityStatus(Fact):
    """A state of an activity; ``takes_part`` says whether nations may join in it."""

    key: str
    name: str
    next: tuple[str, ...] = ()
    takes_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputType(Fact):
    """A kind of output; ``pattern`` is for its whole code, PANEL for a body's prefix."""

    key: str
    name: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardStage(Fact):
    """A stage of a standard; the file has them in their usual order."""

    key: str
    name: str
