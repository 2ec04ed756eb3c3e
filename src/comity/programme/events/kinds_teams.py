"""Kinds of events of teams: seats and conflicts of interest. None holds a value of a person."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events.body import Body, Labels, register


@register
class SeatOffered(Labels, frozen=True, kw_only=True):
    """A seat in the team of a proposal is offered to somebody of whom no conflict was found."""

    kind = "seat-offered"
    proposal: UUID
    person: UUID
    version: int


@register
class SeatAnswered(Body, frozen=True, kw_only=True):
    """She takes it or declines: ``state`` is ``taken`` or ``declined``."""

    kind = "seat-answered"
    state: str


@register
class SeatWithdrawn(Body, frozen=True, kw_only=True):
    """The seat is there no more, offered or taken as it was."""

    kind = "seat-withdrawn"
    reason: str


@register
class ConflictDeclared(Labels, frozen=True, kw_only=True):
    """One of two persons says that she has a conflict of interest towards the other."""

    kind = "conflict-declared"
    proposal: UUID
    one: UUID
    other: UUID
    reason: str


@register
class ConflictPinned(Labels, frozen=True, kw_only=True):
    """The panel office says whether there is a conflict of interest between two persons."""

    kind = "conflict-pinned"
    proposal: UUID
    one: UUID
    other: UUID
    conflict: bool
    reason: str
