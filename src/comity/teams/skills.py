"""What a team must know and what would be nice, and when a skill counts as covered."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from comity.base.errors import InputError
from comity.reference.phrase_text import fold

# Patterns of skills are kept in the bits of one whole number.
MOST_SKILLS = 48
_WORD = re.compile(r"\w+")


def words_of(text: str) -> frozenset[str]:
    """The words of a text without case, accents and hyphens."""
    return frozenset(_WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill by its key; ``terms`` are its names, as many languages as are known.

    Raises:
        InputError: the key is empty, or a name has no word.
    """

    key: str
    terms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.key.strip():
            raise InputError("a skill has no key; name it.")
        for term in self.terms:
            if not words_of(term):
                raise InputError(f"skill {self.key!r}: the name {term!r} has no word; remove it.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a proposal asks for.

    Attributes:
        must: skills that the team cannot do without; at least one.
        nice: skills that are welcome.
        threshold: the closeness, above 0 and at most 1, from which a work covers a skill.

    Raises:
        InputError: no must-have, a skill twice, too many skills, or no such threshold.
    """

    must: tuple[Skill, ...]
    nice: tuple[Skill, ...]
    threshold: float

    def __post_init__(self) -> None:
        if not self.must:
            raise InputError("no must-have skill is stated; name at least one.")
        keys = [skill.key for skill in self.skills]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise InputError(f"skill {twice[0]!r} stands twice; keep it once.")
        if len(keys) > MOST_SKILLS:
            raise InputError(f"{len(keys)} skills are too many; ask for {MOST_SKILLS} at most.")
        if not (math.isfinite(self.threshold) and 0 < self.threshold <= 1):
            raise InputError(
                f"threshold {self.threshold} is no closeness; give more than 0 and at most 1."
            )

    @property
    def skills(self) -> tuple[Skill, ...]:
        """All skills, must-haves first, in the order stated."""
        return self.must + self.nice
