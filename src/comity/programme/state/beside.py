"""What stands beside the chain, held against what the events say of it.

Values of persons by their commitments, their keys, bytes of documents by their digests, and what
keeps the log from being changed. Bytes that are gone are not named: a document may have been
imported by its digest alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection

from comity.programme.events.kinds import (
    DocumentAdded,
    DocumentRevised,
    PersonRegistered,
    PersonValueSet,
    PersonValueVerified,
    read_body,
)
from comity.programme.models import Content, Event, Person, PersonKey, PersonValue

Sort = Literal["changed", "missing", "added", "content", "unreadable"]
# The triggers of the log, by database; see the migration that makes them.
_TRIGGERS = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        ("programme_event_no_UPDATE", "programme_event_no_DELETE"),
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'programme_event'::regclass "
        "AND tgenabled <> 'D'",
        ("programme_event_no_change",),
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as the log makes it: ``table`` and ``row`` name it, ``fields`` differ."""

    sort: Sort
    table: str
    row: str
    fields: tuple[str, ...]
    sentence: str


def beside() -> Iterator[Difference]:
    """All that differs, of the database that is looked at."""
    yield from _triggers()
    yield from _contents()
    yield from _values()


def _triggers() -> Iterator[Difference]:
    query, names = _TRIGGERS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    for name in names:
        if name not in there:
            sentence = f"{name} is not there: the database no longer refuses to change events."
            yield Difference("missing", "programme_event", name, (), sentence)


def _contents() -> Iterator[Difference]:
    """Bytes that are not those of their digest, or of which no event tells."""
    told = set()
    rows = Event.objects.filter(kind__in=(DocumentAdded.kind, DocumentRevised.kind))
    for key, kind, text in rows.values_list("object", "kind", "body").iterator(chunk_size=5_000):
        body = read_body(kind, text)
        if isinstance(body, DocumentAdded | DocumentRevised):
            told.add((key, body.digest))
    kept = Content.objects.order_by("id").values_list("document", "digest", "data")
    for document, digest, data in kept.iterator(chunk_size=50):
        if hashlib.sha256(bytes(data)).hexdigest() != digest:
            sentence = f"content {digest} is not what was kept: it was changed."
            yield Difference("content", "programme_content", digest, (), sentence)
        elif (str(document), digest) not in told:
            sentence = f"content {digest} of {document} is there, and no event told of it."
            yield Difference("added", "programme_content", digest, (), sentence)


def _values() -> Iterator[Difference]:
    """Values whose commitment, or whether they were verified, is not what the last event says."""
    last: dict[tuple[str, str], tuple[str, bool]] = {}
    kinds = (PersonRegistered.kind, PersonValueSet.kind, PersonValueVerified.kind)
    rows = Event.objects.filter(kind__in=kinds).order_by("sequence")
    for key, kind, text in rows.values_list("object", "kind", "body").iterator(chunk_size=5_000):
        body = read_body(kind, text)
        if isinstance(body, PersonRegistered):
            last |= {(key, field): (one, False) for field, one in body.commitments.items()}
        elif isinstance(body, PersonValueSet):
            last[key, body.field] = body.commitment, False
        elif isinstance(body, PersonValueVerified):
            last[key, body.field] = body.commitment, True
    there: dict[UUID, set[str]] = defaultdict(set)
    for one in PersonValue.objects.order_by("person_id", "field"):
        there[one.person_id].add(one.field)
        commitment, verified = last.get((str(one.person_id), one.field), ("", False))
        fields = tuple(
            name
            for name, wrong in (
                ("commitment", one.commitment != commitment),
                ("verified", one.verified != verified),
            )
            if wrong
        )
        if fields:
            row = f"{one.person_id} {one.field}"
            sentence = f"programme_personvalue {row} is not as its events say: {', '.join(fields)}."
            yield Difference("changed", "programme_personvalue", row, fields, sentence)
    erased = set(Person.objects.filter(erased=True).values_list("id", flat=True))
    keyed = set(PersonKey.objects.values_list("person_id", flat=True))
    due = {UUID(key) for (key, _), (commitment, _) in last.items() if commitment}
    for person in sorted(due - erased - keyed):
        sentence = f"programme_personkey {person} is not there: removed, and nobody erased her."
        yield Difference("missing", "programme_personkey", str(person), (), sentence)
    for (key, field), (commitment, _) in sorted(last.items()):
        person = UUID(key)
        if commitment and person not in erased and field not in there[person]:
            row = f"{key} {field}"
            sentence = f"programme_personvalue {row} is not there: removed."
            yield Difference("missing", "programme_personvalue", row, (), sentence)
