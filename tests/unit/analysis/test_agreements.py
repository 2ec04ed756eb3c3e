"""Agreements: dates of the register, a jump in an invented cube, and none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from comity.analysis.agreement_dates import agreements, engaged
from comity.analysis.agreement_rows import ROSE, SAME, AgreementStudy
from comity.analysis.agreements import study
from comity.analysis.query import Analysis
from comity.base.errors import InputError
from comity.evidence.store import Cube
from comity.reference.register import Register

MakeCube = Callable[..., Cube]
DAY = dt.date(2021, 4, 15)
ALLIES = ("USA", "GBR", "DEU", "FRA", "ITA", "CAN", "ESP", "NLD", "POL", "NOR")
# None of them has an agreement or a partnership on record.
OTHERS = (
    "ARG", "BRA", "CHL", "CHN", "CRI", "CUB", "ECU", "ETH", "GHA", "IDN", "IND", "IRN", "KEN",
    "LKA", "MEX", "MYS", "NGA", "PER", "PHL", "PRY", "SAU", "SGP", "THA", "TZA", "UGA", "URY",
    "VNM", "ZAF",
)  # fmt: skip


def invented(make_cube: MakeCube, jump: float, from_year: int = 2013) -> Cube:
    """Joint works of 2000 to 2020; Mongolia's with the Allies grow by ``jump`` from a year on."""
    random = np.random.default_rng(1)
    nations = sorted([*ALLIES, *OTHERS, "MNG"])
    size = dict(zip(nations, np.exp(random.normal(0.0, 0.3, len(nations))), strict=True))
    output = [(n, "all", y, 1000.0) for n in nations for y in range(2000, 2021)]
    links = []
    for y in range(2000, 2021):
        for i, a in enumerate(nations):
            for b in nations[i + 1 :]:
                mean = 40.0 * size[a] * size[b]
                if "MNG" in (a, b) and {a, b} & set(ALLIES) and y >= from_year:
                    mean *= jump
                links.append((a, b, "all", y, float(random.poisson(mean)), float("nan")))
    return make_cube(output, links)


def told(make_cube: MakeCube, register: Register, jump: float, year: int = 2013) -> AgreementStudy:
    made = Analysis(invented(make_cube, jump, year), register)
    return study(made, "MNG", register.groups.get("NATO"), DAY)


def test_the_register_dates_agreements(register: Register) -> None:
    found = {a.key: a for a in agreements(register, DAY)}
    assert found["kor-ipcp-2017"].year == 2017
    assert found["jpn-sto-enhanced-partner"].date == "2020"
    assert found["kor-patg-2008"].kind == "patg"
    # Attested without a beginning, granted by nobody, or later than the day.
    absent = {"jpn-pii-participant", "kor-dialogue", "sgp-not-a-partner", "kor-itpp-2023"}
    assert not absent & set(found)
    assert all(a.source for a in found.values())


def test_who_had_an_agreement_in_some_years(register: Register) -> None:
    group = register.groups.get("NATO")
    early, late = engaged(register, group, 1995, 2001), engaged(register, group, 2007, 2013)
    assert {"USA", "AUT", "ISR"} <= early & late
    assert "JPN" in late - early
    assert not (early | late) & set(OTHERS)


def test_a_jump_after_an_agreement_is_found(make_cube: MakeCube, register: Register) -> None:
    found = told(make_cube, register, jump=2.0)
    [event] = found.rows
    assert event.agreements == "mng-ipcp-2012"
    assert (event.before, event.after) == ("2007-2011", "2013-2017")
    assert event.low > 0.1
    assert event.low < event.effect < event.high
    assert event.median_low > 0.1
    assert event.placebo_low < 0 < event.placebo_high
    assert event.verdict == ROSE
    assert set(event.matches.split()) <= set(OTHERS)
    assert event.sources == "mongoliaeconomy-ipcp-2012"


def test_without_a_jump_the_interval_lies_over_zero(
    make_cube: MakeCube, register: Register
) -> None:
    [event] = told(make_cube, register, jump=1.0).rows
    assert event.low < 0 < event.high
    assert event.median_low < 0 < event.median_high
    assert event.verdict == SAME


def test_a_jump_before_the_agreement_shows_at_the_placebo_date(
    make_cube: MakeCube, register: Register
) -> None:
    """A rise of 2007 lies between the placebo's windows, and before both of the agreement's."""
    [event] = told(make_cube, register, jump=2.0, year=2007).rows
    assert event.placebo_year == 2006
    assert event.placebo_low > 0.1
    assert event.verdict != ROSE
    assert event.effect == pytest.approx(0.0, abs=0.1)


def test_the_claim_is_measured_beside_comparable_nations(
    make_cube: MakeCube, register: Register
) -> None:
    found = told(make_cube, register, jump=2.0)
    assert {(row.nation, row.asked) for row in found.levels} == {
        ("MNG", True), ("IND", False), ("BRA", False),
    }  # fmt: skip
    [own] = [row for row in found.levels if row.asked]
    assert own.low <= own.value <= own.high
    assert own.value > 1 > min(row.value for row in found.levels)
    assert list(found.frame().columns)[:3] == ["nation", "agreements", "year"]
    assert len(found.levels_frame()) == len(found.levels)


def test_what_cannot_be_tested_says_why(analysis: Analysis, register: Register) -> None:
    found = study(analysis, "JPN", register.groups.get("NATO"), dt.date(2025, 1, 1))
    by_key = {(row.agreements, row.measure): row for row in found.rows}
    late = by_key["jpn-itpp-2023", "all fields"]
    assert late.verdict == "not testable: evidence ends 2020"
    assert np.isnan(late.effect)
    for row in found.rows:
        assert row.sources
        assert (row.effect == row.effect) != row.verdict.startswith("not testable")
    with_others = by_key["jpn-declaration-2013", "all fields"]
    assert "jpn-ipcp-2014" in with_others.also.split()
    # The nation's own earlier agreement in its windows would make a placebo none.
    assert np.isnan(with_others.placebo)


def test_a_later_series_does_not_leak_into_an_earlier_day(
    analysis: Analysis, register: Register
) -> None:
    found = study(analysis, "KOR", register.groups.get("NATO"), dt.date(2017, 6, 1))
    assert all(row.year <= 2017 for row in found.rows)
    assert all(int(row.after[-4:] or 0) <= 2016 for row in found.rows)


@pytest.mark.parametrize(
    ("nation", "words"),
    [("DEU", "is a member of NATO"), ("BRA", "no agreement of BRA in the register")],
)
def test_who_cannot_be_asked_about(
    analysis: Analysis, register: Register, nation: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        study(analysis, nation, register.groups.get("NATO"), DAY)


def test_who_is_said_to_be_no_partner_has_ties_and_no_events(
    analysis: Analysis, register: Register
) -> None:
    found = study(analysis, "SGP", register.groups.get("NATO"), DAY)
    assert found.agreements == found.rows == ()
    assert {row.nation for row in found.levels} >= {"SGP", "AUS", "NZL"}


def test_no_links_is_said(make_cube: MakeCube, register: Register) -> None:
    cube = make_cube([(n, "all", y, 9.0) for n in ("JPN", "KOR") for y in range(2010, 2021)])
    with pytest.raises(InputError, match="no joint records of KOR with NATO"):
        study(Analysis(cube, register), "KOR", register.groups.get("NATO"), DAY)
