"""The gate: what is missing, who judged, what reopens it; Canada's rule on data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.safeguards.screening import ListEntry, Organisation, Screener, ScreeningList
from comity.safeguards.screening_case import (
    Answer,
    Background,
    Case,
    ExportBasis,
    Judgement,
    Question,
    fingerprint,
    gate,
    missing,
    still_stands,
)
from comity.safeguards.screening_strac import Area, NamedTie, StracRule, strac

DAY, LATER = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
NOW = fingerprint(["p1", "p2"], ["BEL"], ["edt-2023:quantum"])
# Invented: no such list and no such organisation.
LIST = ScreeningList(
    "Invented Ministry", "Named", dt.date(2026, 1, 1), "by hand", (ListEntry("Zorblax University"),)
)
NAMED = Screener([LIST])
ZORBLAX = Organisation("University of Zorblax")
QUESTIONS = (
    Question("end-user", "entities", "Who is the end-user?", "invented"),
    Question("transfer", "transfer", "Is anything sent abroad?", "invented"),
)
JUDGED = Judgement("officer", DAY, "proceed", "all in the open", dt.date(2027, 6, 1), NOW)
WHOLE = Case(
    "case-1",
    QUESTIONS,
    tuple(Answer(one.key, "no", "looked", "officer", DAY) for one in QUESTIONS),
    (NAMED.screen(Organisation("Plain Sailing"), DAY),),
    (ExportBasis("EU 2021/821", "public domain", "officer", DAY),),
    (Background("Plain Sailing", "a hull model", "use in the activity only", "officer", DAY),),
    JUDGED,
)


def test_the_gate_is_open_where_all_is_on_record_and_a_person_judged() -> None:
    assert gate(WHOLE, NOW, LATER).open
    assert gate(WHOLE, NOW, LATER).reasons == ()


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (fingerprint(["p1", "p3"], ["BEL"], ["edt-2023:quantum"]), "people"),
        (fingerprint(["p1", "p2"], ["BEL", "USA"], ["edt-2023:quantum"]), "place of data"),
        (fingerprint(["p1", "p2"], ["BEL"], ["edt-2025:quantum"]), "technology"),
    ],
)
def test_a_change_of_people_place_or_technology_reopens_the_gate(now: Any, changed: str) -> None:
    found = still_stands(WHOLE, now, LATER)
    assert not found.stands
    assert found.changed == (changed,)
    assert found.reasons == (f"reopened: {changed} changed since the judgement of 2026-06-01",)
    assert not gate(WHOLE, now, LATER).open


KEYS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4)


@given(KEYS, KEYS, KEYS, KEYS)
def test_a_fingerprint_is_of_sets_and_tells_which_differ(
    one: list[str], other: list[str], places: list[str], same: list[str]
) -> None:
    first, second = fingerprint(one, places, same), fingerprint(other, places[::-1], same * 2)
    assert (first.people == second.people) == (set(one) == set(other))
    assert (first.places, first.technologies) == (second.places, second.technologies)


def changed(**parts: Any) -> Case:
    return replace(WHOLE, **parts)


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (changed(answers=WHOLE.answers[:1]), "not answered: Is anything sent abroad?"),
        (
            changed(answers=(WHOLE.answers[0], replace(WHOLE.answers[1], reply="unknown"))),
            "answered as unknown by officer: Is anything sent abroad?",
        ),
        (changed(screenings=()), "no organisation was screened"),
        (changed(export=()), "no export basis is on record"),
        (
            changed(export=(replace(WHOLE.export[0], valid_until=dt.date(2026, 6, 30)),)),
            "the export basis under EU 2021/821 ended on 2026-06-30",
        ),
        (changed(background=()), "no IP background is on record"),
        (changed(judgement=None), "nobody has judged yet"),
        (changed(judgement=replace(JUDGED, review=LATER)), "the review was due on 2026-07-01"),
        (
            changed(judgement=replace(JUDGED, verdict="stop")),
            "stopped by officer on 2026-06-01: all in the open",
        ),
        (
            changed(answers=(*WHOLE.answers, replace(WHOLE.answers[0], on=LATER))),
            "answered anew after the judgement: end-user",
        ),
        (
            changed(screenings=(NAMED.screen(ZORBLAX, LATER),)),
            "screened again on 2026-07-01, after the judgement",
        ),
    ],
)
def test_each_reason_shuts_the_gate_alone(case: Case, says: str) -> None:
    found = gate(case, NOW, LATER)
    assert not found.open
    assert found.reasons == (says,)


def test_no_hit_and_no_answer_opens_the_gate_by_itself() -> None:
    bare = Case("bare", QUESTIONS)
    assert len(missing(bare, DAY)) == 5
    assert not gate(changed(judgement=None), NOW, LATER).open


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: replace(JUDGED, by=" "), "a judgement has no by"),
        (lambda: replace(JUDGED, reason=""), "a judgement has no reason"),
        (lambda: replace(JUDGED, review=DAY), "not after"),
        (lambda: replace(JUDGED, conditions=("x",)), "conditions belong"),
        (lambda: replace(JUDGED, verdict="proceed on conditions"), "conditions belong"),
        (lambda: fingerprint([], ["BEL"], ["t"]), "no people are named"),
        (lambda: fingerprint(["p"], [" "], ["t"]), "no places of data"),
        (lambda: Answer("q", "no", "", "officer", DAY), "has no grounds"),
        (lambda: ExportBasis("", "b", "o", DAY), "has no regime"),
        (lambda: Background("o", "w", "", "b", DAY), "has no terms"),
        (lambda: Case("c", ()), "no question"),
        (lambda: changed(answers=(Answer("odd", "no", "g", "b", DAY),)), "'odd' was not asked"),
    ],
)
def test_bad_input_of_a_case_is_told(make: Callable[[], object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        make()


RULE = StracRule(
    "CAN", dt.date(2024, 5, 1), (Area("quantum", "Quantum"),), "such research is not funded", "src"
)
SOURCE = "such research is not funded (from 2024-05-01; src)"
CONFIRMED = NamedTie(ZORBLAX, "funding", confirmed_by="officer")
SIMILAR = NamedTie(ZORBLAX, "affiliation")


@pytest.mark.parametrize(
    ("funders", "areas", "ties", "on", "outcome", "reason"),
    [
        ({"CAN"}, {"quantum"}, [CONFIRMED], DAY, "both conditions met", "means to advance Quantum"),
        ({"CAN"}, {"quantum"}, [SIMILAR], DAY, "to be judged", "means to advance Quantum"),
        ({"CAN"}, set(), [CONFIRMED], DAY, "not met as stated", "funding: University of Zorblax"),
        ({"CAN"}, {"quantum"}, [], DAY, "not met as stated", "means to advance Quantum"),
        (
            {"CAN"}, {"quantum"}, [replace(CONFIRMED, until=dt.date(2026, 5, 31))], DAY,
            "not met as stated", "means to advance Quantum",
        ),
        ({"BEL"}, {"quantum"}, [CONFIRMED], DAY, "does not apply", "the rule is about funding"),
        (
            {"CAN"}, {"quantum"}, [CONFIRMED], dt.date(2024, 4, 30),
            "does not apply", "the rule holds from 2024-05-01",
        ),
    ],
)  # fmt: skip
def test_canadas_rule_needs_its_funding_a_listed_area_and_a_named_organisation(
    funders: set[str], areas: set[str], ties: list[NamedTie], on: dt.date, outcome: str, reason: str
) -> None:
    # The list of this test is of 2026; a day before it is asked only where the rule is not on yet.
    found = strac(RULE, funders, areas, ties, NAMED, on)
    assert found.outcome == outcome
    assert found.reasons[0].startswith(reason)
    assert found.reasons[-1] == SOURCE
    if outcome == "not met as stated":
        assert "this is not a clearance" in found.reasons


def test_a_similar_name_is_never_taken_for_a_named_organisation() -> None:
    found = strac(RULE, {"CAN"}, {"quantum"}, [SIMILAR], NAMED, DAY)
    assert found.reasons[1] == (
        "affiliation: University of Zorblax: name similar to an entry on "
        "[Invented Ministry, Named, 2026-01-01]; unverified; not a finding about the organisation"
    )
    with pytest.raises(InputError, match="'odd' is no area"):
        strac(RULE, {"CAN"}, {"odd"}, [], NAMED, DAY)
