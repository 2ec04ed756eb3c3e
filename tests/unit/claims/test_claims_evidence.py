"""Statements held against the evidence: opposite claims get opposite verdicts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest

from comity.analysis.profile import profile
from comity.analysis.query import Analysis
from comity.base.dates import parse_span
from comity.claims.check import check_claims
from comity.claims.findings import Checked
from comity.claims.words import CONTRADICTED, DEPENDS, NOT_TESTABLE, SUPPORTED
from comity.reference.entries import Claim

DAY = dt.date(2021, 4, 15)


def check(analysis: Analysis, measure: str, **given: Any) -> Checked:
    claim = Claim(
        key="c", statement="A statement.", measure=measure, source=("nato-pa-023-stc-21-e",),
        valid_from=parse_span("2021"), **({"testable": "yes"} | given),
    )  # fmt: skip
    [found] = check_claims(analysis, [claim], DAY, DAY)
    assert found.claim is claim
    return found


def test_a_strength_is_what_the_table_says(analysis: Analysis) -> None:
    found = check(
        analysis, "strength", nations=("SGP",), technology="semiconductors", expects="specialised"
    )
    assert found.verdict == SUPPORTED
    frame = analysis.strengths(["SGP"], ["semiconductors"], "patent", None, DAY).frame()
    row = frame.iloc[0]
    assert f"{row['value']:.2f} ({row['low']:.2f}–{row['high']:.2f})" in found.because


def test_being_largest_is_not_being_specialised(analysis: Analysis) -> None:
    asked = {"nations": ("CHN",), "technology": "semiconductors"}
    assert check(analysis, "strength", **asked, expects="largest-holder").verdict == SUPPORTED
    assert check(analysis, "strength", **asked, expects="specialised").verdict == CONTRADICTED
    small = check(
        analysis, "strength", nations=("SGP",), technology="semiconductors", expects="leads"
    )
    assert small.verdict == CONTRADICTED


def test_rising_and_falling_are_opposites(analysis: Analysis) -> None:
    asked = {"nations": ("CHN",), "technology": "all"}
    assert check(analysis, "share-trend", **asked, expects="rising").verdict == SUPPORTED
    assert check(analysis, "share-trend", **asked, expects="falling").verdict == CONTRADICTED
    both = check(
        analysis, "share-trend", nations=("CHN", "USA"), technology="all", expects="rising"
    )
    assert both.verdict == DEPENDS
    # The window ends with the last complete year before the day.
    assert "(2020)" in both.because
    assert "2021" not in both.because


def test_a_crossing_has_one_direction(analysis: Analysis) -> None:
    up = check(analysis, "crossing", nations=("CHN",), partners=("USA",))
    down = check(analysis, "crossing", nations=("USA",), partners=("CHN",))
    assert (up.verdict, down.verdict) == (SUPPORTED, CONTRADICTED)
    found = re.search(r"above since (\d{4})", up.because)
    assert found is not None
    assert 2003 < int(found[1]) <= 2020


@pytest.mark.parametrize("nation", ["JPN", "SGP"])
def test_a_tie_with_the_group_follows_its_interval(analysis: Analysis, nation: str) -> None:
    frame = analysis.ties(nation, ["NATO"], "all", None, None, DAY, "openalex-joint")
    estimate = frame.attrs["groups"][0].estimate
    assert estimate.high < 1
    asked = {"nations": (nation,), "partners": ("NATO",), "technology": "all"}
    below = check(analysis, "tie", **asked, expects="below-expectation")
    above = check(analysis, "tie", **asked, expects="above-expectation")
    assert (below.verdict, above.verdict) == (SUPPORTED, CONTRADICTED)
    assert f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})" in below.because
    assert below.because.endswith("Open research, not defence cooperation.")


def test_a_tie_over_time_takes_windows_that_the_evidence_has(analysis: Analysis) -> None:
    asked = {"nations": ("JPN",), "partners": ("USA",), "technology": "all", "expects": "falling"}
    whole = check(analysis, "tie-trend", **asked)
    assert "in 2006-2010" in whole.because
    assert "in 2016-2020" in whole.because
    # Joint works of one window cannot tell of a trend.
    series = analysis.cube.of("openalex-joint")
    cube = dataclasses.replace(
        analysis.cube,
        series=analysis.cube.series
        | {series.key: dataclasses.replace(series, links_windows=((2016, 2020),))},
    )
    found = check(Analysis(cube, analysis.register), "tie-trend", **asked)
    assert found.verdict == NOT_TESTABLE
    assert found.because == "no joint works of 2006-2010 and 2016-2020."


def test_what_no_evidence_reaches_is_not_judged(analysis: Analysis) -> None:
    told = check(analysis, "strength", nations=("JPN",), testable="no", why="it is secret")
    assert (told.verdict, told.because) == (NOT_TESTABLE, "it is secret")
    assert check(analysis, "morale", nations=("JPN",)).verdict == NOT_TESTABLE
    for measure in ("strength", "share-trend", "tie"):
        found = check(analysis, measure, nations=("JPN",), technology="quantum", expects="x")
        assert found.verdict == NOT_TESTABLE, measure
        assert "quantum" in found.because


def test_a_claim_tested_in_part_says_which_part(analysis: Analysis) -> None:
    found = check(
        analysis, "strength", nations=("KOR",), technology="semiconductors",
        expects="specialised", testable="partly", why="patents alone",
    )  # fmt: skip
    assert found.because.endswith("Only in part: patents alone.")


def test_every_claim_of_the_register_gets_a_verdict_with_a_reason(analysis: Analysis) -> None:
    claims = analysis.register.claims
    found = check_claims(analysis, claims, DAY, DAY)
    assert [c.claim.key for c in found] == [c.key for c in claims]
    assert {c.verdict for c in found} == {SUPPORTED, CONTRADICTED, DEPENDS, NOT_TESTABLE}
    assert all(c.because for c in found)
    assert not [c.claim.key for c in found if re.search(r"\b(nan|inf)\b", c.because)]


def test_a_profile_holds_only_what_was_public_and_had_begun(analysis: Analysis) -> None:
    register = analysis.register
    then = profile(analysis, "KOR", DAY)
    hindsight = profile(analysis, "KOR", DAY, dt.date(2025, 12, 31))
    for name in ("indicators", "statuses", "instruments", "strategies", "needs", "records"):
        facts = getattr(then, name)
        assert {f.key for f in facts} <= {f.key for f in getattr(hindsight, name)}
        for fact in facts:
            assert fact.valid_from.first <= DAY
            public = [fact.announced] if fact.announced else [
                register.sources[key].date for key in fact.source
            ]  # fmt: skip
            assert min(span.first for span in public) <= DAY
    assert then.statuses
    assert then.instruments
    # Knowing more of the past brings nothing that began later.
    assert not [s for s in hindsight.statuses if s.framework == "sto-enhanced-partner"]
    later = profile(analysis, "KOR", dt.date(2025, 4, 1))
    assert [s for s in later.statuses if s.framework == "sto-enhanced-partner"]
    assert all(figure.year <= 2020 for figure in then.figures)


@pytest.mark.parametrize(
    ("nation", "framework", "day"),
    [("ISR", "md", "2021-04-15"), ("UKR", "pfp", "1994-03-01"), ("MNG", "patg", "2021-04-15"),
     ("QAT", "ici", "2021-04-15")],
)  # fmt: skip
def test_membership_of_a_partnership_framework_is_a_standing(
    analysis: Analysis, nation: str, framework: str, day: str
) -> None:
    found = profile(analysis, nation, dt.date.fromisoformat(day))
    assert [s.granted_by for s in found.statuses if s.framework == framework] == ["NAC"]


def test_what_a_source_states_on_a_day_is_unknown_before_it(analysis: Analysis) -> None:
    [status] = [s for s in analysis.register.statuses if s.key == "sgp-not-a-partner"]
    assert status.holds(dt.date(1995, 6, 1)) is None
    assert status.holds(dt.date(2021, 4, 15)) is True
