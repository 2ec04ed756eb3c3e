"""A generated log in bulk: events linked as the log links them, labels kept once, rows at once."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, models

from comity.programme.events import kinds
from comity.programme.events.chain import GENESIS, link
from comity.programme.labelling import token_rows
from comity.programme.models import Label
from comity.safeguards import labels

BEGAN = dt.datetime(2024, 1, 1, 8, tzinfo=dt.UTC)
_CHUNK = 5_000


@dataclass
class Chain:
    """Events of the future log, linked as they come and written some thousand at a time."""

    step: dt.timedelta
    number: random.Random
    sequence: int = 0
    last: str = GENESIS
    now: str = ""
    _rows: list[tuple[int | str, ...]] = field(default_factory=list)

    def identifier(self) -> UUID:
        """An identifier by the generator's chance."""
        return UUID(int=self.number.getrandbits(128), version=4)

    def __call__(self, body: kinds.Body, about: UUID, label: str, actor: UUID) -> str:
        """Link an event; answers its identifier."""
        self.sequence += 1
        self.now = f"{BEGAN + self.sequence * self.step:%Y-%m-%dT%H:%M:%S.%f}Z"
        identifier = str(self.identifier())
        parts = (
            identifier, self.now, str(actor), body.kind, str(about), label, kinds.write_body(body),
        )  # fmt: skip
        previous, self.last = self.last, link(self.last, self.sequence, *parts)
        self._rows.append((self.sequence, *parts, previous, self.last))
        if len(self._rows) >= _CHUNK:
            self.flush()
        return identifier

    def flush(self) -> None:
        """Write what was linked."""
        columns = "sequence, identifier, time, actor, kind, object, label_id, body, previous, hash"
        places = ", ".join(["%s"] * 10)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO programme_event ({columns}) VALUES ({places})", self._rows
            )
        self._rows.clear()


class Labels:
    """Labels, each kept once, before the event that bears it."""

    def __init__(self) -> None:
        self._kept: set[str] = set()
        self._new: list[labels.Label] = []

    def __call__(self, label: labels.Label) -> str:
        """The key of a label."""
        key = label.key
        if key not in self._kept:
            self._kept.add(key)
            self._new.append(label)
        return key

    def flush(self) -> None:
        """Write the new ones with their tokens."""
        made = [Label(key=one.key, text=one.text, level=int(one.level)) for one in self._new]
        Label.objects.bulk_create(made, batch_size=_CHUNK)
        write_rows(row for one in self._new for row in token_rows(one))
        self._new.clear()


def write_rows(rows: Iterator[models.Model]) -> None:
    """Write rows of one or several tables."""
    waiting: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        mine = waiting.setdefault(type(row), [])
        mine.append(row)
        if len(mine) >= _CHUNK:
            type(row)._default_manager.bulk_create(mine, batch_size=1_000)
            mine.clear()
    for table, left in waiting.items():
        table._default_manager.bulk_create(left, batch_size=1_000)
