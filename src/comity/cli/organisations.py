"""``comity organisations``."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

import comity
from comity.cli.options import AsCsv, AsJson, Evidence, On, Window
from comity.cli.printing import number, percent, print_table


def organisations(
    nation: str,
    *,
    technology: Annotated[str, Parameter(name="--technology", help="Key or name.")],
    window: Window = None,
    on: On = None,
    evidence: Evidence = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """A nation's organisations with most credit; needs evidence that was built from works.

    Windows are of five years, such as 2021-2025; the latest complete one by default.

    Example: comity organisations JPN --technology quantum --evidence cube

    Parameters
    ----------
    nation
        A nation (ISO code or name).
    """
    from comity.analysis.frames import tuples
    from comity.briefs.wording import concentrated

    workspace = comity.open(evidence=evidence)
    frame = workspace.organisations(nation, technology, window, on)
    rows = tuples(frame)
    found = frame.attrs["concentration"]
    notes = [
        "Credit is the organisation's shares of its works; the share is of the nation's credit. "
        f"At most 25 are listed; here {len(rows)}."
    ]
    if found is None:
        notes.append("Concentration: fewer than ten organisations of the world are in it.")
    else:
        notes.append(concentrated(found, workspace.register.nations.name))
    print_table(
        list(frame.columns),
        rows,
        as_json=as_json,
        as_csv=as_csv,
        title=f"Organisations of {nation} in {technology}, {frame.attrs['window']}",
        header=("organisation", "works", "credit", "share"),
        show=lambda: [
            (row.name or row.organisation_id, number(row.works, 0), number(row.credit, 1),
             percent(row.share_of_nation))
            for row in rows
        ],
        notes=notes,
    )  # fmt: skip
