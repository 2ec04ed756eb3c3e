"""Two entries of one status or membership on one day: which they are, and what to change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from comity.reference.facts import Fact


def overlapping(facts: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """Two facts that both surely hold on some day, the one that begins first before the other."""
    ordered = sorted(facts, key=lambda fact: (fact.valid_from.last, fact.read_at))
    for i, first in enumerate(ordered):
        for second in ordered[i + 1 :]:
            begins = second.valid_from.last
            if begins <= min(_last_sure(first), _last_sure(second)):
                return first, second
    return None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two facts on what one nation holds that overlap; ``what`` in words, such as ``own pii-eop``.

    ``first`` is the one that begins first.
    """

    nation: str
    what: str
    first: Fact
    second: Fact

    def complaint(self, about: Fact) -> str:
        """What is wrong with one of the two, and what to change."""
        other = self.first if about is self.second else self.second
        until = f"until {other.valid_until.text}" if other.valid_until else "without an end"
        return (
            f"{self.nation} has {self.what} from {about.valid_from.text}, but also by "
            f"{other.read_at}, from {other.valid_from.text} {until}; end one with 'valid_until' "
            "before the other begins, or keep one only."
        )


def overlaps(facts: Iterable[tuple[str, str, Fact]]) -> Iterator[Overlap]:
    """The first overlap in each thing that a nation holds.

    Args:
        facts: each with its nation and the words for what is held, such as ``the group PfP``.
    """
    of: dict[tuple[str, str], list[Fact]] = {}
    for nation, what, fact in facts:
        of.setdefault((nation, what), []).append(fact)
    for (nation, what), held in of.items():
        pair = overlapping(held)
        if pair is not None:
            yield Overlap(nation, what, *pair)


def own_overlaps(facts: Iterable[Any]) -> Iterator[Overlap]:
    """The overlaps among own facts of one kind.

    Instruments have none, as the later one by signature takes the place of the earlier, nor have
    records of cooperation.
    """
    held = []
    for fact in facts:
        if hasattr(fact, "framework"):
            held.append((fact.nation, f"own {fact.framework}", fact))
        elif hasattr(fact, "group"):
            held.append((fact.nation, f"own membership of {fact.group}", fact))
    return overlaps(held)


def _last_sure(fact: Fact) -> dt.date:
    """The last day on which a fact holds for certain."""
    until = fact.valid_until
    if until is None:
        return dt.date.max
    return until.last if until.first == until.last else until.first - dt.timedelta(1)
