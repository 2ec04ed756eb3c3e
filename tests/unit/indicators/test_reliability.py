"""Reliability: bins by hand, Wilson's interval, probabilities that are true."""

from __future__ import annotations

import numpy as np
import pytest

from comity.indicators import reliability, wilson


def test_bins_by_hand() -> None:
    low, high = reliability([0.1, 0.9, 0.3, 0.7], [0, 1, 0, 0], bins=2)
    assert (low.predicted, low.observed, low.pairs) == (pytest.approx(0.2), 0.0, 2)
    assert (high.predicted, high.observed, high.pairs) == (pytest.approx(0.8), 0.5, 2)


def test_there_are_no_more_bins_than_pairs() -> None:
    assert len(reliability([0.1, 0.2, 0.3], [0, 1, 0])) == 3
    assert reliability([], []) == []


def test_wilsons_interval_as_published() -> None:
    # Newcombe 1998 (Stat. Med. 17:857), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    published = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605),
                 (0, 20): (0.0, 0.1611), (1, 29): (0.0061, 0.1718)}  # fmt: skip
    for counted, interval in published.items():
        assert wilson(*counted) == pytest.approx(interval, abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)


def test_true_probabilities_lie_inside_their_intervals() -> None:
    rng = np.random.default_rng(0)
    inside = []
    for _ in range(100):
        chance = rng.uniform(0.02, 0.9, 600)
        inside += [
            bin_.low <= bin_.predicted <= bin_.high
            for bin_ in reliability(chance, rng.random(600) < chance)
        ]
    assert 0.92 <= np.mean(inside) <= 0.99
