"""The event study: a case by hand, a jump that is known, no jump, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest

from comity.base.errors import InputError
from comity.indicators.event_study import DRAWS, FEWEST, MATCHES, Effect, effect, mean_effect


def by_hand() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The unit at zero, five others close to it that changed by 0.1 to 0.5, the rest far away."""
    covariates = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, *range(10, 20)])[:, None]
    change = np.array([1.0, 0.1, 0.2, 0.3, 0.4, 0.5, *[9.0] * 10])
    return change, covariates, np.ones(len(change), bool)


def test_the_effect_by_hand() -> None:
    found = effect(*by_hand()[:2], 0, by_hand()[2])
    assert found is not None
    assert found.value == pytest.approx(1.0 - 0.3)
    assert found.matches == (1, 2, 3, 4, 5)
    assert found.compared == 15
    spread = by_hand()[1][1:].std()
    assert found.unlike == pytest.approx(0.3 / spread)


def test_the_unit_and_who_is_not_eligible_are_never_matched() -> None:
    change, covariates, eligible = by_hand()
    eligible[1] = False
    change[2] = np.nan
    found = effect(change, covariates, 0, eligible)
    assert found is not None
    assert found.matches == (3, 4, 5, 6, 7)


def test_units_all_alike_give_the_whole_change_and_no_spread() -> None:
    change = np.zeros(20)
    change[0] = 0.4
    found = effect(change, np.arange(20.0)[:, None], 0, np.ones(20, bool))
    assert found is not None
    assert found[:3] == pytest.approx((0.4, 0.4, 0.4))


def simulated(seed: int, jump: float) -> Effect:
    """Sixty units whose changes follow their covariates, with noise of 0.1; one jumps."""
    random = np.random.default_rng(seed)
    covariates = random.normal(size=(60, 3))
    change = 0.05 * covariates.sum(axis=1) + random.normal(0.0, 0.1, 60)
    change[0] += jump
    found = effect(change, covariates, 0, np.ones(60, bool), seed)
    assert found is not None
    return found


@pytest.mark.parametrize("jump", [0.0, 0.5])
def test_intervals_cover_the_true_jump_as_often_as_they_claim(jump: float) -> None:
    found = [simulated(seed, jump) for seed in range(300)]
    covered = np.mean([one.low <= jump <= one.high for one in found])
    # Three standard errors of a share of 0.9 in 300 runs are 0.05; they may be a little too wide.
    assert 0.85 <= covered <= 0.97
    assert np.mean([one.value for one in found]) == pytest.approx(jump, abs=0.03)
    if jump:
        assert np.mean([one.low > 0 for one in found]) > 0.95


def test_too_few_or_unknown_gives_none() -> None:
    change, covariates = np.zeros(FEWEST + 1), np.arange(FEWEST + 1.0)[:, None]
    everyone = np.ones(FEWEST + 1, bool)
    assert effect(change, covariates, 0, everyone) is not None
    assert effect(change[:-1], covariates[:-1], 0, everyone[:-1]) is None
    change[0] = np.nan
    assert effect(change, covariates, 0, everyone) is None


def test_shapes_must_fit() -> None:
    with pytest.raises(InputError, match="shaped"):
        effect(np.zeros(3), np.zeros(3), 0, np.ones(3, bool))


def one(value: float) -> Effect:
    return Effect(value, value, value, (), MATCHES, 0.0, np.full(DRAWS, value))


def test_a_unit_with_several_events_counts_once() -> None:
    value, low, high = mean_effect([[one(0.0), one(0.4)], [one(0.6)], []])
    assert value == pytest.approx(0.4)
    # Of two units both, or either twice, are drawn.
    assert (low, high) == pytest.approx((0.2, 0.6))
    with pytest.raises(InputError, match="no effects"):
        mean_effect([[]])


def test_the_mean_of_many_is_surer_than_one() -> None:
    effects = [simulated(seed, 0.2) for seed in range(20)]
    value, low, high = mean_effect([[found] for found in effects])
    assert low < 0.2 < high
    assert value == pytest.approx(0.2, abs=0.1)
    assert high - low < min(found.high - found.low for found in effects)
