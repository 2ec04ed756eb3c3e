"""``comity programme demo``: a programme of which everything is invented, to look around in."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING

import comity
from comity.cli.administration import opened_programme
from comity.cli.options import AsJson, Database, KeysFile

if TYPE_CHECKING:
    from comity.programme.demo.making import Shown


def demo(*, database: Database, keys: KeysFile = None, as_json: AsJson = False) -> None:
    """Make a demonstration: bodies, activities, people and papers, all invented and marked so.

    It prints whom to look around as. The same command makes the same programme, but for its keys.

    Example: comity programme demo --database demo.sqlite3
    """
    from comity.programme.demo.beginning import make

    made = make(database, comity.open(), keys)
    from comity.programme.accounts.demonstration import open_accounts
    from comity.programme.reading.invented import mark

    password = open_accounts(opened_programme(database, keys), [one.person for one in made.people])
    if as_json:
        people = [{**dataclasses.asdict(one), "person": str(one.person)} for one in made.people]
        told = {
            "mark": mark(), "events": made.events, "until": made.until.isoformat(),
            "password": password, "people": people,
        }  # fmt: skip
        sys.stdout.write(f"{json.dumps(told, ensure_ascii=False)}\n")
        return
    sys.stdout.write(f"{mark()}: {made.events:,} events until {made.until}.\n\n")
    for line in _table(made.people):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(
        f"\nLook around: comity serve --programme {database}\n"
        f"Sign in by an address above; the password of all is {password}\n"
        f"The second factor is asked for: comity programme code ADDRESS --database {database}\n"
    )


def code(address: str, *, database: Database, keys: KeysFile = None) -> None:
    """Print the second factor of an invented person; refused where the programme is real.

    Example: comity programme code ADDRESS --database demo.sqlite3
    """
    opened_programme(database, keys)
    from comity.programme.accounts.demonstration import code_of

    sys.stdout.write(f"{code_of(address)}\n")


def _table(people: tuple[Shown, ...]) -> list[str]:
    """Lines of equal columns: role, nation, identifier, name, address."""
    rows = [("role", "nation", "identifier", "name", "address")]
    rows += [(one.role, one.nation, str(one.person), one.name, one.address) for one in people]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
