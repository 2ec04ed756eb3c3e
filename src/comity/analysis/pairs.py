"""The pair table: candidates with features of one window and the outcome of a later one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.cuts import subjects
from comity.analysis.ties import read_tie_panel
from comity.analysis.windows import Window, choose
from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.indicators import calibrated_expectation
from comity.indicators.potential import (
    affinity_similarity,
    common_partners,
    complementarity,
    profile_similarity,
    proximity,
)

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.analysis.ties import TieMeans, TiePanel
    from comity.evidence.manifest import Series

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MINIMUM_EXPECTED = 5.0
MINIMUM_RECORDS = 50.0
FEATURES = (
    "persistence", "attachment", "common", "third", "gravity", "profile", "complement", "overall",
    "trend",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PairTable:
    """Candidates of one cut: arrays over pairs; ``features`` by name, nan where unknown.

    ``left`` and ``right`` index ``nations``; ``subject`` indexes ``subjects``. ``positive`` and
    ``excess`` are None for a window without an outcome yet.
    """

    series: str
    window: Window
    nations: tuple[str, ...]
    subjects: tuple[str, ...]
    left: Ints
    right: Ints
    subject: Ints
    joint: Array
    expected: Array
    features: dict[str, Array]
    positive: npt.NDArray[np.bool_] | None
    excess: Array | None

    def matrix(self, names: tuple[str, ...] = FEATURES) -> Array:
        """The features as columns."""
        return np.stack([self.features[name] for name in names], axis=1)

    def __len__(self) -> int:
        return len(self.left)


def pair_table(
    analysis: Analysis,
    series: Series,
    window: Window,
    outcome: Window | None = None,
    chosen: tuple[str, ...] | None = None,
) -> PairTable:
    """Candidates of a series in a window, and what became of them in a later one.

    Args:
        analysis: the cube.
        series: one with joint records.
        window: where features come from.
        outcome: where the outcome comes from, later than all of ``window``.
        chosen: subjects; by default those the series is cut by.

    Raises:
        InputError: the outcome does not come after the features, or the window has no links.
    """
    if outcome is not None and outcome.first <= window.last:
        raise InputError(f"outcome {outcome.text} must begin after {window.text} ends.")
    names = chosen or subjects(series)
    large = None
    whole = None
    if series.links_totals:
        whole = analysis.tie_means(series, window, ALL)
        large = whole[1].joint.sum(axis=1) >= MINIMUM_RECORDS
    parts = []
    for place, subject in enumerate(names):
        panel, found = analysis.tie_means(series, window, subject)
        if not np.isfinite(found.expected).any():
            continue
        size = large if large is not None else found.joint.sum(axis=1) >= MINIMUM_RECORDS
        parts.append(_one(analysis, panel, found, size, whole if subject != ALL else None, place,
                          outcome))  # fmt: skip
    return _stacked(series, window, names, parts, outcome is not None)


def _one(
    analysis: Analysis,
    panel: TiePanel,
    found: TieMeans,
    large: npt.NDArray[np.bool_],
    whole: tuple[TiePanel, TieMeans] | None,
    place: int,
    outcome: Window | None,
) -> dict[str, Array]:
    """Columns of one subject's candidates."""
    left, right = np.triu_indices(len(panel.nations), 1)
    with np.errstate(invalid="ignore"):
        kept = (
            (found.expected[left, right] >= MINIMUM_EXPECTED)
            & (found.value[left, right] < 1.0)
            & large[left] & large[right]
        )  # fmt: skip
    left, right = left[kept], right[kept]
    tables = {
        **_tie_features(found, large),
        **_profile_features(analysis, panel),
        "overall": _log(whole[1].value) if whole is not None else np.full_like(found.value, np.nan),
        "trend": _trend(panel.yearly),
    }
    columns = {name: table[left, right] for name, table in tables.items()}
    columns |= {
        "left": left, "right": right, "subject": np.full(len(left), place),
        "joint": found.joint[left, right], "expected": found.expected[left, right],
    }  # fmt: skip
    if outcome is not None:
        later = read_tie_panel(analysis.cube, panel.series, outcome, panel.technology)
        joint = later.yearly.sum(axis=0)
        due = calibrated_expectation(joint)
        columns["positive"] = (joint >= due)[left, right].astype(float)
        columns["excess"] = (joint - due * found.value)[left, right]
    return columns


def _tie_features(found: TieMeans, large: npt.NDArray[np.bool_]) -> dict[str, Array]:
    """Features of the pair's own tie and of its ties with third nations."""
    log = _log(found.value)
    # Small nations have affinities of little meaning; they are no third nations.
    thirds = np.where(large[:, None] & large[None, :], log, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = found.joint / found.expected
    return {
        "persistence": log,
        "raw": raw,
        "attachment": _log(found.expected),
        "common": common_partners(thirds, found.joint.sum(axis=1)),
        "third": affinity_similarity(thirds),
        "gravity": _log(found.gravity_expected) - _log(found.expected),
    }


def _profile_features(analysis: Analysis, panel: TiePanel) -> dict[str, Array]:
    """Likeness and complementarity of the two nations' profiles over the articles' fields."""
    unknown = np.full((len(panel.nations),) * 2, np.nan)
    series = analysis.cube.series.get(analysis.articles)
    window = None if series is None else choose(series, panel.window, None)
    if series is None or window is None:
        return {"profile": unknown, "complement": unknown}
    # The same for every subject of a series, and whatever its joint records.
    key = ("profile features", series.key, window, panel.nations)
    if key not in analysis.kept:
        analysis.kept[key] = _profiles(analysis, series, window, panel.nations)
    found: dict[str, Array] = analysis.kept[key]
    return found


def _profiles(
    analysis: Analysis, series: Series, window: Window, nations: tuple[str, ...]
) -> dict[str, Array]:
    profile, estimates = analysis.strength_panel(series, window)
    at = {nation: i for i, nation in enumerate(profile.nations)}
    rows = np.array([at.get(nation, -1) for nation in nations])
    known = rows >= 0
    log = np.where(known[:, None], _log(estimates.value)[rows], np.nan)
    special = np.where(known[:, None], estimates.p_above_one[rows], np.nan)
    # Around all fields: how much of what one lacks the other has, both directions.
    near = proximity(special).sum(axis=0)
    one_way = complementarity(near, special[:, None, :], special[None, :, :])
    return {"profile": profile_similarity(log), "complement": (one_way + one_way.T) / 2.0}


def _trend(yearly: Array) -> Array:
    """Log change of affinity from the first to the second half of the window."""
    half = len(yearly) // 2
    if not half:
        return np.full(yearly.shape[1:], np.nan)
    before, after = yearly[:half].sum(axis=0), yearly[-half:].sum(axis=0)

    def log_ratio(joint: Array) -> Array:
        # Half a record keeps pairs without any in the picture.
        return _log((joint + 0.5) / (calibrated_expectation(joint) + 0.5))

    return log_ratio(after) - log_ratio(before)


def _log(values: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log(values), np.nan)


def _stacked(
    series: Series,
    window: Window,
    names: tuple[str, ...],
    parts: list[dict[str, Array]],
    later: bool,
) -> PairTable:
    def joined(name: str) -> Array:
        return np.concatenate([part[name] for part in parts]) if parts else np.zeros(0)

    return PairTable(
        series=series.key, window=window, nations=series.links_nations, subjects=names,
        left=joined("left").astype(np.int64), right=joined("right").astype(np.int64),
        subject=joined("subject").astype(np.int64), joint=joined("joint"),
        expected=joined("expected"),
        features={name: joined(name) for name in (*FEATURES, "raw")},
        positive=joined("positive").astype(bool) if later else None,
        excess=joined("excess") if later else None,
    )  # fmt: skip
