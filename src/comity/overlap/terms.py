"""The controlled list of terms: the bridge between languages.

A term of the list is read as the English name of its concept, in whatever language it is spelled,
so that a proposal in Japanese and one in French on quantum key distribution hold the same words.
Each concept belongs to one of the register's technologies. Terms are compared as words are
(`comity.overlap.words`), the longest one first.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from comity.base.errors import InputError
from comity.overlap.words import Word, lines_of, words

_TERMS = Path(__file__).parents[1] / "reference" / "data" / "overlap_terms.csv"
_COLUMNS = ["concept", "technology", "language", "term", "status", "source"]


@dataclass(frozen=True, slots=True)
class Term:
    """One spelling of a concept; ``verified`` where somebody looked it up in the source named."""

    concept: str
    technology: str
    language: str
    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept that a text names, and the characters where it does."""

    concept: str
    technology: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All terms, ready to be found in texts; the first English term of a concept is its name."""

    terms: tuple[Term, ...]
    _first: dict[str, list[tuple[tuple[str, ...], Term]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _names: dict[str, tuple[str, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Sort the terms by their first word, the longest before the others."""
        for term in self.terms:
            forms = tuple(word.form for word in words(term.text))
            if not forms:
                raise InputError(f"the term {term.text!r} holds no word; remove it.")
            self._first.setdefault(forms[0], []).append((forms, term))
            if term.language == "en":
                self._names.setdefault(term.concept, forms)
        for term in self.terms:
            if term.concept not in self._names:
                raise InputError(f"the concept {term.concept!r} has no English term; add one.")
        for candidates in self._first.values():
            candidates.sort(key=lambda found: (-len(found[0]), found[1].concept))

    def mentions(self, found: Sequence[Word]) -> list[Mention]:
        """The concepts that the words of a text name, in their order; none lies in another."""
        return [
            Mention(term.concept, term.technology, found[at].start, found[at + size - 1].end)
            for at, size, term in self._walk(found)
            if term is not None
        ]

    def english(self, found: Sequence[Word]) -> list[str]:
        """The forms of the words, with each term replaced by its concept's English name."""
        forms: list[str] = []
        for at, _, term in self._walk(found):
            forms += self._names[term.concept] if term else (found[at].form,)
        return forms

    def _walk(self, found: Sequence[Word]) -> Iterable[tuple[int, int, Term | None]]:
        """Each word or term in turn: where it begins, how many words it has, which term it is."""
        forms = tuple(word.form for word in found)
        at = 0
        while at < len(forms):
            size, term = 1, None
            for sought, candidate in self._first.get(forms[at], ()):
                if forms[at : at + len(sought)] == sought:
                    size, term = len(sought), candidate
                    break
            yield at, size, term
            at += size


@cache
def shipped_terms() -> Lexicon:
    """The list that ships with the package (``reference/data/overlap_terms.csv``)."""
    return read_terms(_TERMS)


def read_terms(path: Path) -> Lexicon:
    """Read a list of terms.

    Raises:
        InputError: the file or a line of it cannot be used; the message names both.
    """
    terms: list[Term] = []
    seen: dict[tuple[str, str], str] = {}
    for number, row in enumerate(csv.reader(lines_of(path)), start=1):
        if not row or row[0].startswith("#") or row == _COLUMNS:
            continue
        where = f"{path.name}, line {number}"
        if len(row) != len(_COLUMNS) or not all(row[:4]):
            raise InputError(f"{where}: write {', '.join(_COLUMNS)}.")
        concept, technology, language, text, status, source = row
        if status not in ("verified", "unverified") or (status == "verified" and not source):
            raise InputError(f"{where}: write 'unverified', or 'verified' and its source.")
        if seen.setdefault((language, text.casefold()), concept) != concept:
            raise InputError(f"{where}: {text!r} already names {seen[language, text.casefold()]}.")
        terms.append(Term(concept, technology, language, text, status == "verified"))
    return Lexicon(tuple(terms))
