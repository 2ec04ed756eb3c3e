"""How concentrated a technology is on few nations, series by series (methods §8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from comity.analysis.organisations import Concentrated, organisations
from comity.analysis.panel import has_margins
from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.base.errors import ComityError
from comity.evidence.manifest import Series
from comity.indicators import Concentration, concentration

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class ConcentratedSeries:
    """How concentrated the records of one series are over the nations that it lists.

    Attributes:
        series: which.
        window: of its records.
        holders: how many nations have any record.
        covered: the listed nations' part of the world's records; above 1 where whole counting
            counts a joint record once for each of its nations.
        first: the nation with most records.
        second: the next.
        found: index and lead with intervals.
        rule: by organisations too, where the evidence keeps them.
    """

    series: Series
    window: Window
    holders: int
    covered: float
    first: str
    second: str
    found: Concentration
    rule: Concentrated | None


def concentrations(
    analysis: Analysis, technology: str, kind: str | None, window: Window | None, day: dt.date
) -> list[ConcentratedSeries]:
    """One row per series that tells a technology for two nations or more.

    The intervals rest on the effective count of all nations together: it holds the variance
    between years, as those of shares do.

    Raises:
        InputError: a window without evidence.
    """
    told = [s for s in analysis.cube.with_table("output", kind) if technology in s.technologies]
    # Papers of chosen conferences stand last.
    mine = sorted((s for s in told if has_margins(s)), key=lambda s: (s.source == "papers", s.key))
    found = []
    for series, used in analysis.windows(mine, window, day):
        row = _of_series(analysis, series, used, technology, day)
        if row is not None:
            found.append(row)
    return found


def _of_series(
    analysis: Analysis, series: Series, window: Window, technology: str, day: dt.date
) -> ConcentratedSeries | None:
    panel, estimates = analysis.strength_panel(series, window)
    if technology not in panel.technologies:
        return None
    j = panel.technologies.index(technology)
    counts, world = estimates.observed[:, j], float(panel.world[:, j].sum())
    holders = int((counts > 0).sum())
    if holders < _FEWEST or world <= 0:
        return None
    first, second = np.argsort(-counts, kind="stable")[:2]
    everyone = np.ones(len(counts), bool)
    effective = float(estimates.pooled(everyone).effective[0, j])
    return ConcentratedSeries(
        series, window, holders, float(counts.sum()) / world, panel.nations[first],
        panel.nations[second], concentration(counts, effective),
        _rule(analysis, series, panel.nations[first], technology, window, day),
    )  # fmt: skip


def _rule(
    analysis: Analysis, series: Series, nation: str, technology: str, window: Window, day: dt.date
) -> Concentrated | None:
    if "organisations" not in series.tables:
        return None
    try:
        frame = organisations(analysis, nation, technology, window, day)
    except ComityError:
        return None
    found: Concentrated | None = frame.attrs["concentration"]
    return found
