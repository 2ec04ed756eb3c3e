"""``comity programme demo``: a programme of which everything is invented, to look around in."""

from __future__ import annotations

import dataclasses
import json
import sys
from typing import TYPE_CHECKING

import comity
from comity.cli.administration import Database, KeysFile
from comity.cli.options import AsJson

if TYPE_CHECKING:
    from comity.programme.demo.making import Shown


def demo(*, database: Database, keys: KeysFile = None, as_json: AsJson = False) -> None:
    """Make a demonstration: bodies, activities, people and papers, all invented and marked so.

    It prints whom to look around as. The same command makes the same programme, but for its keys.

    Example: comity programme demo --database demo.sqlite3
    """
    from comity.programme.demo.beginning import make

    made = make(database, comity.open(), keys)
    from comity.programme.reading.invented import mark

    if as_json:
        people = [{**dataclasses.asdict(one), "person": str(one.person)} for one in made.people]
        told = {"mark": mark(), "events": made.events, "until": made.until.isoformat()}
        sys.stdout.write(f"{json.dumps(told | {'people': people}, ensure_ascii=False)}\n")
        return
    sys.stdout.write(f"{mark()}: {made.events:,} events until {made.until}.\n\n")
    for line in _table(made.people):
        sys.stdout.write(f"{line}\n")


def _table(people: tuple[Shown, ...]) -> list[str]:
    """Lines of equal columns: role, nation, identifier, name, address."""
    rows = [("role", "nation", "identifier", "name", "address")]
    rows += [(one.role, one.nation, str(one.person), one.name, one.address) for one in people]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
