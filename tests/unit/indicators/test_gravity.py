"""The gravity expectation: distances that are known, coefficients that were put in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.base.errors import InputError
from comity.indicators import gravity_expectation, great_circle

BETA = np.array([-0.7, 0.5, 0.3])


def world(seed: int, nations: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distances, common languages and memberships of an invented world."""
    rng = np.random.default_rng(seed)
    distance = great_circle(rng.uniform(-50, 65, nations), rng.uniform(-180, 180, nations))
    tongue, club = rng.integers(0, 4, nations), rng.random(nations) < 0.4
    language = (tongue[:, None] == tongue[None, :]).astype(float)
    member = (club[:, None] & club[None, :]).astype(float)
    return distance, language, member


def means(
    seed: int, distance: np.ndarray, language: np.ndarray, member: np.ndarray, size: float
) -> np.ndarray:
    rng = np.random.default_rng(seed)
    a = rng.normal(0.0, 0.8, len(distance))
    ln = np.log(np.maximum(distance, 1.0) / 5000.0)
    linear = a[:, None] + a[None, :] + BETA[0] * ln + BETA[1] * language + BETA[2] * member
    result = size * np.exp(linear)
    np.fill_diagonal(result, 0.0)
    return result


def draw(rng: np.random.Generator, mean: np.ndarray, noise: float = 0.0) -> np.ndarray:
    """Counts, overdispersed by gamma factors of the given relative variance."""
    if noise:
        mean = mean * rng.gamma(1 / noise, noise, mean.shape)
    half = np.triu(rng.poisson(mean).astype(float), 1)
    return half + half.T


def test_known_distances() -> None:
    # Tokyo, Brussels, Canberra; published great-circle distances, ± 30 km.
    found = great_circle([35.68, 50.85, -35.31], [139.69, 4.35, 149.20])
    assert found[0, 1] == pytest.approx(9460, abs=30)
    assert found[0, 2] == pytest.approx(7945, abs=60)


def test_a_quarter_of_the_equator_by_hand() -> None:
    # 2π · 6371.0088 / 4 = 10,007.6 km, and half of it to the far side of the pole.
    found = great_circle([0.0, 0.0, 90.0, -90.0], [0.0, 90.0, 0.0, 0.0])
    quarter = np.pi * 6371.0088 / 2
    assert found[0, 1] == pytest.approx(quarter)
    assert found[0, 2] == pytest.approx(quarter)
    assert found[2, 3] == pytest.approx(2 * quarter)


@given(
    arrays(float, 5, elements=st.floats(-90, 90)), arrays(float, 5, elements=st.floats(-180, 180))
)
def test_distance_is_symmetric_and_obeys_the_triangle(lat: np.ndarray, lon: np.ndarray) -> None:
    found = great_circle(lat, lon)
    np.testing.assert_allclose(found, found.T)
    assert (found.diagonal() == 0).all()
    assert found.max() <= np.pi * 6371.0088 + 1e-6
    for via in range(5):
        assert (found <= found[:, [via]] + found[[via], :] + 1e-3).all()


def test_an_unknown_place_has_no_distance() -> None:
    found = great_circle([35.68, np.nan], [139.69, 4.35])
    assert np.isnan(found[0, 1])


def test_exact_means_give_back_the_coefficients() -> None:
    # Without noise the model is the truth, so that the fit must be exact.
    place = world(1, 15)
    mean = means(2, *place, size=50.0)
    found = gravity_expectation(mean, *place)
    np.testing.assert_allclose(found.coefficients, BETA, atol=1e-6)
    np.testing.assert_allclose(found.expected, mean, rtol=1e-6, atol=1e-8)
    assert found.names == ("ln distance", "common language", "common membership")


def test_row_sums_are_the_data_s() -> None:
    # The score of each nation effect is its row sum's residual.
    place = world(3, 25)
    joint = draw(np.random.default_rng(4), means(5, *place, size=20.0))
    found = gravity_expectation(joint, *place)
    np.testing.assert_allclose(found.expected.sum(axis=1), joint.sum(axis=1), rtol=1e-8)
    np.testing.assert_allclose(found.expected, found.expected.T)
    # So are the covariates' sums, weighted by the counts.
    for covariate in (np.log(np.maximum(place[0], 1.0)), place[1], place[2]):
        assert (found.expected * covariate).sum() == pytest.approx((joint * covariate).sum())


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_coefficients_are_recovered_within_three_standard_errors(noise: float) -> None:
    place = world(6, 45)
    joint = draw(np.random.default_rng(7), means(8, *place, size=60.0), noise)
    found = gravity_expectation(joint, *place)
    assert (np.abs(found.coefficients - BETA) < 3 * found.standard_errors).all()
    assert (found.standard_errors < 0.25).all()
    assert (found.dispersion > 3.0) == (noise > 0)


def test_standard_errors_match_the_spread_over_repetitions() -> None:
    # 80 worlds with overdispersed counts: the mean standard error against the real spread.
    place = world(9, 30)
    mean = means(10, *place, size=40.0)
    rng = np.random.default_rng(11)
    fits = [gravity_expectation(draw(rng, mean, 0.3), *place) for _ in range(80)]
    spread = np.std([f.coefficients for f in fits], axis=0)
    stated = np.mean([f.standard_errors for f in fits], axis=0)
    assert (stated > 0.6 * spread).all()
    assert (stated < 1.6 * spread).all()
    np.testing.assert_allclose(np.mean([f.coefficients for f in fits], axis=0), BETA, atol=0.05)


def test_the_expectation_s_standard_error_covers_the_true_mean() -> None:
    place = world(12, 35)
    mean = means(13, *place, size=40.0)
    rng = np.random.default_rng(14)
    upper = np.triu_indices(35, 1)
    inside = []
    for _ in range(10):
        found = gravity_expectation(draw(rng, mean, 0.3), *place)
        error = np.log(found.expected[upper] / mean[upper])
        inside.append((np.abs(error) <= 1.645 * found.log_sd[upper]).mean())
    # Stated 90 %. Pairs share nations, so that the share itself is uncertain by some points.
    assert 0.82 <= np.mean(inside) <= 0.98


def test_two_nations_more_apart_expect_less() -> None:
    place = world(15, 20)
    joint = draw(np.random.default_rng(16), means(17, *place, size=100.0))
    assert gravity_expectation(joint, *place).coefficients[0] < 0


def test_unlinked_nations_expect_nothing_and_do_not_change_the_rest() -> None:
    place = world(18, 12)
    joint = draw(np.random.default_rng(19), means(20, *place, size=30.0))
    joint[11, :] = joint[:, 11] = 0.0
    found = gravity_expectation(joint, *place)
    alone = gravity_expectation(joint[:11, :11], *(p[:11, :11] for p in place))
    assert (found.expected[11] == 0).all()
    np.testing.assert_allclose(found.expected[:11, :11], alone.expected, rtol=1e-7)
    np.testing.assert_allclose(found.coefficients, alone.coefficients, rtol=1e-7)


def test_a_covariate_that_does_not_vary_has_no_coefficient() -> None:
    distance, language, _ = world(21, 12)
    joint = draw(np.random.default_rng(22), means(23, distance, language, language * 0, 30.0))
    found = gravity_expectation(joint, distance, language, np.zeros_like(language))
    assert np.isnan(found.coefficients[2])
    assert np.isnan(found.standard_errors[2])
    without = gravity_expectation(joint, distance, language)
    np.testing.assert_allclose(found.coefficients[:2], without.coefficients, rtol=1e-6)
    np.testing.assert_allclose(found.expected, without.expected, rtol=1e-6)


def test_too_few_nations_or_a_star_leave_no_expectation() -> None:
    place = world(24, 5)
    star = np.zeros((5, 5))
    star[0, 1:] = star[1:, 0] = 9.0
    few = np.zeros((5, 5))
    few[:3, :3] = 5.0 - 5.0 * np.eye(3)
    for joint in (star, few, np.zeros((5, 5))):
        found = gravity_expectation(joint, *place)
        assert np.isnan(found.expected).all()
        assert np.isnan(found.coefficients).all()


def test_a_distance_must_be_positive() -> None:
    place = world(25, 5)
    joint = draw(np.random.default_rng(26), means(27, *place, size=30.0))
    with pytest.raises(InputError, match="distance must be positive"):
        gravity_expectation(joint, np.zeros((5, 5)), place[1])
