"""Tell texts in which no phrase can stand, by their words alone and in whatever order.

A phrase stands in a text only if all its words do. Most texts lack a word of every phrase, and need
not be put in order and searched. Nothing is lost: what may hold a phrase goes through.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from functools import lru_cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from comity.reference.phrase_text import UNSPACED, fold_characters, joins

# Stands for a script without spaces, whose words cannot be told apart; such texts go through.
_OPEN = b"\0"
# Small letters and figures; all else parts words.
_ASCII = bytes(
    byte if byte >= 128 or not byte or chr(byte).isalnum() or byte == ord("_") else ord(" ")
    for byte in bytes(range(256)).lower()
)


@lru_cache(maxsize=65536)
def _run(run: str) -> bytes:
    """A run that is not ASCII, folded as phrases are; what is no part of a word is a space."""
    folded = fold_characters(run)
    if UNSPACED.search(folded):
        return _OPEN
    return "".join(c if joins(c) else " " for c in folded).encode(errors="replace")


def _words_of_run(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _run(error.object[error.start : error.end]), error.end


_WORDS = "comity.words"
codecs.register_error(_WORDS, _words_of_run)


def _words(text: str) -> bytes:
    """The words of a text, folded, with spaces between and around them."""
    return f" {text} ".encode("ascii", _WORDS).translate(_ASCII)


class WordSieve:
    """Knows the words of many phrases."""

    def __init__(self, phrases: Iterable[str]):
        """Take the phrases, folded; those of a script without spaces need no place here."""
        self._all_pass = False
        anchored: dict[bytes, set[tuple[bytes, ...]]] = {}
        for phrase in phrases:
            folded = _words(phrase)
            if _OPEN in folded:
                continue
            words = list(dict.fromkeys(folded.split()))
            if not words:
                self._all_pass = True
                continue
            # Long words are rare.
            anchor = max(words, key=len)
            others = tuple(b" " + word + b" " for word in words if word != anchor)
            anchored.setdefault(anchor, set()).add(others)
        self._others = [sorted(others) for others in anchored.values()]
        patterns = [b" " + anchor + b" " for anchor in anchored]
        self._find = (
            BytesAhoCorasick(patterns, implementation=Implementation.DFA).find_matches_as_indexes
            if patterns
            else None
        )

    def passes(self, text: str) -> bool:
        """Whether all words of any phrase stand in a text, in any order; True in doubt."""
        words = _words(text)
        if self._all_pass or _OPEN in words:
            return True
        if self._find is None:
            return False
        return any(
            all(word in words for word in others)
            for anchor, _, _ in self._find(words, overlapping=True)
            for others in self._others[anchor]
        )
