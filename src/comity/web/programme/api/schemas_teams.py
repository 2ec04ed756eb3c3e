"""What the API answers of teams."""

from __future__ import annotations

from uuid import UUID

from ninja import Schema
from pydantic import Field

from comity.web.programme.api.schemas import Marked


class Closest(Schema):
    """How close somebody comes to a skill, and the work that shows it."""

    skill: str
    closeness: float
    covers: bool
    work: str
    title: str


class Conflicting(Schema):
    """The check of conflicts: ``none found``, ``conflict`` or ``cannot check``, with reasons."""

    outcome: str
    reasons: list[str]


class Placed(Schema):
    """Somebody in the order, the must-haves that she lacks by name."""

    person: UUID
    nation: str
    must: list[Closest]
    nice: list[Closest]
    gaps: list[str]
    check: Conflicting | None


class Unscorable(Schema):
    """Who opted in and cannot be scored, and why."""

    person: UUID
    nation: str
    reason: str


class LeftOut(Schema):
    """Who may not be chosen, and why."""

    person: UUID
    check: Conflicting


class Sole(Schema):
    """A skill that one nation alone covers, as far as you may be told."""

    nation: str
    skill: str


class Seat(Marked):
    """A seat; ``person`` is null where she does not appear to you."""

    proposal: UUID
    person: UUID | None
    version: int
    state: str
    time: str
    answered: str
    reason: str


class Conflict(Marked):
    """Whether there is a conflict of interest between two persons, declared or pinned."""

    proposal: UUID
    one: UUID
    other: UUID
    kind: str
    conflict: bool
    reason: str
    time: str


class Team(Schema):
    """The team of a proposal; what is for who leads is empty for others."""

    leads: bool
    must: list[str]
    nice: list[str]
    ranked: int = Field(description="How many can be scored; the first of them are in placed.")
    placed: list[Placed]
    unscorable: list[Unscorable]
    smallest: list[UUID]
    gaps: list[str]
    left_out: list[LeftOut]
    sole: list[Sole]
    seats: list[Seat]
    conflicts: list[Conflict]
