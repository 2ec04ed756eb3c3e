"""``comity programme …`` for who runs it: accounts, letters, retention, who could see, tables."""

from __future__ import annotations

import dataclasses
import getpass
import json
import sys
from pathlib import Path
from string import hexdigits
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from cyclopts import App, Parameter

import comity
from comity.base.dates import parse_day
from comity.base.errors import InputError
from comity.cli.options import AsJson, Database, KeysFile

if TYPE_CHECKING:
    from comity.programme.programme import Programme


_KEY_DIGITS = 64


def account(person: str, *, database: Database, keys: KeysFile = None) -> None:
    """Open a person's account, and print the address of the page that sets its password.

    The page is on the site that serves the programme; it works once and for three days.

    Example: comity programme account IDENTIFIER --database programme.sqlite3
    """
    programme = opened_programme(database, keys)
    from comity.programme.accounts.opening import invitation

    sys.stdout.write(f"{invitation(programme, identifier(person)).path}\n")


def password(person: str, *, database: Database, keys: KeysFile = None) -> None:
    """Set a person's password, asked for twice, or read as one line where input is no terminal.

    Example: comity programme password IDENTIFIER --database programme.sqlite3
    """
    programme = opened_programme(database, keys)
    from comity.programme.accounts.opening import set_password

    key = identifier(person)
    if sys.stdin.isatty():
        given = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != given:
            raise InputError("the two are not the same: begin again.")
    else:
        given = sys.stdin.readline().rstrip("\n")
    set_password(programme, key, given)
    sys.stdout.write(
        "The password is set, and her keys have ended; a second factor is asked for as before.\n"
    )


def second_factor(person: str, *, database: Database, keys: KeysFile = None) -> None:
    """Remove a person's second factor, recovery codes and keys, where her authenticator is lost.

    Be sure who asks: with her password alone she sets up a new one at the next sign-in.

    Example: comity programme second-factor IDENTIFIER --database programme.sqlite3
    """
    opened_programme(database, keys)
    from comity.programme.accounts.closing import remove_second_factors

    removed = remove_second_factors(identifier(person))
    sys.stdout.write(f"{removed} second factors are removed; the next sign-in sets up a new one.\n")


def letters(*, database: Database, keys: KeysFile = None, as_json: AsJson = False) -> None:
    """Send the letters that wait, by the mail server of [web] in comity.toml; the site does so too.

    Example: comity programme letters --database programme.sqlite3
    """
    from comity.base.settings import load_settings
    from comity.web.configuration import web_settings

    web = web_settings(load_settings())
    if not web.mail:
        raise InputError("no mail is set up: set mail in [web] of comity.toml or COMITY_WEB_MAIL.")
    programme = opened_programme(database, keys)
    from comity.web.programme.post import send_with

    _print(dataclasses.asdict(send_with(programme, web)), as_json)


def overlaps(*, database: Database, keys: KeysFile = None, as_json: AsJson = False) -> None:
    """Compare drafts with what their drafters may not see, for brokers; the site does so too.

    Example: comity programme overlaps --database programme.sqlite3
    """
    programme = opened_programme(database, keys)
    from comity.programme.overlap_watch import watch

    _print(dataclasses.asdict(watch(programme)), as_json)


def retention(
    *,
    database: Database,
    run: Annotated[
        bool,
        Parameter(name="--run", negative="", help="Erase; without it what is due is told."),
    ] = False,
    keys: KeysFile = None,
    as_json: AsJson = False,
) -> None:
    """Tell, or with --run erase, what is past its time; to be run once a day.

    Example: comity programme retention --database programme.sqlite3 --run
    """
    programme = opened_programme(database, keys)
    from comity.programme.persons import retention as kept

    if run:
        _print(dataclasses.asdict(kept.run(programme)), as_json)
        return
    found = kept.due(programme)
    if as_json:
        told = [
            {"person": str(one.person), "since": one.since.isoformat(), "fields": one.fields,
             "whole": one.whole}
            for one in found
        ]  # fmt: skip
        sys.stdout.write(f"{json.dumps(told)}\n")
        return
    for one in found:
        what = "all of her" if one.whole else ", ".join(one.fields)
        sys.stdout.write(f"{one.person}: {what}, since {one.since}\n")
    sys.stdout.write(f"{len(found)} persons have something past its time.\n")


def seen(
    table: str,
    key: str,
    *,
    on: Annotated[str, Parameter(name="--on", help="The day (YYYY-MM-DD).")],
    database: Database,
    person: Annotated[str, Parameter(name="--as", help="Identifier of an owner, administrator.")],
    keys: KeysFile = None,
    as_json: AsJson = False,
) -> None:
    """Print who could see an object on a day, by replay of the history.

    Example: comity programme seen document IDENTIFIER --on 2026-03-01 --database
    programme.sqlite3 --as IDENTIFIER
    """
    day = parse_day(on)
    programme = opened_programme(database, keys)
    from comity.programme.reading.could_see import who_could_see
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.guard import Refusal

    who = viewer(programme, identifier(person))
    found = who_could_see(programme, who, table, identifier(key), day)
    if isinstance(found, Refusal):
        raise InputError(found.sentence)
    rows = [{**dataclasses.asdict(one), "person": str(one.person)} for one in found]
    if as_json:
        sys.stdout.write(f"{json.dumps(rows)}\n")
        return
    for one in found:
        what = "all of it" if one.content else "that it is there"
        glass = ", by breaking the glass" if one.glass else ""
        sys.stdout.write(f"{one.person} {one.nation}: {what}{glass}\n")
    sys.stdout.write(f"{len(rows)} persons on {day}.\n")


def receipt(
    file: Path,
    *,
    key: Annotated[
        str, Parameter(name="--key", help="The programme's public key, as in a head that it gave.")
    ],
) -> None:
    """Say whether a receipt of a release is as the programme signed it; exit code 1 if not.

    Take the key from the programme (its page Release, or comity programme head), never from the
    receipt itself.

    Example: comity programme receipt receipt.txt --key 64_HEXADECIMAL_DIGITS
    """
    from comity.programme.events.signing import signature_holds

    if len(key) != _KEY_DIGITS or not set(key.lower()) <= set(hexdigits):
        raise InputError(f"a public key is {_KEY_DIGITS} hexadecimal digits: see a head's.")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise InputError(f"receipt {str(file)!r} cannot be read ({reason}).") from error
    if not signature_holds(text, key.lower()):
        sys.stdout.write("The receipt is not as the programme of this key signed it.\n")
        raise SystemExit(1)
    sys.stdout.write("The receipt is as the programme signed it.\n")


def upgrade(*, database: Database, keys: KeysFile = None) -> None:
    """Bring the tables of an older version up to this one; make a backup first.

    Example: comity programme upgrade --database programme.sqlite3
    """
    from comity.programme.opening import upgraded

    steps = upgraded(database, keys)
    sys.stdout.write(f"{steps} steps: the tables are of this version.\n")


def add_to(app: App) -> None:
    """Make these commands of ``comity programme``."""
    for command in (
        account,
        password,
        second_factor,
        letters,
        overlaps,
        retention,
        seen,
        receipt,
        upgrade,
    ):
        app.command(command)


def identifier(text: str) -> UUID:
    """An identifier that was typed.

    Raises:
        InputError: it is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise InputError(f"{text!r} is no identifier: give that of a person or object.") from None


def opened_programme(database: str, keys: Path | None, facts: Path | None = None) -> Programme:
    """The programme of a command, over the workspace's facts or others."""
    from comity.programme.opening import opened

    return opened(database, comity.open(facts=facts), keys)


def _print(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(f"{json.dumps(told)}\n")
        return
    for name, value in told.items():
        sys.stdout.write(f"{name.replace('_', ' ')}: {value}\n")
