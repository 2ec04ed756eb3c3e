"""The affinity of one pair over time: windows of five years that follow each other (methods §5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.ally_ties import SHORTEST
from comity.analysis.tie_panel import read_tie_panel
from comity.analysis.ties import as_counted, verdict
from comity.analysis.windows import DEFAULT_YEARS, Window, choose, choose_links
from comity.base.dates import last_complete_year
from comity.base.errors import InputError, NothingError
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL
from comity.indicators import Posterior

if TYPE_CHECKING:
    import pandas as pd

    from comity.analysis.query import Analysis

Array = npt.NDArray[np.float64]
COLUMNS = [
    "nation", "partner", "technology", "kind", "source", "series", "window", "first", "last",
    "joint", "expected", "value", "low", "high", "p_below_one", "verdict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What is kept of a window: joint records, expectation and posterior of every pair."""

    joint: Array
    expected: Array
    posterior: Posterior


def tie_history(
    analysis: Analysis, nation: str, partner: str, technology: str, kind: str | None, day: dt.date
) -> pd.DataFrame:
    """The affinity of two nations in every window that ended before a day's year.

    Raises:
        InputError: a nation with itself, or no series has joint records of both in windows that
            ended by then.
    """
    import pandas as pd

    if nation == partner:
        raise InputError(f"{nation!r} with itself: name a partner other than the nation itself.")
    rows = []
    for series in analysis.cube.with_table("links", kind):
        held = technology in series.technologies or (technology == ALL and series.links_totals)
        if not held or not {nation, partner} <= set(series.links_nations):
            continue
        i, j = sorted(series.links_nations.index(name) for name in (nation, partner))
        for window in successive(series, last_complete_year(day)):
            found = _fitted(analysis, series, window, technology)
            joint, expected = float(found.joint[i, j]), float(found.expected[i, j])
            pair = Posterior(found.posterior.shape[i, j], found.posterior.rate[i, j])
            value, low, high = (float(end) for end in _interval(pair))
            below = float(1.0 - pair.above(1.0))
            rows.append((
                nation, partner, technology, series.kind, series.source, series.key, window.text,
                window.first, window.last, joint, expected, value, low, high, below,
                # Against the expectation as counted alone: distance plays no part here.
                verdict(expected, below, expected, 0.0),
            ))  # fmt: skip
    if not rows:
        raise NothingError(
            f"no joint records of {nation} and {partner} in {technology!r}"
            f"{f' of kind {kind}' if kind else ''} by {day}: no series covers both."
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def successive(series: Series, end: int) -> list[Window]:
    """A series' windows of joint records that do not overlap and end by a year, in order.

    They are counted back from the series' own last year whatever the day, so that a window means
    the same years on every day; one cut short at the beginning needs three years.
    """
    if series.pooled:
        own = choose(series, None, end)
        return [own] if own else []
    found: list[Window] = []
    if series.links_windows:
        before = end
        while (own := choose_links(series, None, before)) is not None:
            found.append(own)
            before = own.first - 1
        return found[::-1]
    gaps = series.last - series.first >= len(series.years)
    for last in range(series.last, series.first - 1, -DEFAULT_YEARS):
        window = choose(series, Window(last - DEFAULT_YEARS + 1, last), None)
        whole = window is not None and (gaps or window.last - window.first + 1 >= SHORTEST)
        if window is not None and whole and window.last <= end:
            found.append(window)
    return found[::-1]


def _fitted(analysis: Analysis, series: Series, window: Window, technology: str) -> _Fitted:
    """A window's ties as counted, made once: windows are few and the same on every day."""
    key = ("tie-history", series.key, window, technology)
    if key not in analysis.kept:
        panel = read_tie_panel(analysis.cube, series, window, technology)
        joint, expected, _, posterior = as_counted(panel)
        analysis.kept[key] = _Fitted(joint, expected, posterior)
    found: _Fitted = analysis.kept[key]
    return found


def _interval(pair: Posterior) -> tuple[Array, Array, Array]:
    once = Posterior(np.atleast_1d(pair.shape), np.atleast_1d(pair.rate))
    value, low, high = once.interval()
    return value[0], low[0], high[0]
