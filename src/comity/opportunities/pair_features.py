"""The features of all pairs of a window, before any is a candidate (methods §6, §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.windows import Window, choose
from comity.indicators import (
    affinity_similarity,
    calibrated_expectation,
    common_partners,
    complementarity,
    profile_similarity,
    proximity,
)
from comity.opportunities.cuts import subjects

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.analysis.ties import TieMeans

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# What the model knows of a pair, each (nations, nations); the words are those of the docs.
FEATURES = {
    "persistence": "log shrunk affinity",
    "attachment": "log of the expected joint records",
    "common": "mean of the weaker log affinity to third nations, larger ones weighing more",
    "third": "correlation of log affinities to third nations",
    "gravity": "log of gravity's expectation over the calibrated one",
    "profile": "correlation of the log-advantage profiles",
    "complement": "what either side has around what the other lacks",
    "overall": "log affinity of the pair in all technologies of the series",
    "trend": "log change of affinity from the first to the second half of the window",
}


def tie_features(found: TieMeans, yearly: Array, large: Flags) -> dict[str, Array]:
    """Features of the pair's own tie and of its ties with third nations.

    Args:
        found: values of all pairs.
        yearly: (years, nations, nations) joint records.
        large: (nations,) those that are candidates; small ones have affinities of little meaning
            and are no third nations either.
    """
    log = _log(found.value)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = found.joint / found.expected
    kept = np.ix_(large, large)

    def spread(values: Array) -> Array:
        whole = np.full(log.shape, np.nan)
        whole[kept] = values
        return whole

    return {
        "persistence": log,
        "raw": raw,
        "attachment": _log(found.expected),
        "common": spread(common_partners(log[kept], found.joint.sum(axis=1)[large])),
        "third": spread(affinity_similarity(log[kept])),
        "gravity": _log(found.gravity_expected) - _log(found.expected),
        "trend": _trend(yearly),
    }


def profile_features(
    analysis: Analysis, nations: tuple[str, ...], window: Window
) -> dict[str, Array]:
    """Likeness and complementarity of two nations' profiles over the fields of their articles.

    All nan where the series of articles has no year inside the window: later years would tell
    what was not known then.
    """
    unknown = np.full((len(nations),) * 2, np.nan)
    series = analysis.cube.series.get(analysis.articles)
    own = None if series is None else choose(series, window, None)
    if series is None or own is None:
        return {"profile": unknown, "complement": unknown}
    profile, estimates = analysis.strength_panel(series, own)
    at = {nation: i for i, nation in enumerate(profile.nations)}
    rows = np.array([at.get(nation, -1) for nation in nations], dtype=np.intp)
    known = (rows >= 0)[:, None]
    # The source's own fields where it has any: technologies made of them would count twice.
    fields = [i for i, t in enumerate(profile.technologies) if t in subjects(series)]
    value, above = estimates.value[:, fields], estimates.p_above_one[:, fields]
    log = np.where(known, _log(value)[rows], np.nan)
    special = np.where(known, above[rows], np.nan)
    # Around all fields: how much of what one lacks the other has, in both directions.
    near = proximity(above).sum(axis=0)
    one_way = complementarity(near, special)
    return {"profile": profile_similarity(log), "complement": (one_way + one_way.T) / 2.0}


def overall(whole: TieMeans | None, nations: int) -> Array:
    """Log affinity in all technologies; nan where the pairs are those of all technologies."""
    return np.full((nations, nations), np.nan) if whole is None else _log(whole.value)


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
