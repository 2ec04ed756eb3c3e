"""Rankings: figures by hand, against a slow plain count, intervals from resampled nations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.indicators import Ranked, auc_within, judge_rankings, resamples


def one(score: list[float], positive: list[int], top: int = 20) -> tuple[float, float, float]:
    ap, precision, auc = Ranked(score, positive).figures(np.ones((1, len(score))), top)[:, 0]
    return float(ap), float(precision), float(auc)


def slow(score: list[float], positive: list[int], weight: list[int], top: int) -> list[float]:
    """The same by walking down the ranks, with every pair as often as it weighs."""
    pairs = [(s, y) for s, y, w in zip(score, positive, weight, strict=True) for _ in range(w)]
    good = [s for s, y in pairs if y]
    bad = [s for s, y in pairs if not y]
    ap = seen = hits = 0.0
    first, left = 0.0, float(min(top, len(pairs)))
    depth = left
    for rank in sorted({s for s, _ in pairs}, reverse=True):
        here = [y for s, y in pairs if s == rank]
        seen += len(here)
        hits += sum(here)
        ap += sum(here) / len(good) * hits / seen
        taken = min(left, len(here))
        first += taken * sum(here) / len(here)
        left -= taken
    won = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return [ap, first / depth, won / (len(good) * len(bad))]


def test_figures_by_hand() -> None:
    # Ranks: +, −, +, −. AP = ½·1 + ½·⅔; of four games of + against − three are won.
    ap, precision, auc = one([4, 3, 2, 1], [1, 0, 1, 0], top=2)
    assert ap == pytest.approx(0.5 + 0.5 * 2 / 3)
    assert precision == 0.5
    assert auc == 0.75


def test_a_score_that_tells_nothing_is_as_good_as_chance() -> None:
    ap, precision, auc = one([7.0] * 10, [1, 1, 1] + [0] * 7, top=5)
    assert (ap, precision, auc) == pytest.approx((0.3, 0.3, 0.5))


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 3)), min_size=2, max_size=25
    ),
    st.integers(1, 12),
)
def test_figures_are_those_of_a_plain_count(rows: list[tuple[int, bool, int]], top: int) -> None:
    score, positive, weight = (list(column) for column in zip(*rows, strict=True))
    if len(set(positive)) < 2:
        with pytest.raises(InputError, match="alike"):
            Ranked(score, positive)
        return
    found = Ranked(score, positive).figures(np.array([weight], float), top)[:, 0]
    there = {y for y, w in zip(positive, weight, strict=True) if w}
    if len(there) < 2:
        assert np.isnan(found).all()
    else:
        expected = slow(score, [int(y) for y in positive], weight, top)
        np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize(
    ("score", "positive", "message"),
    [([1.0, float("nan")], [0, 1], "finite"), ([1.0], [0, 1], "same length")],
)
def test_what_cannot_be_ranked_is_refused(
    score: list[float], positive: list[int], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Ranked(score, positive)


def test_resamples_weigh_pairs_by_both_nations() -> None:
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    weight = np.concatenate(list(resamples(left, right, 400, seed=1)))
    assert weight.shape == (400, 3)
    # Two draws of three give a pair 2/3 on average: 3·2 ordered draws of the two, each 1/9.
    assert weight.mean() == pytest.approx(2 / 3, abs=0.05)
    # Three nations drawn once each, or one pair twice over; other pairs are not there then.
    assert {tuple(row) for row in weight.tolist()} == {
        (1, 1, 1), (2, 0, 0), (0, 2, 0), (0, 0, 2), (0, 0, 0)
    }  # fmt: skip


def pairs(nations: int) -> tuple[np.ndarray, np.ndarray]:
    left, right = np.triu_indices(nations, 1)
    return left.astype(np.int64), right.astype(np.int64)


def test_intervals_allow_for_pairs_that_share_a_nation() -> None:
    rng = np.random.default_rng(5)
    left, right = pairs(30)
    openness = rng.normal(size=30)
    tied = openness[left] + openness[right]
    positive = tied + rng.normal(size=len(left)) > 1.0
    found = judge_rankings({"tied": tied}, set(), positive, left, right, runs=300)["tied"]
    order = rng.permutation(len(left))
    # The same pairs with nations dealt out at random: far less uncertain.
    loose = judge_rankings({"tied": tied}, set(), positive, left[order], right[order], runs=300)
    assert found.auc.low < found.auc.value < found.auc.high
    assert found.auc.high - found.auc.low > (loose["tied"].auc.high - loose["tied"].auc.low)
    assert np.isnan(found.brier.value)


def test_the_lead_is_of_the_same_resamples() -> None:
    rng = np.random.default_rng(2)
    left, right = pairs(25)
    chance = rng.uniform(0.05, 0.6, len(left))
    positive = rng.random(len(left)) < chance
    scores = {"ours": chance, "copy": chance * 2, "noise": rng.random(len(left))}
    found = judge_rankings(scores, {"ours"}, positive, left, right, ours="ours", runs=200)
    assert found["ours"].lead is None
    assert found["copy"].lead == (0.0, 0.0, 0.0)
    lead = found["noise"].lead
    assert lead is not None
    assert lead.value == pytest.approx(found["ours"].ap.value - found["noise"].ap.value)
    assert lead.low > 0
    assert found["ours"].brier.value == pytest.approx(np.square(chance - positive).mean())


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.booleans()), min_size=1, max_size=30
    )
)
def test_auc_within_strata_is_that_of_a_plain_count(rows: list[tuple[int, int, bool]]) -> None:
    won = games = 0.0
    for s, score, y in rows:
        for s2, score2, y2 in rows:
            if s == s2 and y and not y2:
                won += (score > score2) + 0.5 * (score == score2)
                games += 1
    strata, score, positive = (np.array(column) for column in zip(*rows, strict=True))
    found = auc_within(score, positive, strata)
    assert np.isnan(found) if not games else found == pytest.approx(won / games)
