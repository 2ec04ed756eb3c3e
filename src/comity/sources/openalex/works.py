"""The fields of a work that are read, as typed structs, and reading that tolerates drift.

A line of another shape is read field by field: what does not fit is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from comity.reference.phrases import PhraseMatcher


class Institution(msgspec.Struct, gc=False):
    """An affiliation of an author."""

    id: str | None = None
    display_name: str | None = None
    ror: str | None = None
    country_code: str | None = None


class Authorship(msgspec.Struct, gc=False):
    """An author of a work: only where, never who."""

    institutions: list[Institution] | None = None
    countries: list[str] | None = None
    raw_affiliation_strings: list[str] | None = None


class Part(msgspec.Struct, gc=False):
    """A field of science."""

    id: str | None = None


class Topic(msgspec.Struct, gc=False):
    """A topic with its field."""

    id: str | None = None
    field: Part | None = None


class Funder(msgspec.Struct, gc=False):
    """Who paid."""

    id: str | None = None
    display_name: str | None = None
    ror: str | None = None


class Work(msgspec.Struct, gc=False):
    """A work without its abstract."""

    id: str | None = None
    title: str | None = None
    publication_year: int | None = None
    type: str | None = None
    cited_by_count: int | None = None
    is_retracted: bool | None = None
    is_xpac: bool | None = None
    authorships: list[Authorship] | None = None
    topics: list[Topic] | None = None
    primary_topic: Topic | None = None
    funders: list[Funder] | None = None


class TextWork(Work, gc=False):
    """A work with its abstract, still as JSON: words and their places."""

    abstract_inverted_index: msgspec.Raw = msgspec.Raw(b"null")


# Without these a work counts for less than it should; their absence is counted.
EXPECTED = (
    "title", "type", "cited_by_count", "authorships", "topics", "is_retracted", "is_xpac",
)  # fmt: skip
# In how a field may fail; these are the words of the tally after its name.
FAULTS = ("missing or null", "of another type")
# Further drift: what no work can have, and codes that are no nation of the register.
NEGATIVE = "cited_by_count: negative"
NO_NATION = "country code: no nation of the register"
_INDEX = msgspec.json.Decoder(dict[str, list[int]])
_SHORTEST = len(b"null")
_LONGEST = 100_000  # words; an abstract of more is a mistake, and its order is not restored
_LISTS: dict[str, type[msgspec.Struct]] = {
    "authorships": Authorship,
    "topics": Topic,
    "funders": Funder,
    "institutions": Institution,
}


def decoder(text: bool) -> msgspec.json.Decoder[Any]:
    """A decoder of lines: with abstracts if texts are to be matched."""
    return msgspec.json.Decoder(TextWork if text else Work)


def read_leniently(line: bytes, text: bool, drift: Counter[str]) -> Work | None:
    """One line field by field; None where it is not a JSON object at all."""
    try:
        content = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not isinstance(content, dict):
        return None
    found = _struct(content, TextWork if text else Work, drift, "")
    return found if isinstance(found, Work) else None


def _struct(
    content: dict[str, Any], wanted: type[msgspec.Struct], drift: Counter[str], path: str
) -> msgspec.Struct:
    values: dict[str, Any] = {}
    for field in msgspec.structs.fields(wanted):
        if field.name not in content or content[field.name] is None:
            continue
        value, name = content[field.name], f"{path}{field.name}"
        item = _LISTS.get(field.name)
        if item is not None and isinstance(value, list):
            kept = [entry for entry in value if isinstance(entry, dict)]
            drift[f"{name}: of another type"] += len(value) - len(kept)
            values[field.name] = [_struct(entry, item, drift, f"{name}.") for entry in kept]
            continue
        if field.type is msgspec.Raw:
            values[field.name] = msgspec.Raw(msgspec.json.encode(value))
            continue
        try:
            values[field.name] = msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            drift[f"{name}: of another type"] += 1
            values[field.name] = _nearest(value, field.type)
    return wanted(**values)


def _nearest(value: Any, wanted: Any) -> Any:
    """What a value of another type says all the same: ``"12"`` is 12; None where it says nothing.

    Of a list the items that fit are kept.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, list):
        value = [item for item in value if isinstance(item, str)]
    try:
        return msgspec.convert(value, wanted, strict=False)
    except msgspec.ValidationError:
        return None


def phrase_rules(
    matcher: PhraseMatcher,
    titles: Iterable[str | None],
    abstracts: Iterable[msgspec.Raw],
    drift: Counter[str],
) -> list[int]:
    """The phrase rules that hold for each title and abstract, one step after the other for all.

    The automata are large: sought in one go, they stay in the core's cache.
    """
    indices = [_words(raw, drift) for raw in abstracts]
    texts = list(zip([title or "" for title in titles], indices, strict=True))
    possible = [matcher.possible(" ".join((title, *index))) for title, index in texts]
    return [
        matcher.match(title, _in_order(index)) if may else 0
        for (title, index), may in zip(texts, possible, strict=True)
    ]


def _words(raw: msgspec.Raw, drift: Counter[str]) -> dict[str, list[int]]:
    """The words of an abstract with their places; none where it cannot be read."""
    if len(memoryview(raw)) <= _SHORTEST:
        return {}
    try:
        return _INDEX.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        drift["abstract_inverted_index: of another type"] += 1
        return {}


def _in_order(index: dict[str, list[int]]) -> str:
    last = -1
    try:
        for places in index.values():
            if places[-1] > last:
                last = places[-1]
    except IndexError:
        return _in_order({word: places for word, places in index.items() if places != []})
    if not 0 <= last < _LONGEST:
        return " ".join(index)
    words = [""] * (last + 1)
    for word, places in index.items():
        for place in places:
            if place <= last:
                words[place] = word
    return " ".join(words)
