"""Shares of nations and groups over the years, with intervals, and where two lines cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.evidence.tables import ROW, UNKNOWN, WORLD

Array = npt.NDArray[np.float64]

# With fewer records in a year any share of them is uncertain by eight points and more.
ENOUGH_A_YEAR = 100.0


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One nation's or group's share of the world by year; ``missing`` members are not covered.

    ``world`` are the records of all nations, of which ``share`` is taken.
    """

    name: str
    years: tuple[int, ...]
    count: Array
    world: Array
    share: Array
    low: Array
    high: Array
    missing: tuple[str, ...]


def share_lines(
    cube: Cube,
    series: Series,
    technology: str,
    members: Mapping[str, Sequence[str]],
    last: int,
    at_least: float = ENOUGH_A_YEAR,
) -> list[ShareLine]:
    """Yearly shares of the world in one technology.

    Args:
        cube: the evidence.
        series: a series of fractional credit, so that members may be added.
        technology: a key, a source field, or ``all``.
        members: {name of the line: nations that make it up}.
        last: the last year to show.
        at_least: years with fewer records of all nations are left out.

    Returns:
        One line per name; the 90 % interval is Poisson's for the count, never above the whole, and
        too narrow where the source itself changed from year to year.
    """
    rows = cube.rows("output", series.key, [technology])
    rows = rows[(rows["year"] <= last) & (rows["nation"] != UNKNOWN)].dropna(subset=[series.credit])
    table = rows.pivot_table(
        index="year", columns="nation", values=series.credit, aggfunc="sum", fill_value=0.0
    )
    shown = [name for name in table.columns if name != WORLD]
    whole = series.credit == "whole" and WORLD in table.columns
    totals = table[WORLD] if whole else table[shown].sum(axis=1)
    table, totals = table[totals >= at_least], totals[totals >= at_least]
    world = totals.to_numpy(float)
    lines = []
    for name, nations in members.items():
        inside = [n for n in nations if n in series.nations or n == ROW]
        count = table.reindex(columns=inside, fill_value=0.0).sum(axis=1).to_numpy(float)
        missing = tuple(n for n in nations if n not in series.nations and n != ROW)
        low = np.where(count > 0, gammaincinv(np.maximum(count, 1e-9), 0.05), 0.0)
        high = np.minimum(gammaincinv(count + 1.0, 0.95), np.maximum(world, count))
        years = tuple(int(year) for year in table.index)
        shares = (count / world, low / world, high / world)
        lines.append(ShareLine(name, years, count, world, *shares, missing))
    return lines


def crossing(above: ShareLine, below: ShareLine) -> tuple[int, int | None] | None:
    """The year from which one line stays above another.

    Returns:
        (first year of staying above by value, first year from which the intervals stay apart or
        None), or None where the line never comes to stay above.
    """
    by_value = _stays(above.years, above.share > below.share)
    if by_value is None:
        return None
    return by_value, _stays(above.years, above.low > below.high)


def _stays(years: tuple[int, ...], holds: npt.NDArray[np.bool_]) -> int | None:
    if not len(holds) or not holds[-1]:
        return None
    breaks = np.flatnonzero(~holds)
    first = int(breaks[-1]) + 1 if len(breaks) else 0
    return years[first]
