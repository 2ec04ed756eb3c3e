"""The smallest team that covers every must-have by people of enough nations.

An integer programme, solved without a gap by HiGHS (``scipy.optimize.milp``). With ``x`` people,
``y`` a nation's cover of a must-have and ``z`` a nice-to-have that somebody of the team covers:

    least Σ x,  then most Σ z,  then least Σ place(x) in the order of :mod:`comity.teams.ranking`
    y[n, s] ≤ Σ x over people of n who cover s;   Σ_n y[n, s] ≥ nations;   z[t] ≤ Σ x who cover t

Before, people are left out whom no best team needs: within a nation, who covers nothing that one
with a better place does not cover too. Put the other in her place, and the team is no larger, no
skill loses a nation, and the sum of places falls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from comity.base.errors import InputError
from comity.teams.candidates import Candidate
from comity.teams.closeness import Floats, Ints, Scores
from comity.teams.conflicts import Check
from comity.teams.ranking import Placed, order, placed


@dataclass(frozen=True, slots=True)
class Gap:
    """A must-have that too few nations cover; how many, and never which (see ``sole``)."""

    skill: str
    nations: int
    needed: int

    @property
    def sentence(self) -> str:
        """The gap in words."""
        held = {0: "no nation covers it", 1: "one nation covers it"}
        found = held.get(self.nations, f"{self.nations} nations cover it")
        return f"{self.skill}: {found}, {self.needed} are needed"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who may not be chosen, and what her check of conflicts said."""

    key: str
    check: Check


@dataclass(frozen=True, slots=True)
class Composition:
    """A team, or the gaps for which there is none.

    Attributes:
        team: its members, the best placed first; empty where there are gaps.
        gaps: every must-have that cannot be covered as asked.
        left_out: who may not be chosen, and stood before all who cover as much for her nation; by
            her place.
    """

    team: tuple[Placed, ...]
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...]


def compose(
    scores: Scores, check_of: Callable[[Candidate], Check], nations: int = 2
) -> Composition:
    """The smallest team of people without a conflict found, and the best of those so small.

    Args:
        scores: who comes how close to what.
        check_of: the check of conflicts of a candidate. Only ``none found`` lets her be chosen. It
            is asked of everybody whom a best team might need, and of nobody else.
        nations: of how many nations each must-have asks people who cover it.

    Raises:
        InputError: ``nations`` is not a number of nations.
    """
    if nations < 1:
        raise InputError(f"{nations} is no number of nations for a must-have; give 1 or more.")
    musts, covers = len(scores.wanted.must), scores.covers
    kept, out = undominated(scores, check_of)
    nation_of = [scores.candidates[row].nation for row in kept]
    gaps = []
    for at, skill in enumerate(scores.wanted.must):
        held = len({n for n, row in zip(nation_of, kept, strict=True) if covers[row, at]})
        if held < nations:
            gaps.append(Gap(skill.key, held, nations))
    if gaps:
        return Composition((), tuple(gaps), out)
    chosen = _Programme(covers[kept].astype(float), nation_of, musts, nations).best()
    return Composition(tuple(placed(scores, int(kept[at])) for at in chosen), (), out)


def undominated(
    scores: Scores, check_of: Callable[[Candidate], Check]
) -> tuple[Ints, tuple[LeftOut, ...]]:
    """Rows that a best team may need, the best placed first, and who would be among them but for
    her check.
    """  # fmt: skip
    musts = len(scores.wanted.must)
    rows = order(scores)
    rows = rows[scores.covers[rows, :musts].any(axis=1)]
    bits = scores.covers[rows] @ (1 << np.arange(len(scores.wanted.skills), dtype=np.int64))
    # By nation the patterns that are kept, and those known to be within one of them.
    held: dict[str, list[int]] = {}
    within: dict[str, set[int]] = {}
    kept: list[int] = []
    out: list[LeftOut] = []
    for row, pattern in zip(rows.tolist(), bits.tolist(), strict=True):
        one = scores.candidates[row]
        seen = within.setdefault(one.nation, set())
        if pattern in seen:
            continue
        # Whoever covers more has a better place, so she came before.
        others = held.setdefault(one.nation, [])
        if any(pattern & other == pattern for other in others):
            seen.add(pattern)
            continue
        answer = check_of(one)
        if answer.clear:
            others.append(pattern)
            seen.add(pattern)
            kept.append(row)
        else:
            out.append(LeftOut(one.key, answer))
    return np.array(kept, dtype=np.int64), tuple(out)


class _Programme:
    """The integer programme over people in the order of their places."""

    def __init__(self, covers: Floats, nation_of: list[str], musts: int, nations: int):
        self._people, self._nices = len(covers), covers.shape[1] - musts
        cells = sorted(
            {(at, nation_of[i]) for i, at in zip(*np.nonzero(covers[:, :musts]), strict=True)}
        )
        column = {cell: self._people + at for at, cell in enumerate(cells)}
        self._nice = self._people + len(cells)
        self._size = self._nice + self._nices
        self._entries: list[tuple[int, int, float]] = []
        self._low: list[float] = []
        by_cell: dict[tuple[int, str], list[int]] = {cell: [] for cell in cells}
        for i, at in zip(*np.nonzero(covers[:, :musts]), strict=True):
            by_cell[at, nation_of[i]].append(int(i))
        for cell, people in by_cell.items():
            self._at_least(0.0, {column[cell]: -1.0, **dict.fromkeys(people, 1.0)})
        for at in range(musts):
            self._at_least(nations, {column[cell]: 1.0 for cell in cells if cell[0] == at})
        for at in range(self._nices):
            people = np.flatnonzero(covers[:, musts + at]).tolist()
            self._at_least(0.0, {self._nice + at: -1.0, **dict.fromkeys(people, 1.0)})

    def best(self) -> list[int]:
        """The people of the best team, in the order of their places."""
        size, next_best = np.zeros(self._size), np.zeros(self._size)
        size[: self._people] = 1.0
        least = round(float(self._least(size) @ size))
        self._at_least(-least, dict.fromkeys(range(self._people), -1.0))
        next_best[: self._people] = np.arange(1, self._people + 1)
        # One nice-to-have is worth more than the places of any team so small.
        next_best[self._nice :] = -float(least * self._people)
        found = self._least(next_best)
        return np.flatnonzero(found[: self._people] > 0.5).tolist()

    def _at_least(self, low: float, entries: Mapping[int, float]) -> None:
        self._entries += [(len(self._low), at, value) for at, value in entries.items()]
        self._low.append(low)

    def _least(self, weight: Floats) -> Floats:
        row, column, value = zip(*self._entries, strict=True)
        shape = (len(self._low), self._size)
        table = csr_array(coo_array((value, (row, column)), shape=shape))
        # People are whole; what they cover is then whole by itself.
        whole = np.repeat([1, 0], [self._people, self._size - self._people])
        found = milp(
            weight,
            integrality=whole,
            bounds=Bounds(0.0, 1.0),
            constraints=LinearConstraint(table, self._low, np.inf),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise InputError(f"no team was found ({found.message}); ask for fewer skills.")
        best: Floats = found.x
        return best
