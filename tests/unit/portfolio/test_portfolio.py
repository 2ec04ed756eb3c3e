"""Portfolios of made-up activities whose best sets can be told by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.opportunities.gains import Gain, Side
from comity.opportunities.rows import Opportunity
from comity.portfolio.items import Draws, Item, items_of, prepared, stated
from comity.portfolio.record import record
from comity.portfolio.solve import Ask, portfolio
from comity.reference.register import Register

LATE = dt.date(2025, 6, 1)
MEMBERS = ("FRA", "USA", "DEU")


def item(partner: str, technology: str, likely: float, **changed: Any) -> Item:
    given: dict[str, Any] = {
        "partner": partner, "ally": "USA", "technology": technology, "series": "one",
        "unit": "papers", "window": "2016-2020", "horizon": 5, "joint": 2.0, "expected": 10.0,
        "affinity": 0.2, "affinity_low": 0.1, "affinity_high": 0.4, "below": 0.99,
        "likely": likely, "likely_low": likely / 2, "likely_high": (1 + likely) / 2,
    }  # fmt: skip
    return Item(**(given | changed))


def ask(**changed: Any) -> Ask:
    given: dict[str, Any] = {
        "group": "NATO", "members": MEMBERS, "day": LATE, "budget": 2, "per_partner": 2,
    }  # fmt: skip
    return Ask(**(given | changed))


# Quantum and cyber are in needs of the Alliance, semiconductors in none.
ITEMS = [
    item("JPN", "semiconductors", 0.8),
    item("JPN", "semiconductors", 0.7, ally="FRA"),
    item("KOR", "quantum", 0.3),
    item("AUS", "cyber", 0.2),
    item("SGP", "cyber", 0.9),
    item("BRA", "quantum", 0.85),
]


def keys(found: Any) -> list[tuple[str, str]]:
    return [(row.item.partner, row.item.technology) for row in found.rows]


def test_the_best_set_is_the_one_told_by_hand(register: Register) -> None:
    found = portfolio(register, ITEMS, ask())
    assert keys(found) == [("JPN", "semiconductors"), ("JPN", "semiconductors")]
    assert found.totals.gaps.value == pytest.approx((0.8 + 0.7) * 0.8)
    assert found.totals.reaching.value == pytest.approx(1.5)
    assert found.totals.records["papers"].value == pytest.approx(1.5 * 8)
    assert found.totals.gain is None
    assert found.totals.needs == ()
    assert found.totals.gaps.low < found.totals.gaps.value < found.totals.gaps.high


def test_limits_change_the_set(register: Register) -> None:
    assert keys(portfolio(register, ITEMS, ask(per_partner=1))) == [
        ("JPN", "semiconductors"), ("KOR", "quantum"),
    ]  # fmt: skip
    found = portfolio(register, ITEMS, ask(technologies=("cyber", "quantum")))
    assert keys(found) == [("KOR", "quantum"), ("AUS", "cyber")]
    assert keys(portfolio(register, ITEMS, ask(without_nations=("JPN",)))) == [
        ("KOR", "quantum"), ("AUS", "cyber"),
    ]  # fmt: skip
    # A nation is left out on either side.
    assert {
        row.item.ally for row in portfolio(register, ITEMS, ask(without_nations=("USA",))).rows
    } == {"FRA"}
    assert keys(portfolio(register, ITEMS, ask(joinable=False))) == [
        ("SGP", "cyber"), ("BRA", "quantum"),
    ]  # fmt: skip


def test_who_is_not_joinable_is_left_out_with_a_reason_and_a_source(register: Register) -> None:
    found = portfolio(register, ITEMS, ask())
    assert {n: door.verdict for n, door in found.left_out.items()} == {
        "SGP": "closed", "BRA": "unknown",
    }  # fmt: skip
    for row in found.rows:
        assert row.door is not None
        assert row.door.verdict == "open"
        assert row.door.source


def test_the_frontier_runs_from_most_gaps_to_most_needs(register: Register) -> None:
    points = portfolio(register, ITEMS, ask()).frontier
    gaps = [point.totals.gaps.value for point in points]
    needs = [len(point.totals.needs) for point in points]
    assert len(points) >= 3
    assert gaps == sorted(gaps, reverse=True)
    assert needs == sorted(set(needs))
    assert {key[2] for key in points[-1].activities} == {"quantum", "cyber"}
    assert all(p.totals.gaps.low <= p.totals.gaps.value <= p.totals.gaps.high for p in points)


def test_a_known_gain_makes_a_second_frontier(register: Register) -> None:
    items = [
        item("JPN", "ai", 0.8, gain=0.1, gain_low=0.05, gain_high=0.2),
        item("KOR", "ai", 0.5, gain=0.5, gain_low=0.4, gain_high=0.6),
        item("AUS", "ai", 0.2, gain=0.9, gain_low=0.8, gain_high=1.0),
    ]
    found = portfolio(register, items, ask(budget=1))
    points = [point for point in found.frontier if point.second == "gain"]
    assert [p.activities[0][0] for p in points] == ["JPN", "KOR", "AUS"]
    assert keys(portfolio(register, items, ask(budget=1, maximise="gain"))) == [("AUS", "ai")]


def test_who_would_add_most_is_the_change_of_the_optimum(register: Register) -> None:
    found = portfolio(register, ITEMS, ask())
    assert [row.partner for row in found.joining] == ["SGP", "BRA"]
    singapore = found.joining[0]
    # Singapore's activity takes the place of the one of 0.7.
    assert singapore.adds.value == pytest.approx((0.9 - 0.7) * 0.8)
    assert singapore.activities == 1
    assert singapore.adds.low <= singapore.adds.value <= singapore.adds.high
    weak = portfolio(register, [*ITEMS[:2], item("BRA", "ai", 0.1)], ask())
    assert [(r.adds.value, r.adds.high, r.activities) for r in weak.joining] == [(0.0, 0.0, 0)]


def test_who_would_add_most_agrees_with_solving_anew(register: Register) -> None:
    chance = np.random.default_rng(5)
    inside, outside = ("JPN", "KOR", "AUS", "CHE"), ("SGP", "BRA", "IND", "CHN", "ZAF", "MEX")
    items = [
        item(partner, technology, float(chance.random()), ally=ally)
        for partner in (*inside, *outside)
        for ally in MEMBERS
        for technology in ("ai", "cyber", "quantum")
        if chance.random() < 0.5
    ]
    for technologies in (None, ("ai", "cyber", "quantum")):
        limits = {"budget": 5, "technologies": technologies}
        found = portfolio(register, items, ask(**limits))
        assert {row.partner for row in found.joining} == set(found.left_out) == set(outside)
        assert any(row.activities for row in found.joining)
        for row in found.joining:
            some = [i for i in items if i.partner in (*inside, row.partner)]
            anew = portfolio(register, some, ask(**limits, joinable=False))
            more = anew.totals.gaps.value - found.totals.gaps.value
            assert row.adds.value == pytest.approx(more, abs=1e-6)


def test_the_order_of_the_input_changes_nothing(register: Register) -> None:
    mixed = ITEMS.copy()
    random.Random(7).shuffle(mixed)
    assert record(portfolio(register, mixed, ask()), register) == record(
        portfolio(register, ITEMS, ask()), register
    )


def test_an_activity_shown_twice_counts_once_by_what_tells_most() -> None:
    other = item("JPN", "ai", 0.9, series="two", expected=5.0)
    assert prepared([other, item("JPN", "ai", 0.1)], MEMBERS) == [item("JPN", "ai", 0.1)]
    assert prepared([item("FRA", "ai", 0.1), item("JPN", "ai", 0.1, ally="KOR")], MEMBERS) == []


def test_draws_have_the_stated_intervals() -> None:
    items = [item("JPN", "ai", 0.3), item("KOR", "ai", 0.0, likely_high=0.1)]
    assert stated(items)["reaching"].tolist() == [0.3, 0.0]
    assert stated(items)["gaps"][0] == pytest.approx(0.3 * 0.8)
    assert stated(items)["records"][0] == pytest.approx(0.3 * 0.8 * 10)
    drawn = Draws(["one"], runs=20_000).of(items)["reaching"]
    low, high = np.quantile(drawn[:, 0], [0.05, 0.95])
    assert (low, high) == (pytest.approx(0.15, abs=0.01), pytest.approx(0.65, abs=0.01))
    gain = item("JPN", "ai", 0.3, gain=0.5, gain_low=0.4, gain_high=0.9)
    low, high = np.quantile(Draws(["one"], runs=20_000).of([gain])["gain"], [0.05, 0.95])
    assert (low, high) == (pytest.approx(0.4, abs=0.01), pytest.approx(0.9, abs=0.01))


def test_a_gap_is_what_is_lacking_beyond_chance() -> None:
    # Two of ten joint records, and yet nothing that the series can tell from its expectation.
    noise = item("JPN", "ai", 0.5, affinity=0.99, affinity_low=0.8, affinity_high=1.2, below=0.52)
    assert (noise.gap, noise.lacking) == (pytest.approx(0.01), pytest.approx(0.1))
    assert stated([noise])["gaps"][0] == pytest.approx(0.005)
    assert item("JPN", "ai", 0.5, affinity=1.1, affinity_high=1.2).gap == 0.0
    drawn = Draws(["one"], runs=20_000).of([noise])["gaps"]
    low, high = np.quantile(drawn[:, 0], [0.05, 0.95])
    assert low < 0 < 0.005 < high


def test_draws_of_gaps_hold_the_affinity_and_the_probability() -> None:
    sure = {"likely_low": 0.3, "likely_high": 0.3}
    one, other = item("JPN", "ai", 0.3, **sure), item("KOR", "ai", 0.3, **sure)
    drawn = Draws(["one"], runs=20_000).of([one, other])["gaps"]
    # 0.3 × (1 - 0.4) and 0.3 × (1 - 0.1): the interval of the affinity and nothing else.
    low, high = np.quantile(drawn[:, 0], [0.05, 0.95])
    assert (low, high) == (pytest.approx(0.18, abs=0.005), pytest.approx(0.27, abs=0.005))
    # Chance in the records of one pair says nothing of another's; the model's error is shared.
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.03
    pair = [item("JPN", "ai", 0.3), item("KOR", "ai", 0.3)]
    reaching = Draws(["one"], runs=20_000).of(pair)["reaching"]
    assert reaching[:, 0].tolist() == reaching[:, 1].tolist()
    gaps = Draws(["one"], runs=20_000).of(pair)["gaps"][:, 0]
    assert np.quantile(gaps, 0.95) - np.quantile(gaps, 0.05) > high - low
    # An activity keeps its draws in whatever set it stands.
    alone = Draws(["one"], runs=20_000).of([other])["gaps"]
    assert alone[:, 0].tolist() == drawn[:, 1].tolist()


def test_only_what_is_clearly_below_is_chosen_from(register: Register) -> None:
    items = [*ITEMS, item("AUS", "space", 1.0, likely_high=1.0, below=0.6)]
    assert ("AUS", "space") in keys(portfolio(register, items, ask()))
    assert ("AUS", "space") not in keys(portfolio(register, items, ask(clear=0.8)))


def test_general_needs_are_counted_apart(register: Register) -> None:
    found = portfolio(register, ITEMS, ask(technologies=("cyber", "quantum")))
    half = len(register.technologies.codes()) / 2
    assert all(0 < len(need.technologies) <= half for need in found.needs.named)
    assert found.needs.general
    assert all(len(need.technologies) > half for need in found.needs.general)
    assert not any(need.technologies for need in found.needs.unnamed)
    assert set(found.totals.needs) <= {need.key for need in found.needs.named}
    assert found.totals.general
    assert set(found.totals.general) <= {need.key for need in found.needs.general}
    told = record(found, register)
    assert told["totals"]["needs_general"] == list(found.totals.general)
    assert len(told["needs_general"]) == len(found.needs.general)


def test_a_partner_without_an_activity_has_its_reason(register: Register) -> None:
    found = portfolio(register, ITEMS, ask(partners=("JPN", "AUS", "IND"), clear=0.8,
                                           without_technologies=("cyber",)))  # fmt: skip
    assert found.without_activity == (
        ("AUS", "the other limits leave out 1 candidate"), ("IND", "no candidate"),
    )  # fmt: skip


def test_draws_apart_are_independent_of_the_others() -> None:
    one = [item("JPN", "ai", 0.3)]
    drawn, again, apart = (
        Draws(["one"], runs=5000, apart=a).of(one)["reaching"][:, 0] for a in (False, False, True)
    )
    assert drawn.tolist() == again.tolist()
    assert abs(np.corrcoef(drawn, apart)[0, 1]) < 0.05


def test_records_of_several_units_are_never_added(register: Register) -> None:
    mixed = [*ITEMS, item("KOR", "energy", 0.9, series="two", unit="projects")]
    with pytest.raises(InputError, match=r"several units \(papers and projects\) cannot be added"):
        portfolio(register, mixed, ask(maximise="records"))
    found = portfolio(register, mixed, ask(budget=3))
    assert set(found.totals.records) == {"papers", "projects"}
    assert len(portfolio(register, ITEMS, ask(maximise="records")).rows) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"maximise": "luck"}, "unknown objective 'luck'"),
        ({"maximise": "gain"}, "left to choose from whose gain is known"),
        ({"partners": ("FRA",)}, "FRA: of NATO itself"),
        ({"partners": ("JPN",), "without_nations": ("JPN",)}, "JPN: asked for and excluded"),
        ({"technologies": ("ai",), "without_technologies": ("ai",)}, "ai: asked for and excl"),
        ({"partners": ("SGP",)}, r"only joinable partners on 2025-06-01 leaves none \(SGP: no"),
        ({"technologies": ("ai",)}, "with a partner in ai is left to choose from: no candidate[.]"),
        ({"technologies": ("ai", "space"), "partners": ("JPN", "KOR")},
         "with JPN, KOR in ai, space is left to choose from: ai, space: no candidate[.]"),
        ({"partners": ("IND", "NZL")}, "is left to choose from: IND, NZL: no candidate[.]"),
        ({"partners": ("AUS", "KOR"), "without_technologies": ("cyber", "quantum")},
         "AUS, KOR: the other limits leave out 1 candidate[.]"),
        ({"clear": 0.995, "technologies": ("cyber",)},
         r"none of 2 candidates is told from its expectation \(.* 0.995\); --clear 0 takes all"),
        ({"clear": 1.0}, "clear 1 is no probability below 1: choose 0 to 0.99"),
        ({"technologies": ("ai", "cyber")}, "at least one in ai cannot be met: no candidate[.]"),
        ({"technologies": ("cyber",), "without_nations": ("AUS",)},
         "at least one in cyber and only joinable partners|only joinable partners on"),
        ({"technologies": ("cyber", "quantum"), "without_nations": ("AUS",)},
         "at least one in cyber and only joinable partners exclude each other: .* only with SGP"),
        ({"technologies": ("cyber", "quantum"), "budget": 1}, "budget 1 and at least one in each"),
        ({"group": "EU"}, "whom EU may ask is not in the register"),
    ],
)  # fmt: skip
def test_what_cannot_be_met_is_told_in_one_line(
    register: Register, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        portfolio(register, ITEMS, ask(**changed))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "changed",
    [{"expected": 0.0}, {"joint": -1.0}, {"likely_low": 0.9}, {"likely_high": math.nan},
     {"affinity_low": 0.3}, {"affinity_high": math.nan}, {"below": 1.1},
     {"gain": 0.5, "gain_low": 0.6, "gain_high": 0.7}],
)  # fmt: skip
def test_an_activity_must_be_possible(changed: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="JPN–USA in ai"):
        item("JPN", "ai", 0.3, **changed)


def test_rows_of_opportunities_become_activities(make_series: Callable[..., Series]) -> None:
    series = make_series(unit="papers", basis={"ai": "proxy"})
    sides = tuple(Side(nation, (), *[0.5] * 7) for nation in ("JPN", "USA"))
    row = Opportunity(
        "JPN", "USA", "ai", "ai", "one", "source", "publication", "2016-2020", 3.0, 9.0, 0.4, 0.2,
        0.8, 0.99, 0.3, 0.2, 0.4, 2025, Gain("ai", "one", "2016-2020", 0.5, 0.4, 0.9, sides),
    )  # fmt: skip
    [made] = items_of([row], {"one": series})
    assert (made.partner, made.ally, made.technology, made.unit) == ("JPN", "USA", "ai", "papers")
    assert (made.horizon, made.joint, made.expected, made.basis) == (5, 3.0, 9.0, "proxy")
    assert (made.affinity_low, made.affinity, made.affinity_high) == (0.2, 0.4, 0.8)
    assert (made.below, made.gain_in) == (0.99, "ai")
    assert (made.likely_low, made.likely, made.likely_high) == (0.2, 0.3, 0.4)
    assert (made.gain_low, made.gain, made.gain_high) == (0.4, 0.5, 0.9)
    untold = dataclasses.replace(row, until=None, likely=math.nan)
    by_all_fields = dataclasses.replace(row, technology="quantum", subject="all")
    assert items_of([untold, by_all_fields], {"one": series}) == []


def test_a_solve_is_quick(register: Register) -> None:
    chance = np.random.default_rng(1)
    nations = register.nations.codes()[:60]
    items = [
        item(partner, technology, float(chance.random()), ally=ally)
        for partner in nations if partner not in MEMBERS
        for ally in MEMBERS
        for technology in ("ai", "cyber", "quantum", "space", "energy", "materials")
    ]  # fmt: skip
    found = portfolio(register, items, ask(budget=10, per_partner=3, joinable=False))
    assert len(found.rows) == 10
