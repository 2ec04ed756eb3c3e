"""What is asked of the planner and what it answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.base.errors import InputError
from comity.meetings.ledger import Ledger
from comity.meetings.slots import Slot

_STEPS = (15, 30, 60)


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings to be planned.

    Attributes:
        key: of the series; its meetings are ``key/1``, ``key/2``, … in the ledger.
        host: nation whose local days the windows are, and beside whose day others' are told.
        first: first day of the first window.
        count: number of meetings, 1 to 104.
        every: days from one window to the next.
        window: days in which a meeting may be, 1 to 31 and at most ``every``.
        minutes: length of a meeting.
        step: minutes from one possible start to the next: 15, 30 or 60.
        listed: how many ranked slots to give for each meeting, 1 to 200.
        numbered_from: number of the first meeting, where earlier ones were held.
    """

    key: str
    host: str
    first: dt.date
    count: int
    every: int = 28
    window: int = 7
    minutes: int = 60
    step: int = 30
    listed: int = 5
    numbered_from: int = 1

    def __post_init__(self) -> None:
        bounds = {
            "count": (self.count, 1, 104),
            "every": (self.every, 1, 366),
            "window": (self.window, 1, min(31, max(1, self.every))),
            "minutes": (self.minutes, 15, 720),
            "listed": (self.listed, 1, 200),
            "numbered_from": (self.numbered_from, 1, 10_000),
        }
        for what, (value, low, high) in bounds.items():
            if not low <= value <= high:
                raise InputError(f"series {self.key!r}: {what} is {value}; give {low} to {high}")
        if self.step not in _STEPS:
            raise InputError(f"series {self.key!r}: step is {self.step}; give 15, 30 or 60")
        if not self.key.strip():
            raise InputError("a series needs a key")
        if not 2000 <= self.first.year <= 2090:
            raise InputError(f"series {self.key!r}: begins in {self.first.year}; 2000 to 2090 only")

    def meeting(self, index: int) -> str:
        """The key of its ``index``-th meeting, from nought."""
        return f"{self.key}/{self.numbered_from + index}"

    def days(self, index: int) -> tuple[dt.date, dt.date]:
        """First and last day of a window, in the host's days."""
        first = self.first + dt.timedelta(days=index * self.every)
        return first, first + dt.timedelta(days=self.window - 1)

    @property
    def years(self) -> range:
        """Years that a local day of the series may lie in, for the holidays to gather."""
        end = self.days(self.count - 1)[1] + dt.timedelta(days=2)
        return range((self.first - dt.timedelta(days=2)).year, end.year + 1)


@dataclass(frozen=True, slots=True)
class WrittenRound:
    """The answer where no time of a window is accepted by all.

    Attributes:
        opens, closes: days of the window, for the round.
        nearest: the slot with the fewest refusals, which shows who refuses it and why.
        reason: in one sentence.
    """

    opens: dt.date
    closes: dt.date
    nearest: Slot
    reason: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One meeting of a plan.

    Attributes:
        meeting: its key.
        slots: ranked, the chosen one first; empty for a written round.
        written: the round in place of a meeting.
        levels: what each nation bore after it.
        spread: most less least of these.
    """

    meeting: str
    slots: tuple[Slot, ...]
    written: WrittenRound | None
    levels: dict[str, int]
    spread: int

    @property
    def chosen(self) -> Slot | None:
        """The slot that the rest of the plan reckons with."""
        return self.slots[0] if self.slots else None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole series.

    Attributes:
        meetings: in order.
        ledger: the earlier one with the chosen slots of this plan.
        bound: what the spread is kept within where any accepted slot allows it.
        begun: spread before the first meeting.
        notes: what falls short, in sentences: bound not held, holidays not known.
    """

    meetings: tuple[Planned, ...]
    ledger: Ledger
    bound: int
    begun: int
    notes: tuple[str, ...]

    @property
    def spread(self) -> int:
        """The spread after the last meeting."""
        return self.meetings[-1].spread

    @property
    def held(self) -> bool:
        """Whether the spread was within the bound after every meeting."""
        return all(one.spread <= self.bound for one in self.meetings)
