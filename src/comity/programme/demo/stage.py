"""What all of the demonstration is played on: its clock, its dice, and an agenda by days."""

from __future__ import annotations

import datetime as dt
import hashlib
import heapq
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from comity.base.errors import ComityError
from comity.programme.persons.vault import PersonKeys
from comity.programme.reading.viewer import Viewer
from comity.programme.services.guard import Refusal
from comity.safeguards.access import Holder
from comity.safeguards.labels import Level

if TYPE_CHECKING:
    from comity.programme.demo.script import Script
    from comity.programme.programme import Programme

SEED = 7_2024
FIRST = dt.date(2024, 1, 8)
# Fixed, so that the same command gives the same programme on any day from then on.
LAST = dt.date(2026, 10, 30)
Answer = TypeVar("Answer")


class UnexpectedRefusalError(ComityError):
    """A service refused what the demonstration takes to be allowed: one of the two is wrong."""


class Clock:
    """Eight in the morning of the day that is played, and some seconds on at each look."""

    def __init__(self) -> None:
        self._now = _morning(FIRST)

    def go_to(self, day: dt.date) -> None:
        """Begin a day; a day that has begun goes on."""
        self._now = max(self._now, _morning(day))

    def __call__(self) -> dt.datetime:
        """The time, three seconds after the last look."""
        self._now += dt.timedelta(seconds=3)
        return self._now


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 8, tzinfo=dt.UTC)


class PersonKeysBySeed:
    """Keys of invented persons: what the chain commits to them by is drawn from the seed.

    Else no two demonstrations would have the same head. Their values stand in this package, so
    that nothing is lost by it; what encrypts them is by chance as everybody's.
    """

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> PersonKeys:
        """The keys of the next person."""
        self._count += 1
        text = f"comity demonstration {SEED} person {self._count}"
        return PersonKeys(secrets.token_bytes(32), hashlib.sha256(text.encode()).digest())


@dataclass(slots=True)
class Stage:
    """The programme as it is played; ``chance`` decides what happens, never what it is called."""

    programme: Programme
    script: Script
    clock: Clock
    until: dt.date = LAST
    chance: Random = field(default_factory=lambda: Random(SEED))
    _agenda: list[tuple[dt.date, int, Callable[[], None]]] = field(default_factory=list)
    _count: int = 0

    @classmethod
    def of(cls, programme: Programme, script: Script, until: dt.date = LAST) -> Stage:
        """The stage of an empty programme, with clock, identifiers and keys of its own."""
        clock, names = Clock(), Random(SEED + 1)
        played = replace(
            programme,
            clock=clock,
            new_id=lambda: UUID(int=names.getrandbits(128), version=4),
            new_person_keys=PersonKeysBySeed(),
        )
        return cls(played, script, clock, until)

    @property
    def today(self) -> dt.date:
        """The day that is played."""
        return self.programme.today()

    def on(self, day: dt.date, step: Callable[[], None]) -> None:
        """Put a step on the agenda of a day; what would be after the last day does not happen."""
        if day <= self.until:
            self._count += 1
            heapq.heappush(self._agenda, (max(day, FIRST), self._count, step))

    def play(self) -> None:
        """Play the agenda to its end, day by day, each in the order in which it was put there."""
        while self._agenda:
            day, _, step = heapq.heappop(self._agenda)
            self.clock.go_to(day)
            step()

    def look(self, person: UUID) -> Viewer:
        """Who acts, by her identifier alone: each service asks anew how she stands that day."""
        return Viewer(person, "", self.today, Holder(Level.PUBLIC, frozenset()))

    def later(self, least: int, most: int, after: dt.date | None = None) -> dt.date:
        """A working day by chance, some days after today or another day."""
        day = (after or self.today) + dt.timedelta(days=self.chance.randint(least, most))
        return day + dt.timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def done(answer: Answer | Refusal) -> Answer:
    """What a service made.

    Raises:
        UnexpectedRefusalError: it refused.
    """
    if isinstance(answer, Refusal):
        raise UnexpectedRefusalError(
            f"the demonstration was refused by {answer.rule}: {answer.sentence}"
        )
    return answer
