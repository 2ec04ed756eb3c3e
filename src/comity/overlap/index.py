"""Activities that resemble a text, among the rows that one reader may see.

The caller gives the rows that the drafter may read and no others; nothing is counted over them,
so a score is the inner product of two embeddings and depends on the two texts alone. The same
row has the same score for every reader, whatever else is or is not in the register.

Embeddings depend on one text each: the caller stores them with the method's name, and gives them
back. Building an index then copies rows, and a question encodes one text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from comity.base.errors import InputError
from comity.overlap.encoders import Embedding, Encoder
from comity.overlap.shared import SharedTerm, shared_terms
from comity.overlap.terms import Lexicon, shipped_terms

# The fast product may differ in its last digits from the exact one that decides.
_SLACK = 1e-3
_DIGITS = 3
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One activity: its key, its texts (title, summary …), and what `encode_row` made of each."""

    key: str
    texts: tuple[str, ...]
    embeddings: tuple[Embedding, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An activity that resembles the text.

    ``score`` is the best over its texts, at most 1, in thousandths; ``text`` is the number of the
    text that has it; ``close`` says that a disposition is needed; ``shared`` are the terms that
    both hold, marked in both.
    """

    key: str
    score: float
    close: bool
    text: int
    shared: tuple[SharedTerm, ...]


def encode_row(encoder: Encoder, key: str, texts: Iterable[str]) -> Row:
    """Encode an activity's texts, once for each wording; empty ones are left out.

    Raises:
        InputError: the key is empty, or a text is too long.
    """
    if not key:
        raise InputError("an activity without a key cannot be compared; give its key.")
    kept = tuple(text for text in texts if text.strip())
    for text in kept:
        _check_length(text)
    return Row(key, kept, tuple(encoder.encode(text) for text in kept))


class Index:
    """The rows that one reader may see, ready to be asked."""

    def __init__(self, encoder: Encoder, rows: Iterable[Row], lexicon: Lexicon | None = None):
        """Take the rows; their order does not matter.

        Raises:
            InputError: two rows have one key, or an embedding is of another method.
        """
        self._encoder = encoder
        self._lexicon = lexicon or shipped_terms()
        self._rows = tuple(sorted(rows, key=lambda row: row.key))
        for before, after in zip(self._rows, self._rows[1:], strict=False):
            if before.key == after.key:
                raise InputError(f"two activities have the key {after.key!r}; give each once.")
        shape = (encoder.dimensions,)
        for row in self._rows:
            if len(row.embeddings) != len(row.texts):
                raise InputError(f"{row.key}: give one embedding for each text.")
            if any(e.shape != shape or e.dtype != np.float32 for e in row.embeddings):
                raise InputError(
                    f"{row.key}: its stored embedding is not of {encoder.method}; encode it anew."
                )

    @property
    def method(self) -> str:
        """Which method is at work, with its edition, to be shown beside the matches."""
        return self._encoder.method

    def __len__(self) -> int:
        return len(self._rows)

    def changed(self, rows: Iterable[Row] = (), without: Iterable[str] = ()) -> Index:
        """The index with some rows new or replaced, and others gone."""
        kept = {row.key: row for row in self._rows}
        for key in without:
            kept.pop(key, None)
        kept.update((row.key, row) for row in rows)
        return Index(self._encoder, kept.values(), self._lexicon)

    def similar(self, text: str, limit: int = 5) -> list[Match]:
        """The activities that resemble the text, best first, ties by key.

        Every close one is among them; ``limit`` bounds the list where fewer are close.

        Raises:
            InputError: ``limit`` is negative, or the text is too long.
        """
        if limit < 0:
            raise InputError(f"limit is {limit}; give 0 or more.")
        _check_length(text)
        asked = self._encoder.encode(text)
        if not self._rows or not asked.any():
            return []
        return self._best(text, asked, limit)

    def _best(self, text: str, asked: Embedding, limit: int) -> list[Match]:
        owners, matrix = self._matrix
        fast = np.full(len(self._rows), -1.0, dtype=np.float32)
        np.maximum.at(fast, owners, matrix @ asked)
        floor = self._encoder.close_from
        if limit:
            place = max(0, len(fast) - limit)
            floor = min(floor, float(np.partition(fast, place)[place]))
        ranked = []
        for index in np.flatnonzero(fast >= floor - _SLACK):
            row = self._rows[index]
            scored = [(exact(asked, e), -number) for number, e in enumerate(row.embeddings)]
            if scored and max(scored)[0] > 0:
                ranked.append((*max(scored), row))
        ranked.sort(key=lambda found: (-found[0], found[2].key))
        close_from = self._encoder.close_from
        return [
            Match(
                row.key,
                score,
                score >= close_from,
                -number,
                tuple(shared_terms(text, row.texts[-number], self._lexicon)),
            )
            for place, (score, number, row) in enumerate(ranked)
            if score >= close_from or place < limit
        ]

    @cached_property
    def _matrix(self) -> tuple[NDArray[np.intp], Embedding]:
        """Which row each embedding belongs to, and all embeddings."""
        counts = [len(row.embeddings) for row in self._rows]
        owners = np.repeat(np.arange(len(self._rows)), counts)
        embeddings = [e for row in self._rows for e in row.embeddings]
        if not embeddings:
            return owners, np.zeros((0, self._encoder.dimensions), dtype=np.float32)
        # Faster than to stack them, which makes a view of each first.
        return owners, np.concatenate(embeddings).reshape(len(embeddings), -1)


def exact(one: Embedding, other: Embedding) -> float:
    """The inner product in thousandths, summed in one order, whatever stands beside the row."""
    return round(float(np.sum(one.astype(np.float64) * other)), _DIGITS)


def _check_length(text: str) -> None:
    if len(text) > _MOST_CHARACTERS:
        raise InputError(
            f"a text has {len(text)} characters, at most {_MOST_CHARACTERS} can be compared; "
            "shorten it."
        )
