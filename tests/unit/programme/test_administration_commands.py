"""Commands of who runs a programme: accounts, letters, retention, who could see, uptake, tables."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from uuid import UUID

import pytest

from comity.cli.main import run

ENHANCED = "status:sto-enhanced-partner"


@pytest.fixture
def told(programme, capsys):
    """Runs ``comity`` on the programme's file; answers exit code, output, errors."""
    from django.db import connection

    database = str(connection.settings_dict["NAME"])

    def asked(*arguments, at="--database"):
        try:
            status = run([*arguments, at, database])
        except SystemExit as ended:
            status = ended.code
        out = capsys.readouterr()
        return status, out.out, out.err

    return asked


@pytest.fixture
def own_settings():
    """Settings of the framework that a command sets are gone afterwards."""
    from django.test import override_settings

    with override_settings():
        yield


def test_an_account_is_opened_by_a_link_and_a_password_from_the_command_line(
    people, told, door, monkeypatch
) -> None:
    status, out, _ = told("programme", "account", str(people.tokyo))
    assert status == 0
    assert out.startswith("/accounts/password/reset/key/")
    assert "Set your password" in door.anybody().get(out.strip(), follow=True).content.decode()
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long enough word\n"))
    status, out, _ = told("programme", "password", str(people.tokyo))
    assert (status, "second factor" in out) == (0, True)
    given = {"login": "nc@jpn.example", "password": "a long enough word"}
    assert door.anybody().post("/accounts/login/", given).status_code == 302
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    status, _, err = told("programme", "password", str(people.tokyo))
    assert (status, "12" in err, err.count("\n")) == (2, True, 1)
    status, _, err = told("programme", "account", "nobody")
    assert (status, "is no identifier" in err) == (2, True)


def test_letters_go_to_verified_addresses_by_the_mail_of_the_settings(
    people, told, tmp_path, monkeypatch, own_settings
) -> None:
    from peopled import verify

    status, _, err = told("programme", "letters")
    assert (status, "no mail is set up" in err) == (2, True)
    verify(people, people.tokyo)
    monkeypatch.setenv("COMITY_WEB_MAIL", f"file:{tmp_path / 'post'}")
    monkeypatch.setenv("COMITY_WEB_MAIL_FROM", "comity@example.org")
    status, out, _ = told("programme", "letters", "--json")
    counts = json.loads(out)
    assert status == 0
    assert counts["sent"] == 1
    assert counts["waiting"] >= 1
    (letter,) = (tmp_path / "post").iterdir()
    assert "To: nc@jpn.example" in letter.read_text()
    assert "From: comity@example.org" in letter.read_text()
    assert json.loads(told("programme", "letters", "--json")[1])["sent"] == 0
    monkeypatch.setenv("COMITY_WEB_MAIL", "smtp://user:hidden@")
    status, _, err = told("programme", "letters")
    assert (status, "hidden" in err, "web.mail" in err) == (2, False, True)


def test_retention_tells_what_is_due_and_erases_when_told_to(people, told) -> None:
    from peopled import at

    person = people.registered({"name": "Gone", "email": "gone@example.org"})
    status, out, _ = told("programme", "retention")
    assert (status, out) == (0, "0 persons have something past its time.\n")
    assert json.loads(told("programme", "retention", "--json")[1]) == []
    later = at(people.programme, dt.datetime(2040, 1, 1, tzinfo=dt.UTC))
    from comity.programme.persons.retention import due

    assert person in [one.person for one in due(later)]
    status, out, _ = told("programme", "retention", "--run", "--json")
    assert json.loads(out)["persons"] == 0


def test_who_could_see_an_object_is_printed_for_an_administrator(people, told) -> None:
    key = str(people.tokyo)
    as_root = ("--as", str(people.administrator))
    status, out, _ = told("programme", "seen", "person", key, "--on", "2026-11-26", *as_root)
    assert status == 0
    assert f"{key} JPN: all of it" in out
    status, out, _ = told(
        "programme", "seen", "person", key, "--on", "2026-11-26", "--json", *as_root
    )
    assert {one["person"] for one in json.loads(out)} >= {key}
    for words in (["person", key, "--on", "yesterday"], ["person", key, "--on", "2026-11-26"]):
        who = str(people.brussels)
        status, _, err = told("programme", "seen", *words, "--as", who)
        assert (status, err.count("\n")) == (2, 1)


def test_uptake_takes_use_from_a_register_as_somebody_sees_it(
    programme, team, coordinator, join, told
) -> None:
    made, japan = team(ENHANCED), coordinator("JPN")
    assert isinstance(join(japan, made, since=dt.date(2025, 6, 1)), UUID)
    asked = ("uptake", "JPN", "--on", "2026-11-01")
    who = ("--as", str(japan.person))
    status, out, _ = told(*asked, *who, "--json", at="--programme")
    rows = {(row["activity_class"], row["year"]): row for row in json.loads(out)}
    assert status == 0
    assert rows["cpow-activity", 2025]["used"] == "yes"
    # Anybody sees no such part, and no use on record is not a no.
    hidden = json.loads(told(*asked, "--json", at="--programme")[1])
    assert {row["used"] for row in hidden} == {"unknown"}
    table = told(*asked, *who, at="--programme")[1]
    assert "never 'none'" in table
    assert told(*asked, "--evidence", ".", at="--programme")[0] == 2
    assert run([*asked, *who]) == 2


def test_tables_of_another_version_are_refused_until_upgraded(programme, told) -> None:
    from django.core.management import call_command

    assert told("programme", "upgrade")[1].startswith("0 steps")
    call_command("migrate", "accounts", "zero", verbosity=0)
    status, _, err = told("programme", "head")
    assert (status, "comity programme upgrade" in err) == (2, True)
    status, out, _ = told("programme", "upgrade")
    assert (status, out.startswith("0 steps")) == (0, False)
    assert told("programme", "verify")[0] == 0
