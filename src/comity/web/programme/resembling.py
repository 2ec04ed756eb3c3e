"""What resembles a draft, as pages show it: the shared terms marked in what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.overlap.sentences import sentence_model_installed
from comity.programme.reading.overlap import Resembling, Similar

# Of a long text so many letters are shown on each side of the first term that is shared.
_AROUND = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its title or a part of its text in pieces: marked ones are shared.

    ``terms`` are the shared ones as the draft spells them.
    """

    similar: Similar
    title: tuple[tuple[str, bool], ...]
    excerpt: tuple[tuple[str, bool], ...]
    terms: tuple[str, ...]


def shown(found: Resembling) -> dict[str, object]:
    """What ``proposal_similar.html`` needs."""
    return {
        "resembling": tuple(_shown(one) for one in found.rows),
        "method": found.method, "model": sentence_model_installed(),
    }  # fmt: skip


def _shown(one: Similar) -> Shown:
    spans = sorted({(span.start, span.end) for term in one.shared for span in term.there})
    terms = dict.fromkeys(term.here[0].spelled for term in one.shared)
    if not one.content:
        return Shown(one, tuple(_pieces(one.text, spans, 0, len(one.text))), (), tuple(terms))
    first = spans[0][0] if spans else 0
    start, end = max(0, first - _AROUND), min(len(one.text), first + 2 * _AROUND)
    excerpt = tuple(_pieces(one.text, spans, start, end))
    return Shown(one, ((one.row.title, False),), excerpt, tuple(terms))


def _pieces(
    text: str, spans: list[tuple[int, int]], start: int, end: int
) -> Iterator[tuple[str, bool]]:
    """The text from ``start`` to ``end`` in pieces, those of spans marked; spans may overlap."""
    at = start
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first > at:
            yield text[at:first], False
        yield text[first:last], True
        at = last
    if at < end:
        yield text[at:end], False
