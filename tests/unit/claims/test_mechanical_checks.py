"""Each mechanical check by itself: what it finds, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from claim_parts import REPORT, claim, effects, said
from hypothesis import given
from hypothesis import strategies as st

from comity.base.dates import parse_span
from comity.claims import arithmetic, citations, figures, labels, listed, pairs
from comity.claims.findings import Evidence, Finding, conclude
from comity.claims.grounds import Grounds
from comity.claims.words import CONTRADICTED, DEPENDS, NOT_TESTABLE, SUPPORTED
from comity.reference.entries import Citation, Reference, Said
from comity.reference.register import Register

TODAY = dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    ("edition", "expected"), [("2021", ["contradicts"]), ("2020", []), ("1999", [])]
)
def test_an_edition_after_the_document(grounds: Grounds, edition: str, expected: list[str]) -> None:
    part = said("gii-rank", value=16.0, unit="rank", edition=edition)
    assert effects(figures.edition_after_document, grounds, part) == expected


@pytest.mark.parametrize(
    ("edition", "expected"), [("2021", ["contradicts"]), ("2020", []), (None, [])]
)
def test_an_edition_that_the_bibliography_does_not_have(
    grounds: Grounds, edition: str | None, expected: list[str]
) -> None:
    part = said("gii-rank", value=16.0, edition=edition)
    assert effects(citations.cited_edition, grounds, part, cites=("wipo-2020",)) == expected
    assert effects(citations.cited_edition, grounds, part) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"value": 8.0, "unit": "rank"}, True),
        ({"value": 8.0, "unit": "rank", "year": "2020"}, False),
        ({"value": 8.0, "unit": "rank", "edition": "2020"}, False),
        ({"value": 2017.0, "unit": "year"}, False),
        ({"value": "2015-10"}, False),
    ],
)
def test_a_missing_reference_year(grounds: Grounds, given: dict[str, Any], found: bool) -> None:
    part = said("gii-rank", **given)
    assert effects(labels.missing_reference_year, grounds, part) == ["label"] * found


def test_evidence_dated_after_the_document(register: Register) -> None:
    late = Reference(
        key="late", author="L", document=REPORT, date=parse_span("2021-09"), source=(REPORT,),
        valid_from=parse_span("2021-04-15"),
    )  # fmt: skip
    grounds = Grounds(register, TODAY, None, [late])
    [finding] = citations.cited_after_document(grounds, claim(cites=("late",)))
    assert finding.effect == "contradicts"
    assert "2021-09" in finding.text
    for year, expected in (("2022", ["contradicts"]), ("2021", []), ("2020", [])):
        part = said(value=1.0, year=year)
        assert effects(figures.year_after_document, grounds, part) == expected
    goal = said(value=1.0, year="2030", relation="goal")
    assert effects(figures.year_after_document, grounds, goal) == []


def test_what_decides_may_have_come_later(grounds: Grounds) -> None:
    part = said("light-aircraft-buyers", subject="KOR", value=4.0, unit="Allies")
    [finding] = figures.compare(grounds, claim(part), part)
    assert (finding.effect, finding.evidence[0].public) == ("contradicts", False)


@pytest.mark.parametrize(("nation", "expected"), [("SGP", ["depends"]), ("JPN", []), ("USA", [])])
def test_a_rank_of_those_that_its_compiler_counts(
    grounds: Grounds, nation: str, expected: list[str]
) -> None:
    part = said("x-rank", subject=nation, value=1.0, unit="rank", universe="u", compiler="OECD")
    assert effects(labels.rank_universe, grounds, part) == expected


def test_membership_comes_from_groups_where_there_is_one(grounds: Grounds) -> None:
    part = said("x-rank", subject="JPN", value=1.0, unit="rank", universe="u", compiler="NATO")
    assert effects(labels.rank_universe, grounds, part) == ["depends"]
    part = said("x-rank", subject="FRA", value=1.0, unit="rank", universe="u", compiler="NATO")
    assert effects(labels.rank_universe, grounds, part) == []


def test_a_rank_without_a_universe_is_labelled(grounds: Grounds) -> None:
    assert effects(labels.rank_universe, grounds, said("x", value=1.0, unit="rank")) == ["label"]
    world = said("x", value=1.0, unit="rank", universe="world", compiler="OECD")
    assert effects(labels.rank_universe, grounds, world) == ["depends"]


@pytest.mark.parametrize(
    ("given", "checks"),
    [
        ({"value": 5.0}, ["missing-unit"]),
        ({"value": 5.0, "unit": "USD billion"}, ["missing-currency"]),
        ({"value": 5.0, "unit": "USD billion", "currency": "USD"}, ["missing-ppp"]),
        ({"value": 5.0, "unit": "USD billion", "currency": "USD", "ppp": False}, []),
        ({"value": 5.0, "unit": "USD billion", "currency": "USD", "subject": "USA"}, []),
        ({"value": "Samsung"}, []),
    ],
)
def test_a_missing_unit_currency_or_kind_of_dollar(
    grounds: Grounds, given: dict[str, Any], checks: list[str]
) -> None:
    part = said(**given)
    assert [f.check for f in labels.missing_unit(grounds, claim(part), part)] == checks


def test_a_total_and_its_share_imply_a_gdp(grounds: Grounds) -> None:
    assert arithmetic.implied_gdp(172.6, 3.24) == pytest.approx(5327, abs=1)
    total = said("gerd-total", value=172.6, unit="USD billion", currency="USD")
    share = said("gerd-share", value=3.24, unit="percent of GDP")
    own = claim(total, share)
    [finding] = arithmetic.value_share_total(grounds, own, total, [(own, total), (own, share)])
    assert (finding.effect, finding.on) == ("depends", "currency")
    assert "5,327" in finding.text
    assert arithmetic.value_share_total(grounds, own, total, [(own, total)]) == []
    assert arithmetic.value_share_total(grounds, own, share, [(own, total), (own, share)]) == []


@pytest.mark.parametrize(
    ("gdp", "ppp", "expected"),
    [
        ({"false": 1650.0, "true": 2200.0}, None, "depends"),
        ({"false": 1650.0, "true": 2200.0}, True, "supports"),
        ({"false": 2160.0, "true": 3000.0}, None, "supports"),
        ({"false": 1650.0, "true": 2200.0}, False, "contradicts"),
        ({"false": 2100.0, "true": 2200.0}, None, "depends"),
        ({"false": 900.0, "true": 1000.0}, None, "contradicts"),
    ],
)
def test_gdp_on_record_says_which_dollar(
    changed: Any, gdp: dict[str, float], ppp: bool | None, expected: str
) -> None:
    register = changed("indicators", "kor-gdp-2020", value=gdp["false"])
    register = changed("indicators", "kor-robot-density-2019", register, measure="gdp",
                       unit="USD billion", ppp="true", value=gdp["true"])  # fmt: skip
    total = said("gerd-total", subject="KOR", value=100.0, unit="USD billion", ppp=ppp)
    share = said("gerd-share", subject="KOR", value=4.64)
    own = claim(total, share)
    grounds = Grounds(register, TODAY)
    [found] = arithmetic.value_share_total(grounds, own, total, [(own, total), (own, share)])
    assert found.effect == expected, found.text


ALL = ("Data", "AI", "Autonomy", "Space", "Hypersonics", "Quantum", "Biotechnology", "Materials")


@pytest.mark.parametrize(
    ("members", "expected", "text"),
    [
        (ALL, "supports", "all entries as printed"),
        (ALL[:2] + ALL[3:], "contradicts", "left out: Autonomy"),
        ((*ALL, "Teleportation"), "contradicts", "not on it: Teleportation"),
        ((*ALL, "Additive Manufacturing"), "contradicts", "printed as several: Materials"),
    ],
)
def test_a_list_against_its_source(
    grounds: Grounds, members: tuple[str, ...], expected: str, text: str
) -> None:
    part = said("list", list="sto-trends", list_edition="2020", members=members)
    [finding] = listed.list_against_source(grounds, claim(part), part)
    assert (finding.effect, text in finding.text) == (expected, True), finding.text


def test_a_list_of_which_only_a_part_is_at_hand_depends(grounds: Grounds) -> None:
    part = said("list", list="sto-trends", list_edition="2023", members=("AI",))
    assert effects(listed.list_against_source, grounds, part) == ["depends"]
    unknown = said("list", list="sto-trends", list_edition="1999", members=("AI",))
    assert effects(listed.list_against_source, grounds, unknown) == []


def test_a_source_that_measures_something_else(grounds: Grounds) -> None:
    part = said("ai-deployment-rank", proxies=("ai-readiness-rank",))
    given = {"cites": ("oxford-insights-2021",)}
    [finding] = citations.source_measures_else(grounds, claim(part, **given), part)
    assert (finding.effect, finding.on) == ("contradicts", "definition")
    same = said("ai-readiness-rank", proxies=("ai-readiness-rank",))
    assert effects(citations.source_measures_else, grounds, same, **given) == []


def test_citations_that_are_missing_or_never_used(grounds: Grounds) -> None:
    [finding] = citations.missing_citation(grounds, claim(paragraph="12"))
    assert finding.check == "missing-citation"
    assert citations.missing_citation(grounds, claim(paragraph="8")) == []
    assert citations.missing_citation(grounds, claim(paragraph="box: japan")) == []
    assert citations.missing_citation(grounds, claim(paragraph="12", cites=("ifr-2021",))) == []
    given = {"source": (REPORT,), "valid_from": parse_span("2021"), "document": REPORT}
    used = Reference(
        key="a", author="A", year="2020", date=parse_span("2020-05"),
        cited=(Citation(paragraph="1"),), **given,
    )  # fmt: skip
    unused = Reference(key="b", author="B", year="2020a", date=parse_span("2021-01"), **given)
    talk = Reference(
        key="c", author="C", listed=False, kind="interview",
        cited=(Citation(paragraph="2", printed="Sea"),), **given,
    )  # fmt: skip
    assert [f.text for f in citations.never_cited([used, unused, talk])] == [
        "B 2020a is listed and never cited"
    ]
    assert [f.check for f in citations.check_bibliography([used, unused, talk])] == [
        "never-cited", "cited-not-listed", "year-of-another-date",
    ]  # fmt: skip


def test_statements_that_cannot_both_hold(grounds: Grounds) -> None:
    equal, closer = said("access", value="equal"), said("access", value="closer")
    one, other = claim(equal), claim(closer, key="L")
    found = pairs.contradictory_pairs(grounds, [(one, equal), (other, closer)])
    assert found == [((one, equal), (other, closer))]
    told = pairs.pair_findings(grounds, found)
    assert set(told) == {"K", "L"}
    assert told["K"][0].effect == "depends"
    for same in (
        said("access", value="equal"), said("access", value="closer", year="2020"),
        said("access", subject="KOR", value="closer"),
    ):  # fmt: skip
        assert pairs.contradictory_pairs(grounds, [(one, equal), (other, same)]) == []
    about, exact = said("n", value=0.5, relation="about"), said("n", value=0.47)
    assert pairs.contradictory_pairs(grounds, [(one, about), (one, exact)]) == []


def test_superlatives_without_evidence_are_flagged(grounds: Grounds) -> None:
    first = said("x", superlative="first")
    [finding] = labels.superlative(grounds, claim(first), first, False)
    assert (finding.effect, bool(finding.settle)) == ("flag", True)
    assert labels.superlative(grounds, claim(first), first, True) == []
    assert labels.superlative(grounds, claim(), said("x"), False) == []


@pytest.mark.parametrize(
    ("part", "effect", "on"),
    [
        (said("gii-rank", value=16.0), "supports", ""),
        (said("gii-rank", value=17.0), "contradicts", ""),
        (said("gii-rank", value=16.0, edition="2019"), "depends", "edition"),
        (said("gerd-share", value=3.1), "depends", "year"),
        (said("gerd-share", value=3.26, year="2018"), "supports", ""),
        (said("gerd-share", value=3.1, year="2018"), "contradicts", ""),
        (said("gerd-share", value=3.1, year="2019"), "depends", "year"),
        (said("research-plan-budget", subject="SGP", value=25.0, currency="USD", edition="RIE2025"),
         "contradicts", "currency"),
        (said("memory-chip-rank-sk-hynix", subject="KOR", value=3.0, universe="NAND"),
         "depends", "universe"),
        (said("research-plan-start", subject="SGP", value="2010"), "depends", "universe"),
        (said("5g-cities", subject="KOR", value=85.0, relation="goal", year="2021"),
         "contradicts", ""),
        (said("5g-cities", subject="KOR", value=90.0, relation="goal", year="2021"),
         "depends", "year"),
    ],
)  # fmt: skip
def test_a_printed_value_beside_those_on_record(
    grounds: Grounds, part: Said, effect: str, on: str
) -> None:
    [finding] = figures.compare(grounds, claim(part), part)
    assert (finding.effect, finding.on) == (effect, on), finding.text
    assert finding.evidence


def test_what_no_figure_measures_is_left_alone(grounds: Grounds) -> None:
    for part in (said("morale", value=1.0), said("gii-rank", subject="SGP"), said("gii-rank",
                 subject="FRA", value=1.0)):  # fmt: skip
        assert figures.compare(grounds, claim(part), part) == []


def test_the_document_is_no_evidence_for_itself(grounds: Grounds) -> None:
    part = said("visit-year", subject="SGP", value=2019.0)
    assert figures.compare(grounds, claim(part), part) == []


@given(st.permutations(["supports", "contradicts", "depends", "label", "flag"]), st.integers(0, 5))
def test_the_order_of_findings_does_not_matter(effects: list[Any], keep: int) -> None:
    found = [Finding(effect, effect, effect, "year") for effect in effects[:keep]]
    verdict = conclude(claim(), found).verdict
    assert verdict == conclude(claim(), sorted(found, key=lambda f: f.check)).verdict
    # One more finding never makes a contradicted claim anything else.
    if verdict == CONTRADICTED:
        more = Finding("more", "supports", "more")
        assert conclude(claim(), [*found, more]).verdict == CONTRADICTED


def test_one_contradiction_outweighs_and_labels_do_not_count() -> None:
    fact = (Evidence("e", "says", ("s",), "2020", True),)
    yes = Finding("a", "supports", "yes", "", fact)
    no = Finding("b", "contradicts", "no", "", fact)
    may = Finding("c", "depends", "may", "year", fact, "the year")
    label = Finding("d", "label", "label", "unit")
    asked = claim()
    assert conclude(asked, [yes, label]).verdict == SUPPORTED
    assert conclude(asked, [yes, may]).verdict == DEPENDS
    assert conclude(asked, [yes, may]).on == ("year",)
    assert conclude(asked, [yes, may, no]).verdict == CONTRADICTED
    nothing = conclude(asked, [label])
    assert (nothing.verdict, bool(nothing.settle)) == (NOT_TESTABLE, True)
    found = conclude(asked, [no, yes, label])
    assert (found.sources, found.dates, found.because) == (("s",), ("2020",), "no.")
