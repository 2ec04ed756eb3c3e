"""Every dated case of standing_cases.yml, one test each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from comity.reference.register import Register
from comity.reference.rules import Condition
from comity.standing import conditions
from comity.standing.facts import Held
from comity.standing.verdicts import Rulebook

# YAML reads a bare yes or no as a truth value.
ANSWERS = {True: "yes", False: "no", None: "unknown", "unknown": "unknown"}
ASKED = ("may", "holds", "member", "suspended", "in_force")
CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("standing_cases.yml").read_text(encoding="utf-8")
)["cases"]


def question(case: dict[str, Any]) -> str:
    [asked] = [name for name in ASKED if name in case]
    return asked


def name(case: dict[str, Any]) -> str:
    asked = question(case)
    known = f"-known-{case['known']}" if "known" in case else ""
    return f"{case['nation']}-{asked}-{case[asked]}-{case['day']}{known}"


@pytest.fixture(scope="module")
def rules(register: Register) -> Rulebook:
    return Rulebook(register)


def told(
    rules: Rulebook, case: dict[str, Any], day: dt.date, known: dt.date
) -> tuple[str, set[str], str]:
    """The answer, the keys of rules and facts that it names, and the sentence if there is one."""
    asked = question(case)
    key = case[asked]
    if asked == "may":
        verdict = rules.verdict(case["nation"], rules.activity(key), day, known)
        named = {reason.rule.key for reason in verdict.because}
        return verdict.answer, named | keys(r.fact for r in verdict.because), verdict.sentence
    if asked == "in_force":
        mine = [h for h in rules.holdings.of(case["nation"], known) if h.key == key]
        return ANSWERS[mine[0].holds(day) if mine else False], keys(mine), ""
    field = {"holds": "status", "member": "group", "suspended": "suspended"}[asked]
    outcome = conditions.Tester(rules.holdings, case["nation"], day, known).test(
        Condition(**{field: (key,)})
    )
    return ANSWERS[outcome.value], keys(outcome.facts), ""


def keys(facts: Iterable[Held | None]) -> set[str]:
    return {fact.key for fact in facts if fact is not None}


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_case(rules: Rulebook, case: dict[str, Any]) -> None:
    day = case["day"]
    answer, named, sentence = told(rules, case, day, case.get("known", day))
    assert answer == ANSWERS[case["answer"]], sentence
    if "because" in case:
        assert set(case["because"]) <= named, sentence
        if not case["because"]:
            assert not named, sentence
    for words in case.get("says", []):
        assert words in sentence
    for words in case.get("unsaid", []):
        assert words not in sentence


def test_there_are_cases_enough_and_none_stands_twice() -> None:
    assert len(CASES) >= 150
    assert len({name(case) for case in CASES}) == len(CASES)


def test_every_activity_and_rule_and_answer_has_its_case(
    rules: Rulebook, register: Register
) -> None:
    asked = [case for case in CASES if "may" in case]
    assert {case["may"] for case in asked} == {one.key for one in register.activities}
    assert {ANSWERS[case["answer"]] for case in asked} == {"yes", "no", "unknown"}
    named = {key for case in CASES for key in case.get("because", [])}
    assert {rule.key for rule in register.rules} <= named
