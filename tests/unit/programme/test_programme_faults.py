"""A full disk, a clock that was set back, an old backup: told in a line, nothing by half."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from databases import BOTH
from postgres import programs
from writers import Warm, one_round
from written import kinds

from comity.base.errors import OutputError
from comity.cli.main import run
from comity.programme.opening import create, keys_path

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
on_postgresql = pytest.mark.parametrize("programme", ["postgresql"], indirect=True)
FULL = "the database has no room left, and nothing was written: free space, then try again."


def whole(programme, folder):
    """The chain is sound and the tables are as it makes them; answers how many events there are."""
    from comity.programme.events.verify import verify
    from comity.programme.state.rebuild import differences

    found = verify(programme.keys.public)
    assert found.findings == ()
    assert differences(folder) == ()
    return found.events


@pytest.fixture
def office(write):
    """The identifier of a panel office's person."""
    person = write.person("FRA")
    write.role(person, "panel-office", body="IST")
    return person


def pages(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {statement}")
        return cursor.fetchone()[0]


def test_a_full_database_of_sqlite_is_told_and_goes_on(programme, office, tmp_path) -> None:
    most = pages("max_page_count")
    list(one_round(programme, office))
    pages(f"max_page_count={pages('page_count') + 30}")
    done = []

    def on_and_on():
        for number in range(1000):
            done.extend(one_round(programme, office, number))

    with pytest.raises(OutputError) as told:
        on_and_on()
    assert str(told.value) == FULL
    before = whole(programme, tmp_path)
    # Whoever tries again is told again, and still nothing is there by half.
    with pytest.raises(OutputError, match="no room left"):
        on_and_on()
    pages(f"max_page_count={most}")
    list(one_round(programme, office))
    assert whole(programme, tmp_path) >= before + 7
    assert done


def test_a_file_that_may_not_grow_is_told_and_goes_on(programme, office, tmp_path) -> None:
    from django.db import connection

    connection.close()
    warm = Warm()
    path = tmp_path / "programme.sqlite3"
    warm.start("fill", path, keys_path(path), office=str(office), bytes=path.stat().st_size)
    lines = warm.said()
    warm.close()
    told = next(line for line in lines if line.startswith("told"))
    assert told.startswith("told OutputError the database "), told
    assert told.count("nothing was written") + told.count("see whether it was written") == 1
    assert lines[-1] == "went on"
    acknowledged = [line for line in lines if line.count("-") > 3]
    assert whole(programme, tmp_path) >= 2 + len(acknowledged)
    assert set(acknowledged) <= {f"{kind} {key}" for kind, key in _events()}


def _events():
    from comity.programme.models import Event

    return Event.objects.values_list("kind", "object")


@on_postgresql
def test_a_full_database_of_postgresql_is_told_and_goes_on(
    request, programme, office, tmp_path
) -> None:
    """The server's process for this connection may make no file larger than one of its log."""
    from django.db import connection

    from comity.programme.models import Content, Document
    from comity.programme.reading.viewer import viewer
    from comity.programme.services import documents

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    activity = next(one_round(programme, office))[1]
    who = viewer(programme, office)

    def add():
        new = documents.NewDocument(activity, "Report", os.urandom(9_000_000))
        return documents.add(programme, who, new)

    if shutil.which("prlimit") is None:
        pytest.skip("needs prlimit (util-linux), which is not here")
    running, _ = request.getfixturevalue("postgresql")
    # Half a page more: what does not fit is written in part, as on a disk that is full.
    running.limit(pid, 16 * 2**20 + 4096)
    made = [add()]
    events = len(kinds())
    with pytest.raises(OutputError) as told:
        add()
    assert str(told.value) == FULL
    assert isinstance(made[0], UUID)
    assert (len(kinds()), Document.objects.count(), Content.objects.count()) == (events, 1, 1)
    assert whole(programme, tmp_path) == events
    running.limit(pid, None)
    assert isinstance(add(), UUID)
    assert whole(programme, tmp_path) == events + 1


def test_a_database_that_another_writer_holds_is_told(programme, office, tmp_path) -> None:
    import sqlite3

    pages("busy_timeout=10")
    other = sqlite3.connect(tmp_path / "programme.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = len(kinds())
    with pytest.raises(OutputError, match="another writer holds the database, and nothing was"):
        list(one_round(programme, office))
    other.execute("ROLLBACK")
    other.close()
    assert len(kinds()) == before
    assert len(list(one_round(programme, office))) == 7


@on_both
def test_times_never_go_back_and_a_clock_set_back_is_an_event(programme, office, tmp_path) -> None:
    from comity.programme.models import Event

    list(one_round(programme, office))
    clock = programme.clock
    # By ten minutes, by a month, and after it had caught up by ten minutes again.
    moves = [dt.timedelta(minutes=-10), dt.timedelta(days=-30), dt.timedelta(days=1)]
    moves.append(dt.timedelta(hours=23))
    for move, told in zip(moves, (1, 2, 2, 3), strict=True):
        moved = replace(programme, clock=lambda move=move: clock() + move)
        list(one_round(moved, office))
        list(one_round(moved, office))
        assert kinds().count("clock-set-back") == told
    times = list(Event.objects.order_by("sequence").values_list("time", flat=True))
    assert times == sorted(times)
    assert whole(programme, tmp_path) == len(times)


def test_after_an_old_backup_of_sqlite_the_head_names_what_is_missing(
    framework, tmp_path, workspace, capsys
) -> None:
    from django.db import connection

    path, backup = tmp_path / "register.sqlite3", tmp_path / "backup.sqlite3"
    create(path, workspace)
    connection.close()
    database = ["--database", str(path)]

    def keep():
        connection.close()
        shutil.copy(path, backup)

    def restore():
        connection.close()
        for name in (path, tmp_path / "register.sqlite3-wal", tmp_path / "register.sqlite3-shm"):
            name.unlink(missing_ok=True)
        shutil.copy(backup, path)

    _restored(database, keep, restore, tmp_path, capsys)


def test_after_an_old_backup_of_postgresql_the_head_names_what_is_missing(
    request, framework, tmp_path, capsys
) -> None:
    from django.db import connection

    running, keys = request.getfixturevalue("postgresql")
    running.run("CREATE DATABASE restored TEMPLATE empty")
    dump, folder = tmp_path / "dump", programs()
    reach = ["-h", str(running.folder), "-U", running.user]

    def keep():
        connection.close()
        subprocess.run([folder / "pg_dump", *reach, "-Fc", "-f", dump, "restored"], check=True)

    def restore():
        connection.close()
        running.run("DROP DATABASE restored WITH (FORCE)")
        running.run("CREATE DATABASE restored")
        subprocess.run([folder / "pg_restore", *reach, "-d", "restored", dump], check=True)

    database = ["--database", running.address("restored"), "--keys", str(keys)]
    try:
        _restored(database, keep, restore, tmp_path, capsys)
    finally:
        connection.close()
        running.run("DROP DATABASE restored WITH (FORCE)")


def _restored(database, keep, restore, folder, capsys):
    """Write, keep a backup, write more, export the head, restore: the missing range is named."""
    from written import Written

    import comity
    from comity.programme.opening import opened

    keys = None if len(database) == 2 else database[3]

    def filled(count):
        programme = opened(database[1], comity.open(), keys and Path(keys))
        written = Written(programme)
        person = written.person("FRA")
        written.role(person, "panel-office", body="IST")
        for number in range(count):
            list(one_round(programme, person, number))
        return len(kinds())

    early = filled(1)
    keep()
    late = filled(2)
    run(["programme", "head", *database])
    head = folder / "head.json"
    head.write_text(capsys.readouterr().out)
    assert run(["programme", "verify", *database, "--head", str(head), "--state"]) == 0
    restore()
    capsys.readouterr()
    assert run(["programme", "verify", *database, "--state"]) == 0
    assert capsys.readouterr().out == f"{early} events read: sound.\n"
    with pytest.raises(SystemExit) as ended:
        run(["programme", "verify", *database, "--head", str(head)])
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert told.startswith(f"events {early + 1} to {late}, which were there when the head was")
    assert "are missing: restore a later backup." in told
