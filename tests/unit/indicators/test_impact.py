"""Impact: by hand, by identity, and on simulated nations whose true PP is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta as beta_distribution

from comity.base.errors import InputError
from comity.indicators import TopPrior, pp_top, top_posterior, top_prior, top_share_score

HISTOGRAM = st.dictionaries(st.integers(0, 400), st.integers(0, 1000), min_size=1, max_size=30)


def test_scores_by_hand() -> None:
    # 40 records, so 4 at the top: 3 above, 5 tied with one place left, which each gets a fifth of.
    score = top_share_score([9, 50, 7, 0], [5, 3, 12, 20])
    np.testing.assert_allclose(score, [0.2, 1.0, 0.0, 0.0])


def test_where_nobody_is_cited_everyone_scores_a_tenth() -> None:
    np.testing.assert_allclose(top_share_score([0], [37]), [0.1])


@given(HISTOGRAM, st.sampled_from([0.01, 0.1, 0.5]))
def test_the_set_holds_exactly_its_share(histogram: dict[int, int], share: float) -> None:
    cited, counts = list(histogram), np.array(list(histogram.values()), float)
    score = top_share_score(cited, counts, share)
    assert (score * counts).sum() == pytest.approx(share * counts.sum())
    assert ((score >= 0) & (score <= 1)).all()
    # Who is cited more never scores less, and one value at most is shared.
    ordered = score[np.argsort(cited)]
    assert (np.diff(ordered) >= 0).all()
    held = ordered[counts[np.argsort(cited)] > 0]
    assert ((held > 0) & (held < 1)).sum() <= 1


@given(HISTOGRAM)
def test_the_order_and_the_splitting_of_values_do_not_matter(histogram: dict[int, int]) -> None:
    cited, counts = np.array(list(histogram)), np.array(list(histogram.values()), float)
    score = top_share_score(cited, counts)
    split = top_share_score(np.repeat(cited, 2), np.repeat(counts / 2, 2))
    np.testing.assert_allclose(split, np.repeat(score, 2), atol=1e-9)
    np.testing.assert_allclose(top_share_score(cited[::-1], counts[::-1]), score[::-1])


@pytest.mark.parametrize(
    ("cited", "counts", "share", "complaint"),
    [
        ([1, 2], [1.0], 0.1, "one length"),
        ([1], [-1.0], 0.1, "not negative"),
        ([1], [1.0], 1.0, "between 0 and 1"),
    ],
)
def test_bad_reference_sets_are_refused(
    cited: list[int], counts: list[float], share: float, complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint):
        top_share_score(cited, counts, share)


def test_posterior_by_hand() -> None:
    # Strength 20 and mean .1: Beta(2, 18). Of 40 records 6 at the top: Beta(8, 52), mean 8/60.
    prior = TopPrior(np.array([0.1]), np.array([20.0]))
    found = top_posterior([[6.0]], [[40.0]], None, prior)
    reference = beta_distribution(8.0, 52.0)
    assert found.value[0, 0] == pytest.approx(8 / 60)
    assert found.low[0, 0] == pytest.approx(reference.ppf(0.05))
    assert found.high[0, 0] == pytest.approx(reference.ppf(0.95))
    assert found.p_above_share[0, 0] == pytest.approx(reference.sf(0.1))
    # Effective counts scale both: 40 credits worth 80 records, 12 of them at the top.
    doubled = top_posterior([[6.0]], [[40.0]], [[80.0]], prior)
    assert doubled.value[0, 0] == pytest.approx(14 / 100)


def test_no_credit_no_figure_and_few_nations_a_weak_prior() -> None:
    top, credit = np.array([[2.0], [1.0], [0.0]]), np.array([[10.0], [20.0], [0.0]])
    found = pp_top(top, credit)
    assert np.isnan([figure[2, 0] for figure in found]).all()
    prior = top_prior(top, credit)
    # 3 of 30 credits and one record at .1 more.
    assert prior.mean[0] == pytest.approx(3.1 / 31)
    assert prior.strength[0] == 10.0
    assert found.value[0, 0] == pytest.approx((2.0 + 1.0) / (10.0 + 10.0))


def simulate(
    seed: int, strength: float, size: float, nations: int = 150, technologies: int = 20
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True PP from Beta, sizes around one, and records at the top."""
    rng = np.random.default_rng(seed)
    shape = (nations, technologies)
    truth = rng.beta(0.1 * strength, 0.9 * strength, size=shape)
    records = np.ceil(size * rng.lognormal(0.0, 0.5, size=shape))
    return truth, rng.binomial(records.astype(int), truth).astype(float), records


@given(st.integers(0, 30), st.sampled_from([5.0, 50.0, 500.0]))
def test_the_value_lies_between_the_raw_share_and_the_mean(seed: int, size: float) -> None:
    _, top, credit = simulate(seed, 40.0, size, 12, 3)
    found, mean, raw = pp_top(top, credit), top_prior(top, credit).mean, top / credit
    centre = found.value
    assert (found.low <= centre).all()
    assert (centre <= found.high).all()
    # Where the median takes the mean's place it lies a little lower.
    usual = found.low > 1e-4
    assert (centre >= np.minimum(raw, mean) - 0.01)[usual].all()
    assert (centre <= np.maximum(raw, mean) + 1e-9).all()


def test_a_world_of_sets_scored_exactly_has_the_share_itself() -> None:
    rng = np.random.default_rng(2)
    cited = rng.geometric(0.2, size=5000)
    values, counts = np.unique(cited, return_counts=True)
    score = top_share_score(values, counts)[np.searchsorted(values, cited)]
    nation = rng.integers(0, 20, size=5000)
    top = np.bincount(nation, weights=score)[:, None]
    credit = np.bincount(nation)[:, None].astype(float)
    assert top_prior(top, credit).mean[0] == pytest.approx(0.1)
    found = pp_top(top, credit)
    # Nations do not differ, so nearly every interval holds a tenth.
    assert ((found.low <= 0.1) & (found.high >= 0.1)).mean() >= 0.9


@pytest.mark.parametrize("strength", [10.0, 60.0, 300.0])
@pytest.mark.parametrize("size", [30.0, 300.0, 3000.0])
def test_intervals_cover_the_truth_at_their_rate(strength: float, size: float) -> None:
    # 3,000 cells: the standard error of the share is √(.9·.1/3000) = .0055.
    truth, top, credit = simulate(11, strength, size)
    found = pp_top(top, credit)
    assert 0.87 <= ((found.low <= truth) & (truth <= found.high)).mean() <= 0.97


@pytest.mark.parametrize("strength", [10.0, 60.0, 300.0])
def test_intervals_of_very_small_nations_err_on_the_wide_side(strength: float) -> None:
    truth, top, credit = simulate(12, strength, 3.0)
    found = pp_top(top, credit)
    assert ((found.low <= truth) & (truth <= found.high)).mean() >= 0.88


def test_intervals_of_fractional_credit_cover_with_kish_counts() -> None:
    # Each record gives the nation 1, ½, ¼ or ⅛; the truth is the nation's own chance.
    rng = np.random.default_rng(5)
    nations, technologies = 120, 10
    truth = rng.beta(6.0, 54.0, size=(nations, technologies))
    top, credit, squares = (np.zeros_like(truth) for _ in range(3))
    for _ in range(80):
        weight = 0.5 ** rng.integers(0, 4, size=truth.shape)
        top += weight * (rng.random(truth.shape) < truth)
        credit += weight
        squares += weight**2
    found = pp_top(top, credit, credit**2 / squares)
    assert 0.87 <= ((found.low <= truth) & (truth <= found.high)).mean() <= 0.94


def test_shrinking_predicts_better_than_the_raw_share() -> None:
    truth, top, credit = simulate(7, 60.0, 30.0)
    error = np.square(pp_top(top, credit).value - truth).mean()
    assert error < 0.6 * np.square(top / credit - truth).mean()


def test_strength_is_recovered_where_records_tell_it() -> None:
    # Less one standard error: below the truth more often than above, and never far from it.
    _, top, credit = simulate(9, 60.0, 1000.0)
    strength = top_prior(top, credit).strength
    assert 45.0 < strength.mean() < 60.0


@pytest.mark.parametrize(
    ("top", "credit", "complaint"),
    [
        ([[2.0]], [[1.0]], "top must not be above credit"),
        ([[1.0, 0.0]], [[1.0]], "top must be shaped"),
        ([[-1.0]], [[1.0]], "finite and not negative"),
    ],
)
def test_bad_figures_are_refused(
    top: list[list[float]], credit: list[list[float]], complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint):
        pp_top(top, credit)
