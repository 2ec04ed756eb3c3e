"""What two texts have in common, with the places in both, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from comity.overlap.terms import Lexicon
from comity.overlap.words import Word, telling, weight, words

Kind = Literal["term", "technology", "word"]
_KINDS: tuple[Kind, ...] = ("term", "technology", "word")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a text, from ``start`` up to but not including ``end``, as spelled there."""

    start: int
    end: int
    spelled: str


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term that two texts share.

    ``key`` is a concept of the controlled list (kind ``term``), one of the register's
    technologies (``technology``: both texts name it, by different concepts), or a folded word.
    """

    kind: Kind
    key: str
    here: tuple[Span, ...]
    there: tuple[Span, ...]


_Found = dict[tuple[Kind, str], tuple[Span, ...]]


def shared_terms(here: str, there: str, lexicon: Lexicon) -> list[SharedTerm]:
    """Concepts first, then technologies, then words, those that tell most first."""
    mine, theirs = _found(here, lexicon), _found(there, lexicon)
    both = [name for name in mine if name in theirs]
    covered = {
        technology for kind, key in both if kind == "term" for technology in _of(key, lexicon)
    }
    kept = [name for name in both if name[0] != "technology" or name[1] not in covered]
    kept.sort(key=lambda name: (_KINDS.index(name[0]), -weight(name[1]), name[1]))
    return [SharedTerm(kind, key, mine[kind, key], theirs[kind, key]) for kind, key in kept]


def _of(concept: str, lexicon: Lexicon) -> set[str]:
    return {term.technology for term in lexicon.terms if term.concept == concept}


def _found(text: str, lexicon: Lexicon) -> _Found:
    standing = words(text)
    mentions = lexicon.mentions(standing)
    found: dict[tuple[Kind, str], list[Span]] = {}

    def add(kind: Kind, key: str, start: int, end: int) -> None:
        found.setdefault((kind, key), []).append(Span(start, end, text[start:end]))

    for mention in mentions:
        add("term", mention.concept, mention.start, mention.end)
        add("technology", mention.technology, mention.start, mention.end)
    for word in _outside(standing, [(m.start, m.end) for m in mentions]):
        if telling(word.form):
            add("word", word.form, word.start, word.end)
    return {name: tuple(spans) for name, spans in found.items()}


def _outside(standing: Iterable[Word], taken: list[tuple[int, int]]) -> list[Word]:
    """The words that are in no mention."""
    return [w for w in standing if not any(a <= w.start and w.end <= b for a, b in taken)]
