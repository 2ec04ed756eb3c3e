"""How similar two names of organisations are: by words, rare ones in the list counting most.

    w(t)       = ln(1 + N / n(t)), N entries of the list, n(t) of them with the word, at least 1
    shared     = Σ w(t) over words of both; a word that differs by one letter counts 0.9 of it
    similarity = the larger of 2·shared / (Σ w(name) + Σ w(entry)) and, for entries of at least two
                 words, 0.95·shared / Σ w(entry): a department of an organisation bears its name

Before, accents, case, punctuation and words such as "of" go, spellings of one word become one, and
two words that the list writes as one ("Air Force", "Airforce") are one, or the other way. Scripts
other than Latin are compared as they are written, never transliterated. An abbreviation is no
word: see :func:`abbreviations`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d"}
)
_APOSTROPHES = re.compile("['’‘`´ʹʼ]")
_WORD = re.compile(r"\w+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ABBREVIATION = re.compile(r"[A-Z0-9][A-Za-z0-9&/.-]{1,11}")
_STOP = frozenset({
    "a", "an", "and", "at", "de", "del", "della", "der", "des", "di", "do", "du", "el", "et",
    "for", "für", "fur", "in", "la", "le", "of", "on", "s", "the", "und", "y",
})  # fmt: skip
_SAME = {
    "univ": "university", "universite": "university", "universitat": "university",
    "universidad": "university", "universita": "university", "inst": "institute",
    "institut": "institute", "instituto": "institute", "center": "centre", "ctr": "centre",
    "defense": "defence", "labs": "laboratory", "lab": "laboratory", "laboratories": "laboratory",
    "acad": "academy", "natl": "national", "tech": "technology", "sci": "science",
    "sciences": "science", "res": "research", "corp": "corporation", "co": "company",
    "organization": "organisation", "polytechnic": "polytechnical", "dept": "department",
}  # fmt: skip
NEARLY, PART = 0.9, 0.95


def words(name: str) -> tuple[str, ...]:
    """The words of a name that are compared, without what stands in brackets as abbreviation."""
    plain = _BRACKETS.sub(lambda m: " " if is_abbreviation(m[1]) else f" {m[1]} ", name)
    text = unicodedata.normalize("NFKD", plain.casefold().translate(_LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    found = _WORD.findall(_APOSTROPHES.sub("", text).replace("_", " "))
    return tuple(_SAME.get(word, word) for word in found if word not in _STOP)


def is_abbreviation(text: str) -> bool:
    """Whether a text is one word with two capitals at least: ``NUDT``, ``TsNII``."""
    return bool(_ABBREVIATION.fullmatch(text.strip())) and sum(c.isupper() for c in text) >= 2


def abbreviations(name: str) -> frozenset[str]:
    """Abbreviations that a name bears in brackets, or is itself, in capitals without dots."""
    given = [name, *_BRACKETS.findall(name)]
    return frozenset(
        text.strip().replace(".", "").upper() for text in given if is_abbreviation(text)
    )


class Vocabulary:
    """The words of one list, with their weights."""

    def __init__(self, entries: Iterable[Iterable[str]]):
        """Take the spellings of each entry."""
        spelled = [[words(name) for name in names] for names in entries]
        self._count = len(spelled)
        # Before two words are made one, so that the list itself is joined by the same rule.
        self._known = {word for names in spelled for name in names for word in name}
        self._parted = {
            one + other: (one, other)
            for names in spelled
            for name in names
            for one, other in pairwise(name)
        }
        self._entries_of: dict[str, int] = {}
        for names in spelled:
            for word in {word for name in names for word in self.joined(name)}:
                self._entries_of[word] = self._entries_of.get(word, 0) + 1
        self._near: dict[str, set[str]] = {}
        for word in self._entries_of:
            for part in _shortened(word):
                self._near.setdefault(part, set()).add(word)

    def joined(self, found: tuple[str, ...]) -> frozenset[str]:
        """Words, where two that the list writes as one are one, and one that it parts is two."""
        result: list[str] = []
        for word in found:
            if result and result[-1] + word in self._known:
                result[-1] += word
            elif word not in self._known and word in self._parted:
                result += self._parted[word]
            else:
                result.append(word)
        return frozenset(result)

    def weight(self, word: str) -> float:
        """How much a word tells; most for one that the list does not hold."""
        return math.log(1 + self._count / self._entries_of.get(word, 1))

    def nearly(self, word: str) -> set[str]:
        """The word if the list holds it, else those that differ by one letter or two swapped."""
        if word in self._entries_of:
            return {word}
        return {near for part in _shortened(word) for near in self._near.get(part, ())}

    def prepared(self, name: str) -> Prepared:
        """A name made ready to be compared with many entries."""
        near = {word: frozenset(self.nearly(word)) for word in sorted(self.joined(words(name)))}
        # A word that is nearly one of the list weighs as that one.
        weight = sum(
            max((self.weight(one) for one in found), default=self.weight(word))
            for word, found in near.items()
        )
        return Prepared(near, weight)

    def similarity(self, name: Prepared, entry: frozenset[str]) -> tuple[float, tuple[str, ...]]:
        """The similarity of a name and an entry's words, 0 to 1, and those in common."""
        common: dict[str, float] = {}
        for word, found in name.near.items():
            for held in found & entry:
                share = 1.0 if held == word else NEARLY
                common[held] = max(common.get(held, 0.0), share * self.weight(held))
        if not common:
            return 0.0, ()
        shared = sum(common[word] for word in sorted(common))
        theirs = sum(self.weight(word) for word in sorted(entry))
        part = PART * shared / theirs if len(entry) > 1 else 0.0
        return min(1.0, max(2 * shared / (name.weight + theirs), part)), tuple(sorted(common))


@dataclass(frozen=True, slots=True)
class Prepared:
    """The words of a name, each with those of the list that it nearly is, and their weight."""

    near: Mapping[str, frozenset[str]]
    weight: float

    @property
    def reached(self) -> frozenset[str]:
        """Words of the list that it has, or nearly has."""
        return frozenset().union(*self.near.values())


def _shortened(word: str) -> list[str]:
    """A word of five letters or more without each of its letters in turn, and as it is."""
    if len(word) < 5 or any(c.isdigit() for c in word):
        return []
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]
