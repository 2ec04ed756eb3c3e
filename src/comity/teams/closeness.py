"""How close a candidate's single closest work comes to each skill: a maximum, never a mean.

    closeness(candidate, skill) = max over her works of closeness(work, skill)
    closeness(work, skill)      = max(stated score, largest share of one name's words in the work)

The share is |words of the name ∩ words of the work| / |words of the name|. It knows words, not
meanings: it crosses languages only through the names that a skill lists.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError
from comity.teams.candidates import Candidate, Work
from comity.teams.skills import Wanted, words_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Unscorable:
    """Somebody who opted in and cannot be scored, and why; she is listed, never ranked last."""

    key: str
    nation: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Candidates in the order of their keys against skills in the order stated.

    Attributes:
        wanted: the skills.
        candidates: those who can be scored.
        closeness: one row a candidate, one column a skill.
        closest: the place of her closest work among her works; -1 where none touches the skill.
        unscorable: the others who opted in.
    """

    wanted: Wanted
    candidates: tuple[Candidate, ...]
    closeness: Floats
    closest: Ints
    unscorable: tuple[Unscorable, ...]

    @property
    def covers(self) -> Bools:
        """Where the closest work reaches the threshold."""
        found: Bools = self.closeness >= self.wanted.threshold
        return found

    def work(self, row: int, column: int) -> Work | None:
        """The work on which a closeness rests."""
        place = int(self.closest[row, column])
        return self.candidates[row].works[place] if place >= 0 else None


def score(candidates: Iterable[Candidate], wanted: Wanted) -> Scores:
    """Score everybody who opted in; list those for whom there is nothing to score.

    Raises:
        InputError: two candidates have one key.
    """
    pool = sorted((one for one in candidates if one.opted_in), key=lambda one: one.key)
    for one, other in pairwise(pool):
        if one.key == other.key:
            raise InputError(f"candidate {one.key!r} stands twice; keep her once.")
    scale = _Scale(wanted)
    scored, lacking = [], []
    # Flat, for a list for each of so many people takes longer than the scores.
    values, places = array("d"), array("q")
    for one in pool:
        if reason := _nothing(one):
            lacking.append(Unscorable(one.key, one.nation, reason))
            continue
        value, place = scale.row(one.works)
        scored.append(one)
        values.extend(value)
        places.extend(place)
    shape = (len(scored), len(wanted.skills))
    return Scores(
        wanted,
        tuple(scored),
        np.frombuffer(values, dtype=np.float64).reshape(shape),
        np.frombuffer(places, dtype=np.int64).reshape(shape),
        tuple(lacking),
    )


def _nothing(one: Candidate) -> str | None:
    if not one.works:
        return "no own work and no past activity is on record"
    if not any(work.scores or work.words for work in one.works):
        return "her works and activities on record say nothing of their subject"
    return None


class _Scale:
    """Looks up which skills a work touches, by its scores and by its words."""

    def __init__(self, wanted: Wanted):
        self._columns = {skill.key: at for at, skill in enumerate(wanted.skills)}
        self._names = [
            (at, words_of(term)) for at, skill in enumerate(wanted.skills) for term in skill.terms
        ]
        self._words = frozenset().union(*(words for _, words in self._names))

    def row(self, works: tuple[Work, ...]) -> tuple[list[float], list[int]]:
        value, place = [0.0] * len(self._columns), [-1] * len(self._columns)
        for at, work in enumerate(works):
            touched = [
                (self._columns[key], share)
                for key, share in work.scores.items() if key in self._columns
            ]  # fmt: skip
            if not self._words.isdisjoint(work.words):
                touched += self._named(work)
            for column, share in touched:
                # Of works that are equally close the one with the smaller key is shown.
                if share > value[column] or (
                    share == value[column] > 0 and work.key < works[place[column]].key
                ):
                    value[column], place[column] = share, at
        return value, place

    def _named(self, work: Work) -> list[tuple[int, float]]:
        return [
            (at, len(shared) / len(name))
            for at, name in self._names if (shared := name & work.words)
        ]  # fmt: skip
