"""``comity opportunities``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

import comity
from comity.base.errors import InputError
from comity.base.plain import json_record
from comity.cli.options import AsCsv, AsJson, Evidence, On
from comity.cli.printing import (
    between,
    number,
    percent,
    print_json,
    print_table,
    working,
)

if TYPE_CHECKING:
    from comity.opportunities.listing import OpportunityTable
    from comity.opportunities.rows import Opportunity
    from comity.workspace import Workspace


def opportunities(
    *nations: str,
    against: Annotated[str, Parameter(name="--against", help="Group key.")] = "NATO",
    technology: Annotated[
        tuple[str, ...],
        Parameter(name="--technology", negative="", help="Key or name; repeat for several."),
    ] = (),
    top: Annotated[int, Parameter(name="--top", help="How many rows.")] = 20,
    by: Annotated[str, Parameter(name="--by", help="What ranks: likely or gain.")] = "likely",
    runs: Annotated[
        int,
        Parameter(
            name="--runs",
            help="Draw the evidence anew so often, to tell how stable the list is (try 100).",
        ),
    ] = 0,
    clear: Annotated[
        float,
        Parameter(
            name="--clear",
            help="Only pairs below expectation with at least this probability; 0: every candidate.",
        ),
    ] = 0.8,
    explain: Annotated[
        bool, Parameter(name="--explain", negative="", help="Say what stands behind each row.")
    ] = False,
    on: On = None,
    evidence: Evidence = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Where cooperation would pay: pairs below their expectation, with two scores kept apart.

    Likely: the probability that joint records reach their expectation. Gain: needs, strengths
    and complementary profiles, with its parts; no probability.

    Example: comity opportunities KOR --top 10

    Parameters
    ----------
    nations
        Nations (ISO code or name) or groups (NATO); every nation by default.
    """
    if explain and as_csv:
        raise InputError("--csv holds no explanations: ask for --explain --json.")
    workspace = comity.open(evidence=evidence)
    with working("fitting the expectations of all pairs"):
        table = workspace.opportunities(
            nations or None, against, technology or None, top, on, by=by, runs=runs, clear=clear
        )
    reasons = [workspace.explain(row, table.against, on) for row in table.rows] if explain else []
    if as_json and not as_csv:
        _print_json(workspace, table, reasons)
        return
    print_table(
        table.columns,
        table.records(),
        as_json=as_json,
        as_csv=as_csv,
        title=_title(workspace, table, nations),
        header=("rank", "nation", "partner", "technology", "series", "window", "joint", "expected",
                "below", "likely", "interval", "by", "gain", "gain interval", "gain in", "needs",
                "brings", "lacks", *(["stays"] if table.runs else [])),
        show=lambda: [_row(workspace, table, i) for i in range(len(table.rows))],
        notes=[*_notes(workspace, table), *_explained(workspace, table, reasons)],
    )  # fmt: skip


def _title(workspace: Workspace, table: OpportunityTable, nations: Sequence[str]) -> str:
    named = list(dict.fromkeys(nations))
    many = ", ".join(named) if len(named) <= 5 else f"{len(named)} nations"
    many = many or "all nations"
    sure = f" with P ≥ {table.clear:g}" if table.clear else " or not told from it"
    what = "likely to grow" if table.by == "likely" else "gain"
    return (
        f"Opportunities of {many} with {table.against} on {table.day}: {len(table.rows)} of "
        f"{table.candidates:,} pairs below expectation{sure}, ranked by {what}; 90 % intervals"
    )


def _row(workspace: Workspace, table: OpportunityTable, i: int) -> Sequence[str]:
    row = table.rows[i]
    name, gain = workspace.register.nations.short, row.gain
    first, second = gain.sides
    mark = "" if row.subject == row.technology else f" (by {row.subject})"
    mark = f"*{mark}" if _proxy(workspace, row) else mark
    return (
        str(i + 1), name(row.nation), name(row.partner), f"{row.technology}{mark}", row.series,
        row.window, _count(row.joint, row), _count(row.expected, row),
        number(row.p_below_one), *_chances(row),
        "–" if row.until is None else str(row.until), number(gain.value),
        between(gain.low, gain.high), gain.technology,
        f"{_yes(first.need)}/{_yes(second.need)}",
        f"{number(first.specialised)}/{number(second.specialised)}",
        f"{number(first.complement)}/{number(second.complement)}",
        *([percent(row.stays)] if table.runs else []),
    )  # fmt: skip


def _proxy(workspace: Workspace, row: Opportunity) -> bool:
    """Whether a field of the series stands for the row's technology only by proxy."""
    return workspace.cube.series[row.series].basis.get(row.subject) == "proxy"


def _count(value: float, row: Opportunity) -> str:
    """Few records with a decimal, lest a pair that lacks some should look as if it had all."""
    return number(value, 0 if row.expected >= 100 else 1)


def _chances(row: Opportunity) -> tuple[str, str]:
    if row.likely != row.likely:
        return "–", "–"
    value, low, high = (100 * figure for figure in (row.likely, row.likely_low, row.likely_high))
    return f"{value:.0f} %", f"{low:.0f}–{high:.0f} %"


def _yes(need: bool) -> str:
    return "yes" if need else "no"


def _notes(workspace: Workspace, table: OpportunityTable) -> list[str]:
    notes = [
        "Below: probability that the pair is below its expectation at all. Likely: chance that its "
        "joint records reach it by the year under 'by', the horizon of the series; the interval is "
        "of the model's coefficients. Unknown (–) where a series has no tested model.",
        "Needs, brings (P specialised), lacks (what the other has around it): nation/partner, in "
        "'gain in'. Gain: mean of both sides' ½ need × what the other brings + ½ lacks; no "
        "probability.",
    ]
    for model in table.models:
        last = model.trained[-1][1]
        notes.append(f"{model.series}: learned from outcomes up to {last}, {model.pairs:,} pairs.")
    notes += [
        f"{key}: no chance is told, for its model learned from outcomes after {table.day}."
        for key in table.late
    ]
    notes += [
        f"{key}: no chance is told, for its records changed since its model was fitted: run "
        "`comity model fit`."
        for key in table.stale
    ]
    passed = [r.series for r in table.rows if r.until is not None and r.until < table.day.year]
    notes += [
        f"{key}: its records end so early that the year under 'by' has passed."
        for key in dict.fromkeys(passed)
    ]
    if table.unanswered:
        notes.append(
            f"No series tells joint records in {', '.join(table.unanswered)}; named by "
            "--technology they are answered by joint records of all fields."
        )
    if table.left_out:
        notes.append(
            f"{table.left_out:,} more candidates are not told from their expectation so clearly: "
            "--clear 0 lists them too."
        )
    if not table.rows and not table.left_out:
        notes.append("No pair is a candidate: at least 5 joint records expected, affinity below 1.")
    elif not table.runs:
        notes.append("How stable the list is: add --runs 100. What stands behind a row: --explain.")
    if table.runs:
        notes.append(
            f"Stays: share of {table.runs} runs with the evidence drawn anew in which the row is "
            f"again among the first {len(table.rows)} of these pairs."
        )
    if any(_proxy(workspace, row) for row in table.rows):
        notes.append("* a proxy field of the series stands for this technology.")
    notes.append(
        "Measures open research and projects, not defence cooperation. Safeguards: not checked."
    )
    return notes


def _explained(workspace: Workspace, table: OpportunityTable, reasons: Sequence[Any]) -> list[str]:
    lines = []
    for i, found in enumerate(reasons):
        row = table.rows[i]
        name = workspace.register.nations.name
        lines += ["", f"{i + 1}. {name(row.nation)} with {name(row.partner)}, {row.technology}"]
        for statement in found:
            behind = "; ".join(
                (
                    *statement.series,
                    *(workspace.register.sources[key].url for key in statement.sources),
                )
            )
            lines.append(f"   {statement.text}{f' [{behind}]' if behind else ''}")
            if statement.query:
                lines.append(f"      $ {statement.query}")
    return lines


def _print_json(workspace: Workspace, table: OpportunityTable, reasons: Sequence[Any]) -> None:
    from comity.briefs.reasons import opened

    records = [json_record(table.columns, values) for values in table.records()]
    for record, found in zip(records, reasons, strict=False):
        record["reasons"] = opened(workspace.register, found)
    print_json(records)
