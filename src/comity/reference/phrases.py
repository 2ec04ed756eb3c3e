"""Find the technologies' phrases in titles and abstracts: one pass, word-bounded, any language.

Text and phrases are folded alike: case, accents and ligatures go, a hyphen or dash is a space, and
runs of white space are one space. A phrase holds where no word character touches either end;
scripts written without spaces between words (and Hangul, whose particles cling) need no such gap.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ahocorasick_rs import BytesAhoCorasick, Implementation

from comity.base.errors import InputError, RegisterError
from comity.reference.technologies import PhraseRule, Technologies

Where = Literal["title", "abstract", "title and abstract"]

# No phrase holds it and it is no part of a word, so nothing crosses from title to abstract.
_BREAK = "\0"
_WIDEST = 4  # bytes of a character
_GAPS = frozenset(b" .,;:()\0")  # the usual neighbours of a whole word, asked first
# Most hits of a short phrase lie inside a word: these characters tell so at once.
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
# Small letters; white space and the hyphen are a space.
_ASCII = bytes(
    ord(" ") if (chr(byte).isspace() and byte < 128) or byte == ord("-") else byte
    for byte in bytes(range(256)).lower()
)
# What no normal form takes apart, and the dashes and soft hyphens that typesetters leave behind.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ð": "d", "\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None, "™": " ",
        "®": " ", "©": " ",
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    }
)  # fmt: skip
# Accents of Latin, Greek and Cyrillic; the vowel points of Hebrew and Arabic.
_ACCENTS = dict.fromkeys((*range(0x300, 0x370), *range(0x591, 0x5BE), *range(0x64B, 0x653), 0x670))
# Thai to Myanmar, Khmer, Hangul, kana and ideographs: no space parts one word from the next.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)


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


def fold(text: str) -> str:
    """The form in which text and phrases are compared."""
    return _folded(text).strip(b" ").decode()


def _folded(text: str) -> bytes:
    """The same in UTF-8, but for spaces at its ends."""
    # The encoder finds what is not ASCII five times as fast as a pattern does.
    folded = text.encode("ascii", _FOLDING).translate(_ASCII)
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return folded


def _fold_run(error: UnicodeError) -> tuple[bytes, int]:
    """The codec error handler: what follows a run that is not ASCII, and its folded form."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    run = error.object[error.start : error.end]
    return _fold_characters(run).encode(errors="replace"), error.end


_FOLDING = "comity.fold"
codecs.register_error(_FOLDING, _fold_run)


@lru_cache(maxsize=65536)
def _fold_characters(run: str) -> str:
    text = unicodedata.normalize("NFKD", run.translate(_LETTERS)).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_LETTERS).translate(_ACCENTS)
    text = unicodedata.normalize("NFC", text)
    return "".join(" " if c.isspace() else c for c in text)


@lru_cache(maxsize=65536)
def _joins(character: str) -> bool:
    """Whether the character continues a word, so that a phrase beside it is only a part of it."""
    if _UNSPACED.match(character):
        return False
    return (
        character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")
    )


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
            folded = [fold(phrase) for phrase in phrases]
            if not all(folded):
                raise RegisterError(f"rule {rule.id!r} holds an empty phrase; remove it.")
            return frozenset(numbers.setdefault(phrase, len(numbers)) for phrase in folded)

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
        # Characters of a script without spaces need no gap, whatever stands beside them.
        self._free = [
            (bool(_UNSPACED.match(phrase[0])), bool(_UNSPACED.match(phrase[-1])))
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
        folded = _folded(f"{_BREAK}{text}{_BREAK}")
        for phrase, start, end in self._find(folded, overlapping=True):
            before, after = folded[start - 1], folded[end]
            if before in _GAPS and after in _GAPS:
                found.add(phrase)
            elif phrase in found or (self._bound[phrase] and (before in _PLAIN or after in _PLAIN)):
                continue
            else:
                free_start, free_end = self._free[phrase]
                if (free_start or not _joins(_last(folded, start))) and (
                    free_end or not _joins(_first(folded, end))
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
