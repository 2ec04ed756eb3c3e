"""Affinity: the calibrated expectation, its intervals, groups."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import gamma as gamma_distribution

from comity.indicators import (
    affinity,
    affinity_given,
    calibrated_expectation,
    group_affinity,
    p_affinity_below,
)
from comity.indicators.affinity import Affinity
from comity.indicators.variance import BORROWED, effective_links


def quasi_independent(u: np.ndarray) -> np.ndarray:
    table = np.outer(u, u)
    np.fill_diagonal(table, 0.0)
    return table


def symmetric_counts(rng: np.random.Generator, mean: np.ndarray) -> np.ndarray:
    half = np.triu(rng.poisson(mean).astype(float), 1)
    return half + half.T


@st.composite
def linked_tables(draw: st.DrawFn) -> np.ndarray:
    """Joint tables with every pair linked, so that a solution exists for four nations or more."""
    n = draw(st.integers(4, 9))
    half = np.triu(draw(arrays(float, (n, n), elements=st.integers(1, 500).map(float))), 1)
    return half + half.T


def has_solution(table: np.ndarray) -> bool:
    sums = table.sum(axis=1)
    return 2 * sums.max() < 0.999 * sums.sum()


def test_expectation_by_hand() -> None:
    # u = (1, 2, 3, 4): rows 1·9, 2·8, 3·7, 4·6. Any table with those rows has that expectation.
    rows = quasi_independent(np.array([1.0, 2.0, 3.0, 4.0]))
    assert rows.sum(axis=1).tolist() == [9.0, 16.0, 21.0, 24.0]
    moved = rows.copy()
    # One more for pairs 0–1 and 2–3, one less for 0–2 and 1–3: no row sum changes.
    for x, y, step in ((0, 1, 1.0), (2, 3, 1.0), (0, 2, -1.0), (1, 3, -1.0)):
        moved[x, y] += step
        moved[y, x] += step
    np.testing.assert_allclose(calibrated_expectation(moved), rows, rtol=1e-8)


def test_three_nations_leave_nothing_free() -> None:
    # Three pairs and three row sums: the expectation is the table itself.
    joint = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 30.0], [20.0, 30.0, 0.0]])
    np.testing.assert_allclose(calibrated_expectation(joint), joint, rtol=1e-8)


@given(linked_tables())
def test_row_sums_are_the_data_s_and_the_table_is_symmetric(table: np.ndarray) -> None:
    found = calibrated_expectation(table)
    if not has_solution(table):
        return
    np.testing.assert_allclose(found.sum(axis=1), table.sum(axis=1), rtol=1e-8)
    np.testing.assert_allclose(found, found.T)
    assert (found.diagonal() == 0).all()


@given(arrays(float, st.integers(4, 12), elements=st.floats(0.5, 20.0)))
def test_a_quasi_independent_table_is_its_own_expectation(u: np.ndarray) -> None:
    table = quasi_independent(u)
    if has_solution(table):
        np.testing.assert_allclose(calibrated_expectation(table), table, rtol=1e-6)


@given(linked_tables(), st.integers(2, 30), st.randoms(use_true_random=False))
def test_expectation_follows_scale_and_order(
    table: np.ndarray, factor: int, random: Random
) -> None:
    if not has_solution(table):
        return
    found = calibrated_expectation(table)
    np.testing.assert_allclose(calibrated_expectation(factor * table), factor * found, rtol=1e-7)
    order = list(range(len(table)))
    random.shuffle(order)
    moved = calibrated_expectation(table[np.ix_(order, order)])
    np.testing.assert_allclose(moved, found[np.ix_(order, order)], rtol=1e-7)


def test_the_diagonal_is_ignored() -> None:
    table = quasi_independent(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    own = table + np.diag([500.0, 3.0, 9.0, 0.0, 1.0])
    np.testing.assert_allclose(calibrated_expectation(own), calibrated_expectation(table))


def test_observed_over_expected_sums_to_one_unlike_the_published_indices() -> None:
    rng = np.random.default_rng(2)
    joint = symmetric_counts(rng, quasi_independent(rng.lognormal(1.0, 1.0, 20)))
    assert calibrated_expectation(joint).sum() == pytest.approx(joint.sum())


def test_an_unlinked_nation_gets_zeros_and_no_estimate() -> None:
    joint = np.zeros((6, 6))
    joint[:5, :5] = quasi_independent(np.array([2.0, 3.0, 4.0, 5.0, 6.0]))
    expected = calibrated_expectation(joint)
    assert (expected[5] == 0).all()
    np.testing.assert_allclose(expected[:5, :5], joint[:5, :5], rtol=1e-8)
    found = affinity(joint)
    for values in found:
        assert np.isnan(values[5]).all()
        assert np.isfinite(values[0, 1:5]).all()


def test_one_nation_with_half_of_all_links_leaves_no_expectation() -> None:
    # A star: nation 0 takes part in every link, so its row sum is half the table's total.
    star = np.zeros((5, 5))
    star[0, 1:] = star[1:, 0] = [5.0, 6.0, 7.0, 8.0]
    assert np.isnan(calibrated_expectation(star)).all()
    for values in affinity(star):
        assert np.isnan(values).all()


@pytest.mark.parametrize("linked", [0, 2])
def test_fewer_than_three_linked_nations_leave_no_expectation(linked: int) -> None:
    joint = np.zeros((4, 4))
    if linked:
        joint[0, 1] = joint[1, 0] = 9.0
    assert np.isnan(calibrated_expectation(joint)).all()
    assert np.isnan(affinity(joint).value).all()


@given(linked_tables())
def test_affinity_is_symmetric_and_inside_its_interval(table: np.ndarray) -> None:
    found = affinity(table)
    for values in found:
        np.testing.assert_array_equal(values, values.T)
        assert np.isnan(values.diagonal()).all()
    known = np.isfinite(found.value)
    assert (found.low[known] <= found.value[known]).all()
    assert (found.value[known] <= found.high[known]).all()


def simulated(
    seed: int, nations: int, size: float, noise: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True affinities around a known expectation, and counts."""
    rng = np.random.default_rng(seed)
    expected = quasi_independent(np.sqrt(size) * rng.lognormal(0.0, 0.6, nations))
    truth = np.triu(rng.gamma(2.0, 0.5, expected.shape), 1)
    truth = truth + truth.T
    # The expectation as it is known may be off by a lognormal factor.
    off = np.triu(rng.lognormal(0.0, noise, expected.shape), 1)
    return truth, expected * (off + off.T), symmetric_counts(rng, expected * truth)


def covered(found: Affinity, truth: np.ndarray) -> float:
    upper = np.triu_indices(len(truth), 1)
    return float(((found.low <= truth) & (truth <= found.high))[upper].mean())


@pytest.mark.parametrize("size", [2.0, 20.0, 500.0])
def test_intervals_cover_the_truth_at_their_rate(size: float) -> None:
    # 1,770 pairs: standard error .007.
    truth, expected, counts = simulated(4, 60, size)
    assert 0.87 <= covered(affinity_given(counts, expected), truth) <= 0.93


def test_calibrated_affinity_covers_the_truth() -> None:
    # Through the expectation that the table itself gives: margins are now estimated, and the true
    # affinities are those relative to the expectation of the true means.
    rng = np.random.default_rng(6)
    base = quasi_independent(6.0 * rng.lognormal(0.0, 0.5, 60))
    ratio = np.triu(rng.gamma(4.0, 0.25, base.shape), 1)
    mean = base * (ratio + ratio.T)
    with np.errstate(invalid="ignore"):
        truth = mean / calibrated_expectation(mean)
    assert 0.86 <= covered(affinity(symmetric_counts(rng, mean)), truth) <= 0.94


def test_a_wrong_expectation_is_covered_when_its_error_is_declared() -> None:
    truth, expected, counts = simulated(8, 60, 200.0, noise=0.4)
    plain = covered(affinity_given(counts, expected), truth)
    wide = covered(affinity_given(counts, expected, log_sd=np.full_like(counts, 0.4)), truth)
    assert plain < 0.6
    assert 0.85 <= wide <= 0.97


def test_the_expectation_s_own_error_widens_every_interval() -> None:
    _, expected, counts = simulated(10, 20, 30.0)
    before = affinity_given(counts, expected)
    for log_sd in (0.1, 0.3, 0.9):
        after = affinity_given(counts, expected, log_sd=np.full_like(counts, log_sd))
        known = np.isfinite(before.value)
        assert ((after.high - after.low)[known] > (before.high - before.low)[known]).all()
        before = after
    none = affinity_given(counts, expected, log_sd=np.zeros_like(counts))
    np.testing.assert_allclose(none.low, affinity_given(counts, expected).low)


def test_effective_records_widen_the_interval() -> None:
    _, expected, counts = simulated(12, 20, 50.0)
    full, half = affinity_given(counts, expected), affinity_given(counts, expected, counts / 4.0)
    known = np.isfinite(full.value) & (counts > 0)
    relative_full = (full.high - full.low) / full.value
    relative_half = (half.high - half.low) / half.value
    assert (relative_half[known] > relative_full[known]).all()


def test_probability_below_a_threshold() -> None:
    _, expected, counts = simulated(14, 20, 20.0)
    found = affinity_given(counts, expected)
    at_one = p_affinity_below(counts, expected, 1.0)
    np.testing.assert_allclose(at_one, found.p_below_one)
    known = np.isfinite(at_one)
    assert (p_affinity_below(counts, expected, 0.8)[known] <= at_one[known]).all()
    # At an interval's lower end the probability is 5 %.
    pair = (3, 7)
    low = float(found.low[pair])
    assert p_affinity_below(counts, expected, low)[pair] == pytest.approx(0.05, abs=1e-6)


def test_zero_joint_records_are_low_not_unknown() -> None:
    _, expected, counts = simulated(16, 12, 40.0)
    counts[0, 1] = counts[1, 0] = 0.0
    found = affinity_given(counts, expected)
    assert 0.0 < found.value[0, 1] < 0.2
    assert found.p_below_one[0, 1] > 0.999


def test_group_by_hand() -> None:
    c, e, kept = np.array([80.0, 20.0]), np.array([40.0, 40.0]), np.array([40.0, 20.0])
    found = group_affinity(c, e, kept)
    # (80 + 20)/(40 + 40); variance 80²/40 + 20²/20 = 180, effective 100²/180, plus half a record.
    assert found.value == pytest.approx(1.25)
    shape = 10_000 / 180 + 0.5
    law = gamma_distribution(shape, scale=1.25 / shape)
    assert (found.low, found.high) == pytest.approx((law.ppf(0.05), law.ppf(0.95)))
    assert (found.joint, found.expected) == (100.0, 80.0)
    # Of two members the median is their mean: (2 + 0.5)/2.
    assert found.median == pytest.approx(1.25, abs=0.05)


def test_one_large_member_carries_the_sum_but_not_the_median() -> None:
    c = np.array([9000.0, 50.0, 50.0, 50.0, 50.0])
    e = np.array([3000.0, 100.0, 100.0, 100.0, 100.0])
    found = group_affinity(c, e, c)
    assert found.value > 2.5
    assert found.median == pytest.approx(0.5, abs=0.06)
    assert found.median_low < found.median < found.median_high


def test_group_leaves_out_members_without_expectation() -> None:
    c, e = np.array([30.0, 20.0, 99.0]), np.array([20.0, 20.0, np.nan])
    assert group_affinity(c, e, c) == group_affinity(c[:2], e[:2], c[:2])
    nothing = group_affinity(c, np.full(3, np.nan), c)
    assert np.isnan(nothing.value)
    assert np.isnan(nothing.median)


def test_group_with_no_joint_records() -> None:
    found = group_affinity(np.zeros(3), np.full(3, 5.0), np.zeros(3))
    # Nothing where fifteen were expected: hardly above zero, and an upper end far below one. Zero
    # itself would lie outside the interval.
    assert 0.0 < found.low < found.value < found.high < 0.3
    assert found.value < 0.05


def test_a_median_of_members_with_hardly_any_records_is_not_given() -> None:
    e = np.array([200.0, 4.0, 0.01])
    found = group_affinity(np.array([180.0, 3.0, 1.0]), e, np.array([180.0, 3.0, 1.0]))
    assert found.low < found.value < found.high
    assert np.isnan([found.median, found.median_low, found.median_high]).all()


def test_group_intervals_cover() -> None:
    rng = np.random.default_rng(18)
    e = rng.lognormal(2.0, 1.0, size=(600, 8))
    ratio = rng.gamma(4.0, 0.25, size=(600, 8))
    truth = (e * ratio).sum(axis=1) / e.sum(axis=1)
    counts = rng.poisson(e * ratio).astype(float)
    found = [group_affinity(c, x, c) for c, x in zip(counts, e, strict=True)]
    inside = [f.low <= t <= f.high for f, t in zip(found, truth, strict=True)]
    # 600 groups: standard error .012.
    assert 0.86 <= np.mean(inside) <= 0.94


def test_pooled_years_borrow_the_variance_of_other_joint_works() -> None:
    window = np.array([[[0.0, 500.0], [500.0, 0.0]]])
    phi, psi = BORROWED
    assert effective_links(window, window)[0, 1] == 500.0
    found = effective_links(window, window, pooled=5)[0, 1]
    assert found == pytest.approx(500.0 / (phi + psi * 100.0))
    # More years of the same sum are steadier; two years tell nothing, as two slices do not.
    assert found < effective_links(window, window, pooled=20)[0, 1] < 500.0
    assert effective_links(window, window, pooled=2)[0, 1] == 500.0
