from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest

from comity.analysis.query import Analysis
from comity.opportunities.around import Around, ProfileDraws, around
from comity.opportunities.gains import (
    gain_values,
    needs_of,
    pair_gains,
    stated_needs,
    technologies_of,
)
from comity.reference.register import Register

DAY = dt.date(2026, 1, 1)
# P(specialised) in the technology, then in the two fields around it.
SPECIAL = np.array([[0.2, 1.0, 0.0], [0.9, 0.0, 1.0]])
NEAR = np.array([0.5, 1.0])


def profile(special: np.ndarray = SPECIAL, records: float = 1000.0) -> Around:
    """Two nations; counts are far on the side that P(specialised) says."""
    counts = np.where(special > 0.5, 1.6, 0.6) * records
    draws = ProfileDraws(counts, np.full(special.shape, records), np.full(3, 2.0))
    return Around(
        "ai", "one", "2016-2020", {"JPN": 0, "DEU": 1}, special, NEAR, draws, [0, 1, 2]
    )  # fmt: skip


def test_gain_by_hand() -> None:
    found = pair_gains(profile(), [("JPN", "DEU")], [(("jpn-ai",), ())])[0]
    first, second = found.sides
    # Japan lacks all of the second field, which Germany has; the first field it has itself.
    assert first.complement == pytest.approx((0.5 * 0 + 1.0 * 1) / 1.5)
    assert second.complement == pytest.approx((0.5 * 1 + 1.0 * 0) / 1.5)
    assert first.gain == pytest.approx(0.5 * 0.9 + 0.5 * 2 / 3)
    assert second.gain == pytest.approx(0.5 * 1 / 3)
    assert found.value == pytest.approx((first.gain + second.gain) / 2)
    assert (first.need, second.need) == (True, False)
    assert (first.specialised, second.specialised) == (0.2, 0.9)


def test_values_of_many_pairs_are_those_of_each() -> None:
    one = pair_gains(profile(), [("JPN", "DEU")], [(("jpn-ai",), ())])[0].value
    many = gain_values(profile(), ["JPN", "DEU"], ["DEU", "JPN"], {"JPN": True, "DEU": False})
    np.testing.assert_allclose(many[:, 0], [one, one])


def test_an_unknown_profile_gives_no_gain_and_is_no_zero() -> None:
    found = pair_gains(profile(), [("JPN", "TUV")], [(("jpn-ai",), ())])[0]
    assert math.isnan(found.value)
    assert math.isnan(found.low)
    assert math.isnan(gain_values(profile(), ["JPN"], ["TUV"], {"JPN": True, "TUV": False})[0, 0])


def test_the_interval_is_of_the_evidence_and_comes_again() -> None:
    pair, needs = ("JPN", "DEU"), (("jpn-ai",), ())
    few = pair_gains(profile(np.full((2, 3), 0.5), 3.0), [pair], [needs])[0]
    many = pair_gains(profile(SPECIAL, 1000.0), [pair], [needs])[0]
    assert few.high - few.low > 0.1 > many.high - many.low
    assert few == pair_gains(profile(np.full((2, 3), 0.5), 3.0), [pair], [needs])[0]


def test_interval_holds_the_value_on_real_evidence(analysis: Analysis) -> None:
    found = around(analysis, "materials", DAY)
    assert found is not None
    for pair in (("KOR", "DEU"), ("JPN", "POL"), ("SGP", "EST")):
        gain = pair_gains(found, [pair], [(("a",), ("b",))])[0]
        assert gain.low <= gain.value <= gain.high
        for side in gain.sides:
            assert 0 <= side.complement_low <= side.complement_high <= 1


def test_an_ally_has_the_alliances_needs_and_a_partner_its_own(analysis: Analysis) -> None:
    stated = stated_needs(analysis, "cyber", DAY)
    ally = {need.holder for need in needs_of(stated, "DEU", True)}
    assert "NATO" in ally
    assert {need.holder for need in needs_of(stated, "KOR", False)} == {"KOR"}
    assert needs_of(stated, "TUV", False) == []
    for need in needs_of(stated, "KOR", False):
        assert need.source


def test_needs_are_those_public_by_the_day(analysis: Analysis) -> None:
    assert stated_needs(analysis, "cyber", dt.date(1995, 1, 1)) == {}


def test_a_field_has_the_needs_of_the_technology_it_is_part_of(register: Register) -> None:
    assert technologies_of(register, "ai") == {"ai"}
    assert technologies_of(register, "wipo:control") == {"autonomy"}
    assert technologies_of(register, "wipo:nothing") == set()
