from __future__ import annotations

import numpy as np
import pytest

from comity.base.errors import InputError
from comity.indicators import concentration, monopoly


def test_index_and_lead_by_hand() -> None:
    found = concentration([2.0, 1.0, 1.0])
    assert found.hhi == pytest.approx(0.25 + 0.0625 + 0.0625)
    assert found.ratio == 2
    assert np.isnan([found.hhi_low, found.hhi_high, found.ratio_low, found.ratio_high]).all()


def test_equal_holders_have_one_over_their_number() -> None:
    assert concentration(np.ones(8)).hhi == pytest.approx(1 / 8)
    assert concentration([5.0]).ratio == np.inf


def test_the_interval_covers_the_index_as_often_as_it_claims() -> None:
    shares = np.array([0.4, 0.25, 0.2, 0.1, 0.05])
    true = concentration(shares)
    draws = np.random.default_rng(3).multinomial(200, shares, size=200)
    found = [concentration(d, effective=200) for d in draws]
    covered = np.mean([f.hhi_low <= true.hhi <= f.hhi_high for f in found])
    assert 0.82 <= covered <= 0.97


@pytest.mark.parametrize(
    ("held", "ratio", "level", "margins"),
    [
        (8, 3.0, "high", (0, 0.0, 3, 1.0)),
        (10, 9.0, "high", (2, 6.0, 5, 7.0)),
        # Both thresholds must be met.
        (8, 2.9, "medium", (0, -0.1, 3, 0.9)),
        (7, 3.5, "medium", (-1, 0.5, 2, 1.5)),
        (5, 2.0, "medium", (-3, -1.0, 0, 0.0)),
        (4, 9.0, "low", (-4, 6.0, -1, 7.0)),
        (9, 1.9, "low", (1, -1.1, 4, -0.1)),
    ],
)
def test_the_rule_of_the_tracker(
    held: int, ratio: float, level: str, margins: tuple[float, ...]
) -> None:
    found = monopoly(held, ratio)
    assert found.level == level
    assert found[1:] == pytest.approx(margins)


def test_one_nation_with_everything_leads_without_bound() -> None:
    assert monopoly(10, float("inf")).level == "high"


@pytest.mark.parametrize(("held", "ratio"), [(11, 2.0), (-1, 2.0), (5, 0.9), (5, float("nan"))])
def test_what_is_no_lead_is_refused(held: int, ratio: float) -> None:
    with pytest.raises(InputError, match="lead of 1 or more"):
        monopoly(held, ratio)
