"""People who opted in to be found, and the works that speak for them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from comity.base.errors import InputError
from comity.teams.skills import words_of

WorkKind = Literal["work", "activity"]


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that somebody has done: an own work, or a past activity.

    Attributes:
        key: its identifier, such as a DOI or the key of the activity.
        title: what a reader is shown.
        scores: by the key of a skill the evidence that the work shows it, 0 (none) to 1 (full).
        terms: words that describe it (keywords, topics, its title) where no score is at hand.
        year: when, if it is known.
        kind: own ``work`` or past ``activity``.

    Raises:
        InputError: no key, or a score outside 0 to 1.
    """

    key: str
    title: str
    scores: Mapping[str, float] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    year: int | None = None
    kind: WorkKind = "work"
    words: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.key.strip():
            raise InputError(f"the work {self.title!r} has no key; give its identifier.")
        for skill, score in self.scores.items():
            if not (math.isfinite(score) and 0 <= score <= 1):
                raise InputError(
                    f"work {self.key!r}: the score {score} for {skill!r} is not from 0 to 1."
                )
        object.__setattr__(self, "words", words_of(" ".join(self.terms)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of the programme. Who has not opted in is in no answer, nor in any count.

    Attributes:
        key: a random identifier, never a name.
        nation: the nation for which she acts.
        organisation: identifier of hers, such as a ROR; None where it is not known.
        verified: whether her identity was verified (her address and organisation are hers).
        works: own works and past activities.
        domains: domains of her verified addresses, such as ``example.org``.
        opted_in: whether she chose to be found by what she has done.

    Raises:
        InputError: no key or nation, or a work twice.
    """

    key: str
    nation: str
    organisation: str | None
    verified: bool
    works: tuple[Work, ...] = ()
    domains: frozenset[str] = frozenset()
    opted_in: bool = False

    def __post_init__(self) -> None:
        for name in ("key", "nation"):
            if not getattr(self, name).strip():
                raise InputError(f"a candidate ({self.key!r}) has no {name}; give one.")
        if len({work.key for work in self.works}) < len(self.works):
            raise InputError(f"candidate {self.key!r} has one work twice; keep it once.")
