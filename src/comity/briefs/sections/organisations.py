"""The leading organisations of a nation's strongest technologies, and their concentration."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.analysis.organisations import Concentrated, organisations
from comity.base.errors import ComityError
from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Table
from comity.briefs.wording import concentrated, estimate, number, percent

_TECHNOLOGIES = 3
_NAMED = 4
_NOTE = (
    "Credit is an organisation's shares of its works; in brackets its share of the nation's credit. "
    "Index: Herfindahl–Hirschman over the nations of the world. Monopoly risk by the rule of the ASPI "
    "tracker, on credit instead of most cited works: high with 8 of the ten largest organisations in the "
    "leading nation and three times the second nation's credit, medium with 5 and twice; margins to both "
    "in brackets, organisations first."
)


def blocks(context: Context, nation: str) -> list[Block]:
    """One table, where the evidence has organisations of a technology the nation is strong in."""
    found = [
        f for key in _strongest(context, nation) if (f := _found(context, nation, key)) is not None
    ]
    if not found:
        return []
    told = [f.attrs["concentration"] for f in found if f.attrs["concentration"] is not None]
    code = context.ledger.derive(
        f"Leading organisations of {context.name(nation)}",
        "; ".join(
            f"comity organisations {nation} --technology {f['technology'].iloc[0]} "
            f"--window {f.attrs['window']}"
            for f in found
        ),
        pd.concat(found).drop(columns=["nation", "kind", "source"]),
        list(dict.fromkeys(f.attrs["series"] for f in found)),
        " ".join(
            f"{context.technology(c.technology)}: {concentrated(c, context.name)}" for c in told
        ),
    )
    return [
        Table(
            f"Leading organisations in the strongest technologies {code}",
            (Column("Technology", weight=1.3), Column("Credit (share)", weight=3.2),
             Column("Index", "right", 1.5), Column("Lead between nations", weight=1.9),
             Column("Monopoly risk", weight=1.9)),
            tuple(_row(context, f) for f in found),
            note=_NOTE,
            small=True,
        )
    ]  # fmt: skip


def _strongest(context: Context, nation: str) -> list[str]:
    """Technologies in which a series with organisations tells most of a nation, highest first."""
    sources = {s.source for s in context.analysis.cube.with_table("organisations")}
    frame = context.headline
    mine = frame[(frame["nation"] == nation) & frame["source"].isin(sources)]
    ordered = mine.sort_values("value", ascending=False, kind="stable")["technology"]
    return list(dict.fromkeys(ordered))[:_TECHNOLOGIES]


def _found(context: Context, nation: str, technology: str) -> pd.DataFrame | None:
    try:
        frame = organisations(context.analysis, nation, technology, None, context.day)
    except ComityError:
        # No complete window of five years before the day.
        return None
    return frame if len(frame) else None


def _row(context: Context, frame: pd.DataFrame) -> tuple[str, ...]:
    named = [
        f"{row.name or row.organisation_id} {number(row.credit, 1)} ({percent(row.share_of_nation)})"
        for row in tuples(frame.head(_NAMED))
    ]
    label = f"{context.technology(frame['technology'].iloc[0])}, {frame.attrs['window']}"
    return (label, "; ".join(named), *_cells(context, frame.attrs["concentration"]))


def _cells(context: Context, found: Concentrated | None) -> tuple[str, str, str]:
    if found is None:
        return "–", "–", "fewer than ten organisations"
    nations, rule = found.nations, found.rule
    return (
        estimate(nations.hhi, nations.hhi_low, nations.hhi_high),
        f"{context.short(found.first)} {estimate(nations.ratio, nations.ratio_low, nations.ratio_high)} "
        f"times {context.short(found.second)}",
        f"{rule.level}: {found.held} of 10 ({rule.held_over_medium:+d} and {rule.ratio_over_medium:+.1f} "
        f"to medium, {rule.held_over_high:+d} and {rule.ratio_over_high:+.1f} to high)",
    )
