"""Dates that leave open which rule or instrument was in force, and what was public when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from comity.base.dates import parse_span
from comity.reference.entries import Framework, Instrument
from comity.reference.register import Register
from comity.reference.rules import Condition, Rule
from comity.standing import conditions
from comity.standing.conditions import Outcome
from comity.standing.facts import Held, Holdings, in_order
from comity.standing.verdicts import Rulebook, decide

LATE = dt.date(2026, 11, 25)


def rule(key: str, effect: str = "opens", **more: Any) -> Rule:
    given: dict[str, Any] = {
        "key": key, "activity": ("a",), "effect": effect, "when": Condition(always=True),
        "basis": "public", "says": "so", "source": ("s",), "valid_from": parse_span("2020-01-01"),
    }  # fmt: skip
    return Rule(**(given | more))


YES, NO, OPEN = Outcome(True), Outcome(False), Outcome(None)


@pytest.mark.parametrize(
    ("effect", "outcome", "answer"),
    [
        ("opens", YES, "yes"), ("opens", NO, "unknown"), ("opens", OPEN, "unknown"),
        ("shuts", YES, "no"), ("shuts", NO, "unknown"), ("shuts", OPEN, "unknown"),
        ("requires", YES, "unknown"), ("requires", NO, "no"), ("requires", OPEN, "unknown"),
        ("may-open", YES, "unknown"), ("may-open", NO, "unknown"), ("may-open", OPEN, "unknown"),
    ],
)  # fmt: skip
def test_the_table_of_effects(effect: str, outcome: Outcome, answer: str) -> None:
    assert decide([(rule("one", effect), outcome)])[0] == answer
    # An unverified rule never decides.
    assert decide([(rule("one", effect, basis="unverified"), outcome)])[0] == "unknown"
    # Beside a rule that opens: only what shuts, or may shut, takes a yes away.
    beside = decide([(rule("open"), YES), (rule("one", effect), outcome)])[0]
    harmless = effect in ("opens", "may-open") or outcome.value is (effect == "requires")
    assert beside == ("yes" if harmless else answer)


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2021-02-28", "unknown"), ("2021-03-15", "unknown"), ("2021-03-31", "yes")],
)
def test_a_rule_of_a_coarse_date_decides_only_after_it(
    register: Register, day: str, answer: str
) -> None:
    rules = Rulebook(register)
    itpp = rules.activity("agree-itpp")
    verdict = rules.verdict("JPN", itpp, dt.date.fromisoformat(day), LATE)
    assert verdict.answer == answer
    # Who is no partner may lack it on that day, but whether the rule held is open, too.
    other = rules.verdict("SGP", itpp, dt.date.fromisoformat(day), LATE).answer
    assert other == ("no" if answer == "yes" else "unknown")


def test_nobody_knew_that_a_list_was_complete_before_its_day(register: Register) -> None:
    day, before = dt.date(2025, 4, 1), dt.date(2025, 2, 28)
    asked = Condition(status=("sto-enhanced-partner",))
    holdings = Holdings(register)
    assert conditions.Tester(holdings, "NZL", day, day).test(asked).value is False
    assert conditions.Tester(holdings, "NZL", day, before).test(asked).value is None


def signed(key: str, day: str, kind: str = "ipcp", until: str | None = None) -> Instrument:
    return Instrument(
        key=key, kind=kind, nation="JPN", source=("s",), signed=parse_span(day),
        valid_from=parse_span(day), valid_until=parse_span(until) if until else None,
    )  # fmt: skip


def kind(key: str, supersedes: tuple[str, ...] = ()) -> Framework:
    return Framework(
        key=key, name=key, kind="instrument", definition="d", supersedes=supersedes,
        source=("s",), valid_from=parse_span("2000"),
    )  # fmt: skip


KINDS = {one.key: one for one in (kind("ipcp"), kind("itpp", ("ipcp",)), kind("declaration"))}


def test_inside_a_coarse_signature_nobody_knows_which_is_in_force() -> None:
    old, new = in_order([signed("new", "2020"), signed("old", "2014-05-06")], KINDS)
    days = {"2019-12-31": (True, False), "2020-07-01": (None, None), "2020-12-31": (False, True)}
    for day, states in days.items():
        on = dt.date.fromisoformat(day)
        assert (old.holds(on), new.holds(on)) == states
    assert (old.until, old.superseded_by) == ("2020", "new")


def test_an_instrument_ends_the_day_before_the_one_that_takes_its_place() -> None:
    old, other, new = in_order(
        [signed("i", "2023-07-12", "itpp"), signed("o", "2014-05-06"),
         signed("d", "2015-01-01", "declaration")], KINDS
    )  # fmt: skip
    assert (old.until, old.superseded_by) == ("2023-07-11", "i")
    assert old.holds(dt.date(2023, 7, 11)) is True
    assert old.holds(dt.date(2023, 7, 12)) is False
    assert other.superseded_by is None
    assert new.holds(dt.date(2023, 7, 12)) is True


def test_one_that_had_ended_is_superseded_by_none_later() -> None:
    old, _ = in_order([signed("old", "2014", until="2015"), signed("new", "2020-01-01")], KINDS)
    assert old.until == "2015"
    assert old.replaced is None


def test_what_was_not_public_takes_no_place(register: Register) -> None:
    holdings = Holdings(register)

    def of(known: dt.date) -> dict[str, Held]:
        return {h.key: h for h in holdings.of("KOR", known) if h.kind == "instrument"}

    assert of(dt.date(2021, 4, 15))["kor-ipcp-2019"].superseded_by is None
    assert of(LATE)["kor-ipcp-2019"].superseded_by == "kor-itpp-2023"


def test_the_two_memberships_of_a_suspended_partner_have_keys_of_their_own(
    register: Register,
) -> None:
    held = [h for h in Holdings(register).of("RUS", LATE) if h.of == "PfP"]
    assert sorted(h.key for h in held) == ["rus-pfp", "rus-pfp-suspended"]


def test_no_rule_names_both_enhanced_statuses(register: Register) -> None:
    for one in register.rules:
        named = {key for leaf in one.when.leaves() for key in leaf.status}
        assert not {"sto-enhanced-partner", "pii-eop"} <= named, one.key
    by_activity: dict[str, set[str]] = {}
    for one in register.rules:
        for activity in one.activity:
            named = {key for leaf in one.when.leaves() for key in leaf.status}
            by_activity.setdefault(activity, set()).update(named)
    # Nor does one activity depend on both.
    for activity, named in by_activity.items():
        assert not {"sto-enhanced-partner", "pii-eop"} <= named, activity
