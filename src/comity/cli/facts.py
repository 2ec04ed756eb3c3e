"""``comity facts``: the register as data, and a user's own facts beside it."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

import comity
from comity.cli.options import AsCsv, AsJson, Facts
from comity.cli.printing import print_table

if TYPE_CHECKING:
    from comity.reference.own_conflicts import Conflict
    from comity.workspace import Workspace
    from comity.workspace_facts import ListedFact

app = App(
    name="facts",
    help="Give the register away as data; add facts of your own beside it.",
    help_format="plaintext",
)
OfKind = Annotated[
    str | None,
    Parameter(name="--kind", help="statuses, instruments, memberships or cooperation_records."),
]


@app.command
def export(
    *, output: Annotated[Path, Parameter(name="--output", help="Folder to write to.")]
) -> None:
    """Write the register as CSV and JSON, with a schema and a citation file.

    Statuses, instruments, memberships, activities, rules, claims, frameworks, records of
    cooperation and sources; each row has the addresses and dates of its sources. Own facts are
    not written.

    Example: comity facts export --output register
    """
    for path in comity.open().export_facts(output):
        sys.stdout.write(f"{path}\n")


@app.command(name="import")
def import_(path: Path, /, *, kind: OfKind = None, facts: Facts = None) -> None:
    """Add facts of your own from a CSV: every row, or none.

    The columns are those of the exported table. A status needs nation, framework, valid_from; an
    instrument nation, kind, valid_from; a membership of a group nation, group, valid_from; a record
    title, parties, kind, valid_from; and all of them
    source_title, source_publisher, source_url, source_date, source_tier. Several values in a cell
    stand apart by '|'.

    Example: comity facts import my-facts.csv --facts my-facts

    Parameters
    ----------
    path
        CSV with a header.
    """
    from comity.register_data.importing import ImportRefusedError

    opened = comity.open(facts=facts if facts is not None and facts.is_dir() else None)
    try:
        found = opened.import_facts(path, kind, facts)
    except ImportRefusedError as error:
        if len(error.complaints) > 1:
            sys.stderr.writelines(f"{complaint}\n" for complaint in error.complaints)
        raise
    for key in found.keys:
        sys.stdout.write(f"{key}\n")
    sys.stdout.writelines(f"{line}\n" for line in _told(opened, found.conflicts))


@app.command(name="list")
def list_(
    *,
    kind: OfKind = None,
    own: Annotated[
        bool, Parameter(name="--own", negative="", help="Only facts of your own.")
    ] = False,
    facts: Facts = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List statuses, instruments, memberships and records of cooperation; your own are marked.

    Example: comity facts list --kind statuses --own
    """
    from comity.workspace_facts import ListedFact

    rows = comity.open(facts=facts).facts(kind, own)
    columns = [one.name for one in dataclasses.fields(ListedFact)]
    print_table(
        columns,
        [dataclasses.astuple(row) for row in rows],
        as_json=as_json,
        as_csv=as_csv,
        title="Facts on record" if not own else "Facts of your own",
        header=("nation", "kind", "by", "years", "title", "source"),
        show=lambda: [_shown(row) for row in rows],
        notes=[f"{len(rows)} facts, {sum(row.own for row in rows)} of them your own."],
    )


def _shown(row: ListedFact) -> tuple[str, ...]:
    differs = f" differs from {row.conflicts_with}" if row.conflicts_with else ""
    return (
        row.about, row.of, row.granted_by or "–", f"{row.valid_from} to {row.valid_until or '…'}",
        f"{row.key}{' (own)' if row.own else ''}{differs}", row.source,
    )  # fmt: skip


@app.command
def conflicts(*, facts: Facts = None, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """Show where your own facts and the register contradict each other; neither wins.

    Example: comity facts conflicts --facts my-facts
    """
    opened = comity.open(facts=facts)
    found = opened.fact_conflicts()
    columns = ("kind", "nation", "of", "own", "shipped", "field", "says", "register_says")
    rows = [
        (one.kind, one.nation, one.of, one.own, one.shipped, field, mine, theirs)
        for one in found
        for field, mine, theirs in one.differs
    ]
    if as_json or as_csv:
        print_table(
            columns, rows, as_json=as_json, as_csv=as_csv, title="", header=(), show=lambda: []
        )
        return
    lines = _told(opened, found)
    sys.stdout.writelines(
        f"{line}\n" for line in lines or ["no own fact contradicts the register."]
    )


def _told(opened: Workspace, found: Sequence[Conflict]) -> list[str]:
    """A line for each conflict, with what either side says and its sources."""
    register = opened.register
    cited = {fact.key: " ".join(fact.source) for fact in register.statuses}
    cited |= {fact.key: " ".join(fact.source) for fact in register.instruments}
    cited |= {group.key: " ".join(group.source) for group in register.groups}
    cited |= {fact.key: " ".join(fact.source) for fact in register.memberships}
    lines = []
    for one in found:
        differs = "; ".join(
            f"{field} {mine or 'open'} against {theirs or 'open'}"
            for field, mine, theirs in one.differs
        )
        lines.append(
            f"conflict: {register.nations.name(one.nation)}, {one.of}: {one.own} "
            f"(own, {cited[one.own]}) differs from {one.shipped} ({cited[one.shipped]}): "
            f"{differs}. Neither wins: answers show both."
        )
    return lines
