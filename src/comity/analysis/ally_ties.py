"""A nation's ties with a group before and after a year, beside nations without an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from comity.analysis.query import Analysis
from comity.analysis.tie_panel import TiePanel, geography, read_tie_panel
from comity.analysis.windows import Window
from comity.evidence.manifest import Series
from comity.indicators import MINIMUM_EXPECTED, calibrated_expectation
from comity.indicators.event_study import Effect, effect

Array = npt.NDArray[np.float64]

SPAN = 5
# A window cut short by the end of the evidence still needs so many years.
SHORTEST = 3
# Joint records with the whole group that both windows must expect: below, chance is all there is.
ENOUGH = 50.0
# From an agreement to its placebo date: all of the placebo's windows end before the agreement.
PLACEBO = SPAN + 1


@dataclass
class AllyTies:
    """Joint records by year of one series and technology; what is fitted to a window is kept."""

    measure: str
    technology: str
    series: Series
    panel: TiePanel
    distance: Array
    last: int
    _fitted: dict[Window, tuple[Array, Array]] = field(default_factory=dict)

    def windows(self, year: int) -> tuple[Window, Window] | None:
        """Five years before and after a year, cut by the evidence; None where too few are left."""
        first = max(year - SPAN, self.series.years[0])
        last = min(year + SPAN, self.last)
        if year - first < SHORTEST or last - year < SHORTEST:
            return None
        return Window(first, year - 1), Window(year + 1, last)

    def compare(
        self, nation: str, year: int, members: Sequence[str], without: set[str], seed: int
    ) -> tuple[Effect, Effect | None] | None:
        """Effects on log affinity, over the sum and of the median member.

        Args:
            nation: the one with the event, covered by the series.
            year: of the event; it belongs to neither window.
            members: of the group, the same before and after.
            without: nations that may stand beside it.
            seed: of the draws.

        Returns:
            None where the windows are too short or too few nations can stand beside; the median's
            is None alone where too little is expected with most members.
        """
        found = self.windows(year)
        if found is None:
            return None
        change, medians, covariates = self._changes(*found, members)
        eligible = np.array([n in without and n not in members for n in self.panel.nations])
        unit = self.panel.nations.index(nation)
        total = effect(change, covariates, unit, eligible, seed)
        return None if total is None else (
            total, effect(medians, covariates, unit, eligible, seed)
        )  # fmt: skip

    def _changes(
        self, before: Window, after: Window, members: Sequence[str]
    ) -> tuple[Array, Array, Array]:
        """Change of log affinity over the sum and of the median member, and the covariates.

        The covariates are log size, log distance to the members and log affinity, all before.
        """
        chosen = [i for i, n in enumerate(self.panel.nations) if n in members]
        (joint, expected), (later, due) = self._fit(before), self._fit(after)
        level, enough = _log_sum(joint[:, chosen], expected[:, chosen])
        new, still = _log_sum(later[:, chosen], due[:, chosen])
        change = np.where(enough & still, new - level, np.nan)
        pairs = (expected[:, chosen] >= MINIMUM_EXPECTED) & (due[:, chosen] >= MINIMUM_EXPECTED)
        moved = _log(later[:, chosen], due[:, chosen]) - _log(joint[:, chosen], expected[:, chosen])
        medians = np.full(len(change), np.nan)
        for i in np.flatnonzero(np.isfinite(change) & (2 * pairs.sum(axis=1) >= len(chosen))):
            medians[i] = np.median(moved[i, pairs[i]])
        size = np.log(np.maximum(joint.sum(axis=1), 1.0))
        away = np.log(np.maximum(self.distance[:, chosen].mean(axis=1), 1.0))
        return change, medians, np.stack([size, away, level], axis=1)

    def _fit(self, window: Window) -> tuple[Array, Array]:
        """Joint records of a window and their calibrated expectation, nan turned to none."""
        if window not in self._fitted:
            years = self.panel.series.years
            inside = [window.first <= year <= window.last for year in years]
            joint = self.panel.yearly[np.array(inside)].sum(axis=0)
            self._fitted[window] = joint, np.nan_to_num(calibrated_expectation(joint))
        return self._fitted[window]


def ally_ties(
    analysis: Analysis, measure: str, technology: str, series: Series, last: int
) -> AllyTies | None:
    """One series' joint records by year up to ``last``; None where they cannot make two windows."""
    years = [year for year in series.years if year <= last]
    by_year = not series.pooled and not series.links_windows
    if not by_year or len(years) < 2 * SHORTEST + 1 or years[-1] - years[0] >= len(years):
        return None
    panel = read_tie_panel(analysis.cube, series, Window(series.first, series.last), technology)
    register = analysis.register
    # Distances do not change, so any year's geography holds them.
    place = geography(panel.nations, register.nations, register.groups, years[-1])
    return AllyTies(measure, technology, series, panel, place.distance, years[-1])


def _log(joint: Array, expected: Array) -> Array:
    # Half a record keeps pairs without any in the picture.
    return np.asarray(np.log((joint + 0.5) / (expected + 0.5)))


def _log_sum(joint: Array, expected: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Log affinity over the sum of members, and whether enough is expected."""
    total = expected.sum(axis=1)
    return _log(joint.sum(axis=1), total), total >= ENOUGH
