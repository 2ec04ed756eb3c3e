"""Ties: joint records of a pair against what would be expected (methods §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analysis.windows import Window, nothing_there, years_within
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.indicators import (
    MINIMUM_EXPECTED,
    affinity,
    affinity_given,
    calibrated_expectation,
    effective_links,
    gravity_expectation,
    great_circle,
    p_affinity_below,
)
from comity.reference.groups import Groups
from comity.reference.nations import Nations

Array = npt.NDArray[np.float64]
AFFINITY = [
    "nation", "partner", "technology", "kind", "source", "window", "joint", "expected", "value",
    "low", "high", "p_below_one", "adjusted", "adjusted_low", "adjusted_high", "verdict",
]  # fmt: skip
# Of the joint records: those of more than 30 nations, and with a defence body on a side or both.
PARTS = ["joint_many", "joint_defence", "joint_defence_both"]
COLUMNS = [*AFFINITY, *PARTS]
# Groups whose common membership the gravity model may explain a tie by.
MEMBERSHIPS = ("NATO", "EU")
CERTAIN = 0.95
# The words where too little is expected, or nothing can be.
UNJUDGED = ("too little evidence", "no expectation")
CLEARLY_BELOW = 0.8


@dataclass(frozen=True, slots=True)
class TiePanel:
    """One series' joint records in one technology: ``yearly`` shaped (years, nations, nations).

    ``parts`` are the counts of PARTS over the window, (nations, nations) each, as far as the
    series tells them.
    """

    series: Series
    window: Window
    technology: str
    nations: tuple[str, ...]
    yearly: Array
    weighted: Array | None
    parts: dict[str, Array] = field(default_factory=dict)


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


def read_links(cube: Cube, series: Series, window: Window, technology: str) -> pd.DataFrame:
    """Rows of joint records in one technology and window, with all their figures.

    Raises:
        InputError: the joint records have windows of their own, and this is none of them.
    """
    own = series.links_windows
    if own and (window.first, window.last) not in own:
        raise nothing_there([series], window, None, links=True)
    figures = ["nation_a", "nation_b", "year", "until", "joint", "weighted", *PARTS]
    rows = cube.rows("links", series.key, [technology], figures)
    if own:
        # Only that window's rows: others may lie within it.
        return rows[(rows["year"] == window.first) & (rows["until"] == window.last)]
    return rows[(rows["year"] >= window.first) & (rows["until"] <= window.last)]


def told(rows: pd.DataFrame) -> list[str]:
    """Which of PARTS the rows tell: all of them, for with one unknown a sum is too small."""
    return [name for name in PARTS if len(rows) and rows[name].notna().all()]


def read_tie_panel(cube: Cube, series: Series, window: Window, technology: str) -> TiePanel:
    """Read joint records of one technology into symmetric arrays over the whole series.

    Raises:
        InputError: as in :func:`read_links`.
    """
    rows = read_links(cube, series, window, technology)
    one = series.pooled or series.links_windows
    years = [window.first] if one else years_within(series, window)
    nations = series.links_nations
    place = pd.Index(nations)
    index = (
        pd.Index(years).get_indexer(pd.Index(rows["year"])),
        place.get_indexer(pd.Index(rows["nation_a"])),
        place.get_indexer(pd.Index(rows["nation_b"])),
    )

    def symmetric(column: str) -> Array:
        cells = np.zeros((len(years), len(nations), len(nations)))
        np.add.at(cells, index, rows[column].fillna(0.0).to_numpy(float))
        return cells + cells.transpose(0, 2, 1)

    weighted = None if rows["weighted"].isna().any() else symmetric("weighted").sum(axis=0)
    parts = {name: symmetric(name).sum(axis=0) for name in told(rows)}
    return TiePanel(series, window, technology, nations, symmetric("joint"), weighted, parts)


@dataclass(frozen=True, slots=True)
class Geography:
    """What the gravity model knows of a pair: distance, common language, common memberships."""

    distance: Array
    common_language: Array
    common_membership: Array


def geography(nations: Sequence[str], register: Nations, groups: Groups, year: int) -> Geography:
    """Distances between capitals in km, and shared languages and memberships at a year's end.

    A place without a capital in the register takes the median distance.
    """
    found = [register[nation] for nation in nations]
    latitude = np.array([np.nan if n.latitude is None else n.latitude for n in found])
    longitude = np.array([np.nan if n.longitude is None else n.longitude for n in found])
    distance = great_circle(latitude, longitude)
    known = np.isfinite(distance)
    distance = np.where(known, distance, np.median(distance[known]) if known.any() else 1.0)
    languages = sorted({language for n in found for language in n.languages})
    speaks = np.array([[language in n.languages for language in languages] for n in found], float)
    day = pd.Timestamp(year, 12, 31).date()
    members = [set(groups.get(key).on(day)) for key in MEMBERSHIPS]
    inside = np.array([[nation in group for group in members] for nation in nations], float)
    return Geography(
        np.maximum(distance, 1.0),
        (speaks @ speaks.T > 0).astype(float),
        (inside @ inside.T > 0).astype(float),
    )


def estimate_ties(panel: TiePanel, place: Geography) -> TieEstimates:
    """Affinity of every pair of the series, raw and adjusted for distance (methods §5)."""
    joint, expected, effective = margins(panel)
    raw = affinity(joint, effective)
    gravity = gravity_expectation(
        joint, place.distance, place.common_language, place.common_membership
    )
    adjusted = affinity_given(joint, gravity.expected, effective, gravity.log_sd)
    below = p_affinity_below(joint, gravity.expected, CLEARLY_BELOW, effective, gravity.log_sd)
    return TieEstimates(
        joint, expected, raw.value, raw.low, raw.high, raw.p_below_one, adjusted.value,
        adjusted.low, adjusted.high, below, gravity.expected, effective,
        joint if panel.weighted is None else panel.weighted,
        expected if panel.weighted is None else calibrated_expectation(panel.weighted),
        gravity.log_sd,
    )  # fmt: skip


def margins(panel: TiePanel) -> tuple[Array, Array, Array]:
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
