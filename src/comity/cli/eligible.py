"""``comity eligible``: a concrete case against the rules of a call."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import comity
from comity.cli.options import AsCsv, AsJson, Facts
from comity.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from comity.standing.eligibility import Eligibility, Row

_COLUMNS = (
    "rule", "number", "outcome", "says", "case", "change", "warning", "basis", "from", "until",
    "source", "dates", "note",
)  # fmt: skip
_NOTE = (
    "Rules of the public record; the programme decides. Unverified rules never fail a case. "
    "Merit, release and export control: not checked."
)


def eligible(
    case: Path,
    *,
    programme: Annotated[
        str, Parameter(name="--programme", help="sps, diana or another programme.")
    ],
    call: Annotated[str, Parameter(name="--call", help="The programme's call, such as 2024.")],
    facts: Facts = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Whether a case is eligible under a call, rule by rule, and what to change.

    Example: comity eligible --programme sps --call 2024 case.yml

    Parameters
    ----------
    case
        YAML file with the case; its keys are in docs/eligibility.md.
    """
    found = comity.open(facts=facts).eligible(case, programme, call)
    if as_json and not as_csv:
        print_json(found.as_dict())
    elif as_csv:
        records = [
            row.as_dict() | {"source": " ".join(row.source), "dates": "; ".join(row.dates)}
            for row in found.rows
        ]
        print_table(
            _COLUMNS,
            [tuple(record[name] for name in _COLUMNS) for record in records],
            as_json=as_json,
            as_csv=as_csv,
            title="",
            header=(),
            show=list,
        )
    else:
        sys.stdout.write("\n".join(_lines(found)) + "\n")


def _lines(found: Eligibility) -> Iterator[str]:
    groups = {
        outcome: [row for row in found.rows if row.outcome == outcome]
        for outcome in ("failed", "unknown", "passed")
    }
    counts = ", ".join(f"{len(rows)} {outcome}" for outcome, rows in groups.items())
    yield f"{found.call.name}: {found.answer} ({counts})"
    for outcome, rows in groups.items():
        if rows:
            yield ""
            yield outcome.capitalize()
            for row in rows:
                yield from _row(row)
    yield ""
    yield from found.notes
    yield _NOTE


def _row(row: Row) -> Iterator[str]:
    number = f"{row.rule.rule} " if row.rule.rule else ""
    basis = "" if row.basis == "public" else f" ({row.basis})"
    yield f"  {row.rule.key}: {number}{row.rule.says}{basis}"
    yield f"    case:   {row.case}"
    if row.change:
        yield f"    change: {row.change}"
    if row.warning:
        yield f"    note:   {row.warning}"
    dated = ", ".join(f"{key} ({date})" for key, date in zip(row.source, row.dates, strict=True))
    if row.basis != "public":
        # What was not read for this call says from where, and of when, it is taken.
        note = f". {row.rule.note.strip()}" if row.rule.note else ""
        yield f"    basis:  {row.basis}; from {dated}{note}"
    elif row.outcome != "passed":
        yield f"    source: {dated}"
