"""``comity portfolio``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import comity
from comity.cli.options import AsCsv, Evidence, Kind, On
from comity.cli.portfolio_words import HEADER, activity_rows, notes, title
from comity.cli.printing import print_json, print_table, working

if TYPE_CHECKING:
    from comity.portfolio.table import Portfolio
    from comity.workspace import Workspace

Budget = Annotated[int, Parameter(name="--budget", help="At most so many activities.")]
Against = Annotated[str, Parameter(name="--against", help="The group.")]
PerPartner = Annotated[
    int, Parameter(name="--per-partner", help="At most so many with one partner.")
]
Technologies = Annotated[
    tuple[str, ...],
    Parameter(name="--technology", negative="",
              help="Only in these, at least one in each; repeat for several."),
]  # fmt: skip
Partners = Annotated[
    tuple[str, ...],
    Parameter(name="--partner", negative="",
              help="Only with these nations or groups; repeat for several."),
]  # fmt: skip
Without = Annotated[
    tuple[str, ...],
    Parameter(name="--without", negative="",
              help="Leave out nations, groups or technologies; repeat for several."),
]  # fmt: skip
AllPartners = Annotated[
    bool,
    Parameter(name="--all-partners", negative="",
              help="Also partners without a status or instrument in force on the day."),
]  # fmt: skip
Maximise = Annotated[str, Parameter(name="--maximise", help="gaps, records (of one unit) or gain.")]
Clear = Annotated[
    float,
    Parameter(name="--clear", help="Only pairs below expectation with at least this probability; "
                                   "0 for every candidate."),
]  # fmt: skip
AsOneJson = Annotated[
    bool,
    Parameter(name="--json", negative="",
              help="Print one JSON object with everything told here, and nothing else."),
]  # fmt: skip


def portfolio(
    *,
    budget: Budget = 10,
    against: Against = "NATO",
    per_partner: PerPartner = 3,
    technology: Technologies = (),
    partner: Partners = (),
    without: Without = (),
    all_partners: AllPartners = False,
    maximise: Maximise = "gaps",
    clear: Clear = 0.8,
    kind: Kind = None,
    on: On = None,
    evidence: Evidence = None,
    as_json: AsOneJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Which new activities of a group cover most, under constraints, and who would add most.

    With --csv the chosen activities alone, one a row.

    Example: comity portfolio --budget 10 --technology all --without CHN
    """
    workspace = comity.open(evidence=evidence)
    with working("fitting the expectations of all pairs"):
        found = workspace.portfolio(
            against, budget, partner or None, technology or None, per_partner, not all_partners,
            on, without=without or None, maximise=maximise, kind=kind, clear=clear,
        )  # fmt: skip
    if as_json and not as_csv:
        _print_json(workspace, found)
        return
    columns, rows = _chosen(found)
    print_table(
        columns,
        rows,
        as_json=as_json,
        as_csv=as_csv,
        title=title(found, workspace),
        header=HEADER,
        show=lambda: activity_rows(found, workspace),
        notes=notes(found, workspace),
    )


def _print_json(workspace: Workspace, found: Portfolio) -> None:
    from comity.portfolio.record import record

    told = record(found, workspace.register)
    print_json(told)


def _chosen(found: Portfolio) -> tuple[list[str], list[tuple[object, ...]]]:
    """Columns and rows of the activities; several keys stand in one cell, with spaces between."""
    from comity.portfolio.record import activity

    rows = [activity(row) for row in found.rows]
    cells = [
        tuple(" ".join(cell) if isinstance(cell, list) else cell for cell in row.values())
        for row in rows
    ]
    return list(rows[0]), cells
