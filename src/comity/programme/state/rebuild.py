"""The tables made anew from the log in a second database, and held against those that are there.

Not compared: the log itself (``verify`` reads it), and when letters were sent. What stands outside
the chain by design is held against what the events say of it (:mod:`beside`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from comity.programme.database import database
from comity.programme.events.chain import Entry
from comity.programme.events.kinds import read_body
from comity.programme.labelling import keep
from comity.programme.models import Event, Label
from comity.programme.state.apply import apply
from comity.programme.state.beside import Difference, beside
from comity.safeguards.labels import Label as Rule

_ROWS = 5_000
_MOST = 200
# Models that no event makes, and columns that none sets.
APART = frozenset(
    {"Event", "Head", "PersonKey", "PersonValue", "PersonCode", "Content", "Embedding"}
)
# What is removed when its time is over, which is no event.
_FADING = frozenset({"Mail", "Notice"})
_COLUMNS_APART = {"Mail": frozenset({"sent", "withheld"})}


def differences(folder: Path) -> tuple[Difference, ...]:
    """Rebuild in a file of a folder, compare table by table, and remove it; empty where equal.

    The first differences only: a table that was emptied says so with its first rows.
    """
    kept = connections["default"]
    path = folder / "rebuilt.sqlite3"
    path.unlink(missing_ok=True)
    try:
        with kept.wrap_database_errors, _instead(path) as rebuilt:
            failed = _replay(kept)
            found = failed
            if not failed:
                with _looking_at(kept):
                    found += beside()
                for model in apps.get_app_config("programme").get_models():
                    if model.__name__ not in APART:
                        found += _table(model, kept, rebuilt)
    finally:
        for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            name.unlink(missing_ok=True)
    return tuple(found[:_MOST])


@contextmanager
def _instead(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """Another file as the default database of this thread; what applies events writes there."""
    kept = connections["default"]
    told = connections.configure_settings({"default": database(path)})["default"]
    other: BaseDatabaseWrapper = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
    connections["default"] = other
    try:
        call_command("migrate", "programme", verbosity=0, interactive=False)
        yield other
    finally:
        other.close()
        connections["default"] = kept


@contextmanager
def _looking_at(database: BaseDatabaseWrapper) -> Iterator[None]:
    before = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = before


def _replay(kept: BaseDatabaseWrapper) -> list[Difference]:
    """Labels by their texts, then every event; what cannot be applied ends it, by name."""
    with _looking_at(kept):
        texts = list(Label.objects.values_list("key", "text"))
    with transaction.atomic():
        for _, text in texts:
            keep(Rule.parse(text))
        for entry in _entries(kept):
            try:
                apply(entry, read_body(entry.kind, entry.body))
            except Exception as error:
                sentence = (
                    f"event {entry.sequence} ({entry.kind}) cannot be applied "
                    f"({' '.join(str(error).split())}): what follows was not compared."
                )
                row = str(entry.sequence)
                transaction.set_rollback(True)
                return [Difference("unreadable", "programme_event", row, (), sentence)]
    return []


def _entries(kept: BaseDatabaseWrapper) -> Iterator[Entry]:
    after = 0
    while True:
        with _looking_at(kept):
            rows = list(Event.objects.filter(sequence__gt=after).order_by("sequence")[:_ROWS])
        if not rows:
            return
        for row in rows:
            yield Entry(
                row.sequence, row.identifier, row.time, row.actor, row.kind, row.object,
                row.label_id, row.body, row.previous, row.hash,
            )  # fmt: skip
        after = rows[-1].sequence


def _table(
    model: type[models.Model], kept: BaseDatabaseWrapper, rebuilt: BaseDatabaseWrapper
) -> Iterator[Difference]:
    """Rows of one table that differ, by what names them in both databases."""
    named, compared = _columns(model)
    table = model._meta.db_table
    with _looking_at(rebuilt):
        made = dict(_read(model, named, compared))
    with _looking_at(kept):
        there = _read(model, named, compared)
        for key, values in there:
            row = " ".join(str(part) for part in key)
            if key not in made:
                sentence = f"{table} {row} is there, and no event made it."
                yield Difference("added", table, row, (), sentence)
                continue
            others = made.pop(key)
            fields = tuple(
                name for name, one, other in zip(compared, values, others, strict=True)
                if one != other
            )  # fmt: skip
            if fields:
                sentence = f"{table} {row} is not as its events say: {', '.join(fields)}."
                yield Difference("changed", table, row, fields, sentence)
    for key in made if model.__name__ not in _FADING else ():
        row = " ".join(str(part) for part in key)
        yield Difference("missing", table, row, (), f"{table} {row} is not there: removed.")


def _columns(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What names a row: its key, or where that is but a number, what is unique; and the rest."""
    key = model._meta.pk
    named: tuple[str, ...] = (key.attname,)
    if isinstance(key, models.AutoField):
        unique = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
        named = tuple(model._meta.get_field(name).attname for name in unique[0].fields)  # type: ignore[union-attr]
    left_out = {key.attname, *named} | _COLUMNS_APART.get(model.__name__, frozenset())
    fields = (field.attname for field in model._meta.concrete_fields)
    return named, tuple(name for name in fields if name not in left_out)


def _read(
    model: type[models.Model], named: tuple[str, ...], compared: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    rows = model._default_manager.order_by(*named).values_list(*named, *compared)
    for row in rows.iterator(chunk_size=_ROWS):
        yield row[: len(named)], row[len(named) :]
