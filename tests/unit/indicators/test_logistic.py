"""The logistic model: coefficients that were put in, intervals that cover, missing features."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.special import expit

from comity.base.errors import InputError
from comity.indicators import Logistic, fit_logistic

TRUE = np.array([-1.5, 0.9, -0.5])


def world(seed: int, nations: int, shared: float) -> tuple[np.ndarray, ...]:
    """Pairs with two features of given effect; ``shared`` is a nation's own openness."""
    rng = np.random.default_rng(seed)
    left, right = (side.astype(np.int64) for side in np.triu_indices(nations, 1))
    own = rng.normal(0, 1, (nations, 2))
    x = (own[left] + own[right]) / np.sqrt(2)
    openness = rng.normal(0, shared, nations)
    odds = TRUE[0] + x @ TRUE[1:] + openness[left] + openness[right]
    return x, rng.random(len(left)) < expit(odds), left, right


def raw(model: Logistic) -> np.ndarray:
    """Coefficients of the features as given, not standardised."""
    return np.asarray(model.coefficients[1:] / model.scale)


def test_coefficients_that_were_put_in_are_found() -> None:
    x, y, left, right = world(1, 120, 0.0)
    model = fit_logistic(x, y, 1e-6, left, right)
    np.testing.assert_allclose(raw(model), TRUE[1:], atol=0.1)
    assert model.chance(x).mean() == pytest.approx(y.mean())


def test_a_case_by_hand() -> None:
    # One yes-or-no feature without penalty: the probabilities are the two shares.
    x = np.repeat([[0.0], [1.0]], 10, axis=0)
    y = np.array([1] * 2 + [0] * 8 + [1] * 6 + [0] * 4)
    model = fit_logistic(x, y, 1e-9)
    np.testing.assert_allclose(model.chance([[0.0], [1.0]]), [0.2, 0.6], atol=1e-6)


def test_a_penalty_draws_coefficients_to_zero_and_keeps_the_mean() -> None:
    x, y, *_ = world(3, 60, 0.0)
    sizes = [np.abs(fit_logistic(x, y, p).coefficients[1:]).sum() for p in (0.1, 10.0, 1e3, 1e9)]
    assert sizes == sorted(sizes, reverse=True)
    flat = fit_logistic(x, y, 1e9)
    np.testing.assert_allclose(flat.chance(x), y.mean(), atol=1e-4)


def covered(shared: float, dyadic: bool) -> float:
    hits = []
    for seed in range(150):
        x, y, left, right = world(seed, 40, shared)
        model = fit_logistic(x, y, 1e-6, *((left, right) if dyadic else ()))
        # A nation's openness shrinks what a pair's feature does to the mean (Zeger et al. 1988).
        truth = TRUE[1:] * model.scale / np.sqrt(1 + 0.346 * 2 * shared**2)
        _, low, high = (effect[1:] for effect in model.effects())
        hits.append((low <= truth) & (truth <= high))
    return float(np.mean(hits))


def test_intervals_cover_at_their_rate_where_pairs_are_independent() -> None:
    assert 0.85 <= covered(0.0, dyadic=True) <= 0.96


def test_intervals_allow_for_pairs_that_share_a_nation() -> None:
    plain, dyadic = covered(0.6, dyadic=False), covered(0.6, dyadic=True)
    assert dyadic >= 0.8
    assert plain < dyadic - 0.1


def test_rows_of_one_pair_tell_no_more_than_one() -> None:
    x, y, left, right = world(4, 40, 0.3)
    once = fit_logistic(x, y, 1e-6, left, right)
    # Every row twice: the same coefficients, and no smaller errors.
    twice = fit_logistic(
        np.tile(x, (2, 1)), np.tile(y, 2), 1e-6, np.tile(left, 2), np.tile(right, 2)
    )
    np.testing.assert_allclose(once.coefficients, twice.coefficients, atol=1e-6)
    np.testing.assert_allclose(once.covariance, twice.covariance, rtol=1e-3)


def test_a_missing_feature_stands_at_the_mean() -> None:
    x, y, *_ = world(5, 40, 0.0)
    model = fit_logistic(x, y, 1.0)
    gap = np.array([[np.nan, 0.4]])
    assert model.chance(gap) == pytest.approx(model.chance([[model.mean[0], 0.4]]))
    absent = fit_logistic(np.hstack([x, np.full((len(x), 1), np.nan)]), y, 1.0)
    np.testing.assert_allclose(absent.coefficients[:3], model.coefficients, atol=1e-9)
    assert absent.coefficients[3] == 0.0
    assert np.isnan(absent.effects()).tolist() == [[False] * 3 + [True]] * 3


def test_the_interval_of_a_probability_holds_it() -> None:
    x, y, left, right = world(6, 40, 0.3)
    model = fit_logistic(x, y, 1.0, left, right)
    low, high = model.interval(x)
    assert ((low < model.chance(x)) & (model.chance(x) < high)).all()
    assert ((low > 0) & (high < 1)).all()


def test_a_model_survives_json() -> None:
    x, y, left, right = world(7, 30, 0.0)
    model = fit_logistic(x, y, 2.0, left, right)
    again = Logistic.from_dict(json.loads(json.dumps(model.as_dict())))
    np.testing.assert_array_equal(again.chance(x), model.chance(x))
    assert again.penalty == 2.0


@pytest.mark.parametrize(
    ("x", "y", "penalty", "message"),
    [
        ([[1.0], [2.0]], [1, 1], 1.0, "alike"),
        ([[1.0], [2.0]], [0, 1], 0.0, "positive"),
        ([1.0, 2.0], [0, 1], 1.0, "one row"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    x: list[object], y: list[int], penalty: float, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        fit_logistic(np.array(x), y, penalty)
