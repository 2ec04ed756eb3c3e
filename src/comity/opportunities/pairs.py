"""The pair table: candidates with features of one window and the outcome of a later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.tie_panel import TiePanel, read_tie_panel
from comity.analysis.ties import TieMeans
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.indicators import MINIMUM_EXPECTED, calibrated_expectation
from comity.opportunities import pair_features
from comity.opportunities.cuts import subjects

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.evidence.manifest import Series

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# International records of the series that a nation has at least in the feature window.
MINIMUM_RECORDS = 50.0
# Of three nations, or of equal ones, each pair has what is expected up to rounding.
_ROUNDING = 1e-6
FEATURES = tuple(pair_features.FEATURES)
__all__ = ["FEATURES", "MINIMUM_EXPECTED", "MINIMUM_RECORDS", "PairTable", "pair_table"]


@dataclass(frozen=True, slots=True)
class PairTable:
    """Candidates of one cut: arrays over pairs; ``features`` by name, nan where unknown.

    ``left`` and ``right`` index ``nations``; ``subject`` indexes ``subjects``. ``positive`` (the
    pair reached its expectation) and ``excess`` (joint records beyond what the later margins and
    the pair's own affinity predict) are None for a window without an outcome yet.
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
    positive: Flags | None
    excess: Array | None

    def matrix(self, names: tuple[str, ...] = FEATURES) -> Array:
        """The features as columns, (pairs, features)."""
        return np.stack([self.features[name] for name in names], axis=1)

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all subjects of a cut share."""

    large: Flags | None
    whole: tuple[TiePanel, TieMeans] | None
    profiles: dict[str, Array]


def pair_table(
    analysis: Analysis,
    series: Series,
    window: Window,
    outcome: Window | None = None,
    chosen: tuple[str, ...] | None = None,
    like: PairTable | None = None,
) -> PairTable:
    """Candidates of a series in a window, and what became of them in a later one (methods §7).

    A candidate expects at least ``MINIMUM_EXPECTED`` joint records and has a shrunk affinity below
    one, between two nations of at least ``MINIMUM_RECORDS`` international records of the series.
    Subjects without a unique expectation, in the window or the outcome, have none.

    Args:
        analysis: the cube.
        series: one with joint records.
        window: where features come from.
        outcome: where the outcome comes from, later than all of ``window``.
        chosen: subjects; by default those the series is cut by.
        like: a table of the same series and subjects, whose pairs stand in place of the candidates.

    Raises:
        InputError: the outcome does not come after the features, or the window has no links.
    """
    if outcome is not None and outcome.first <= window.last:
        raise InputError(f"outcome {outcome.text} must begin after {window.text} ends.")
    names = subjects(series) if chosen is None else chosen

    def valued(subject: str) -> tuple[TiePanel, TieMeans]:
        return analysis.tie_means(series, window, subject)

    whole = valued(ALL) if series.links_totals else None
    large = None if whole is None else whole[1].joint.sum(axis=1) >= MINIMUM_RECORDS
    profiles = pair_features.profile_features(analysis, series.links_nations, window)
    setting = _Setting(large, whole, profiles)
    parts = []
    for number, subject in enumerate(names):
        panel, found = whole if whole is not None and subject == ALL else valued(subject)
        part = _columns(panel, found, setting, number, like)
        later = None if outcome is None else _outcome(analysis, panel, found, outcome, part)
        if outcome is None or later is not None:
            parts.append({**part, **(later or {})})
    return _stacked(series, window, names, parts, outcome is not None)


def _candidates(found: TieMeans, large: Flags) -> tuple[Ints, Ints]:
    """Places of both nations of one subject's candidates."""
    left, right = np.triu_indices(len(large), 1)
    with np.errstate(invalid="ignore"):
        kept = (
            (found.expected[left, right] >= MINIMUM_EXPECTED)
            & (found.value[left, right] < 1.0 - _ROUNDING)
            & large[left] & large[right]
        )  # fmt: skip
    return left[kept], right[kept]


def _columns(
    panel: TiePanel, found: TieMeans, setting: _Setting, number: int, like: PairTable | None
) -> dict[str, Array | Ints]:
    """Columns of one subject's pairs."""
    large = setting.large
    if large is None:
        large = found.joint.sum(axis=1) >= MINIMUM_RECORDS
    if like is None:
        left, right = _candidates(found, large)
    else:
        own = like.subject == number
        left, right = like.left[own], like.right[own]
    whole = None if panel.technology == ALL or setting.whole is None else setting.whole[1]
    tables = {
        **pair_features.tie_features(found, panel.yearly, large),
        **setting.profiles,
        "overall": pair_features.overall(whole, len(panel.nations)),
    }
    return {
        **{name: table[left, right] for name, table in tables.items()},
        "left": left, "right": right, "subject": np.full(len(left), number),
        "joint": found.joint[left, right], "expected": found.expected[left, right],
    }  # fmt: skip


def _outcome(
    analysis: Analysis,
    panel: TiePanel,
    found: TieMeans,
    outcome: Window,
    part: dict[str, Array | Ints],
) -> dict[str, Array] | None:
    """Which candidates reached their later expectation; None where there is none."""
    later = read_tie_panel(analysis.cube, panel.series, outcome, panel.technology)
    joint = later.yearly.sum(axis=0)
    due = calibrated_expectation(joint)
    if not np.isfinite(due).any():
        return None
    pair = part["left"], part["right"]
    # A nation without any later record reaches nothing, though nothing is expected of it.
    reached = (joint >= due * (1.0 - _ROUNDING)) & (due > 0)
    return {
        "positive": reached[pair].astype(float),
        "excess": (joint - due * found.value)[pair],
    }


def _stacked(
    series: Series,
    window: Window,
    names: tuple[str, ...],
    parts: Sequence[dict[str, Array | Ints]],
    later: bool,
) -> PairTable:
    def joined(name: str) -> Array:
        empty = np.zeros(0)
        return np.concatenate([part[name] for part in parts]).astype(float) if parts else empty

    return PairTable(
        series=series.key, window=window, nations=series.links_nations, subjects=names,
        left=joined("left").astype(np.int64), right=joined("right").astype(np.int64),
        subject=joined("subject").astype(np.int64), joint=joined("joint"),
        expected=joined("expected"),
        features={name: joined(name) for name in (*FEATURES, "raw")},
        positive=joined("positive").astype(bool) if later else None,
        excess=joined("excess") if later else None,
    )  # fmt: skip
