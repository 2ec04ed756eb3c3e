"""The words of a text with their places, and how much each tells.

A word is a run of letters and digits, folded as the technologies' phrases are (case and accents
go) and without a plural ``s``. Scripts that put no space between words give overlapping pairs of
characters instead.

A word's weight is ``ln((1 + N) / (1 + n)) / ln(1 + N)``, with ``n`` of the ``N`` texts of a
published reference collection that hold it: 1 for a word never met, near 0 for "the". The
collection is fixed and public; weights from a register's own texts would let scores tell of
texts that a reader may not see.
"""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from comity.base.errors import InputError
from comity.reference.phrase_text import UNSPACED, fold

_FREQUENCIES = Path(__file__).parent / "data" / "word_frequencies.csv"
_RUN = re.compile(r"[^\W_]+")
_COUNTED = re.compile(r"# texts: (\d+)")
# A word that is in more than one text of thirty says little; it is not shown as shared.
_TELLING = 0.36
# Unmet words this short are mostly articles and prepositions of other languages.
_SHORT, _SHORT_WEIGHT = 3, 0.3


@dataclass(frozen=True, slots=True)
class Word:
    """One word as compared, and the characters of the text where it stands."""

    form: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of the text in their order."""
    found: list[Word] = []
    for run in _RUN.finditer(text):
        begin = run.start()
        for part, unspaced in _parts(run.group()):
            end = begin + len(part)
            if unspaced and len(part) > 1:
                found += [
                    Word(_form(text[at : at + 2]), at, at + 2) for at in range(begin, end - 1)
                ]
            else:
                found.append(Word(_form(part), begin, end))
            begin = end
    return found


def _parts(run: str) -> list[tuple[str, bool]]:
    """The run cut where scripts with and without spaces meet."""
    parts: list[tuple[str, bool]] = []
    for character in run:
        unspaced = bool(UNSPACED.match(character))
        if parts and parts[-1][1] == unspaced:
            parts[-1] = (parts[-1][0] + character, unspaced)
        else:
            parts.append((character, unspaced))
    return parts


@lru_cache(maxsize=65536)
def _form(word: str) -> str:
    folded = fold(word)
    return folded[:-1] if len(folded) > 3 and folded[-1] == "s" and folded[-2] != "s" else folded


@lru_cache(maxsize=65536)
def weight(form: str) -> float:
    """How much a word tells, from near 0 to 1."""
    table, texts = _frequencies()
    held = table.get(form)
    if held is None:
        short = len(form) <= _SHORT and not UNSPACED.match(form[:1])
        return _SHORT_WEIGHT if short else 1.0
    return math.log((1 + texts) / (1 + held)) / math.log(1 + texts)


def telling(form: str) -> bool:
    """Whether a word is worth showing as shared."""
    return len(form) > 1 and weight(form) > _TELLING


@cache
def _frequencies() -> tuple[dict[str, int], int]:
    return read_frequencies(_FREQUENCIES)


def lines_of(path: Path) -> list[str]:
    """The lines of a table that ships with the package.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read; install the package anew.") from error


def read_frequencies(path: Path) -> tuple[dict[str, int], int]:
    """In how many texts of the reference collection each word stands, and how many texts it has.

    Raises:
        InputError: the file or a line of it cannot be used; the message names both.
    """
    lines = lines_of(path)
    counted = _COUNTED.match(lines[0]) if lines else None
    if counted is None:
        raise InputError(f"{path.name}, line 1: write '# texts: N', the number of texts counted.")
    texts, table = int(counted[1]), {}
    for number, row in enumerate(csv.reader(lines), start=1):
        if row[0].startswith("#") or row == ["word", "texts"]:
            continue
        if len(row) != 2 or not row[1].isdigit() or not 0 < int(row[1]) <= texts:
            raise InputError(f"{path.name}, line {number}: write a word and 1 to {texts} texts.")
        table[row[0]] = int(row[1])
    return table, texts
