"""Impact and emergence of a nation by technology, for its page (methods §3, §4 and §10)."""

from __future__ import annotations

import pandas as pd

from comity.analysis.frames import tuples
from comity.briefs.context import Context
from comity.briefs.model import Block, Column, Table
from comity.briefs.reading import notes
from comity.briefs.wording import estimate, kind_plural, listed, number, percent

_PP = (
    "PP(top 10 %): share of the nation's records among the most cited tenth of their field, year "
    "and type; 10 % is the world's."
)
_EMERGENCE = (
    "Emergence: Carley–Porter score of the ten years up to the window's last, to compare within "
    "one series only. Growth is over these years, relative to all records of the series."
)


def blocks(context: Context, nation: str) -> list[Block]:
    """Impact and emergence by technology, where a series tells which records are most cited."""
    frame = context.impact
    told = frame[frame["pp_top10"].notna() & (frame["verdict"] != "too little evidence")]
    mine = told[told["nation"] == nation]
    if mine.empty:
        return []
    several = mine[["source", "kind"]].drop_duplicates().shape[0] > 1
    code = context.ledger.derive(
        f"Impact and emergence of {context.name(nation)}",
        f"comity strengths {nation} --on {context.day}",
        mine.drop(columns=["nation", "expected", "p_above_one", "verdict"]),
        context.series_of(mine),
        f"{_PP} {_EMERGENCE}",
    )
    rows = tuple(
        (
            f"{context.technology(r.technology)}{f', {kind_plural(r.kind)}, {r.source}' if several else ''}",
            percent(r.share_of_world),
            estimate(r.value, r.low, r.high),
            _shares(r.pp_top10, r.pp_low, r.pp_high),
            _signed(r.emergence, r.emergence_low, r.emergence_high),
            _shares(r.growth, r.growth_low, r.growth_high, " to "),
        )
        for r in tuples(mine)
    )
    windows = listed(sorted(set(mine["window"])))
    return [
        Table(
            f"Impact and emergence, {windows}, with 90 % intervals {code}",
            (Column("Technology", weight=1.6), Column("World share", "right", 0.8),
             Column("Advantage", "right", 1.4), Column("PP(top 10 %)", "right", 1.5),
             Column("Emergence", "right", 1.7), Column("Growth a year", "right", 1.7)),
            rows,
            note=f"{_PP} {_incomplete(frame)}{_EMERGENCE} {notes(context, context.series_of(mine))}".strip(),
            small=True,
        )
    ]  # fmt: skip


def _incomplete(frame: pd.DataFrame) -> str:
    years = [str(year) for year in frame.attrs["incomplete"]]
    return f"Incomplete, because citations still come: {listed(years)}. " if years else ""


def _shares(value: float, low: float, high: float, to: str = "–") -> str:
    if value != value:
        return "–"
    return f"{percent(value)} ({100 * low:.1f}{to}{100 * high:.1f})"


def _signed(value: float, low: float, high: float) -> str:
    if value != value:
        return "–"
    return f"{number(value, 1)} ({number(low, 1)} to {number(high, 1)})"
