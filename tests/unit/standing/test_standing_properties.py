"""What holds of every verdict, whatever the nation, activity and day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.base.dates import DateSpan, parse_span
from comity.base.settings import PACKAGE
from comity.reference.entries import Instrument
from comity.reference.facts import Fact
from comity.reference.register import Register
from comity.reference.rules import Condition
from comity.standing import conditions
from comity.standing.conditions import Outcome
from comity.standing.facts import Held, Kind
from comity.standing.verdicts import Reason, Rulebook, Verdict

REGISTER = Register(PACKAGE / "reference" / "data")
RULES = Rulebook(REGISTER)
LATE = dt.date(2026, 11, 25)
# Those of which much is on record, and some of which nothing is.
NATIONS = [*RULES.holdings.nations(), "BRA", "ZAF", "VNM"]
days = st.dates(dt.date(2001, 1, 1), LATE)
nations = st.sampled_from(NATIONS)
activities = st.sampled_from(REGISTER.activities)


@given(nations, activities, days, days)
@settings(max_examples=400)
def test_every_verdict_tells_its_rules_and_sources(
    nation: str, activity: Any, day: dt.date, known: dt.date
) -> None:
    verdict = RULES.verdict(nation, activity, day, known)
    if verdict.answer != "unknown":
        assert verdict.because
    for reason in verdict.because:
        assert reason.rule.known(REGISTER.sources, known)
        assert reason.rule.holds(day) is not False
        assert activity.key in reason.rule.activity
        for fact in (reason.rule, *([reason.fact.fact] if reason.fact else [])):
            assert fact.source
            assert fact.known(REGISTER.sources, known)
            assert all(key in REGISTER.sources for key in fact.source)
        assert reason.as_dict()["source"]
    if verdict.answer == "no":
        assert all(r.rule.effect in ("shuts", "requires") for r in verdict.because)
        assert all(r.rule.basis != "unverified" for r in verdict.because)
    if verdict.answer == "yes":
        assert {r.rule.effect for r in verdict.because} == {"opens"}
        assert all(r.rule.basis != "unverified" for r in verdict.because)
    if verdict.answer == "unknown":
        assert f"ask {activity.ask}" in verdict.sentence
    for word in {r.rule.basis for r in verdict.because} - {"public"}:
        assert f"({word})" in verdict.sentence


def more(nation: str, kind: Kind, of: str, suspended: bool = False) -> Held:
    day = DateSpan(dt.date(1990, 1, 1), dt.date(1990, 1, 1))
    fact = Fact(source=("nato-partners",), valid_from=day, announced=day)
    return Held("one-more", nation, kind, of, of, None, fact, suspended=suspended)


ADDED: list[tuple[Kind, str]] = [
    *(("status", f.key) for f in REGISTER.frameworks if f.kind == "status"),
    *(("instrument", f.key) for f in REGISTER.frameworks if f.kind == "instrument"),
    *(("membership", g.key) for g in REGISTER.groups),
]  # type: ignore[list-item]


@given(nations, st.sampled_from(ADDED), days)
@settings(max_examples=150)
def test_one_status_more_takes_no_entitlement_away_unless_a_rule_shuts(
    nation: str, added: tuple[Kind, str], day: dt.date
) -> None:
    kind, of = added
    extra = more(nation, kind, of)
    other = Rulebook(REGISTER, RULES.holdings.with_extra([extra]))
    for activity in REGISTER.activities:
        before = RULES.verdict(nation, activity, day, LATE)
        after = other.verdict(nation, activity, day, LATE)
        if before.answer == "yes" and after.answer != "yes":
            assert shut_by(after, extra), after.sentence


def shut_by(verdict: Verdict, held: Held) -> bool:
    return any(r.rule.effect == "shuts" and r.fact == held for r in verdict.because)


@given(nations, days)
@settings(max_examples=30)
def test_a_suspension_opens_nothing(nation: str, day: dt.date) -> None:
    suspended = more(nation, "membership", "PfP", suspended=True)
    other = Rulebook(REGISTER, RULES.holdings.with_extra([suspended]))
    for activity in REGISTER.activities:
        before = RULES.verdict(nation, activity, day, LATE).answer
        after = other.verdict(nation, activity, day, LATE)
        assert before == "yes" or after.answer != "yes"
        if before == "yes" and after.answer != "yes":
            assert shut_by(after, suspended)


def turns(span: DateSpan | None, ends: bool = False) -> list[dt.date]:
    if span is None:
        return []
    return [span.first, span.last + dt.timedelta(1) if ends else span.last]


def public(fact: Fact) -> dt.date:
    if fact.announced is not None:
        return fact.announced.first
    return min(REGISTER.sources[key].date.first for key in fact.source)


def turning_days(nation: str, activity: Any, clock: bool) -> list[dt.date]:
    """Every day on which a verdict may change; with ``clock``, those of publication, too."""
    held = RULES.holdings.of(nation, LATE)
    found = [day for one in held for day in one.changes()]
    rules = [r for r in REGISTER.rules if activity.key in r.activity]
    instruments: list[Instrument] = [i for i in REGISTER.instruments if i.nation == nation]
    for fact in (*rules, *instruments):
        found += turns(fact.valid_from) + turns(fact.valid_until, ends=True)
    for one in instruments:
        found += turns(one.signed)
    found += [f.complete_from.last for f in REGISTER.frameworks if f.complete_from is not None]
    if clock:
        found += [public(fact) for fact in (*rules, *(one.fact for one in held))]
    return sorted(set(found))


def essence(verdict: Verdict) -> tuple[str, list[tuple[str, str | None, bool | None]]]:
    def link(reason: Reason) -> tuple[str, str | None, bool | None]:
        return reason.rule.key, reason.fact.key if reason.fact else None, reason.holds

    return verdict.answer, [link(reason) for reason in verdict.because]


@pytest.mark.parametrize("clock", [False, True], ids=["all-known", "known-that-day"])
@given(nation=nations, activity=activities, day=days)
@settings(max_examples=250)
def test_a_verdict_changes_only_with_a_fact_or_a_rule(
    nation: str, activity: Any, day: dt.date, clock: bool
) -> None:
    before = [one for one in turning_days(nation, activity, clock) if one <= day]
    assume(before)
    # The verdict of the last turn still stands.
    last = before[-1]
    then = RULES.verdict(nation, activity, last, last if clock else LATE)
    now = RULES.verdict(nation, activity, day, day if clock else LATE)
    assert essence(then) == essence(now)


# Conditions: leaves s0 to s3 are given truth values through facts of their own.

LEAVES = ["s0", "s1", "s2", "s3"]
PAST = {"valid_from": parse_span("2000-01-01"), "source": ("s",)}
FACTS = {
    True: Fact(**PAST),
    False: Fact(**PAST, valid_until=parse_span("2001-01-01")),
    None: Fact(**PAST, status="unverified"),
}
conditions_of = st.recursive(
    st.sampled_from(LEAVES).map(lambda key: Condition(status=(key,))),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: Condition(any=tuple(some))),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: Condition(all=tuple(some))),
        inner.map(lambda one: Condition(not_=one)),
    ),
    max_leaves=8,
)
values_of = st.tuples(*[st.sampled_from([True, False, None]) for _ in LEAVES])


class Given:
    """Stands in for the holdings: each leaf is a status with the wanted value."""

    def __init__(self, values: Iterable[bool | None]):
        self.held = [
            Held(key, "JPN", "status", key, key, None, FACTS[value])
            for key, value in zip(LEAVES, values, strict=True)
        ]

    def of(self, nation: str, known: dt.date) -> list[Held]:
        return self.held

    def framework(self, key: str) -> None:
        return None


def outcome(condition: Condition, values: Iterable[bool | None]) -> Outcome:
    tester = conditions.Tester(Given(values), "JPN", LATE, LATE)  # type: ignore[arg-type]
    return tester.test(condition)


def by_hand(condition: Condition, values: dict[str, bool]) -> bool:
    if condition.any:
        return any(by_hand(one, values) for one in condition.any)
    if condition.all:
        return all(by_hand(one, values) for one in condition.all)
    if condition.not_ is not None:
        return not by_hand(condition.not_, values)
    return values[condition.status[0]]


@given(conditions_of, values_of)
def test_what_is_told_of_a_condition_holds_whatever_the_unknown_is(
    condition: Condition, values: tuple[bool | None, ...]
) -> None:
    told = outcome(condition, values).value
    choices = [[True, False] if value is None else [value] for value in values]
    ends = {
        by_hand(condition, dict(zip(LEAVES, one, strict=True)))
        for one in itertools.product(*choices)
    }
    if told is not None:
        assert ends == {told}
    if None not in values:
        assert told is not None


@given(st.lists(conditions_of, min_size=1, max_size=3), values_of)
def test_the_laws_of_three_values(some: list[Condition], values: tuple[bool | None, ...]) -> None:
    def value(condition: Condition) -> bool | None:
        return outcome(condition, values).value

    every, either = Condition(all=tuple(some)), Condition(any=tuple(some))
    inverted = tuple(Condition(not_=one) for one in some)
    assert value(Condition(not_=every)) == value(Condition(any=inverted))
    assert value(Condition(not_=either)) == value(Condition(all=inverted))
    assert value(Condition(not_=Condition(not_=every))) == value(every)
    singles = [value(one) for one in some]
    order = {False: 0, None: 1, True: 2}
    assert value(every) == min(singles, key=order.__getitem__)
    assert value(either) == max(singles, key=order.__getitem__)


@given(conditions_of, values_of)
def test_the_facts_of_an_outcome_are_enough_for_it(
    condition: Condition, values: tuple[bool | None, ...]
) -> None:
    found = outcome(condition, values)
    assume(found.value is not None)
    named = {fact.key for fact in found.facts}
    assert named
    # Whatever the leaves were that it does not name, the value would be the same.
    kept = [v if key in named else None for key, v in zip(LEAVES, values, strict=True)]
    assert outcome(condition, kept).value == found.value


@given(nations, days, days)
@settings(max_examples=100)
def test_only_what_is_unknown_has_a_doubt(nation: str, day: dt.date, known: dt.date) -> None:
    for held in RULES.holdings.of(nation, known):
        assert (held.doubt(day) != "") == (held.holds(day) is None)
