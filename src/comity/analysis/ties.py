"""Ties: joint records of a pair against what would be expected (methods §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.tie_panel import PARTS, Geography, TiePanel
from comity.indicators import (
    MINIMUM_EXPECTED,
    GravityFit,
    Posterior,
    affinity_posterior,
    calibrated_expectation,
    effective_links,
    fit_gravity,
    pair_intervals,
    pairs_below,
)

if TYPE_CHECKING:
    import pandas as pd

Array = npt.NDArray[np.float64]
AFFINITY = [
    "nation", "partner", "technology", "kind", "source", "window", "joint", "expected", "value",
    "low", "high", "p_below_one", "adjusted", "adjusted_low", "adjusted_high", "verdict",
]  # fmt: skip
COLUMNS = [*AFFINITY, *PARTS]
CERTAIN = 0.95
# The words where too little is expected, or nothing can be.
UNJUDGED = ("too little evidence", "no expectation")
CLEARLY_BELOW = 0.8


@dataclass(frozen=True, slots=True)
class TieMeans:
    """What a list of pairs needs of all ties, without intervals: a fifth of the work.

    Every array is shaped (nations, nations); ``posterior`` is the affinity's, from which a pair's
    interval can be had.
    """

    joint: Array
    expected: Array
    effective: Array
    posterior: Posterior
    value: Array
    gravity: GravityFit

    @property
    def gravity_expected(self) -> Array:
        """Joint records expected from distance, language and memberships too."""
        return self.gravity.expected

    @property
    def prior(self) -> float:
        """Shape of the affinities' prior, which the posterior has beyond the effective counts."""
        beyond = self.posterior.shape - self.effective
        known = np.isfinite(beyond)
        return float(np.median(beyond[known])) if known.any() else 1.0


@dataclass(frozen=True, slots=True)
class TieEstimates:
    """Estimates of all pairs of a panel; every array is shaped (nations, nations).

    ``group_joint`` and ``group_expected`` are for sums over partners: weighted links, in which a
    record counts once per nation, where the source gives them, else whole joint counts.
    ``gravity_log_sd`` is the standard error of gravity's expectation on the log scale.
    """

    joint: Array
    expected: Array
    value: Array
    low: Array
    high: Array
    p_below_one: Array
    adjusted: Array
    adjusted_low: Array
    adjusted_high: Array
    p_adjusted_below: Array
    gravity_expected: Array
    effective: Array
    group_joint: Array
    group_expected: Array
    gravity_log_sd: Array


def tie_means(panel: TiePanel, place: Geography) -> TieMeans:
    """Value, expectation and gravity's expectation of every pair of the series (methods §5)."""
    joint, expected, effective, posterior = as_counted(panel)
    gravity = fit_gravity(
        joint, place.distance, place.common_language, place.common_membership
    )  # fmt: skip
    return TieMeans(joint, expected, effective, posterior, posterior.value, gravity)


def as_counted(panel: TiePanel) -> tuple[Array, Array, Array, Posterior]:
    """Joint records, their expectation and effective count, and the affinity's posterior.

    Without gravity; every array is shaped (nations, nations).
    """
    joint, expected, effective = _margins(panel)
    return joint, expected, effective, affinity_posterior(joint, expected, effective)


def with_intervals(panel: TiePanel, means: TieMeans) -> TieEstimates:
    """The same with the intervals of every pair, raw and adjusted."""
    joint, expected, effective = means.joint, means.expected, means.effective
    own = pair_intervals(means.posterior)
    gravity = means.gravity.with_errors()
    posterior = affinity_posterior(joint, gravity.expected, effective, gravity.log_sd)
    adjusted = pair_intervals(posterior)
    return TieEstimates(
        joint, expected, own.value, own.low, own.high, own.p_below_one, adjusted.value,
        adjusted.low, adjusted.high, pairs_below(posterior, CLEARLY_BELOW), gravity.expected,
        effective,
        joint if panel.weighted is None else panel.weighted,
        expected if panel.weighted is None else calibrated_expectation(panel.weighted),
        gravity.log_sd,
    )  # fmt: skip


def _margins(panel: TiePanel) -> tuple[Array, Array, Array]:
    """Joint records of a window, their calibrated expectation, and their effective count."""
    joint = panel.yearly.sum(axis=0)
    expected = calibrated_expectation(joint)
    yearly_expected = np.stack([_rescaled(expected, joint, year) for year in panel.yearly])
    pooled = panel.window.last - panel.window.first + 1 if len(panel.yearly) == 1 else 1
    return joint, expected, effective_links(panel.yearly, yearly_expected, pooled)


def _rescaled(expected: Array, joint: Array, year: Array) -> Array:
    """The window's expectation with each nation's links scaled to one year's."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(joint.sum(axis=1) > 0, year.sum(axis=1) / joint.sum(axis=1), 0.0)
    return np.asarray(np.nan_to_num(expected * np.sqrt(np.outer(share, share))))


def verdict(expected: float, p_below: float, adjusted_expected: float, p_adjusted: float) -> str:
    """The words of methods §5 for one pair."""
    if not np.isfinite(expected):
        return "no expectation"
    if min(expected, adjusted_expected) < MINIMUM_EXPECTED:
        return "too little evidence"
    if p_adjusted >= CERTAIN:
        return "under-explored"
    if p_below >= CERTAIN:
        return "below average"
    if p_below <= 1 - CERTAIN:
        return "above average"
    return "about average"


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a ties table with enough expected for words."""
    return frame[~frame["verdict"].isin(UNJUDGED)]


def table(
    panel: TiePanel, found: TieEstimates, nation: str, partners: Sequence[str]
) -> pd.DataFrame:
    """Rows of the ties table for one nation and its partners inside the coverage."""
    import pandas as pd

    i = panel.nations.index(nation)
    rows = []
    for partner in partners:
        if partner == nation or partner not in panel.nations:
            continue
        j = panel.nations.index(partner)
        words = verdict(
            float(found.expected[i, j]),
            float(found.p_below_one[i, j]),
            float(found.gravity_expected[i, j]),
            float(found.p_adjusted_below[i, j]),
        )
        figures = (
            found.joint, found.expected, found.value, found.low, found.high, found.p_below_one,
            found.adjusted, found.adjusted_low, found.adjusted_high,
        )  # fmt: skip
        origin = (panel.technology, panel.series.kind, panel.series.source, panel.window.text)
        estimated = [float(figure[i, j]) for figure in figures]
        parts = [float(panel.parts[p][i, j]) if p in panel.parts else np.nan for p in PARTS]
        rows.append((nation, partner, *origin, *estimated, words, *parts))
    return pd.DataFrame(rows, columns=COLUMNS)
