"""The rules of approval as values, each with where it is from and whether anybody confirmed it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from comity.decisions.happenings import Stance

Counted = Literal["allies", "asked"]
Reservations = Literal["block", "carry"]
Before = Literal["submission", "decision"]
T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One rule: its value, source and date.

    ``unverified`` says that no public source confirms it, ``default`` that no file of the
    installation set it.
    """

    key: str
    value: T
    source: str
    date: str
    unverified: bool
    default: bool

    @property
    def provenance(self) -> str:
        """Where it is from, in the words that stand beside its value."""
        if self.unverified:
            return "unverified default" if self.default else "unverified, set here"
        return f"{self.source}, {self.date}"


@dataclass(frozen=True, slots=True)
class Gate:
    """Something to be passed in its turn, before nations are asked or before the decision."""

    key: str
    title: str
    before: Before


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When a proposal may be approved.

    Attributes:
        minimum_nations: how many nations must support it.
        counted: whether Allies alone count towards that minimum, or all that are asked.
        supporting: positions that count as support.
        needed: positions that must be taken, each with how often.
        quorum_percent: share of the nations asked that must have answered, 0 to 100.
        reservations: whether one blocks until it is lifted, or is carried with its text.
        silence_hours: the shortest silence procedure.
        gates: in the order in which they are passed.
        measure_after_years: how long after its end it is measured what became of an activity.
    """

    minimum_nations: Setting[int]
    counted: Setting[Counted]
    supporting: Setting[tuple[Stance, ...]]
    needed: Setting[tuple[tuple[Stance, int], ...]]
    quorum_percent: Setting[int]
    reservations: Setting[Reservations]
    silence_hours: Setting[int]
    gates: Setting[tuple[Gate, ...]]
    measure_after_years: Setting[int]

    @property
    def settings(self) -> tuple[Setting[object], ...]:
        """All of them, for a page that shows each with its provenance."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)

    @property
    def key(self) -> str:
        """The first 32 hexadecimal digits of a SHA-256 over every setting."""
        text = "\n".join(map(repr, self.settings))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def gates_before(self, what: Before) -> tuple[Gate, ...]:
        """The gates to be passed by then, in order; before the decision these are all."""
        return tuple(gate for gate in self.gates.value if what == "decision" or gate.before == what)
