"""Embeddings of texts: those stored, those that this process remembers, and the others made anew.

An embedding depends on its text alone. Reading stores nothing: what is stored was kept ahead
(``overlap_watch``), and is found by the digest of a text that the reader has already.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from threading import Lock

import numpy as np

from comity.overlap.encoders import Embedding, Encoder, NgramEncoder
from comity.overlap.sentences import SentenceEncoder, sentence_model_installed
from comity.programme.models import Embedding as Rows

# So many embeddings a process remembers, of 8 to 10 kB each.
_MOST = 25_000
_AT_ONCE = 500

_known: OrderedDict[tuple[str, str], Embedding] = OrderedDict()
_lock = Lock()


@cache
def encoder() -> Encoder:
    """The one at work: with the sentence model where the extra ``overlap`` is there."""
    return SentenceEncoder() if sentence_model_installed() else NgramEncoder()


def digest_of(text: str) -> str:
    """By what a text's embedding is found."""
    return hashlib.sha256(text.encode()).hexdigest()


def encoded(texts: Iterable[str]) -> dict[str, Embedding]:
    """The embedding of each text, by the encoder at work."""
    by, asked = encoder(), dict.fromkeys(texts)
    with _lock:
        found = {text: _known[by.method, text] for text in asked if (by.method, text) in _known}
    left = {digest_of(text): text for text in asked if text not in found}
    if left:
        found |= {left[digest]: one for digest, one in stored(by, left).items()}
        for text in left.values():
            if text not in found:
                found[text] = by.encode(text)
        with _lock:
            for text in left.values():
                _known[by.method, text] = found[text]
            while len(_known) > _MOST:
                _known.popitem(last=False)
    return found


def stored(by: Encoder, digests: Iterable[str]) -> dict[str, Embedding]:
    """Those of some embeddings that are stored, by digest."""
    asked, found = list(digests), dict[str, Embedding]()
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        rows = Rows.objects.filter(method=by.method, digest__in=some)
        for digest, data in rows.values_list("digest", "data"):
            one = np.frombuffer(bytes(data), dtype="<f4").astype(np.float32)
            # Of an edition with the same name and other places it would compare with nothing.
            if one.shape == (by.dimensions,):
                found[digest] = one
    return found
