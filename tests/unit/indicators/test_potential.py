"""Features of a pair: by hand, symmetric, and blind to the pair's own tie."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.base.errors import InputError
from comity.indicators import (
    affinity_similarity,
    common_partners,
    complementarity,
    profile_similarity,
    proximity,
)

NAN = float("nan")


def table(upper: dict[tuple[int, int], float], nations: int) -> np.ndarray:
    result = np.full((nations, nations), NAN)
    for (x, y), value in upper.items():
        result[x, y] = result[y, x] = value
    return result


def test_profiles_correlate_as_pearson_says() -> None:
    profiles = np.array([[1.0, 2.0, 4.0, 3.0], [2.0, 1.0, 3.0, 5.0], [1.0, NAN, NAN, 0.0]])
    found = profile_similarity(profiles)
    assert found[0, 1] == pytest.approx(np.corrcoef(profiles[0], profiles[1])[0, 1])
    # Two technologies known of both are too few, and a nation has no similarity with itself.
    assert np.isnan(found[0, 2])
    assert np.isnan(found.diagonal()).all()


def test_a_flat_profile_is_like_nothing() -> None:
    found = profile_similarity([[0.5, 0.5, 0.5], [1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])
    assert np.isnan(found[0, 1])
    assert found[1, 2] == pytest.approx(-1.0)


def test_only_columns_known_of_both_count() -> None:
    x, y = [1.0, 5.0, 2.0, NAN, 3.0], [2.0, NAN, 3.0, 9.0, 5.0]
    found = profile_similarity([x, y])
    assert found[0, 1] == pytest.approx(np.corrcoef([1, 2, 3], [2, 3, 5])[0, 1])


symmetric = arrays(float, (6, 6), elements=st.floats(-2, 2)).map(lambda a: (a + a.T) / 2)


@given(symmetric, st.floats(-2, 2))
def test_third_nations_are_judged_without_the_pairs_own_tie(log: np.ndarray, own: float) -> None:
    changed = log.copy()
    changed[0, 1] = changed[1, 0] = own
    for feature in (affinity_similarity, lambda t: common_partners(t, np.arange(1.0, 7.0))):
        before, after = feature(log), feature(changed)
        np.testing.assert_allclose(before[0, 1], after[0, 1], atol=1e-9)
        np.testing.assert_allclose(before, before.T, atol=1e-9)


def test_common_partners_by_hand() -> None:
    log = table({(0, 1): 9.0, (0, 2): 1.0, (1, 2): -1.0, (0, 3): 0.5, (1, 3): 2.0, (2, 3): 0.0}, 4)
    # Of 0 and 1: third 2 gives min(1, −1) = −1 with weight 3, third 3 gives 0.5 with weight 1.
    found = common_partners(log, [5.0, 7.0, 3.0, 1.0])
    assert found[0, 1] == pytest.approx((3 * -1.0 + 0.5) / 4)
    assert np.isnan(found.diagonal()).all()


def test_an_unknown_third_nation_takes_no_part() -> None:
    log = table({(0, 1): 0.0, (0, 2): 1.0, (1, 2): NAN, (0, 3): 0.5, (1, 3): 2.0, (2, 3): 0.0}, 4)
    assert common_partners(log, [1.0] * 4)[0, 1] == 0.5
    alone = table({(0, 1): 0.0, (0, 2): 1.0}, 3)
    assert np.isnan(common_partners(alone, [1.0] * 3)[0, 1])


def test_proximity_by_hand() -> None:
    # Both technologies in two nations of three each, together in one: min(1/2, 1/2).
    found = proximity([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    np.testing.assert_allclose(found, [[0.0, 0.5], [0.5, 0.0]])
    np.testing.assert_allclose(proximity([[1.0, 0.0], [NAN, 0.0]]), np.zeros((2, 2)))


def test_complementarity_by_hand() -> None:
    near = [0.5, 0.25, 0.25]
    # The nation lacks the first wholly and half of the second; the partner has both.
    found = complementarity(near, [[0.0, 0.5, 1.0], [1.0, 1.0, 1.0]])
    assert found[0, 1] == pytest.approx(0.5 + 0.25 * 0.5)
    assert found[1, 0] == 0.0
    # Only what is known of both counts.
    assert complementarity(near, [[0.0, NAN, NAN], [0.4, 1.0, 1.0]])[0, 1] == pytest.approx(0.4)
    assert np.isnan(complementarity(near, [[NAN] * 3, [1.0] * 3])[0, 1])


def test_complementarity_of_draws_is_that_of_each() -> None:
    rng = np.random.default_rng(5)
    near, drawn = rng.random(4), rng.random((3, 5, 4))
    drawn[:, 2, 1] = NAN
    whole = complementarity(near, drawn)
    np.testing.assert_allclose(whole, [complementarity(near, one) for one in drawn])
    # What one draw does not know is unknown in that draw alone.
    drawn[0, 3, :] = NAN
    partly = complementarity(near, drawn)
    assert np.isnan(partly[0, 3]).all()
    np.testing.assert_allclose(partly[1:], whole[1:])


@given(
    arrays(float, (2, 5), elements=st.floats(0, 1)), arrays(float, 5, elements=st.floats(0.1, 1))
)
def test_complementarity_is_a_share(both: np.ndarray, near: np.ndarray) -> None:
    assert 0.0 <= complementarity(near, both)[0, 1] <= 1.0 + 1e-12
    assert complementarity(near, [np.ones(5), both[1]])[0, 1] == 0.0


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(InputError, match="square"):
        affinity_similarity([[1.0, 2.0]])
    with pytest.raises(InputError, match="technologies"):
        profile_similarity([1.0, 2.0])
    with pytest.raises(InputError, match="weight"):
        common_partners(np.zeros((3, 3)), [1.0, 2.0])
