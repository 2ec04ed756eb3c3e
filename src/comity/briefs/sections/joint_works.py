"""Joint works with the group's members by technology, and those with a defence body."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.joint_works import joint_works, technologies_told, tells_defence
from comity.analysis.windows import choose_links
from comity.base.dates import last_complete_year
from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Paragraph, Table
from comity.briefs.wording import number
from comity.evidence.manifest import Series

_NAMED = 3  # partners with whom the works are named and listed
_SHOWN = ("joint_defence", "joint_defence_both", "joint_many")
_NOTE = (
    "Each member's joint works are added up, so a work with two members counts twice. Defence bodies "
    "are those of Comity's register, which is not complete: these counts are lower bounds."
)


def blocks(context: Context) -> list[Block]:
    """A table for each nation, or that no series counts joint works with a defence body."""
    series = _series(context)
    window = choose_links(series, None, last_complete_year(context.day)) if series else None
    if series is None or window is None:
        return [
            Paragraph("No series of this evidence counts joint works with a defence body.", "note")
        ]
    frame = joint_works(
        context.analysis.cube, series, window, technologies_told(series), context.nations,
        context.members,
    )  # fmt: skip
    return [
        _table(context, nation, frame[frame["nation"] == nation], series)
        for nation in context.nations
        if (frame["nation"] == nation).any()
    ]


def _series(context: Context) -> Series | None:
    cube = context.analysis.cube
    found = [s for s in cube.with_table("links", "publication") if tells_defence(cube, s)]
    return found[0] if found else None


def _table(context: Context, nation: str, frame: pd.DataFrame, series: Series) -> Table:
    named = frame.groupby("technology", sort=False).head(_NAMED)
    code = context.ledger.derive(
        f"Joint works of {context.name(nation)} with members of {context.group.key} by technology",
        f"comity ties {nation} --with {context.group.key} --technology KEY --on {context.day}",
        frame.drop(columns=["nation", "kind", "source"]),
        [series.key],
        f"{_NOTE} Works of any other pair: comity works {nation} --technology KEY --with NATION "
        f"--window {frame['window'].iloc[0]} --limit 0. {context.works_kept(series.key)}",
        context.works_behind(named),
    )
    rows = []
    for technology, mine in frame.groupby("technology", sort=False):
        most = [
            f"{context.short(row.partner)} {number(row.joint, 0)}"
            for row in tuples(mine.head(_NAMED))
        ]
        sums = [number(float(mine[name].sum(skipna=False)), 0) for name in ("joint", *_SHOWN)]
        label = "All fields" if technology == "all" else context.technology(str(technology))
        rows.append((label, *sums, ", ".join(most)))
    return Table(
        f"Joint works of {context.name(nation)} with members of {context.group.key}, "
        f"{frame['window'].iloc[0]}, and of these with a defence body {code}",
        (Column("Technology", weight=1.3), Column("Joint works", "right", 0.8),
         Column("defence body", "right", 0.9), Column("on both sides", "right", 0.9),
         Column("over 30 nations", "right", 1.0), Column("Most with", weight=3.4)),
        tuple(rows),
        note=f"{_NOTE} {code} opens the works behind the numbers under 'Most with'. "
        f"{context.works_kept(series.key)}",
        small=True,
    )  # fmt: skip
