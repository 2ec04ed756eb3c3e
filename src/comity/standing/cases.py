"""A case: who would do what, where and for how much, as a programme's rules look at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.base.dates import DateSpan
from comity.reference.eligibility_rules import Unit

ORGANISATIONS = ("government", "academic", "non-profit", "for-profit", "international")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who takes part; nations are codes, empty where the case does not say.

    ``national`` may hold several; ``established`` is where a company has its seat.
    """

    name: str | None = None
    national: tuple[str, ...] = ()
    resident: tuple[str, ...] = ()
    employed: tuple[str, ...] = ()
    established: tuple[str, ...] = ()
    organisation: str | None = None
    organisation_type: str | None = None
    role: str = ""
    read_at: str = field(default="", compare=False, repr=False)

    @property
    def called(self) -> str:
        """The name, or the role where there is none."""
        return self.name or self.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Money asked for in all; ``currency`` as ISO 4217 writes it."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Duration:
    """How long it takes."""

    value: float
    unit: Unit

    @property
    def text(self) -> str:
        """As a case writes it."""
        return f"{self.value:g} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A concrete case; None wherever its file says nothing.

    Attributes:
        title: what it is called.
        kind: key of the kind of grant.
        submitted: the day of submission, on which nations must be Allies or partners.
        starts: when an event begins; a month or a year leaves its days open.
        duration: of the event or project.
        budget: money asked for in all.
        costs: parts of it by head; heads that are left out ask for nothing.
        priorities: names of the priorities addressed.
        end_users: who would use the result.
        template: version of handbook and template, named as the call is.
        security_link: how it bears on security.
        people: by role; an empty tuple says that there is nobody in that role.
    """

    title: str | None = None
    kind: str | None = None
    submitted: dt.date | None = None
    starts: DateSpan | None = None
    duration: Duration | None = None
    budget: Budget | None = None
    costs: Mapping[str, float] | None = None
    priorities: tuple[str, ...] | None = None
    end_users: tuple[str, ...] | None = None
    template: str | None = None
    security_link: str | None = None
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    file: str = field(default="", compare=False)
