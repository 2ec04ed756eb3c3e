"""Candidates in order: must-haves covered first, so that no average can hide one that is missing.

The order is lexicographic:

    1. must-haves covered, more first
    2. nice-to-haves covered, more first
    3. closeness in the must-haves, the weakest compared first, then the next; then in the others
    4. the key
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.base.errors import InputError
from comity.teams.candidates import Candidate, Work
from comity.teams.closeness import Ints, Scores, Unscorable


@dataclass(frozen=True, slots=True)
class Closest:
    """How close somebody comes to a skill, and the work that shows it; None if none does."""

    skill: str
    closeness: float
    covers: bool
    work: Work | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in the order, with each skill."""

    candidate: Candidate
    must: tuple[Closest, ...]
    nice: tuple[Closest, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Must-haves that she does not cover."""
        return tuple(one.skill for one in self.must if not one.covers)

    @property
    def sentence(self) -> str:
        """Whether she covers the must-haves, with the gap by name."""
        if not self.gaps:
            return f"covers all {len(self.must)} must-haves"
        covered = len(self.must) - len(self.gaps)
        return f"covers {covered} of {len(self.must)} must-haves; lacks {', '.join(self.gaps)}"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first of the order, how many were ranked, and who cannot be."""

    placed: tuple[Placed, ...]
    ranked: int
    unscorable: tuple[Unscorable, ...]


def order(scores: Scores) -> Ints:
    """Rows of the candidates, the best first."""
    covers, musts = scores.covers, len(scores.wanted.must)
    weakest_first = (
        np.sort(scores.closeness[:, :musts], axis=1),
        np.sort(scores.closeness[:, musts:], axis=1),
    )
    columns = [
        -covers[:, :musts].sum(axis=1),
        -covers[:, musts:].sum(axis=1),
        *(-column for part in weakest_first for column in part.T),
        # Candidates stand in the order of their keys.
        np.arange(len(scores.candidates)),
    ]
    # The last column given counts first.
    return np.lexsort(tuple(reversed(columns))).astype(np.int64)


def rank(scores: Scores, most: int | None = None) -> Ranking:
    """The candidates in order, at most so many.

    Raises:
        InputError: ``most`` is not a number of candidates.
    """
    if most is not None and most < 1:
        raise InputError(f"{most} is no number of candidates; give 1 or more.")
    rows = order(scores)
    shown = tuple(placed(scores, int(row)) for row in rows[:most])
    return Ranking(shown, len(rows), scores.unscorable)


def placed(scores: Scores, row: int) -> Placed:
    """A candidate by her row, with the work that shows each skill."""
    covers, musts = scores.closeness[row] >= scores.wanted.threshold, len(scores.wanted.must)
    found = tuple(
        Closest(
            skill.key,
            float(scores.closeness[row, at]),
            bool(covers[at]),
            scores.work(row, at),
        )
        for at, skill in enumerate(scores.wanted.skills)
    )
    return Placed(scores.candidates[row], found[:musts], found[musts:])
