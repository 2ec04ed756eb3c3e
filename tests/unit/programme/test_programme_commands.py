"""``comity programme`` from its first file to a history that was tampered with."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest

from comity.cli.main import run

ADA = ["--nation", "BEL", "--name", "Ada Byron", "--email", "ada@example.org"]
ACTIVITIES = "id,code,type,body,title\n"


@pytest.fixture
def made(framework, tmp_path, capsys):
    """A programme made by the command; its database, and the administrator's identifier."""
    database = str(tmp_path / "register.sqlite3")
    assert run(["programme", "create", "--database", database, *ADA]) == 0
    yield database, capsys.readouterr().out.strip()
    from django.db import connection

    connection.close()


def code(arguments):
    """The exit code of a command, however it is told."""
    try:
        return run(arguments)
    except SystemExit as ended:
        return ended.code


def tampered(database, statement):
    with sqlite3.connect(database) as connection:
        for what in ("UPDATE", "DELETE"):
            connection.execute(f"DROP TRIGGER IF EXISTS programme_event_no_{what}")
        connection.execute(statement)
    connection.close()


def test_a_new_programme_is_sound_and_its_head_can_be_kept(made, tmp_path, capsys) -> None:
    database, _ = made
    assert code(["programme", "verify", "--database", database, "--state"]) == 0
    assert capsys.readouterr().out.endswith("events read: sound.\n")
    assert code(["programme", "head", "--database", database]) == 0
    head = tmp_path / "head.json"
    head.write_text(capsys.readouterr().out)
    assert code(["programme", "verify", "--database", database, "--head", str(head)]) == 0
    capsys.readouterr()
    tampered(database, "DELETE FROM programme_event WHERE sequence=2")
    assert code(["programme", "verify", "--database", database, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["sound"]
    assert told["findings"][0]["sort"] in ("missing", "truncated")
    assert told["findings"][0]["first"] == 2


def test_a_table_that_no_event_made_so_is_named(made, capsys) -> None:
    database, person = made
    tampered(database, "UPDATE programme_person SET nation='FRA'")
    assert code(["programme", "verify", "--database", database]) == 0
    capsys.readouterr()
    assert code(["programme", "verify", "--database", database, "--state"]) == 1
    assert f"programme_person {person} is not as its events say: nation." in capsys.readouterr().out


def test_rows_are_told_by_fate_and_not_written_without_a_right(made, tmp_path, capsys) -> None:
    database, person = made
    file = tmp_path / "activities.csv"
    file.write_text(f"{ACTIVITIES}{uuid4()},IST-200,RTG,IST,Trust in teams\n")
    asked = ["programme", "import", str(file), "--database", database, "--as", person, "--write"]
    # An administrator is no panel office.
    assert code(asked) == 1
    told = capsys.readouterr().out
    assert "activities:2: rejected (" in told
    assert told.endswith("1 rejected: nothing was written.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["verify", "--database", "none.sqlite3"], "is not there: make one with"),
        (["verify", "--database", "mysql://x/y", "--keys", "k"], "is not known"),
        (["verify", "--database", "postgresql://x/y"], "say where they are with --keys"),
        (["import", "--database", "x", "--as", "1"], "is no identifier"),
        (["import", "--database", "x", "--as", str(uuid4())], "name the files"),
        (["import", "no.csv", "--database", "x", "--as", str(uuid4())], "cannot be read"),
        (["create", "--database", "no/folder/x", *ADA], "name a file in a folder"),
    ],
)
def test_bad_input_is_told_in_one_line(framework, capsys, arguments, words) -> None:
    assert code(["programme", *arguments]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_a_programme_is_not_made_twice(made, capsys) -> None:
    database, _ = made
    assert code(["programme", "create", "--database", database, *ADA]) == 2
    assert "holds a programme already" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [("--nation", "Atlantis"), ("--email", "nobody"), ("--name", "")])
def test_an_administrator_who_cannot_be_leaves_no_programme(framework, tmp_path, wrong) -> None:
    given = dict(zip(ADA[::2], ADA[1::2], strict=True)) | {wrong[0]: wrong[1]}
    words = [word for pair in given.items() for word in pair]
    database = str(tmp_path / "register.sqlite3")
    assert code(["programme", "create", "--database", database, *words]) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["head", "verify", "retention"])
def test_a_database_that_is_damaged_is_told_in_one_line(made, capsys, command) -> None:
    """Its pages are overwritten from where its tables begin."""
    database, _ = made
    from django.db import connection

    connection.close()
    with sqlite3.connect(database) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()
    whole = Path(database).read_bytes()
    Path(database).write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    assert code(["programme", command, "--database", database]) == 2
    told = capsys.readouterr().err
    assert "database" in told
    assert told.count("\n") == 1


def test_an_address_of_a_file_and_its_keys_are_at_one_place(framework, tmp_path, capsys) -> None:
    path = tmp_path / "addressed.sqlite3"
    assert code(["programme", "create", "--database", f"sqlite://{path}", *ADA]) == 0
    assert (tmp_path / "addressed.sqlite3.keys").exists()
    assert path.stat().st_mode & 0o077 == 0
    capsys.readouterr()
    assert code(["programme", "verify", "--database", f"sqlite://{path}"]) == 0
    missing = tmp_path / "missing.sqlite3"
    assert code(["programme", "verify", "--database", f"sqlite://{missing}"]) == 2
    assert not missing.exists()


def test_tables_of_a_newer_version_are_left_alone(made, capsys) -> None:
    database, _ = made
    tampered(
        database,
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('programme', '9999_later', '2030-01-01')",
    )
    assert code(["programme", "head", "--database", database]) == 2
    assert "of a newer version" in capsys.readouterr().err
