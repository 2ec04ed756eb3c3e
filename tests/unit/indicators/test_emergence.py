"""Emergence: by hand, by identity and scale, and on simulated years whose score is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.base.errors import InputError
from comity.indicators import emergence

COUNTS = arrays(float, 10, elements=st.integers(0, 5000).map(float))
TOTALS = 1e6 * 1.04 ** np.arange(10)


def test_score_by_hand() -> None:
    # N = 100 in every year, so all roots are 10; the three base years take no part.
    counts = [9.0, 9.0, 9.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 13.0]
    # Active (6 + 8 + 13)/30 − (1 + 2 + 3)/30 = .7; recent 10[(8 + 13)/20 − (4 + 6)/20] = 5.5;
    # slope 10[13/10 − 4/10]/3 = 3. Score 2·.7 + 5.5 + 3 = 9.9.
    found = emergence(counts, np.full(10, 100.0))
    assert found.value == pytest.approx(9.9)


def test_score_by_hand_where_totals_grow() -> None:
    totals = np.array([1.0, 1.0, 1.0, 1.0, 4.0, 9.0, 16.0, 25.0, 36.0, 49.0])
    counts = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 5.0, 9.0, 14.0])
    # Roots 1 … 7. Active 28/18 − 3/6; recent 10[23/13 − 7/9]; slope 10[14/7 − 2/4]/3 = 5.
    expected = 2 * (28 / 18 - 3 / 6) + 10 * (23 / 13 - 7 / 9) + 5
    assert emergence(counts, totals).value == pytest.approx(expected)


@given(COUNTS, COUNTS)
def test_scores_of_members_add_up_to_that_of_their_group(a: np.ndarray, b: np.ndarray) -> None:
    both = emergence(a + b, TOTALS).value
    np.testing.assert_allclose(
        emergence(a, TOTALS).value + emergence(b, TOTALS).value, both, atol=1e-9
    )


@given(COUNTS, st.sampled_from([4.0, 100.0]))
def test_scale(counts: np.ndarray, factor: float) -> None:
    once = emergence(counts, TOTALS).value
    np.testing.assert_allclose(emergence(factor * counts, TOTALS).value, factor * once, atol=1e-9)
    both = emergence(factor * counts, factor * TOTALS).value
    np.testing.assert_allclose(both, np.sqrt(factor) * once, atol=1e-9)


def test_a_steady_technology_scores_zero_only_in_a_steady_whole() -> None:
    steady = emergence(np.full(10, 50.0), np.full(10, 1e4))
    assert steady.value == pytest.approx(0.0)
    assert steady.low < 0 < steady.high
    # A constant share of a growing whole scores above zero, which is the score's own nature.
    assert emergence(0.01 * TOTALS, TOTALS).value > 0


@given(COUNTS)
def test_the_base_years_take_no_part_in_the_value(counts: np.ndarray) -> None:
    other = np.concatenate([counts[:3][::-1] + 7.0, counts[3:]])
    np.testing.assert_allclose(emergence(other, TOTALS).value, emergence(counts, TOTALS).value)


def test_shapes_and_years() -> None:
    table = np.arange(60.0).reshape(2, 3, 10)
    found = emergence(table, TOTALS)
    assert found.value.shape == (2, 3)
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()
    np.testing.assert_allclose(found.value[1, 2], emergence(table[1, 2], TOTALS).value)
    short = emergence(table[..., :9], TOTALS[:9])
    assert short.value.shape == (2, 3)
    assert np.isnan(short).all()
    hollow = TOTALS.copy()
    hollow[5] = 0.0
    assert np.isnan(emergence(table, hollow)).all()


@pytest.mark.parametrize(
    ("counts", "totals", "complaint"),
    [
        (np.ones(11), np.ones(11), "give the last 10"),
        (-np.ones(10), np.ones(10), "counts must be finite and not negative"),
        (np.ones(10), np.full(10, np.nan), "totals must be finite"),
    ],
)
def test_bad_figures_are_refused(counts: np.ndarray, totals: np.ndarray, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        emergence(counts, totals)


def coverage(level: float, rise: float, scatter: float) -> float:
    """How often the interval holds the score of the years' true rates, over 4,000 series."""
    rng = np.random.default_rng(3)
    rates = level * np.exp(rise * np.arange(10))
    lively = np.broadcast_to(rates, (4000, 10))
    if scatter:
        lively = rates * rng.gamma(scatter**-2, scatter**2, size=(4000, 10))
    found = emergence(rng.poisson(lively).astype(float), TOTALS)
    truth = emergence(rates, TOTALS).value
    return float(((found.low <= truth) & (truth <= found.high)).mean())


@pytest.mark.parametrize(
    ("level", "rise"), [(1.0, 0.0), (5.0, 0.05), (50.0, 0.1), (5000.0, 0.05), (20.0, 0.3)]
)
def test_intervals_of_poisson_years_cover(level: float, rise: float) -> None:
    # Wider than 90 %, because the years themselves tell how far they scatter.
    assert coverage(level, rise, 0.0) >= 0.93


@pytest.mark.parametrize(("level", "rise", "scatter"), [(5000.0, 0.05, 0.05), (500.0, 0.1, 0.1)])
def test_intervals_of_years_that_scatter_more_cover(
    level: float, rise: float, scatter: float
) -> None:
    # The standard error of the share is √(.9·.1/4000) = .005.
    assert 0.85 <= coverage(level, rise, scatter) <= 0.93
