"""The report's numbered claims: verdicts as the domain's table has them, from facts alone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from comity.analysis.query import Analysis
from comity.base.settings import PACKAGE
from comity.claims.check import ClaimTable, check_table
from comity.claims.findings import Checked
from comity.claims.words import CONTRADICTED, DEPENDS, NOT_TESTABLE, SUPPORTED
from comity.reference.register import Register

TODAY = dt.date(2026, 11, 1)
THEN = dt.date(2021, 4, 15)
ALLOWED = {
    "OK": {SUPPORTED}, "ERR": {CONTRADICTED}, "AMB": {DEPENDS}, "ERR/AMB": {CONTRADICTED, DEPENDS},
    "TENSION": {DEPENDS}, "OUTCOME": {SUPPORTED},
    "TEST": {SUPPORTED, CONTRADICTED, DEPENDS, NOT_TESTABLE},
    "-": {SUPPORTED, CONTRADICTED, DEPENDS, NOT_TESTABLE},
}  # fmt: skip
EXPECTED = yaml.safe_load(
    (Path(__file__).parent / "domain_verdicts.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def table(analysis: Analysis) -> ClaimTable:
    return check_table(analysis, analysis.register.claims, TODAY)


@pytest.fixture(scope="module")
def numbered(table: ClaimTable) -> dict[str, Checked]:
    return {r.claim.key: r for r in table.rows if r.claim.key.startswith("C")}


def test_the_verdicts_are_those_of_the_domain(numbered: dict[str, Checked]) -> None:
    assert set(EXPECTED["domain"]) == set(numbered) == {f"C{n}" for n in range(1, 53)}
    other = [
        key
        for key, word in EXPECTED["domain"].items()
        if numbered[key].verdict not in ALLOWED[word]
    ]
    assert other == EXPECTED["differs"]


def test_what_needs_data_is_told_by_data_or_not_at_all(numbered: dict[str, Checked]) -> None:
    for key, word in EXPECTED["domain"].items():
        if word == "TEST" and numbered[key].verdict != NOT_TESTABLE:
            assert numbered[key].evidence, key


def test_the_documentation_has_the_verdicts_of_today(numbered: dict[str, Checked]) -> None:
    text = (PACKAGE.parents[1] / "docs" / "claims.md").read_text(encoding="utf-8")
    text = text.split("### Where the verdict")[0]
    told = dict(re.findall(r"^\| (C\d+) \| [^|]* \| [^|]* \| ([^|]*?) \|", text, re.MULTILINE))
    computed = {
        key: row.verdict + (f" {', '.join(row.on)}" if row.on else "")
        for key, row in numbered.items()
    }
    assert told == computed


def test_no_verdict_stands_without_evidence_and_date(table: ClaimTable) -> None:
    for row in table.rows:
        if row.verdict == NOT_TESTABLE:
            assert row.settle, row.claim.key
            continue
        assert row.evidence, row.claim.key
        assert row.dates, row.claim.key
        if row.verdict == DEPENDS:
            assert row.on, row.claim.key
            assert row.settle, row.claim.key


def test_the_data_type_no_verdict() -> None:
    for name in ("claims", "indicators", "bibliography"):
        text = (PACKAGE / "reference" / "data" / f"{name}.yml").read_text(encoding="utf-8")
        assert not re.findall(r"^\s+-? ?verdict:", text, re.MULTILINE), name


def test_reasons_give_no_unreadable_figures(table: ClaimTable) -> None:
    assert not [r.claim.key for r in table.rows if re.search(r"\b(nan|inf|None)\b", r.because)]


@pytest.mark.parametrize(
    ("claim", "indicator", "value", "verdict"),
    [
        ("C27", "sgp-smart-nation-since", 2017.0, SUPPORTED),
        ("C3", "sgp-gii-rank-2020", 9.0, CONTRADICTED),
        ("C15", "jpn-x2-generation", 6.0, SUPPORTED),
        ("C39", "jpn-arms-export-exemptions", 1.0, SUPPORTED),
        ("C11", "jpn-robot-density-standing", 25.0, CONTRADICTED),
        ("C31", "sto-network-size-2020-report", 5000.0, SUPPORTED),
        ("C10", "jpn-robot-production-share", 0.2, DEPENDS),
    ],
)
def test_another_fact_gives_another_verdict(
    analysis: Analysis, changed: Any, claim: str, indicator: str, value: float, verdict: str
) -> None:
    register = changed("indicators", indicator, value=value)
    if claim == "C11":
        register = changed("indicators", "jpn-robot-density-rank-2019", register, value=25.0)
    own = [c for c in register.claims if c.key == claim]
    [row] = check_table(Analysis(analysis.cube, register), own, TODAY).rows
    assert row.verdict == verdict, row.because


def test_the_report_could_not_know_what_came_later(analysis: Analysis) -> None:
    rows = {r.claim.key: r for r in check_table(analysis, analysis.register.claims, THEN).rows}
    for row in rows.values():
        for fact in row.evidence:
            for key in fact.sources:
                source = analysis.register.sources[key]
                assert source.date.first <= THEN or fact.public is not False, row.claim.key
    assert rows["C51"].verdict == NOT_TESTABLE
    assert rows["C42"].verdict == NOT_TESTABLE
    # The edition is wrong by the report's own bibliography, whatever came later.
    assert rows["C1"].verdict == CONTRADICTED


def test_the_bibliography_is_told_apart(table: ClaimTable, register: Register) -> None:
    told = {(f.check, f.text.split(" is ")[0]) for f in table.bibliography}
    assert ("never-cited", "Kania and Laskai 2021") in told
    assert {text for check, text in told if check == "never-cited"} == {
        "Kania and Laskai 2021", "OECD 2021", "WIPO 2020", "Jamrisko et al. 2021",
        "UNESCO Institute for Statistics 2021",
    }  # fmt: skip
    assert ("cited-by-another-name", "Minnevilch 2019") in told
    assert ("year-of-another-date", "NATO 2020a") in told
    assert sum(check == "cited-not-listed" for check, _ in told) == 3
    assert len([e for e in register.bibliography if e.listed]) == 54


def test_claims_and_printed_indicators_say_the_same(register: Register) -> None:
    """What both transcribe from the report must not drift apart."""
    said = {
        (s.measure, s.subject or c.nations[0], s.year if c.key == "C14" else None): s.value
        for c in register.claims
        for s in c.says
        if s.value is not None
    }
    compared = 0
    for one in register.indicators:
        key = (one.measure, one.nation or one.body or "", None)
        if one.printed and isinstance(one.printed.value, float) and key in said:
            if one.measure in ("research-plan-start", "first-5g-service", "agency-created"):
                continue
            assert said[key] == one.printed.value, one.key
            compared += 1
    assert compared > 30
