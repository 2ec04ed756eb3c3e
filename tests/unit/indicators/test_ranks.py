from __future__ import annotations

import numpy as np
import pytest

from comity.base.errors import InputError
from comity.indicators.ranks import ranks


def test_ranks_by_hand_share_a_place_where_counts_are_equal() -> None:
    found = ranks([50.0, 900.0, 50.0, 0.0])
    assert found.rank.tolist() == [2, 1, 2, 4]
    # Nine hundred stay first in every draw; the equal two change places.
    assert (found.rank_low[1], found.rank_high[1]) == (1, 1)
    assert (found.rank_low[0], found.rank_high[0]) == (2, 3)
    assert found.count_low[3] == 0 < found.count_high[3]


def test_the_order_of_holders_changes_nothing_and_every_interval_holds_its_value() -> None:
    counts = np.array([3.0, 0.0, 17.5, 9.0, 9.0, 400.0, 1.0])
    found, turned = ranks(counts), ranks(counts[::-1])
    assert turned.rank[::-1].tolist() == found.rank.tolist()
    assert (found.rank_low <= found.rank).all()
    assert (found.rank <= found.rank_high).all()
    assert (found.count_low <= counts).all()
    assert (counts <= found.count_high).all()
    assert ranks([5.0]).rank_high.tolist() == [1]


def test_fewer_effective_records_widen_both_intervals() -> None:
    counts = np.array([120.0, 100.0, 80.0, 60.0])
    sure, unsure = ranks(counts), ranks(counts, counts / 10)
    assert (unsure.count_high - unsure.count_low > sure.count_high - sure.count_low).all()
    assert (unsure.rank_high - unsure.rank_low >= sure.rank_high - sure.rank_low).all()


def test_intervals_cover_true_ranks_and_counts_as_often_as_they_claim() -> None:
    rates = np.array([300.0, 220.0, 160.0, 120.0, 90.0, 65.0, 45.0, 30.0, 18.0, 10.0])
    true = np.arange(1, len(rates) + 1)
    drawn = np.random.default_rng(5).poisson(rates, size=(200, len(rates)))
    found = [ranks(counts.astype(float)) for counts in drawn]
    places = np.mean([(f.rank_low <= true) & (true <= f.rank_high) for f in found])
    counts = np.mean([(f.count_low <= rates) & (rates <= f.count_high) for f in found])
    # Ranks are whole numbers, so their intervals cover at least what they claim.
    assert places >= 0.88
    assert 0.85 <= counts <= 0.95


@pytest.mark.parametrize("counts", [[-1.0, 2.0], [np.nan, 1.0], [[1.0], [2.0]]])
def test_what_is_no_list_of_counts_is_refused(counts: list[float]) -> None:
    with pytest.raises(InputError, match="list of finite values"):
        ranks(counts)


def test_effective_counts_of_another_length_are_refused() -> None:
    with pytest.raises(InputError):
        ranks([1.0, 2.0], [1.0])
