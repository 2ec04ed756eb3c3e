"""Search over titles, codes and keywords: what is not seen is not found, nor counted.

Every word of the question must occur, as a part of a word, in what the viewer may read of the row:
keywords are content, and are looked at only where its label opens. Case and accents do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, StrIndex

from comity.base.errors import InputError
from comity.programme.models import SearchEntry
from comity.programme.reading.filter import Sight
from comity.programme.reading.lists import FIRST, Page, Window, page
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView, DocumentView, OutputView
from comity.programme.state.searching import folded

SHORTEST, LONGEST, MOST_WORDS = 2, 200, 8


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, a page of each kind in the kind's own order."""

    activities: Page[ActivityView]
    documents: Page[DocumentView]
    outputs: Page[OutputView]


def search(viewer: Viewer, text: str, window: Window = FIRST) -> Found:
    """Activities, documents and outputs whose words the viewer may read.

    Raises:
        InputError: the text is too short or too long.
    """
    words = asked_words(text)
    sight = Sight.of(viewer)
    told, closed = _matching(words)

    def found(table: str) -> Page[ActivityView] | Page[DocumentView] | Page[OutputView]:
        rows = TABLES[table].seen(sight)
        opened = Q(content_label__among=sight.keys) & Q(id__among=closed) if closed else Q()
        return page(sight, table, rows.filter(Q(id__among=told) | opened), window)

    return Found(found("activity"), found("document"), found("output"))  # type: ignore[arg-type]


def asked_words(text: str) -> tuple[str, ...]:
    """The words of a question, folded.

    Raises:
        InputError: too short, too long, or too many words.
    """
    plain = folded(text) if len(text) <= LONGEST else ""
    words = tuple(plain.split())
    if len(plain) < SHORTEST or len(words) > MOST_WORDS or "\0" in plain:
        raise InputError(
            f"search for {SHORTEST} to {LONGEST} letters, in at most {MOST_WORDS} words."
        )
    return words


def _matching(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Rows in whose metadata all words are, and others for which the content is needed, too."""
    entries = SearchEntry.objects.annotate(
        **{
            f"at_{number}": StrIndex("words", Value(word)) for number, word in enumerate(words)
        },
        **{
            f"in_{number}": StrIndex("content_words", Value(word))
            for number, word in enumerate(words)
        },
    )  # fmt: skip
    for number in range(len(words)):
        entries = entries.filter(Q(**{f"at_{number}__gt": 0}) | Q(**{f"in_{number}__gt": 0}))
    places = [f"at_{number}" for number in range(len(words))]
    told, closed = list[str](), list[str]()
    # As texts: to make identifiers of all that is found takes longer than to find it.
    key = Cast("object", CharField())
    for found, *at in entries.annotate(key=key).values_list("key", *places):
        (told if all(at) else closed).append(found)
    return frozenset(told), frozenset(closed)
