"""Search over titles, codes and keywords: what is not seen is not found, nor counted.

Every word of the question must occur, as a part of a word, in what the viewer may read of the row:
keywords are content, and are looked at only where its label opens. Case and accents do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, Q, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from comity.base.errors import InputError
from comity.programme.reading.filter import Sight
from comity.programme.reading.lists import FIRST, Page, Window
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import (
    ActivityView,
    DocumentView,
    OutputView,
    ProposalView,
    StandardView,
)
from comity.programme.state.searching import folded

SHORTEST, LONGEST, MOST_WORDS = 2, 200, 8


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, a page of each kind in the kind's own order."""

    activities: Page[ActivityView]
    documents: Page[DocumentView]
    outputs: Page[OutputView]
    proposals: Page[ProposalView]
    standards: Page[StandardView]


def search(viewer: Viewer, text: str, window: Window = FIRST) -> Found:
    """Activities, documents, outputs, proposals and standards whose words the viewer may read.

    Raises:
        InputError: the text is too short or too long.
    """
    words, sight = asked_words(text), Sight.of(viewer)

    def found(kind: str) -> Page[Any]:
        keys = _seen(sight, kind, words)
        asked = keys[window.offset : window.offset + window.limit]
        shown = TABLES[kind].views(sight, TABLES[kind].few(sight, asked))
        return Page(shown, len(keys), window)

    return Found(
        found("activity"), found("document"), found("output"), found("proposal"),
        found("standard"),
    )  # fmt: skip


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


def _seen(sight: Sight, kind: str, words: tuple[str, ...]) -> list[str]:
    """Identifiers of the rows of a kind in which the viewer may read all words, in order.

    Words leave few rows: their labels are tried one by one rather than in the database.
    """
    table, told, found = TABLES[kind], Q(), Q()
    for word in words:
        told &= _holds("words", word)
        found &= _holds("words", word) | _holds("content_words", word)
    # As texts: to make identifiers of all that is found takes longer than to find it.
    rows = table.rows._default_manager.filter(table.only, found).order_by(*table.order)
    asked = rows.values_list(
        Cast("id", CharField()), ExpressionWrapper(told, BooleanField()), "content_label_id",
        *table.labels(),
    )  # fmt: skip
    return [
        key for key, open_to_all, content, *labels in asked
        if sight.keys.issuperset(labels) and (open_to_all or content in sight.keys)
    ]  # fmt: skip


def _holds(column: str, word: str) -> Q:
    """That a word is in a column, letter by letter: nothing in it is a pattern."""
    return Q(GreaterThan(StrIndex(column, Value(word)), 0))
