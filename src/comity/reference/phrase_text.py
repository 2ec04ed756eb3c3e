"""The form in which texts and phrases are compared, and what parts one word from the next.

Text and phrases are folded alike: case, accents and ligatures go, a hyphen or dash is a space, and
runs of white space are one space. A phrase holds where no word character touches either end;
scripts written without spaces between words (and Hangul, whose particles cling) need no such gap.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

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
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """The form in which text and phrases are compared."""
    return folded(text).strip(b" ").decode()


def folded(text: str) -> bytes:
    """The same in UTF-8, but for spaces at its ends."""
    # The encoder finds what is not ASCII five times as fast as a pattern does.
    result = text.encode("ascii", _FOLDING).translate(_ASCII)
    while b"  " in result:
        result = result.replace(b"  ", b" ")
    return result


def _fold_run(error: UnicodeError) -> tuple[bytes, int]:
    """The codec error handler: what follows a run that is not ASCII, and its folded form."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    run = error.object[error.start : error.end]
    return fold_characters(run).encode(errors="replace"), error.end


_FOLDING = "comity.fold"
codecs.register_error(_FOLDING, _fold_run)


@lru_cache(maxsize=65536)
def fold_characters(run: str) -> str:
    """The folded form of a run of characters that are not ASCII."""
    text = unicodedata.normalize("NFKD", run.translate(_LETTERS)).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_LETTERS).translate(_ACCENTS)
    text = unicodedata.normalize("NFC", text)
    return "".join(" " if c.isspace() else c for c in text)


@lru_cache(maxsize=65536)
def joins(character: str) -> bool:
    """Whether the character continues a word, so that a phrase beside it is only a part of it."""
    if UNSPACED.match(character):
        return False
    return (
        character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")
    )
