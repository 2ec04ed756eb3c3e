"""The log: events are linked, applied and signed together, and nothing can be taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from databases import BOTH

from comity.base.errors import InputError

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)

ADA = UUID(int=77)


@pytest.fixture
def write(programme):
    """Writes so many activities, each with its description."""
    from comity.programme.events.kinds import ActivityDescribed, ActivityRegistered
    from comity.programme.labelling import PUBLIC_LABEL

    def written(count, by=programme):
        made = []
        for number in range(count):
            with by.writing(ADA) as append:
                activity = by.new_id()
                labels = {"content_label": PUBLIC_LABEL.key, "metadata_label": PUBLIC_LABEL.key}
                registered = ActivityRegistered(
                    **labels, code=f"IST-{number}", type="RTG", body="IST", status="active",
                    title="Trust in teams", start=dt.date(2024, 1, 15),
                )  # fmt: skip
                append(registered, activity, PUBLIC_LABEL)
                append(ActivityDescribed(keywords=("trust",)), activity, PUBLIC_LABEL)
            made.append(activity)
        return made

    return written


def changed(statement, *values):
    """Change the log as somebody with the file in her hands."""
    from django.db import connection

    on_event = " ON programme_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for what in ("UPDATE", "DELETE", "CHANGE"):
            cursor.execute(f"DROP TRIGGER IF EXISTS programme_event_no_{what}{on_event}")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute(statement, values)


def findings(programme, head=None):
    from comity.programme.events.verify import verify

    return [(f.sort, f.first, f.last) for f in verify(programme.keys.public, head).findings]


@on_both
def test_an_event_changes_the_tables_and_the_chain_holds(programme, write) -> None:
    from comity.programme.events.verify import verify
    from comity.programme.models import Activity, Event

    first, second = write(2)
    assert verify(programme.keys.public).events == 4
    assert verify(programme.keys.public).sound
    assert Activity.objects.get(id=first).keywords == ["trust"]
    assert Activity.objects.get(id=second).start == dt.date(2024, 1, 15)
    event = Event.objects.get(sequence=3)
    assert (event.actor, event.object, event.kind) == (
        str(ADA), str(second), "activity-registered",
    )  # fmt: skip
    assert event.previous == Event.objects.get(sequence=2).hash


@on_both
def test_an_empty_programme_is_sound(programme) -> None:
    assert findings(programme) == []


@on_both
@pytest.mark.parametrize(
    "statement", ["UPDATE programme_event SET actor='x'", "DELETE FROM programme_event"]
)
def test_the_database_refuses_to_change_events(programme, write, statement) -> None:
    from django.db import connection
    from django.db.utils import DatabaseError

    write(1)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(statement)


@on_both
def test_a_failure_leaves_nothing(programme, write) -> None:
    from comity.programme.events.kinds import ActivityRegistered
    from comity.programme.labelling import PUBLIC_LABEL
    from comity.programme.models import Activity, Event

    write(1)
    body = ActivityRegistered(
        content_label=PUBLIC_LABEL.key, metadata_label=PUBLIC_LABEL.key, code="IST-9",
        type="RTG", body="IST", status="active", title="x",
    )  # fmt: skip

    def fail():
        with programme.writing(ADA) as append:
            append(body, programme.new_id(), PUBLIC_LABEL)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (Event.objects.count(), Activity.objects.count()) == (2, 1)
    assert findings(programme) == []


@on_both
@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE programme_event SET body='{}' WHERE sequence=3", [("changed", 3, 3)]),
        ("UPDATE programme_event SET actor='x' WHERE sequence=6", [("changed", 6, 6)]),
        ("DELETE FROM programme_event WHERE sequence IN (3, 4)", [("missing", 3, 4)]),
        ("DELETE FROM programme_event WHERE sequence=1", [("missing", 1, 1)]),
        ("DELETE FROM programme_event WHERE sequence>4", [("truncated", 5, 6)]),
        ("DELETE FROM programme_event", [("truncated", 1, 6)]),
        ("DELETE FROM programme_head", [("head", 0, 6)]),
        ("UPDATE programme_head SET sequence=4", [("head", 4, 4)]),
        ("UPDATE programme_label SET text='{}'", [("label", 0, 0)]),
    ],
)
def test_what_was_tampered_with_is_named(programme, write, statement, found) -> None:
    write(3)
    changed(statement)
    assert findings(programme) == found


@on_both
def test_events_that_changed_places_are_named(programme, write) -> None:
    write(3)
    changed("UPDATE programme_event SET sequence=-1 WHERE sequence=2")
    changed("UPDATE programme_event SET sequence=2 WHERE sequence=4")
    changed("UPDATE programme_event SET sequence=4 WHERE sequence=-1")
    assert findings(programme) == [("re-ordered", 2, 2), ("re-ordered", 4, 4)]


def rehashed():
    """Link all events anew, as a forger would who does not hold the signing key."""
    from comity.programme.events.chain import GENESIS, link
    from comity.programme.models import Event

    last = GENESIS
    for e in Event.objects.order_by("sequence"):
        hash = link(
            last, e.sequence, e.identifier, e.time, e.actor, e.kind, e.object, e.label_id, e.body
        )
        changed(
            "UPDATE programme_event SET previous=%s, hash=%s WHERE sequence=%s",
            last, hash, e.sequence,
        )  # fmt: skip
        last = hash
    return last


@on_both
def test_a_history_written_anew_does_not_fit_the_signed_head(programme, write) -> None:
    write(3)
    changed("UPDATE programme_event SET body='{}' WHERE sequence=3")
    last = rehashed()
    assert findings(programme) == [("rewritten", 6, 6)]
    changed("UPDATE programme_head SET hash=%s", last)
    assert findings(programme) == [("head", 6, 6)]


@on_both
def test_an_exported_head_finds_an_old_backup_and_another_history(programme, write) -> None:
    from comity.programme.events.verify import export_head

    write(2)
    early = export_head(programme.keys)
    write(2)
    late = export_head(programme.keys)
    assert findings(programme, early) == findings(programme, late) == []
    assert findings(programme, replace(early, hash="0" * 64)) == [("rewritten", 1, 4)]
    changed("DELETE FROM programme_event WHERE sequence>4")
    changed("UPDATE programme_head SET sequence=%s, hash=%s, time=%s, signature=%s",
            early.sequence, early.hash, early.time, early.signature)  # fmt: skip
    # The old head is signed and fits: only who kept the later one can tell.
    assert findings(programme) == []
    assert findings(programme, late) == [("truncated", 5, 8)]


@on_both
def test_a_clock_set_back_is_an_event_and_time_stands(programme, write) -> None:
    from comity.programme.models import Event

    write(1)
    stood = Event.objects.get(sequence=2).time
    back = replace(programme, clock=lambda: dt.datetime(2026, 10, 31, tzinfo=dt.UTC))
    write(2, by=back)
    kinds = list(Event.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds[2] == "clock-set-back"
    assert {e.time for e in Event.objects.filter(sequence__gt=2)} == {stood}
    assert findings(programme) == []


def test_keys_that_others_can_read_are_refused(programme, tmp_path, workspace) -> None:
    from comity.programme.opening import opened

    path = tmp_path / "programme.sqlite3"
    (tmp_path / "programme.sqlite3.keys").chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        opened(path, workspace)
    with pytest.raises(InputError, match="is not there"):
        opened(tmp_path / "none.sqlite3", workspace)


def test_every_kind_of_event_is_applied() -> None:
    from comity.programme.events.kinds import kinds
    from comity.programme.state.apply import applied

    assert set(kinds()) == applied()
