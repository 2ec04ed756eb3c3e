"""What must be said beside numbers that come from works read one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from comity.briefs.ledger import Ledger, Origin
from comity.evidence.manifest import Series
from comity.reference.register import Register

if TYPE_CHECKING:
    from comity.briefs.context import Context

_COLUMNS = [
    "technology", "positives", "negatives", "near_misses", "precision", "precision_low",
    "precision_high", "recall", "recall_low", "recall_high",
]  # fmt: skip


def read_one_by_one(series: Series) -> bool:
    """Whether a series was made from works, so that its world is those that were read."""
    return "organisations" in series.tables or any(".works." in name for name in series.files)


def by_phrases(series: Series) -> bool:
    """Whether a series labels works by phrases in their titles and abstracts."""
    return any("phrases in titles" in note for note in series.notes)


def world_note(context: Context, keys: Iterable[str]) -> str:
    """What 'world' means in series of works; empty for others."""
    found = [s for s in _series(context, keys) if read_one_by_one(s)]
    return " ".join(
        f"'World' means the {s.rows_read:,} records read for {s.key} "
        f"({s.selection or 'which may be a selection'})."
        for s in found
    )


def label_note(context: Context, keys: Iterable[str]) -> str:
    """Where the precision of labels by phrases stands; empty for series that use none."""
    if not any(by_phrases(s) for s in _series(context, keys)) or not context.label_precision:
        return ""
    return (
        "Works are labelled by phrases: the labels' precision is in "
        f"{context.label_precision} and depends on the mix of texts."
    )


def notes(context: Context, keys: Iterable[str]) -> str:
    """Both notes, as far as they apply."""
    listed = list(keys)
    return " ".join(filter(None, (world_note(context, listed), label_note(context, listed))))


def _series(context: Context, keys: Iterable[str]) -> list[Series]:
    held = context.analysis.cube.series
    return [held[key] for key in dict.fromkeys(keys) if key in held]


def derive_precision(ledger: Ledger, register: Register) -> str:
    """The code of how well each technology's phrases find it; empty where none was measured."""
    rows = register.text_accuracy
    if not rows:
        return ""
    frame = pd.DataFrame([{"technology": key, **row} for key, row in rows.items()])[_COLUMNS]
    return ledger.derive(
        "How well phrases find each technology in titles and abstracts",
        "benchmarks/technologies.py; docs/technologies.md",
        frame,
        [],
        "Held-out texts that were labelled by reading; Wilson 95 % intervals. A technology without "
        "positives was not measured. Precision depends on the mix of texts: elsewhere a technology "
        "may be rarer, and the other texts further off.",
        origin=Origin(
            "labelled texts (titles and abstracts of arXiv, OpenAlex, CORDIS and US Government records)",
            "Comity: counts only; the texts are CC0, CC BY 4.0 and of the US Government",
            f"as of {max(str(row['as_of']) for row in rows.values())}",
            "1,548 texts were read by one reader; half were held out while phrases were tuned.",
        ),
    )
