"""A text as a row of numbers: what every encoder offers, and the one that needs no model.

Two rows of one encoder are compared by their inner product, between -1 and 1. Each text is
encoded alone, so that its row depends on nothing but itself.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from comity.overlap.terms import Lexicon, shipped_terms
from comity.overlap.words import weight, words

Embedding = NDArray[np.float32]
DIMENSIONS = 2048
# Spellings of a word differ, its runs of characters less: both count alike.
_GRAM_SIZES = (3, 4, 5)
# A pair of words in order tells a phrase from the same words elsewhere.
_PAIR_SHARE = 0.5


class Encoder(Protocol):
    """What makes a text comparable."""

    @property
    def method(self) -> str:
        """The method and its edition, to be shown and to be stored with each embedding."""

    @property
    def dimensions(self) -> int:
        """How many numbers an embedding has."""

    @property
    def close_from(self) -> float:
        """The score from which a match is close (docs/overlap.md gives its precision)."""

    def encode(self, text: str) -> Embedding:
        """The text's embedding: float32 of length 1, or of zeros where it holds no word."""


@dataclass(frozen=True, slots=True)
class NgramEncoder:
    """Words, pairs of words and the characters in words, hashed; terms read as English ones.

    The weight of a word (`comity.overlap.words.weight`) is shared out to its runs of 3 to 5
    characters, and each feature adds to one of 2,048 places with a sign, both by its CRC-32
    (feature hashing, Weinberger et al. 2009).
    """

    lexicon: Lexicon = field(default_factory=shipped_terms)

    @property
    def method(self) -> str:
        """The method and its edition."""
        return "n-grams 2026-11"

    @property
    def dimensions(self) -> int:
        """How many numbers an embedding has."""
        return DIMENSIONS

    @property
    def close_from(self) -> float:
        """The score from which a match is close."""
        return 0.50

    def encode(self, text: str) -> Embedding:
        """The text's embedding."""
        total = np.zeros(DIMENSIONS, dtype=np.float64)
        before: str | None = None
        for form in self.lexicon.english(words(text)):
            places, values = _features(form)
            np.add.at(total, places, values)
            if before is not None:
                place, sign = _place(f"{before} {form}")
                total[place] += sign * _PAIR_SHARE * min(weight(before), weight(form))
            before = form
        return unit(total)


def unit(values: NDArray[np.float64]) -> Embedding:
    """The same direction with length 1; zeros stay zeros."""
    length = float(np.sqrt(np.sum(values * values)))
    return (values / length if length else values).astype(np.float32)


@lru_cache(maxsize=65536)
def _features(form: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Where a word adds, and how much: itself and its runs of characters, with its weight."""
    bounded = f"<{form}>"
    grams = [
        bounded[at : at + size]
        for size in _GRAM_SIZES
        for at in range(len(bounded) - size + 1)
        if size < len(bounded)
    ]
    share = weight(form) / np.sqrt(len(grams)) if grams else 0.0
    hashed = [_place(f"#{gram}") for gram in grams]
    place, sign = _place(form)
    places = np.array([place, *(at for at, _ in hashed)], dtype=np.intp)
    return places, np.array(
        [sign * weight(form), *(s * share for _, s in hashed)], dtype=np.float64
    )


@lru_cache(maxsize=262144)
def _place(feature: str) -> tuple[int, float]:
    code = zlib.crc32(feature.encode())
    return code % DIMENSIONS, 1.0 if code >> 31 else -1.0
