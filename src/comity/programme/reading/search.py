"""Search over titles, codes and keywords: what is not seen is not found, nor counted.

Every word of the question must occur, as a part of a word, in what the viewer may read of the row:
keywords are content, and are looked at only where its label opens. Case and accents do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

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

    def found(table: str) -> Page[ActivityView] | Page[DocumentView] | Page[OutputView]:
        return page(sight, table, _matching(sight, table, words), window)

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


def _matching(sight: Sight, table: str, words: tuple[str, ...]) -> QuerySet[Any]:
    rows: QuerySet[Any] = TABLES[table].seen(sight)
    opened = Q(content_label_id__in=sight.keys)
    entries = SearchEntry.objects
    for word in words:
        told = entries.filter(words__contains=word).values("object")
        closed = entries.filter(content_words__contains=word).values("object")
        rows = rows.filter(Q(id__in=told) | opened & Q(id__in=closed))
    return rows
