"""Write events: under one lock, each linked to the one before, applied, and the head signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import connection, transaction

from comity.base.dates import moment
from comity.programme.events.chain import GENESIS, SYSTEM, Entry, link
from comity.programme.events.failing import told_in_a_line
from comity.programme.events.kinds import Body, ClockSetBack, read_body, write_body
from comity.programme.events.signing import Keys, head_text
from comity.programme.labelling import PUBLIC_LABEL, keep
from comity.programme.models import Event, Head
from comity.programme.state.apply import apply
from comity.programme.state.rows import change, create
from comity.safeguards.labels import Label

_ACTOR = UUID(SYSTEM)
# Any number that nothing else in the database uses for an advisory lock.
_LOCK = 7_020_210_411


@dataclass(slots=True)
class Writer:
    """Writes events of one actor in one transaction; made by :func:`writing`."""

    actor: UUID
    now: str
    new_id: Callable[[], UUID]
    _sequence: int
    _last: str
    _kept: set[Label] = field(default_factory=set)

    def __call__(self, body: Body, object: UUID, label: Label) -> Entry:
        """Write an event about an object, and apply it.

        ``label`` says who may read all of the event; it is kept first, so that no event is before
        its label.
        """
        if label not in self._kept:
            keep(label)
            self._kept.add(label)
        key = label.key
        parts = (
            str(self.new_id()), self.now, str(self.actor), body.kind, str(object), key,
            write_body(body),
        )  # fmt: skip
        sequence = self._sequence + 1
        entry = Entry(sequence, *parts, self._last, hash=link(self._last, sequence, *parts))
        create(
            Event, sequence=entry.sequence, identifier=entry.identifier, time=entry.time,
            actor=entry.actor, kind=entry.kind, object=entry.object, label_id=entry.label,
            body=entry.body, previous=entry.previous, hash=entry.hash,
        )  # fmt: skip
        self._sequence, self._last = entry.sequence, entry.hash
        apply(entry, body)
        return entry


def stamp(time: dt.datetime) -> str:
    """A time as it stands in the log: UTC with microseconds, 27 letters."""
    return f"{time.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


@contextmanager
def writing(
    keys: Keys,
    actor: UUID = _ACTOR,
    clock: Callable[[], dt.datetime] = moment,
    new_id: Callable[[], UUID] = uuid4,
) -> Iterator[Writer]:
    """Hold the writer's turn; what is read meanwhile stays true until it is written.

    All events of the block are written, or none. No event is before the last one: a clock that was
    set back is an event, and time stands until it has caught up.

    Raises:
        OutputError: the database is full, held by another for too long, or failed.
    """
    with told_in_a_line(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        head = Head.objects.filter(id=1).first()
        told = stamp(clock())
        last = "" if head is None else head.time
        write = Writer(
            actor,
            max(told, last),
            new_id,
            0 if head is None else head.sequence,
            GENESIS if head is None else head.hash,
        )
        if told < last:
            _note_clock(write, told, last)
        before = write._sequence
        yield write
        if write._sequence > before or told < last:
            _sign(keys, write)


def _note_clock(write: Writer, told: str, last: str) -> None:
    """Say that the clock was set back; while it catches up, again only if it was set back more."""
    back = dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(told)
    said = Event.objects.filter(kind=ClockSetBack.kind).order_by("-sequence").first()
    if said is not None and said.time == last:
        body = read_body(said.kind, said.body)
        if isinstance(body, ClockSetBack) and body.seconds >= back.total_seconds():
            return
    actor, write.actor = write.actor, _ACTOR
    write(ClockSetBack(seconds=back.total_seconds()), _ACTOR, PUBLIC_LABEL)
    write.actor = actor


def _sign(keys: Keys, write: Writer) -> None:
    text = head_text(write._sequence, write._last, write.now)
    told = {
        "sequence": write._sequence,
        "hash": write._last,
        "time": write.now,
        "signature": keys.sign(text),
    }
    # The writer's turn is held: nobody else makes the row meanwhile.
    if not change(Head, 1, **told):
        create(Head, id=1, **told)
