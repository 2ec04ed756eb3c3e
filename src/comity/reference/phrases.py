"""Find the technologies' phrases in titles and abstracts: one pass, word-bounded, any language."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ahocorasick_rs import BytesAhoCorasick, Implementation

from comity.base.errors import InputError, RegisterError
from comity.reference.phrase_sieve import WordSieve
from comity.reference.phrase_text import UNSPACED, fold, folded, joins
from comity.reference.technologies import PhraseRule, Technologies

Where = Literal["title", "abstract", "title and abstract"]

# No phrase holds it and it is no part of a word, so nothing crosses from title to abstract.
_BREAK = "\0"
_WIDEST = 4  # bytes of a character
_GAPS = frozenset(b" .,;:()\0")  # the usual neighbours of a whole word, asked first
# Most hits of a short phrase lie inside a word: these characters tell so at once.
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Match:
    """One rule that holds in a text, with the phrases that made it hold and where they stand."""

    bit: int
    rule: str
    phrases: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class _Rule:
    bit: int
    id: str
    any_of: frozenset[int]
    all_of: tuple[frozenset[int], ...]
    none_of: frozenset[int]

    def holds(self, found: set[int]) -> bool:
        return (
            self.none_of.isdisjoint(found)
            and (not self.any_of or not self.any_of.isdisjoint(found))
            and not any(group.isdisjoint(found) for group in self.all_of)
        )

    def wanted(self) -> frozenset[int]:
        return self.any_of.union(*self.all_of)


class PhraseMatcher:
    """Rules of phrases, each with the bit that it sets; several rules may share a bit."""

    def __init__(self, rules: Sequence[tuple[int, PhraseRule]]):
        """Compile the rules into one automaton.

        Raises:
            RegisterError: a rule asks for nothing, or a phrase is empty once folded.
        """
        self._phrases: list[str] = []
        numbers: dict[str, int] = {}

        def number(rule: PhraseRule, phrases: Sequence[str]) -> frozenset[int]:
            sought = [fold(phrase) for phrase in phrases]
            if not all(sought):
                raise RegisterError(f"rule {rule.id!r} holds an empty phrase; remove it.")
            return frozenset(numbers.setdefault(phrase, len(numbers)) for phrase in sought)

        self._rules: list[_Rule] = []
        for bit, rule in rules:
            if not rule.any_of and not rule.all_of:
                raise RegisterError(f"rule {rule.id!r} asks for no phrase; give any_of or all_of.")
            groups = tuple(number(rule, group.split("|")) for group in rule.all_of)
            any_of, none_of = number(rule, rule.any_of), number(rule, rule.none_of)
            self._rules.append(_Rule(bit, rule.id, any_of, groups, none_of))
        self._phrases = list(numbers)
        # A rule is looked at only where one of its any_of (else of its first all_of) was found.
        self._openers: list[list[int]] = [[] for _ in numbers]
        for index, compiled in enumerate(self._rules):
            for phrase in compiled.any_of or compiled.all_of[0]:
                self._openers[phrase].append(index)
        self._sieve = WordSieve(
            phrase for phrase, rules_ in zip(self._phrases, self._openers, strict=True) if rules_
        )
        # Characters of a script without spaces need no gap, whatever stands beside them.
        self._free = [
            (bool(UNSPACED.match(phrase[0])), bool(UNSPACED.match(phrase[-1])))
            for phrase in self._phrases
        ]
        self._bound = [not any(ends) for ends in self._free]
        # A table of all transitions takes some megabytes and is a little faster.
        self._find = (
            BytesAhoCorasick(
                [phrase.encode() for phrase in self._phrases], implementation=Implementation.DFA
            ).find_matches_as_indexes
            if numbers
            else None
        )

    @property
    def phrase_count(self) -> int:
        """How many different phrases the automaton seeks."""
        return len(self._phrases)

    def possible(self, words: str) -> bool:
        """False only if no rule holds for a text of these words, in whatever order they stand."""
        return self._sieve.passes(words)

    def match(self, title: str, abstract: str = "") -> int:
        """The bits of the rules that hold, as one mask."""
        mask = 0
        for rule in self._holding(self._found(f"{title}{_BREAK}{abstract}")):
            mask |= 1 << rule.bit
        return mask

    def explain(self, title: str, abstract: str = "") -> list[Match]:
        """The rules that hold, each with the phrases it found and where."""
        in_title, in_abstract = self._found(title), self._found(abstract)
        result = []
        for rule in self._holding(in_title | in_abstract):
            wanted = rule.wanted()
            here, there = wanted & in_title, wanted & in_abstract
            where: Where = "title and abstract" if here and there else "abstract"
            if not there:
                where = "title"
            phrases = tuple(sorted(self._phrases[index] for index in here | there))
            result.append(Match(rule.bit, rule.id, phrases, where))
        return result

    def _holding(self, found: set[int]) -> list[_Rule]:
        candidates: set[int] = set()
        for phrase in found:
            candidates.update(self._openers[phrase])
        return [self._rules[i] for i in sorted(candidates) if self._rules[i].holds(found)]

    def _found(self, text: str) -> set[int]:
        found: set[int] = set()
        if self._find is None:
            return found
        # A break on either side spares the questions after the ends of the text.
        content = folded(f"{_BREAK}{text}{_BREAK}")
        for phrase, start, end in self._find(content, overlapping=True):
            before, after = content[start - 1], content[end]
            if before in _GAPS and after in _GAPS:
                found.add(phrase)
            elif phrase in found or (self._bound[phrase] and (before in _PLAIN or after in _PLAIN)):
                continue
            else:
                free_start, free_end = self._free[phrase]
                if (free_start or not joins(_last(content, start))) and (
                    free_end or not joins(_first(content, end))
                ):
                    found.add(phrase)
        return found


def _last(text: bytes, end: int) -> str:
    """The character that ends there."""
    return text[max(0, end - _WIDEST) : end].decode(errors="ignore")[-1]


def _first(text: bytes, start: int) -> str:
    """The character that starts there."""
    return text[start : start + _WIDEST].decode(errors="ignore")[0]


def text_rules(technologies: Technologies) -> list[tuple[str, PhraseRule]]:
    """Every phrase rule of the register with its technology's key, in the register's order."""
    return [
        (technology.key, phrases)
        for technology in technologies
        for rule in technology.rules
        if rule.scheme == "text"
        for phrases in rule.rules
    ]


def accuracy(path: Path) -> dict[str, dict[str, float | str | None]]:
    """The measured accuracy of each technology's phrases by key (``text_accuracy.csv``).

    Raises:
        InputError: the file is not there.
    """
    if not path.is_file():
        raise InputError(f"{path.name} is missing; run benchmarks/technologies.py.")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    words = {"version", "as_of", "note"}
    return {
        row.pop("technology"): {
            name: value if name in words else (float(value) if value else None)
            for name, value in row.items()
        }
        for row in rows
    }
