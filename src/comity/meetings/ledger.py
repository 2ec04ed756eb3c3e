"""The burden ledger: points that each nation bore, meeting by meeting, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.base.errors import InputError

# The entry with which a nation begins that joins others who bore something already.
JOINED = "(joined)"


@dataclass(frozen=True, slots=True, order=True)
class Borne:
    """What a nation bore in a meeting; nought is an entry too: it took part."""

    meeting: str
    nation: str
    points: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries, in the order of meetings; each nation once in a meeting."""

    entries: tuple[Borne, ...] = ()

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for one in self.entries:
            if one.points < 0:
                raise InputError(f"{one.nation} in {one.meeting!r}: points cannot be negative")
            if (one.meeting, one.nation) in seen:
                raise InputError(f"{one.nation} stands twice in {one.meeting!r}: keep one entry")
            seen.add((one.meeting, one.nation))

    def levels(self, nations: Iterable[str]) -> dict[str, int]:
        """What each of these nations bore so far.

        One that took part in nothing yet begins at the mean of the others, rounded down: it owes
        nothing for the time before it joined, and is owed nothing.
        """
        wanted = sorted(set(nations))
        borne: dict[str, int] = {}
        for one in self.entries:
            borne[one.nation] = borne.get(one.nation, 0) + one.points
        old = [borne[nation] for nation in wanted if nation in borne]
        start = sum(old) // len(old) if old else 0
        return {nation: borne.get(nation, start) for nation in wanted}

    def spread(self, nations: Iterable[str]) -> int:
        """The most that one of these nations bore less the least; nought for none."""
        levels = self.levels(nations).values()
        return max(levels) - min(levels) if levels else 0

    def with_meeting(self, meeting: str, points: Mapping[str, int]) -> Ledger:
        """The ledger after a meeting; who is new to it gets a :data:`JOINED` entry first.

        Raises:
            InputError: the meeting has entries already, or points are negative.
        """
        if meeting == JOINED or any(one.meeting == meeting for one in self.entries):
            raise InputError(
                f"{meeting!r} is in the ledger already: give another key, or take it out first"
            )
        known = {one.nation for one in self.entries}
        joined = tuple(
            Borne(JOINED, nation, level)
            for nation, level in self.levels(points).items()
            if nation not in known
        )
        new = tuple(Borne(meeting, nation, points[nation]) for nation in sorted(points))
        return Ledger((*self.entries, *joined, *new))

    def without(self, meeting: str) -> Ledger:
        """The ledger as if a meeting had not been: it was cancelled, so that nobody bore it."""
        return Ledger(tuple(one for one in self.entries if one.meeting != meeting))
