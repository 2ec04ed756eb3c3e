"""A generated register of any size: events linked and signed as the log does, and their tables.

Rows are written in bulk, not one by one through services; a test makes all tables anew from the
events and finds no difference. Nothing in it is of a real person.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from uuid import UUID

from django.db import connection, models, transaction

from comity.programme.events import kinds
from comity.programme.events.chain import SYSTEM
from comity.programme.events.signing import head_text
from comity.programme.models import Activity, Head, PersonKey, PersonValue
from comity.programme.persons import vault
from comity.programme.programme import Programme
from comity.programme.state.searching import folded
from programme_chain import BEGAN, Chain, Labels, write_rows
from programme_papers import add_papers, add_requests
from programme_rows import (
    WORDS,
    Register,
    add_activities,
    add_persons,
    add_roles,
    describe,
    name_of,
)

ENDED = dt.datetime(2026, 10, 31, tzinfo=dt.UTC)


def fill(programme: Programme, activities: int, persons: int, events: int) -> Register:
    """Fill an empty programme; deterministic but for the keys of persons.

    ``events`` is what there is in all; the register's rows need about 20 an activity and 1.4 a
    person of them, and the rest are changes.
    """
    step = (ENDED - BEGAN) / max(events, 1)
    made = Register(programme, Chain(step, random.Random(1)), Labels(), random.Random(2))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # KiB: identifiers are random, so each row goes to another page of the indexes.
            cursor.execute("PRAGMA cache_size=-1500000")
    with transaction.atomic():
        add_persons(made, persons)
        add_activities(made, activities)
        add_roles(made)
        add_papers(made)
        add_requests(made)
        if made.chain.sequence > events:
            raise SystemExit(f"that register needs {made.chain.sequence:,} events: ask for more.")
        _change(made, events)
        _store(made)
    return made


def _change(made: Register, events: int) -> None:
    """Changes of rows until there are so many events."""
    left = 2 * len(made.activities)
    while made.chain.sequence < events:
        what = made.number.random()
        if what < 0.4:
            document = made.number.choice(made.documents)
            document.version += 1
            document.title = made.title()
            document.words = folded(document.title)
            revised = kinds.DocumentRevised(
                version=document.version, title=document.title, digest=""
            )
            made.chain(revised, document.id, document.metadata_label_id, document.owner)
        elif what < 0.7:
            part = made.number.choice(made.parts)
            part.mode = made.number.choice(("remote", "on-site"))
            changed = kinds.ParticipationChanged(part=part.part, mode=part.mode)
            made.chain(changed, part.id, part.metadata_label_id, UUID(SYSTEM))
        elif what < 0.9 or not left:
            row = made.number.choice(made.activities)
            row.keywords = made.number.sample(WORDS, 3)
            row.content_words = folded(" ".join(row.keywords))
            describe(made, row)
        else:
            left -= 1
            _rename(made, made.number.choice(made.activities))


def _rename(made: Register, row: Activity) -> None:
    """Another title, of which those with a role in the activity are told."""
    row.title = made.title()
    row.words = folded(f"{row.code} {row.title}")
    changed = kinds.ActivityChanged(status=row.status, title=row.title, start=row.start)
    office = made.offices[row.body]
    identifier = made.chain(changed, row.id, row.metadata_label_id, office)
    told = set(made.members[row.id]) - {office}
    made.tell(identifier, row.id, changed.kind, row.metadata_label_id, told)


def _store(made: Register) -> None:
    """Labels, the last events, all rows, values of persons, and the signed head."""
    made.kept.flush()
    made.chain.flush()
    for rows in (
        made.persons, made.activities, made.parts, made.roles, made.documents, made.outputs,
        made.requests, made.notices, made.mails,
    ):  # fmt: skip
        write_rows(iter(rows))
    write_rows(_values(made))
    chain, keys = made.chain, made.programme.keys
    signature = keys.sign(head_text(chain.sequence, chain.last, chain.now))
    Head.objects.create(
        sequence=chain.sequence, hash=chain.last, time=chain.now, signature=signature
    )


def _values(made: Register) -> Iterator[models.Model]:
    """A key and a name of each person."""
    for at, person in enumerate(made.persons):
        keys = made.keys[person.id]
        encryption, commitment = vault.wrap(made.programme.keys.wrapping, person.id, keys)
        yield PersonKey(person_id=person.id, encryption=encryption, commitment=commitment)
        name = name_of(at)
        yield PersonValue(
            person_id=person.id, field="name",
            value=vault.encrypt(keys, person.id, "name", name),
            commitment=vault.commit(keys, "name", name),
        )  # fmt: skip
