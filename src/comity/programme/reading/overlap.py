"""What resembles a text among the activities and proposals of all bodies that a viewer may read.

Titles are compared always, other texts of a row only where its content is open to the viewer. A
score depends on two texts alone (:mod:`comity.overlap`); nothing is counted over rows.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from django.db import connection

from comity.overlap.index import Index, Match, Row
from comity.overlap.shared import SharedTerm
from comity.programme.models import Event, Proposal
from comity.programme.reading.encoded import encoded, encoder
from comity.programme.reading.filter import Sight
from comity.programme.reading.objects import among
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView, ProposalView, View

FEW = 5
# An index of 10,000 titles holds 80 MB: so many sets of visible rows have theirs kept.
_MOST = 3
# What is longer is compared by its beginning.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Similar:
    """A row that resembles a draft: how much, and by which terms.

    ``of`` says which of the draft's texts is meant, ``text`` is that of the row, its title unless
    ``content``; spans of ``shared`` are of these two.
    """

    table: str
    row: ActivityView | ProposalView
    score: float
    close: bool
    of: int
    text: str
    content: bool
    shared: tuple[SharedTerm, ...]

    @property
    def key(self) -> str:
        """Its name among the rows that are compared."""
        return key_of(self.table, self.row.id)


@dataclass(frozen=True, slots=True)
class Resembling:
    """What was found, best first, and by which method; every close one is among ``rows``.

    ``matches`` are the same as the comparison gave them.
    """

    method: str
    rows: tuple[Similar, ...]
    matches: tuple[Match, ...]


def similar(
    viewer: Viewer, *texts: str, leaving_out: UUID | None = None, limit: int = FEW
) -> Resembling:
    """Rows that resemble any of a draft's texts, such as its title and its summary.

    Args:
        viewer: who may read what is compared.
        texts: each is compared by itself; empty ones are left out.
        leaving_out: a proposal that is not compared with itself.
        limit: how many are shown where fewer are close.

    Raises:
        InputError: a text is too long.
    """
    sight = Sight.of(viewer)
    index, rows = _index(sight)
    best: dict[str, tuple[Match, int]] = {}
    for number, text in enumerate(texts):
        for match in index.similar(text, limit + 1) if text.strip() else ():
            if match.key not in best or match.score > best[match.key][0].score:
                best[match.key] = match, number
    if leaving_out is not None:
        best.pop(key_of("proposal", leaving_out), None)
    ranked = sorted(best.values(), key=lambda one: (-one[0].score, one[0].key))
    told = [one for place, one in enumerate(ranked) if one[0].close or place < limit]
    seen = among(sight, {_row(match) for match, _ in told}, ("activity", "proposal"))
    told = [one for one in told if _row(one[0]) in seen]
    shown = tuple(_told(*one, rows, seen) for one in told)
    return Resembling(index.method, shown, tuple(match for match, _ in told))


def key_of(table: str, key: UUID) -> str:
    """The name of a row among those that are compared."""
    return f"{table} {key}"


def _row(match: Match) -> UUID:
    return UUID(match.key.partition(" ")[2])


def _told(
    match: Match, number: int, rows: dict[str, Row], seen: dict[UUID, tuple[str, View]]
) -> Similar:
    table, view = seen[_row(match)]
    assert isinstance(view, ActivityView | ProposalView)
    text, content = rows[match.key].texts[match.text], match.text > 0
    return Similar(table, view, match.score, match.close, number, text, content, match.shared)


@dataclass(slots=True)
class _Kept:
    """An index, the event after which its rows were read, and the rows."""

    last: str
    rows: dict[str, Row]
    index: Index


_indexes: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
_lock = Lock()


def _index(sight: Sight) -> tuple[Index, dict[str, Row]]:
    """The index of what a viewer sees now: as it was kept, where nothing happened since.

    It is named by the labels that she may read, so that nobody with others is given it.
    """
    told = connection.settings_dict
    name = (connection.vendor, told["HOST"], told["NAME"], encoder().method, sight.keys)
    # Each event's hash stands for all before it: the same one, the same rows.
    last = Event.objects.order_by("-sequence").values_list("hash", flat=True).first() or ""
    with _lock:
        kept = _indexes.get(name)
    if kept is None or kept.last != last:
        texts = _texts(sight)
        if kept is not None and {key: row.texts for key, row in kept.rows.items()} == texts:
            kept = _Kept(last, kept.rows, kept.index)
        else:
            rows = {row.key: row for row in rows_of(texts)}
            kept = _Kept(last, rows, Index(encoder(), rows.values()))
    with _lock:
        _indexes[name] = kept
        _indexes.move_to_end(name)
        while len(_indexes) > _MOST:
            _indexes.popitem(last=False)
    return kept.index, kept.rows


def rows_of(texts: dict[str, tuple[str, ...]]) -> list[Row]:
    """Rows with the embeddings of their texts."""
    made = encoded({one for several in texts.values() for one in several})
    return [Row(key, each, tuple(made[one] for one in each)) for key, each in texts.items()]


def _texts(sight: Sight) -> dict[str, tuple[str, ...]]:
    """What a viewer may read of each row: its title, and of its content what tells its subject."""
    found: dict[str, tuple[str, ...]] = {}
    activities = TABLES["activity"].seen(sight).order_by()
    for key, title in activities.values_list("id", "title"):
        found[key_of("activity", key)] = texts_of(title)
    opened = activities.filter(content_label__among=sight.keys)
    described = opened.exclude(background="", content_words="")
    for key, keywords, background in described.values_list("id", "keywords", "background"):
        name = key_of("activity", key)
        found[name] = texts_of(*found[name], content_of(keywords, background))
    proposals = TABLES["proposal"].seen(sight).order_by()
    proposals = proposals.exclude(stage=Proposal.Stage.WITHDRAWN)
    for key, title, summary, label in proposals.values_list(
        "id", "title", "summary", "content_label_id"
    ):
        found[key_of("proposal", key)] = texts_of(title, summary if label in sight.keys else "")
    return found


def content_of(keywords: list[str], background: str) -> str:
    """What an activity's content says of its subject, as one text."""
    return ". ".join([*([", ".join(keywords)] if keywords else []), background])


def texts_of(*texts: str) -> tuple[str, ...]:
    """The texts of a row, the title first, without empty ones."""
    return tuple(one[:_LONGEST] for one in texts if one.strip())
