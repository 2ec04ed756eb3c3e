"""``comity works``."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

import comity
from comity.base.errors import InputError
from comity.cli.options import AsCsv, AsJson, Evidence, On, Window
from comity.cli.printing import number, print_table


def works(
    nation: str,
    *,
    technology: Annotated[str, Parameter(name="--technology", help="Key or name.")],
    with_: Annotated[
        str | None, Parameter(name="--with", help="Only works with this nation too.")
    ] = None,
    window: Window = None,
    on: On = None,
    limit: Annotated[int, Parameter(name="--limit", help="At most so many; 0 for all.")] = 20,
    evidence: Evidence = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """The works behind a number, most cited first; needs evidence that was built from works.

    Example: comity works JPN --technology ai --with USA --evidence cube

    Parameters
    ----------
    nation
        A nation (ISO code or name).
    """
    if limit < 0:
        raise InputError("--limit must be 0 or more.")
    from comity.analysis.frames import tuples

    workspace = comity.open(evidence=evidence)
    frame = workspace.works(nation, technology, with_, window, on, limit or None)
    rows = tuples(frame)
    print_table(
        list(frame.columns),
        rows,
        as_json=as_json,
        as_csv=as_csv,
        title=f"Works of {nation} in {technology}, {frame.attrs['window']}",
        header=("work", "year", "citations", "shared by", "title", "organisations"),
        show=lambda: [
            (
                row.work_id, str(row.year), number(row.citations, 0), row.nations,
                (row.title or "")[:70], _organisations(row.organisation_names),
            )
            for row in rows
        ],
        notes=[
            _found(len(frame), frame.attrs["total"]),
            _COUNTED[with_ is not None],
        ],
    )  # fmt: skip


_COUNTED = {
    False: "Works are counted whole here; 'observed' in `comity strengths` is credit, the nation's "
    "shares of them.",
    True: "Works are counted whole, as 'joint' in `comity ties`.",
}
_NAMED = 2


def _organisations(names: str) -> str:
    """The first names, and how many more there are."""
    listed = [name for name in names.split("; ") if name]
    more = len(listed) - _NAMED
    return "; ".join(listed[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _found(shown: int, total: int) -> str:
    if not total:
        return "0 works."
    return f"{shown} of {total:,} works; https://openalex.org/WORK opens one."
