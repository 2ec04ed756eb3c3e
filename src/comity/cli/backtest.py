"""``comity backtest``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import comity
from comity.base.files import staging_folder
from comity.cli.options import AsCsv, AsJson, Evidence, Kind
from comity.cli.printing import between, number, print_table, working

if TYPE_CHECKING:
    from comity.opportunities.backtest import Backtest, Judged, Row


def backtest(
    *,
    evidence: Evidence = None,
    first: Annotated[
        int | None,
        Parameter(name="--from", help="Judge cuts whose features begin in this year or later."),
    ] = None,
    last: Annotated[
        int | None,
        Parameter(name="--until", help="Judge cuts whose outcome ends in this year or earlier."),
    ] = None,
    kind: Kind = None,
    runs: Annotated[
        int, Parameter(name="--runs", help="Resamples of nations behind the intervals.")
    ] = 1000,
    output: Annotated[
        Path | None,
        Parameter(name="--output", help="Folder to write backtest.html, .json and .csv to."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """How good lists of pairs below expectation would have been, beside simple baselines.

    Example: comity backtest --from 2003 --until 2022
    """
    from comity.opportunities.backtest_rows import COLUMNS, table

    if output is not None:
        # Refuse a place that cannot be written before the work, not after it.
        with staging_folder(output):
            pass
    workspace = comity.open(evidence=evidence)
    with working("going back and looking"):
        found = workspace.backtest(first, last, kind, runs)
    print_table(
        COLUMNS,
        table(found),
        as_json=as_json,
        as_csv=as_csv,
        title="Back-test: which pairs below expectation reached it, 95 % intervals",
        header=("series", "features", "outcome", "model", "pairs", "came true", "AP", "AP 95 %",
                "P@20", "beyond@20", "AUC", "AUC 95 %", "Brier", "comity beats it"),
        show=lambda: [_shown(row) for one in found.cuts for row in _ranked(one)],
        notes=_notes(found),
    )  # fmt: skip
    if output is not None:
        paths = workspace.write_backtest(found, output)
        # JSON and CSV stand alone on standard output.
        stream = sys.stderr if as_json or as_csv else sys.stdout
        stream.writelines(f"{path}\n" for path in paths.values())


def _ranked(judged: Judged) -> Sequence[Row]:
    """All rows of a cut, or one where nothing was ranked."""
    return judged.rows if judged.rows[0].ranking is not None else judged.rows[:1]


def _shown(row: Row) -> Sequence[str]:
    cut = row.cut
    head = (
        cut.series, cut.features.text, cut.outcome.text, row.model, str(row.pairs),
        str(row.positives),
    )  # fmt: skip
    if row.ranking is None:
        return *head, *("–",) * 8
    ap, precision, auc, brier, _ = row.ranking
    return (
        *head, number(ap.value), between(ap.low, ap.high), number(precision.value),
        "–" if row.beyond_at_20 is None else number(row.beyond_at_20),
        number(auc.value), between(auc.low, auc.high), number(brier.value, 3), row.beats or "–",
    )  # fmt: skip


def _notes(found: Backtest) -> list[str]:
    from comity.opportunities.backtest import CROSSFITTED
    from comity.opportunities.fitting import MINIMUM_PAIRS

    notes = []
    for one in found.cuts:
        words = f"{one.cut.series} {one.cut.features.text}"
        if not any(row.ranking is not None for row in one.rows):
            notes.append(f"{words}: under {MINIMUM_PAIRS} candidates or one outcome only, no rank.")
        elif one.fitted is None:
            notes.append(f"{words}: no earlier cut to fit a model on.")
        else:
            how = one.fitted if one.fitted == CROSSFITTED else f"fitted on {one.fitted}"
            told = "; ".join(
                f"{c.name} {number(c.auc, 3)} ({between(c.low, c.high)})" for c in one.controls
            )
            notes.append(f"{words}: {how}. Controls, must be 0.5: {told}.")
    notes.append(
        "'within the interval': by these nations nobody can tell which of the two is better."
    )
    notes.append(
        "beyond@20: of the twenty ranked first, the share with more joint records than the later "
        "margins and their own earlier affinity predict; base rate: of all pairs."
    )
    notes.append("Measures open research and joint projects, not defence cooperation.")
    return notes
