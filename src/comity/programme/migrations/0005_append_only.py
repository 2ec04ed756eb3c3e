"""The database refuses to change or remove an event; the chain finds who goes around it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = [
    f"""CREATE TRIGGER programme_event_no_{what} BEFORE {what} ON programme_event
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"""
    for what in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    """CREATE FUNCTION programme_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'events are append-only'; END $$""",
    """CREATE TRIGGER programme_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE
    ON programme_event FOR EACH STATEMENT EXECUTE FUNCTION programme_event_refuse()""",
]


def _refuse(_: Any, editor: Any) -> None:
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("programme", "0004_release"),)
    operations = (migrations.RunPython(_refuse),)
