"""The texts that a viewer may read of activities and proposals, indexed to be compared with.

What somebody reads of each row is kept by what she holds. Of what happened since, only rows that
it touched are read anew. Viewers who read the same texts, each by her own rights, share an index.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from comity.overlap.index import Index, Match, Row
from comity.programme.events import kinds
from comity.programme.models import Activity, Event, Proposal
from comity.programme.reading.encoded import encoded, encoder
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES

Name = TypeVar("Name")
One = TypeVar("One")
# The texts of a row: its title, and what its content says of its subject, if that is open.
Texts: TypeAlias = tuple[str, ...]

# What is longer is compared by its beginning.
_LONGEST = 20_000
# An index of 10,000 titles holds 80 to 100 MB.
_INDEXES = 3
_VIEWERS = 64
# After more rows have changed than these an index is made anew.
_CHANGED = 100
# After more events than these all rows are read anew.
_SINCE = 2_000
_TOUCHING = (
    kinds.ActivityRegistered.kind, kinds.ActivityDescribed.kind, kinds.ActivityChanged.kind,
    kinds.IdeaOpened.kind, kinds.IdeaRevised.kind, kinds.ProposalWithdrawn.kind,
    kinds.Relabelled.kind,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a viewer reads of each row after an event, by its number and hash.

    ``texts`` are those of an index, by its ``name``; ``changed`` are rows that are otherwise since,
    of those that are gone without a text, and ``beside`` is their index.
    """

    sequence: int
    hash: str
    texts: dict[str, Texts]
    name: frozenset[tuple[str, Texts]]
    changed: dict[str, Texts]
    beside: Index


@dataclass(frozen=True, slots=True)
class Compared:
    """The rows that a viewer may read now, ready to be compared with."""

    _index: Index
    _kept: _Kept

    @property
    def method(self) -> str:
        """Which method is at work."""
        return self._index.method

    def text(self, match: Match) -> str:
        """The text of a row that a match is about."""
        kept = self._kept
        texts = kept.changed if match.key in kept.changed else kept.texts
        return texts[match.key][match.text]

    def similar(self, text: str, limit: int) -> list[Match]:
        """As ``Index.similar`` of all rows as they now are.

        Raises:
            InputError: the text is too long.
        """
        changed = self._kept.changed
        found = self._index.similar(text, limit + len(changed))
        now = [one for one in found if one.key not in changed]
        now += self._kept.beside.similar(text, limit)
        now.sort(key=lambda one: (-one.score, one.key))
        return [one for place, one in enumerate(now) if one.close or place < limit]


_viewers: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
_indexes: OrderedDict[tuple[str, frozenset[tuple[str, Texts]]], Index] = OrderedDict()
_lock = Lock()


def key_of(table: str, key: UUID) -> str:
    """The name of a row among those that are compared."""
    return f"{table} {key}"


def compared(sight: Sight) -> Compared:
    """What a viewer may read now, to be compared with."""
    told = connection.settings_dict
    name = (connection.vendor, told["HOST"], told["NAME"], encoder().method, sight.viewer.holder)
    with _lock:
        kept = _viewers.get(name)
    now = _now(sight, kept)
    made = (encoder().method, now.name)
    with _lock:
        _remember(_viewers, name, now, _VIEWERS)
        index = _indexes.get(made)
    if index is None:
        index = Index(encoder(), rows_of(now.texts))
    with _lock:
        _remember(_indexes, made, index, _INDEXES)
    return Compared(index, now)


def _remember(held: OrderedDict[Name, One], name: Name, one: One, most: int) -> None:
    held[name] = one
    held.move_to_end(name)
    while len(held) > most:
        held.popitem(last=False)


def _now(sight: Sight, kept: _Kept | None) -> _Kept:
    """What a viewer reads now, as far as it is known from what she read before."""
    last = Event.objects.order_by("-sequence").values_list("sequence", "hash").first()
    sequence, hash = last or (0, "")
    touched = None if kept is None else _touched(kept, sequence)
    if kept is None or touched is None:
        return _whole(sequence, hash, _texts(sight))
    changed, beside = kept.changed, kept.beside
    if touched:
        now = _texts(sight, touched)
        keys = {key_of(table, key) for table in ("activity", "proposal") for key in touched}
        changed = changed | {key: now.get(key, ()) for key in keys}
        there = kept.texts
        changed = {key: one for key, one in changed.items() if there.get(key, ()) != one}
        if len(changed) > _CHANGED:
            whole = {key: one for key, one in (there | changed).items() if one}
            return _whole(sequence, hash, whole)
        beside = Index(encoder(), rows_of(changed))
    return _Kept(sequence, hash, kept.texts, kept.name, changed, beside)


def _whole(sequence: int, hash: str, texts: dict[str, Texts]) -> _Kept:
    name = frozenset(texts.items())
    return _Kept(sequence, hash, texts, name, {}, Index(encoder(), ()))


def _touched(kept: _Kept, sequence: int) -> frozenset[UUID] | None:
    """Rows that events since have touched; None where another history stands there now."""
    there = Event.objects.filter(sequence=kept.sequence, hash=kept.hash)
    if not there.exists() or sequence - kept.sequence > _SINCE:
        return None
    since = Event.objects.filter(sequence__gt=kept.sequence, kind__in=_TOUCHING)
    return frozenset(UUID(key) for key in since.values_list("object", flat=True))


def rows_of(texts: dict[str, Texts]) -> list[Row]:
    """Rows with the embeddings of their texts."""
    made = encoded({one for several in texts.values() for one in several})
    return [Row(key, each, tuple(made[one] for one in each)) for key, each in texts.items()]


def _texts(sight: Sight, only: Collection[UUID] | None = None) -> dict[str, Texts]:
    """What a viewer may read of each row, or of some."""
    found: dict[str, Texts] = {}
    activities: QuerySet[Activity] = _rows(sight, "activity", only)
    for key, title in activities.values_list("id", "title"):
        found[key_of("activity", key)] = texts_of(title)
    opened = activities.filter(content_label__among=sight.keys)
    described = opened.exclude(background="", content_words="")
    for key, keywords, background in described.values_list("id", "keywords", "background"):
        name = key_of("activity", key)
        found[name] = texts_of(*found.get(name, ()), content_of(keywords, background))
    proposals: QuerySet[Proposal] = _rows(sight, "proposal", only)
    rows = proposals.exclude(stage=Proposal.Stage.WITHDRAWN)
    for key, title, summary, label in rows.values_list(
        "id", "title", "summary", "content_label_id"
    ):
        found[key_of("proposal", key)] = texts_of(title, summary if label in sight.keys else "")
    return found


def _rows(sight: Sight, table: str, only: Collection[UUID] | None) -> QuerySet[Any]:
    seen = TABLES[table].seen(sight) if only is None else TABLES[table].few(sight, only)
    return seen.order_by()


def content_of(keywords: list[str], background: str) -> str:
    """What an activity's content says of its subject, as one text."""
    return ". ".join([*([", ".join(keywords)] if keywords else []), background])


def texts_of(*texts: str) -> tuple[str, ...]:
    """The texts of a row, the title first, without empty ones."""
    return tuple(one[:_LONGEST] for one in texts if one.strip())
