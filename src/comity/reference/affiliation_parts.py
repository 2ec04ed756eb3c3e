"""A raw affiliation taken apart: its addresses, their parts, their postal patterns."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from comity.reference.affiliation_words import ORGANISATION, OVERSEAS, PREFIXES, folded, phrases


class Part(NamedTuple):
    """A part of an address: as written, and its words without numbers at either end."""

    raw: str
    words: tuple[str, ...]
    phrase: str
    numbered: bool


MAIL = re.compile(r"[\w.+-]*@[\w-]+(?:\.[\w-]+)*\.([A-Za-z]{2,})")
_NOISE = re.compile(
    r"\b(?:e-?mails?|electronic address|corresponding author|tel|fax|phone)\b\s*[:.]?|"
    r"https?://\S*|\b[Nn]/[Aa]\b",
    re.I,
)
_NOISY = re.compile(r"[:/@]|lectronic|orrespond|mail")  # a cheaper look before the search
_ADDRESSES = re.compile(r"[;|\n\t；]|#[A-Z]{1,3}#|(?<=\s)/(?=\s)")
_PARTS = re.compile(r"[,()\[\]{}，、。]|\s[-–—]\s|(?<=[a-z]{4})\.(?=\s)")
CODE = re.compile(r"(?:^|[\s,-])([A-Z]{2,3})\.?(?:[\s-]+(\d{4,5}(?:-\d{3,4})?))?$")
DOTTED = re.compile(r"(?:^|\s)([A-Z])\.\s?([A-Z])\.?(?:\s+(\d{5}))?$")
_UK = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b")
_CANADA = re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d\b")
PROVINCE = re.compile(
    r"\b(?:AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|PQ)\.? +[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d\b"
)
_PREFIX = re.compile(r"(?:^|[\s,(])([A-Z]{1,2})[-–‐]\s?\d{4,6}\b")
# Codes of French research units.
UNIT = re.compile(r"\b(?:UMRS?|EA|UPR|USR|UMS|URA)[ -]?(?:CNRS |S[ -]?|n°\s?)?\d{3,4}\b")
_GLUED = re.compile(r"^\W*\d{1,2}(?=[^\W\d]{3})")
_CEDEX = re.compile(r"\bcedex\b", re.I)
_TAIL = phrases("cedex|i|ii|iii|iv|vi|vii|viii|xi|xii")
_OVERSEAS = re.compile(rf"(?<!\d)({'|'.join(OVERSEAS)})\d\d(?!\d)")


def without_noise(text: str) -> str:
    """The text with labels of e-mail, telephone and web addresses turned into ends of addresses."""
    return _NOISE.sub(";", text) if _NOISY.search(text) else text


def overseas_codes_in(raw: str) -> list[str]:
    """The starts of French overseas postal codes in a part."""
    return _OVERSEAS.findall(raw) if "97" in raw or "98" in raw else []


@lru_cache(maxsize=1 << 16)
def part_of(raw: str) -> Part:
    """One part; remembered, since nations and cities repeat from string to string."""
    start = raw.lstrip()[:1]
    if start.isdigit():
        raw = _GLUED.sub("", raw)
    words = folded(raw)
    numbered = False
    while words and (words[-1] in _TAIL or words[-1][-1].isdigit()):
        words.pop()
        numbered = True
    while words and words[0].isdigit():
        del words[0]
    return Part(raw, tuple(words), " ".join(words), numbered)


def addresses_of(text: str) -> list[list[Part]]:
    """Addresses of a string, each in parts; a piece without an organisation continues the last."""
    found: list[list[Part]] = []
    for piece in _ADDRESSES.split(text):
        if not piece or piece.isspace():
            continue
        parts = [part_of(raw) for raw in _PARTS.split(piece) if raw and not raw.isspace()]
        parts = [part for part in parts if part.words or part.numbered]
        if found and (
            len(parts) < 2 and not any(ORGANISATION.intersection(p.words) for p in parts)
        ):
            found[-1] += parts
        elif parts:
            found.append(parts)
    return found or [[]]


def postal(raw: str) -> frozenset[str]:
    """Nations of the postal patterns in an address."""
    found: set[str] = set()
    if _CANADA.search(raw):
        found.add("CAN")
    elif _UK.search(raw):
        found.add("GBR")
    found |= {PREFIXES[p] for p in _PREFIX.findall(raw) if p in PREFIXES}
    if _CEDEX.search(raw) and not found:
        found.add("FRA")
    return frozenset(found)
