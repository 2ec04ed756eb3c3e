"""``comity programme``: make the register of cooperation, fill it, and verify its history."""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

import comity
from comity.base.errors import InputError
from comity.cli import programme_results
from comity.cli.administration import add_to, identifier, opened_programme
from comity.cli.options import AsJson, Database, KeysFile
from comity.cli.programme_demo import code, demo
from comity.cli.programme_measure import measure

if TYPE_CHECKING:
    from comity.programme.importing.run import Report

app = App(
    name="programme",
    help="The register of cooperation: make it, fill it, verify its history.",
    help_format="plaintext",
)
app.command(demo)
app.command(code)
app.command(measure)
_UNSOUND = 1


@app.command
def create(
    *,
    database: Database,
    nation: Annotated[str, Parameter(name="--nation", help="The administrator's nation.")],
    name: Annotated[str, Parameter(name="--name", help="The administrator's name.")],
    email: Annotated[str, Parameter(name="--email", help="The administrator's address.")],
    keys: KeysFile = None,
) -> None:
    """Make an empty programme with its first administrator, and print her identifier.

    The keys are written beside the database: keep both, and apart from each other's backups.

    Example: comity programme create --database programme.sqlite3 --nation BEL --name "A. B."
    --email a.b@example.org
    """
    from comity.programme.opening import create as made
    from comity.programme.persons.fields import checked

    workspace, values = comity.open(), {"name": name, "email": email}
    # Before anything is made: a programme without an administrator would be of no use.
    workspace.register.nations.resolve(nation)
    for field, value in values.items():
        checked(field, value)
    programme = made(database, workspace, keys)
    from comity.programme.services.guard import Refusal
    from comity.programme.services.roles import first_administrator

    person = first_administrator(programme, nation, values)
    if isinstance(person, Refusal):
        raise InputError(person.sentence)
    sys.stdout.write(f"{person}\n")


@app.command
def verify(
    *,
    database: Database,
    head: Annotated[
        Path | None, Parameter(name="--head", help="A head that was exported earlier.")
    ] = None,
    state: Annotated[
        bool,
        Parameter(name="--state", negative="", help="Make the tables anew and compare them, too."),
    ] = False,
    keys: KeysFile = None,
    as_json: AsJson = False,
) -> None:
    """Find a changed, removed, re-ordered or truncated event; exit code 1 if there is one.

    Example: comity programme verify --database programme.sqlite3 --head head.json
    """
    programme = opened_programme(database, keys)
    from comity.programme.events.verify import read_head
    from comity.programme.events.verify import verify as verified

    known = None if head is None else read_head(head)
    found = verified(programme.keys.public, known)
    wrong = [dataclasses.asdict(one) for one in found.findings]
    if state and found.sound:
        from comity.programme.state.rebuild import differences

        with tempfile.TemporaryDirectory() as folder:
            wrong += [dataclasses.asdict(one) for one in differences(Path(folder))]
    from comity.programme.reading.invented import mark

    words = mark()
    if as_json:
        told = {"events": found.events, "sound": not wrong, "findings": wrong}
        sys.stdout.write(f"{json.dumps(({'mark': words} if words else {}) | told)}\n")
    else:
        sys.stdout.write(f"{words}.\n" if words else "")
        for one in wrong:
            sys.stdout.write(f"{one['sentence']}\n")
        read = f"{found.events:,} events read"
        sys.stdout.write(f"{read}; findings: {len(wrong)}.\n" if wrong else f"{read}: sound.\n")
    if wrong:
        raise SystemExit(_UNSOUND)


@app.command
def head(*, database: Database, keys: KeysFile = None) -> None:
    """Print the signed head, to be kept elsewhere: it tells later what is missing or rewritten.

    Example: comity programme head --database programme.sqlite3 > head.json
    """
    programme = opened_programme(database, keys)
    from comity.programme.events.verify import export_head

    sys.stdout.write(f"{export_head(programme.keys).as_text()}\n")


@app.command(name="import")
def import_(
    *files: Path,
    database: Database,
    person: Annotated[
        str, Parameter(name="--as", help="Identifier of the person whose rights are used.")
    ],
    write: Annotated[
        bool, Parameter(name="--write", negative="", help="Write; without it every fate is told.")
    ] = False,
    partial: Annotated[
        bool,
        Parameter(name="--partial", negative="", help="Write the others if some are rejected."),
    ] = False,
    keys: KeysFile = None,
    as_json: AsJson = False,
) -> None:
    """Fill the register from activities.csv, participations.csv, documents.csv, roles.csv.

    Without --write it is a dry run. Exit code 1 if a row is rejected.

    Example: comity programme import activities.csv --database programme.sqlite3 --as IDENTIFIER
    """
    who = identifier(person)
    if not files:
        raise InputError("name the files to import: activities.csv, participations.csv, ….")
    try:
        given = {path.stem: path.read_bytes() for path in files}
    except OSError as error:
        raise InputError(f"{error.filename!r} cannot be read ({error.strerror}).") from error
    programme = opened_programme(database, keys)
    from comity.programme.importing.run import run_import
    from comity.programme.reading.viewer import viewer

    viewed = viewer(programme, who)
    _tell(run_import(programme, viewed, given, dry=not write, partial=partial), as_json)


add_to(app)
programme_results.add_to(app)


def _tell(report: Report, as_json: bool) -> None:
    from comity.programme.reading.invented import mark

    words = mark()
    if as_json:
        fates = [dataclasses.asdict(one) for one in report.fates]
        told = {"written": report.written, "fates": fates}
        sys.stdout.write(f"{json.dumps(({'mark': words} if words else {}) | told)}\n")
    else:
        sys.stdout.write(f"{words}.\n" if words else "")
        for one in report.fates:
            why = one.reason or "; ".join(one.changes)
            sys.stdout.write(f"{one.table}:{one.line}: {one.fate}{f' ({why})' if why else ''}\n")
        counts = ", ".join(f"{count} {fate}" for fate, count in sorted(report.counts.items()))
        written = "written" if report.written else "nothing was written"
        sys.stdout.write(f"{counts or 'no rows'}: {written}.\n")
    if report.rejected:
        raise SystemExit(_UNSOUND)
