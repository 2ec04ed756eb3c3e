"""Invented joint records of real codes, and invented candidates, for tests of pair tables."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from comity.analysis.windows import Window
from comity.opportunities.pairs import FEATURES, PairTable

CODES = tuple(sorted([
    "AUS", "AUT", "BEL", "BRA", "CAN", "CHE", "CHL", "CHN", "CZE", "DEU", "DNK", "ESP", "FIN",
    "FRA", "GBR", "GRC", "HUN", "IND", "IRL", "ISR", "ITA", "JPN", "KOR", "MEX", "NLD", "NOR",
    "NZL", "POL", "PRT", "SGP", "SWE", "THA", "TUR", "USA", "ZAF", "ARG", "EGY", "VNM", "MYS",
    "ROU",
]))  # fmt: skip
Link = tuple[str, str, str, int, float, float]


def links(
    years: list[int], seed: int = 0, nations: int = 14, technologies: tuple[str, ...] = ("all",)
) -> list[Link]:
    """Joint records of every pair in every year; half of the pairs below their expectation."""
    rng = np.random.default_rng(seed)
    size = rng.gamma(2.0, 6.0, nations) + 2.0
    taste = np.random.default_rng(99).gamma(2.0, 0.5, (nations, nations))
    found = []
    for technology in technologies:
        for year in years:
            for a in range(nations):
                for b in range(a + 1, nations):
                    joint = float(rng.poisson(size[a] * size[b] / 12 * taste[a, b]))
                    if joint:
                        found.append((CODES[a], CODES[b], technology, year, joint, joint / 2))
    return found


def output(rows: list[Link]) -> list[tuple[str, str, int, float]]:
    """Enough records of every nation to hold its joint ones."""
    keys = {(n, t, y) for a, b, t, y, *_ in rows for n in (a, b)}
    return [(*key, 1e5) for key in sorted(keys)]


def candidates(
    seed: int, nations: int = 40, subjects: int = 3, effect: float = 1.2, key: str = "one"
) -> PairTable:
    """Candidates whose first feature matters, by technology and by nation, as much as told."""
    rng = np.random.default_rng(seed)
    left, right = (np.tile(side, subjects) for side in np.triu_indices(nations, 1))
    subject = np.repeat(np.arange(subjects), len(left) // subjects)
    features = {name: rng.normal(size=len(left)) for name in (*FEATURES, "raw")}
    own = rng.normal(0, 0.5, nations)
    odds = -1.0 + effect * features["persistence"] + own[left] + own[right]
    return PairTable(
        series=key, window=Window(2001, 2005), nations=CODES[:nations],
        subjects=tuple(f"x:{i}" for i in range(subjects)), left=left.astype(np.int64),
        right=right.astype(np.int64), subject=subject.astype(np.int64),
        joint=np.ones(len(left)), expected=np.full(len(left), 9.0), features=features,
        positive=rng.random(len(left)) < expit(odds), excess=np.zeros(len(left)),
    )  # fmt: skip
