"""Advantage: by hand, by identity, and on simulated nations whose true ratio is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import gammaln
from scipy.stats import gamma as gamma_distribution

from comity.indicators import activity_index, advantage, expected_counts, specialisation
from comity.indicators.gamma_poisson import posterior, prior_shape, scaled

TABLE = np.array([[30.0, 10.0], [20.0, 40.0]])


def tables(smallest: int = 1) -> st.SearchStrategy[np.ndarray]:
    shapes = st.tuples(st.integers(2, 6), st.integers(2, 6))
    return shapes.flatmap(
        lambda shape: arrays(float, shape, elements=st.integers(smallest, 1000).map(float))
    )


def simulate(
    seed: int, nations: int, technologies: int, shape: float, size: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True ratios from Gamma(shape, shape), expectations around a size, Poisson counts."""
    rng = np.random.default_rng(seed)
    truth = rng.gamma(shape, 1.0 / shape, size=(nations, technologies))
    expected = size * rng.lognormal(0.0, 0.5, size=(nations, technologies))
    return truth, expected, rng.poisson(expected * truth).astype(float)


def test_expected_and_activity_index_by_hand() -> None:
    # Rows 40, 60; columns 50, 50; total 100. e = 40·50/100 = 20 and 60·50/100 = 30.
    np.testing.assert_allclose(expected_counts(TABLE), [[20.0, 20.0], [30.0, 30.0]])
    # (30/40)/(50/100) = 1.5; (10/40)/(50/100) = 0.5; 20/30; 40/30
    np.testing.assert_allclose(activity_index(TABLE), [[1.5, 0.5], [2 / 3, 4 / 3]])


def test_margins_of_the_series_take_the_place_of_sums() -> None:
    # e = 100 · 200 / 1000 = 20 for the first nation and technology
    found = expected_counts(TABLE, [100.0, 300.0], [200.0, 50.0], 1000.0)
    np.testing.assert_allclose(found, [[20.0, 5.0], [60.0, 15.0]])
    # Without a grand total it is the sum of the nations' totals.
    np.testing.assert_allclose(expected_counts(TABLE, [100.0, 300.0], [200.0, 50.0])[0, 0], 50.0)


@given(tables(), st.integers(2, 50))
def test_activity_index_does_not_know_the_unit(table: np.ndarray, factor: int) -> None:
    np.testing.assert_allclose(activity_index(factor * table), activity_index(table), rtol=1e-9)


@given(tables(), st.integers(2, 50))
def test_activity_index_does_not_know_the_size_of_a_nation_in_a_large_world(
    table: np.ndarray, factor: int
) -> None:
    # With the world's margins fixed, a nation twice as large everywhere is as specialised.
    totals, world = table.sum(axis=1), 1e6 * np.ones(table.shape[1])
    small = expected_counts(table, totals, world, 1e7)
    large = expected_counts(factor * table, factor * totals, world, 1e7)
    np.testing.assert_allclose(factor * table / large, table / small)


@given(tables())
def test_expected_counts_keep_both_margins(table: np.ndarray) -> None:
    expected = expected_counts(table)
    np.testing.assert_allclose(expected.sum(axis=0), table.sum(axis=0))
    np.testing.assert_allclose(expected.sum(axis=1), table.sum(axis=1))


@given(tables())
def test_mean_activity_weighted_by_expectation_is_one(table: np.ndarray) -> None:
    expected = expected_counts(table)
    assert (activity_index(table) * expected).sum() / expected.sum() == pytest.approx(1.0)


@given(tables(smallest=0))
def test_interval_holds_the_value_and_shrinkage_stays_between_the_index_and_one(
    table: np.ndarray,
) -> None:
    found = specialisation(table)
    known = found.expected > 0
    assert np.isnan(found.value[~known]).all()
    assert (found.low[known] <= found.value[known]).all()
    assert (found.value[known] <= found.high[known]).all()
    x, e = found.observed[known], found.expected[known]
    shape = np.broadcast_to(found.shape, table.shape)[known]
    mean = (x + shape) / (e + shape)
    raw = x / e
    assert (mean >= np.minimum(raw, 1.0) - 1e-9).all()
    assert (mean <= np.maximum(raw, 1.0) + 1e-9).all()


def test_posterior_by_hand() -> None:
    # a = 4, x = 8, e = 6: Gamma(12, 10), mean 1.2, variance 12/100.
    found = posterior(np.array([8.0]), np.array([6.0]), np.array([4.0]))
    reference = gamma_distribution(12.0, scale=0.1)
    value, low, high = found.interval()
    assert value[0] == pytest.approx(1.2)
    assert low[0] == pytest.approx(reference.ppf(0.05))
    assert high[0] == pytest.approx(reference.ppf(0.95))
    assert found.above(1.25)[0] == pytest.approx(reference.sf(1.25))


def test_posterior_of_very_skewed_cells_shows_the_median() -> None:
    # Gamma(0.01, ·): nearly all mass at zero, so that the mean lies above the 95 % quantile.
    value, low, high = posterior(np.array([0.0]), np.array([1.0]), np.array([0.0025])).interval()
    assert low[0] <= value[0] <= high[0]


def test_prior_shape_is_the_maximum_of_the_negative_binomial() -> None:
    _, e, x = simulate(3, 60, 1, 2.0, 30.0)

    def likelihood(a: float) -> float:
        terms = gammaln(a + x) - gammaln(a) + a * np.log(a / (a + e)) + x * np.log(e / (a + e))
        return float(terms.sum())

    found = float(prior_shape(x, e).shape[0])
    assert likelihood(found) >= likelihood(found * 1.01)
    assert likelihood(found) >= likelihood(found / 1.01)


def test_prior_shape_recovers_the_truth() -> None:
    _, e, x = simulate(5, 2000, 3, 2.5, 20.0)
    prior = prior_shape(x, e)
    # Of known ratios the standard error of a is 1/√(2000 (ψ′(a) − 1/a)) = .074, 3 % of a.
    # Counts add a little; 12 % is over three times that.
    np.testing.assert_allclose(prior.shape, 2.5, rtol=0.12)
    assert not prior.at_bound.any()


def test_prior_shape_flags_its_bound() -> None:
    # Every count equal to its expectation: nothing says that nations differ.
    e = np.full((30, 1), 50.0)
    prior = prior_shape(e.copy(), e)
    assert prior.at_bound.all()
    # 1,500 records that differ by nothing at all still say that ratios are nearly alike.
    assert 300.0 < prior.shape[0] < np.exp(8.0)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([0.0, 0.0, 0.0], [0.0, 0.0, 0.0]), ([0.0, 0.0, 1.0], [0.3, 0.3, 0.4]),
     ([0.5, 0.0, 0.0], [0.4, 0.1, 0.0])],
)  # fmt: skip
def test_of_nothing_no_certainty_is_made(counts: list[float], expected: list[float]) -> None:
    x, e = np.array([counts]).T, np.array([expected]).T
    prior = prior_shape(x, e)
    assert prior.at_bound.all()
    assert prior.shape[0] == pytest.approx(1.0)
    _, low, high = posterior(x, e, prior.shape).interval()
    known = e > 0
    assert (low[known] < 0.3).all()
    assert (high[known] > 1.7).all()


@pytest.mark.parametrize("total", [3.0, 10.0, 30.0, 100.0])
@pytest.mark.parametrize("spread", [1.0, 3.0, 10.0])
def test_intervals_cover_the_truth_where_evidence_is_thin(total: float, spread: float) -> None:
    # 60 tables of few records over 70 nations of very different size, each with its own prior.
    rng = np.random.default_rng(29)
    size = rng.lognormal(0.0, 2.0, (70, 60))
    e = total * size / size.sum(axis=0)
    truth = rng.gamma(spread, 1.0 / spread, e.shape)
    x = rng.poisson(e * truth).astype(float)
    _, low, high = posterior(x, e, prior_shape(x, e).shape).interval()
    inside = ((low <= truth) & (truth <= high)).mean()
    print(f"\n{total:g} records, a = {spread:g}: {inside:.3f} inside 90 % intervals")  # noqa: T201
    assert inside >= 0.82


@pytest.mark.parametrize("size", [1.0, 8.0, 80.0, 2000.0])
def test_intervals_cover_the_truth_at_their_rate(size: float) -> None:
    # 2,000 cells: the standard error of the share is √(.9·.1/2000) = .007, so ±.03 is over 4 of it.
    truth, e, x = simulate(11, 200, 10, 3.0, size)
    shape = prior_shape(x, e).shape
    _, low, high = posterior(x, e, shape).interval()
    assert 0.87 <= ((low <= truth) & (truth <= high)).mean() <= 0.93


def test_p_above_one_is_calibrated() -> None:
    truth, e, x = simulate(17, 400, 10, 3.0, 6.0)
    p = posterior(x, e, prior_shape(x, e).shape).above(1.0)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        chosen = (p >= low) & (p < low + 0.2)
        assert (truth[chosen] > 1.0).mean() == pytest.approx(p[chosen].mean(), abs=0.06)


def test_whole_table_coverage_with_world_margins() -> None:
    # Through the public function: nations small against a world of known technology shares.
    rng = np.random.default_rng(23)
    shares = np.array([0.4, 0.3, 0.2, 0.1])
    totals = rng.lognormal(6.0, 1.0, size=400)
    truth = rng.gamma(5.0, 0.2, size=(400, 4))
    counts = rng.poisson(totals[:, None] * shares * truth).astype(float)
    found = advantage(counts, None, totals, shares * 1e6, grand_total=1e6)
    assert 0.87 <= ((found.low <= truth) & (truth <= found.high)).mean() <= 0.93


def test_shrinkage_beats_the_raw_index_on_small_cells() -> None:
    truth, e, x = simulate(29, 300, 4, 3.0, 3.0)
    value = posterior(x, e, prior_shape(x, e).shape).interval()[0]
    raw = x / e
    # The raw index says zero where nothing was counted; half a record spares it an infinite error.
    raw_log = np.log(np.where(x > 0, raw, 0.5 / e))
    assert np.square(np.log(value / truth)).mean() < 0.7 * np.square(raw_log - np.log(truth)).mean()
    # Predictive deviance of a second, independent draw; the raw index with the same half record.
    again = np.random.default_rng(31).poisson(e * truth)

    def deviance(mean: np.ndarray) -> float:
        terms = np.where(again > 0, again * np.log(np.maximum(again, 1) / mean), 0.0)
        return float(2.0 * (terms - (again - mean)).mean())

    assert deviance(e * value) < 0.8 * deviance(np.where(x > 0, x, 0.5))


def test_shrinkage_fades_where_counts_are_large() -> None:
    _, e, x = simulate(37, 100, 2, 3.0, 1e5)
    value = posterior(x, e, prior_shape(x, e).shape).interval()[0]
    np.testing.assert_allclose(value, x / e, rtol=0.01)


def test_effective_counts_by_hand_and_zero_cells() -> None:
    counts = np.array([[10.0, 4.0], [0.0, 4.0], [30.0, 0.0]])
    expected = np.full((3, 2), 8.0)
    x, e = scaled(counts, expected, np.array([[5.0, 4.0], [0.0, 2.0], [6.0, 0.0]]))
    # Ratios 5/10 and 6/30; the zero takes (5 + 6)/(10 + 30) = .275, so that e = 8·.275 = 2.2.
    np.testing.assert_allclose(x, [[5.0, 4.0], [0.0, 2.0], [6.0, 0.0]])
    np.testing.assert_allclose(e, [[4.0, 8.0], [2.2, 4.0], [1.6, 6.0]])


def test_effective_counts_widen_the_interval_and_keep_the_ratio() -> None:
    rng = np.random.default_rng(41)
    counts = rng.poisson(rng.gamma(20.0, 200.0, size=(30, 5))).astype(float)
    plain, kish = advantage(counts), advantage(counts, counts / 4.0)
    assert ((kish.high - kish.low) > (plain.high - plain.low)).all()
    np.testing.assert_allclose(np.log(kish.value), np.log(plain.value), atol=0.1)


def test_a_nation_without_counts() -> None:
    counts = np.array([[30.0, 10.0], [20.0, 40.0], [0.0, 0.0]])
    assert np.isnan(activity_index(counts)[2]).all()
    found = specialisation(counts)
    for values in (found.value, found.low, found.high, found.p_above_one):
        assert np.isnan(values[2]).all()
        assert np.isfinite(values[:2]).all()
    assert (found.verdict[2] == "too little evidence").all()


def test_zero_of_many_expected_is_low_not_unknown() -> None:
    counts = np.array([[0.0, 100.0], [120.0, 80.0], [90.0, 110.0], [60.0, 60.0]])
    found = specialisation(counts)
    assert found.value[0, 0] > 0
    assert found.high[0, 0] < 0.2
    assert found.p_above_one[0, 0] < 1e-6
    assert found.verdict[0, 0] == "clearly less specialised"


def test_nothing_expected_gives_no_estimate() -> None:
    found = specialisation(np.array([[5.0, 0.0], [7.0, 0.0]]))
    assert np.isnan(found.value[:, 1]).all()
    assert np.isfinite(found.value[:, 0]).all()
    assert np.isnan(advantage(np.zeros((3, 2))).value).all()


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.50, "clearly specialised"),
        (1.10, "somewhat specialised"),
        (1.00, "near the world mix"),
        (0.90, "somewhat less specialised"),
        (0.60, "clearly less specialised"),
    ],
)
def test_words_of_large_cells_follow_the_ratio(ratio: float, words: str) -> None:
    counts = np.array([[ratio * 10_000.0], [6_000.0], [14_000.0], [10_000.0]])
    totals = np.full(4, 100_000.0)
    found = specialisation(counts, None, totals, np.array([1e5]), grand_total=1e6)
    assert found.verdict[0, 0] == words


def test_words_follow_the_thresholds_cell_by_cell() -> None:
    rng = np.random.default_rng(43)
    totals = rng.lognormal(5.0, 1.5, size=300)
    counts = rng.poisson(totals[:, None] * 0.1 * rng.gamma(6.0, 1 / 6, size=(300, 4))).astype(float)
    found = specialisation(counts, None, totals, np.full(4, 1e5), grand_total=1e6)
    law = gamma_distribution(found.observed + found.shape, scale=1 / (found.expected + found.shape))
    words = found.verdict
    small = found.expected < 5
    assert ((words == "too little evidence") == small).all()
    assert ((words == "clearly specialised") == (~small & (law.sf(1.25) >= 0.95))).all()
    assert ((words == "clearly less specialised") == (~small & (law.cdf(0.8) >= 0.95))).all()
    some = ~small & (law.sf(1.0) >= 0.95) & (law.sf(1.25) < 0.95)
    assert ((words == "somewhat specialised") == some).all()
    some = ~small & (law.cdf(1.0) >= 0.95) & (law.cdf(0.8) < 0.95)
    assert ((words == "somewhat less specialised") == some).all()
    # Every word occurs, so that none of the above holds emptily.
    assert len(np.unique(words)) == 6


def test_pooled_group_by_hand() -> None:
    counts = np.array([[30.0, 10.0], [20.0, 40.0], [50.0, 50.0]])
    effective = np.array([[15.0, 10.0], [20.0, 10.0], [50.0, 50.0]])
    group = specialisation(counts, effective).pooled(np.array([True, True, False]))
    # Variances 30²/15 + 20²/20 = 80, 10²/10 + 40²/10 = 170: 50²/80 = 31.25 and 50²/170.
    np.testing.assert_allclose(group.observed, [[50.0, 50.0]])
    np.testing.assert_allclose(group.effective, [[31.25, 2500 / 170]])
    np.testing.assert_allclose(group.expected, [[50.0, 50.0]])


def test_chosen_columns_keep_their_estimates() -> None:
    counts = np.array([[30.0, 10.0, 5.0], [20.0, 40.0, 9.0], [50.0, 50.0, 2.0]])
    found = specialisation(counts)
    chosen = found.columns([2, 0])
    np.testing.assert_array_equal(chosen.value, found.value[:, [2, 0]])
    np.testing.assert_array_equal(chosen.shape, found.shape[[2, 0]])
    np.testing.assert_array_equal(chosen.verdict, found.verdict[:, [2, 0]])
