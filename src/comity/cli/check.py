"""``comity check``: a document's statements beside public sources and open evidence."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

import comity
from comity.base.errors import InputError
from comity.cli.options import AsCsv, AsJson, Evidence, Facts
from comity.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from comity.claims.check import ClaimTable
    from comity.claims.findings import Checked

Known = Annotated[
    str | None,
    Parameter(name="--on", help="Last day by which facts may have become public (YYYY-MM-DD)."),
]
Document = Annotated[
    str | None, Parameter(name="--document", help="Key of the source whose claims are checked.")
]
COLUMNS = (
    "claim", "document", "paragraph", "statement", "verdict", "words", "on", "because", "evidence",
    "sources", "dates", "settle", "labels",
)  # fmt: skip


def check(
    claims: Path | None = None,
    *,
    document: Document = None,
    on: Known = None,
    evidence: Evidence = None,
    facts: Facts = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Check a document's statements against public sources and open evidence.

    Without a file those of the report that ships. Format of a file: docs/claims.md.

    Example: comity check claims.yml --json

    Parameters
    ----------
    claims
        YAML file with a list of claims.
    """
    if as_json and as_csv:
        raise InputError("--json and --csv exclude each other: choose one.")
    table = comity.open(evidence=evidence, facts=facts).check(claims, on, document)
    if as_json:
        print_json(as_record(table))
        return
    print_table(
        COLUMNS,
        [tuple(_flat(record(row)).values()) for row in table.rows],
        as_json=False,
        as_csv=as_csv,
        title="Statements beside public sources and open evidence",
        header=("claim", "para", "verdict", "because"),
        show=lambda: [_line(row) for row in table.rows],
        notes=_notes(table),
    )


def as_record(table: ClaimTable) -> dict[str, Any]:
    """The whole table for JSON: claims, documents, bibliography, and what was not checked."""
    return {
        "known": table.known.isoformat(),
        "documents": [
            {"key": d.key, "title": d.title, "date": d.date.text, "note": d.note}
            for d in table.documents
        ],
        "counts": dict(Counter(row.verdict for row in table.rows)),
        "claims": [record(row) for row in table.rows],
        "bibliography": [
            {"check": f.check, "text": f.text, "settle": f.settle} for f in table.bibliography
        ],
    }


def record(row: Checked) -> dict[str, Any]:
    """One claim for JSON."""
    claim = row.claim
    return {
        "claim": claim.key, "document": claim.of_document, "paragraph": claim.paragraph,
        "statement": claim.statement, "verdict": row.verdict, "words": words(row),
        "on": list(row.on), "because": row.because,
        "evidence": [dataclasses.asdict(e) for e in row.evidence],
        "sources": list(row.sources), "dates": list(row.dates), "settle": row.settle,
        "labels": [
            {"check": f.check, "text": f.text}
            for f in row.findings if f.effect in ("label", "flag")
        ],
    }  # fmt: skip


def words(row: Checked) -> str:
    """A verdict as it is printed."""
    from comity.claims.words import PRINTED

    return PRINTED[row.verdict] + (f" the {' and the '.join(row.on)}" if row.on else "")


def _flat(full: dict[str, Any]) -> dict[str, Any]:
    """Lists of a record as one cell each."""
    full["evidence"] = " ".join(e["key"] for e in full["evidence"])
    full["labels"] = "; ".join(e["text"] for e in full["labels"])
    for key in ("on", "sources", "dates"):
        full[key] = " ".join(full[key])
    return full


def _line(row: Checked) -> Sequence[str]:
    claim = row.claim
    return (claim.key, claim.paragraph or "–", words(row), row.because)


def _notes(table: ClaimTable) -> list[str]:
    counts = Counter(row.verdict for row in table.rows)
    told = ", ".join(f"{n} {verdict}" for verdict, n in counts.most_common())
    notes = [f"{len(table.rows)} statements: {told}. Facts public by {table.known}."]
    notes += [f"{d.key}: {d.title}. {d.note or ''}".strip() for d in table.documents]
    notes += [f"Bibliography: {f.text}." for f in table.bibliography]
    return [*notes, "Evidence with dates, labels and what would settle each: --json."]
