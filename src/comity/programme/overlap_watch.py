"""What drafters may not see, compared outside of their requests; brokers alone are told.

A proposal's title and summary are held against the titles of what its drafter may not see. The
answer is a row that hangs on both: a broker sees it while she may read the proposal and sees that
the other is there. Of one pair a version and method is noticed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.overlap.index import Index, Row
from comity.programme.events.chain import SYSTEM
from comity.programme.events.kinds import OverlapNoticed
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Embedding, Event, Proposal, Role, Unseen
from comity.programme.reading.compared import content_of, key_of, rows_of, texts_of
from comity.programme.reading.encoded import digest_of, encoded, encoder
from comity.programme.reading.filter import Sight
from comity.programme.reading.shown_proposals import about_of
from comity.programme.reading.viewer import viewer
from comity.safeguards.labels import Label

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_BROKER = f"role:{Role.Kind.BROKER.value}"
_DRAFTED = (Proposal.Stage.DRAFT, Proposal.Stage.WITH_NATIONS)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Watched:
    """What a pass did: pairs that it noticed, embeddings that it stored and removed."""

    noticed: int
    stored: int
    removed: int


def watch(programme: Programme) -> Watched:
    """Store the embeddings that are missing, then notice the pairs that are new."""
    kept_now, removed = keep_embeddings()
    return Watched(notice(programme), kept_now, removed)


def last_event() -> int:
    """The number of the last event: nothing happened while it stays."""
    return Event.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def keep_embeddings() -> tuple[int, int]:
    """Store an embedding of each text that is compared, and remove those of texts that are gone."""
    by = encoder()
    texts = {digest_of(text): text for text in _texts()}
    there = set(Embedding.objects.filter(method=by.method).values_list("digest", flat=True))
    missing = sorted(texts.keys() - there)
    for start in range(0, len(missing), _AT_ONCE):
        some = missing[start : start + _AT_ONCE]
        found = encoded([texts[digest] for digest in some])
        Embedding.objects.bulk_create(
            (
                Embedding(digest=digest, method=by.method, data=found[texts[digest]].tobytes())
                for digest in some
            ),
            ignore_conflicts=True,
        )
    removed, _ = Embedding.objects.exclude(method=by.method).delete()
    gone = sorted(there - texts.keys())
    for start in range(0, len(gone), _AT_ONCE):
        count, _ = Embedding.objects.filter(digest__in=gone[start : start + _AT_ONCE]).delete()
        removed += count
    return len(missing), removed


def _texts() -> Iterator[str]:
    """Every text that somebody's draft is compared with."""
    rows = Activity.objects.values_list("title", "keywords", "background")
    for title, keywords, background in rows.iterator(chunk_size=2_000):
        yield from texts_of(title, content_of(keywords, background))
    proposals = Proposal.objects.exclude(stage=Proposal.Stage.WITHDRAWN)
    for title, summary in proposals.values_list("title", "summary"):
        yield from texts_of(title, summary)


def notice(programme: Programme) -> int:
    """Notice each pair of a proposal and what its drafter may not see; how many are new."""
    proposals = list(Proposal.objects.filter(stage__in=_DRAFTED).order_by("id"))
    if not proposals:
        return 0
    labels, rows = _compared()
    index, found = Index(encoder(), rows), list[tuple[Proposal, str]]()
    for row in proposals:
        seen = _seen(programme, row.drafter)
        known = _known(row, index.method)
        close = {
            match.key
            for text in texts_of(row.title, row.summary)
            for match in index.similar(text, 0)
        }
        hidden = (key for key in sorted(close) if labels[key] not in seen)
        own = key_of("proposal", row.id)
        found += [(row, key) for key in hidden if key != own and key not in known]
    if found:
        with programme.writing(UUID(SYSTEM)) as write:
            for row, key in found:
                label, body = _noticed(row, key, index.method, labels[key])
                write(body, programme.new_id(), label)
    return len(found)


def _compared() -> tuple[dict[str, str], list[Row]]:
    """The labels under which titles are seen, and the titles, of all there are."""
    labels, texts = dict[str, str](), dict[str, tuple[str, ...]]()
    tables = (
        ("activity", Activity.objects.all()),
        ("proposal", Proposal.objects.exclude(stage=Proposal.Stage.WITHDRAWN)),
    )
    for table, rows in tables:
        for key, title, label in rows.values_list("id", "title", "metadata_label_id"):
            labels[key_of(table, key)], texts[key_of(table, key)] = label, texts_of(title)
    return labels, rows_of(texts)


def _seen(programme: Programme, drafter: UUID) -> frozenset[str]:
    """The labels that a drafter may read; of one who was erased none."""
    try:
        return Sight.of(viewer(programme, drafter)).keys
    except InputError:
        return frozenset()


def _known(row: Proposal, method: str) -> set[str]:
    """What was noticed of this version by this method."""
    told = Unseen.objects.filter(proposal=row, version=row.version, method=method)
    return {key_of(*about_of(one)) for one in told}


def _noticed(row: Proposal, key: str, method: str, label: str) -> tuple[Label, OverlapNoticed]:
    """The event and its label: for brokers, who hold what either side requires."""
    parts = [kept(one) for one in (row.content_label_id, row.metadata_label_id, label)]
    needed = frozenset[str]().union(*(one.required for one in parts))
    brokers = Label.of(max(one.level for one in parts), [_BROKER], needed)
    table, _, about = key.partition(" ")
    body = OverlapNoticed(
        content_label=keep(brokers), metadata_label=brokers.key, proposal=row.id,
        version=row.version, method=method,
        activity=UUID(about) if table == "activity" else None,
        other=UUID(about) if table == "proposal" else None,
    )  # fmt: skip
    return brokers, body
