"""Ties with a whole group: adjusted sums by hand, and the words of four estimates."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from comity.analysis.group_levels import (
    ABOVE,
    AS_EXPECTED,
    BELOW,
    DEPENDS,
    PARTLY,
    RAW_ONLY,
    TOO_LITTLE,
    levels,
    verdict,
)
from comity.analysis.group_ties import adjusted_tie, group_tie
from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.reference.register import Register

DAY = dt.date(2021, 4, 15)
UNDER, OVER, OPEN = (0.5, 0.4, 0.6), (2.0, 1.5, 2.5), (1.0, 0.9, 1.1)
NOTHING = (float("nan"),) * 3


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((UNDER, UNDER, UNDER, UNDER), BELOW),
        ((OVER, OVER, OVER, OVER), ABOVE),
        ((UNDER, UNDER, UNDER, OPEN), PARTLY),
        ((UNDER, UNDER, OPEN, OPEN), RAW_ONLY),
        ((UNDER, UNDER, OVER, OVER), RAW_ONLY),
        ((UNDER, OPEN, UNDER, UNDER), DEPENDS),
        ((OPEN, OPEN, OPEN, NOTHING), AS_EXPECTED),
        ((UNDER, NOTHING, UNDER, NOTHING), BELOW),
        ((UNDER, UNDER, NOTHING, NOTHING), TOO_LITTLE),
        ((NOTHING, NOTHING, NOTHING, NOTHING), TOO_LITTLE),
    ],
)
def test_the_words_of_four_estimates(
    figures: tuple[tuple[float, float, float], ...], words: str
) -> None:
    assert verdict([figure for three in figures for figure in three]) == words


def test_adjusted_sums_by_hand(analysis: Analysis) -> None:
    panel, found = analysis.tie_panel(analysis.cube.of("openalex-joint"), Window(2016, 2020), "all")
    members = analysis.members("NATO", DAY)
    told = adjusted_tie(panel, found, "JPN", members)
    raw = group_tie(panel, found, "JPN", "NATO", members).estimate
    assert told is not None
    assert raw is not None
    i = panel.nations.index("JPN")
    chosen = [panel.nations.index(m) for m in members if m in panel.nations]
    if panel.weighted is None:
        expected = found.gravity_expected[i, chosen].sum()
        assert told.value == pytest.approx(found.joint[i, chosen].sum() / expected, rel=0.02)
    # What gravity does not know makes the interval wider than counts alone.
    assert np.log(told.high / told.low) > np.log(raw.high / raw.low)
    assert told.low <= told.value <= told.high
    assert adjusted_tie(panel, found, "JPN", []) is None


def test_levels_are_the_ties_of_the_command(analysis: Analysis, register: Register) -> None:
    rows = levels(analysis, "JPN", register.groups.get("NATO"), DAY)
    measures = {row.measure for row in rows if row.asked}
    assert measures == {"all fields", "AI", "robotics", "joint projects"}
    [own] = [row for row in rows if row.asked and row.series == "openalex-joint"]
    [tie] = analysis.ties("JPN", ["NATO"], "all", None, None, DAY, "openalex-joint").attrs["groups"]
    assert (own.value, own.median) == (tie.estimate.value, tie.estimate.median)
    for row in rows:
        assert row.verdict
        for prefix in ("", "median_", "adjusted_", "adjusted_median_"):
            low, high = getattr(row, f"{prefix}low"), getattr(row, f"{prefix}high")
            value = getattr(row, prefix.removesuffix("_") or "value")
            assert np.isnan(value) or low <= value <= high
