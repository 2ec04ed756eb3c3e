"""Cases against the rules of calls: every rule passes, fails where it can, and is unknown once."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from comity.base.dates import parse_span
from comity.base.errors import InputError
from comity.reference.eligibility_file import NEEDS
from comity.reference.eligibility_rules import Test as TestName
from comity.reference.facts import Fact
from comity.reference.register import Register
from comity.standing.amount_checks import months_after
from comity.standing.eligibility import TESTS, Eligibility, Row, eligible, find_call
from comity.standing.facts import Held, Holdings
from comity.standing.read_cases import case_of

CASES = Path(__file__).parent / "cases"
GOOD = {
    "workshop": ("sps", "2024"),
    "project": ("sps", "2023"),
    "institute": ("sps", "2024"),
    "course": ("sps", "2024"),
    "innovator": ("diana", "2023"),
}
CHANGES: list[dict[str, Any]] = yaml.safe_load((CASES / "changes.yml").read_text())["changes"]
# Rules whose test is whether something is said at all cannot fail, only be unanswered.
ONLY_SAID = {"sps-security-link"}


def content(name: str) -> dict[str, Any]:
    # As the register's reader does, dates stay text.
    found: dict[str, Any] = yaml.load((CASES / f"{name}.yml").read_text(), yaml.BaseLoader)
    for part in ("budget", "costs"):
        if part in found:
            found[part] = {
                key: float(value) if value.replace(".", "").isdigit() else value
                for key, value in found[part].items()
            }
    return found


def put(into: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    changed = deepcopy(into)
    for path, value in changes.items():
        *above, last = path.split(".")
        at = changed
        for key in above:
            at = at[key]
        if value is None:
            at.pop(last, None)
        else:
            at[last] = value
    return changed


def asked(
    register: Register, given: dict[str, Any], programme: str = "sps", call: str = "2024"
) -> Eligibility:
    about, found = find_call(register, programme, call)
    return eligible(register, case_of(given, "case.yml", about, register.nations), about, found)


def row(found: Eligibility, rule: str) -> Row:
    [one] = [r for r in found.rows if r.rule.key == rule]
    return one


@pytest.mark.parametrize("name", GOOD)
def test_a_good_case_passes_every_rule_or_none_fails(register: Register, name: str) -> None:
    found = asked(register, content(name), *GOOD[name])
    assert found.answer == "eligible"
    assert {r.outcome for r in found.rows} == {"passed"}
    assert all(r.change is None for r in found.rows)


@pytest.mark.parametrize(
    "change", CHANGES, ids=lambda c: f"{c['rule']}-{c['outcome']}-{list(c['set'].values())}"
)
def test_one_change_turns_one_rule(register: Register, change: dict[str, Any]) -> None:
    given = put(content(change["of"]), change["set"])
    found = asked(register, given, change.get("programme", "sps"), change["call"])
    one = row(found, change["rule"])
    assert one.outcome == change["outcome"]
    if one.outcome == "passed":
        assert one.change is None
    else:
        assert change["change"] in (one.change or "")
    if one.outcome == "failed":
        assert found.answer == "not eligible"
        assert one.rule.basis != "unverified"
    assert one.source
    assert set(one.source) <= set(register.sources)


def test_every_rule_passes_fails_and_is_unknown_at_least_once(register: Register) -> None:
    seen: dict[str, set[str]] = {rule.key: set() for rule in register.eligibility.rules}
    # Every good case against every call, and every change.
    for name, (programme, _) in GOOD.items():
        for call in register.eligibility.calls_of(programme):
            for one in asked(register, content(name), programme, call.call).rows:
                seen[one.rule.key].add(one.outcome)
    for change in CHANGES:
        given = put(content(change["of"]), change["set"])
        for one in asked(register, given, change.get("programme", "sps"), change["call"]).rows:
            seen[one.rule.key].add(one.outcome)
    for rule in register.eligibility.rules:
        wanted = {"passed", "unknown"}
        if rule.basis != "unverified" and rule.key not in ONLY_SAID:
            wanted.add("failed")
        assert seen[rule.key] == wanted, rule.key


def test_calls_of_2022_and_2024_differ_on_the_same_case(register: Register) -> None:
    # A Japanese national who lives and works in Norway.
    given = put(content("workshop"), {"people.npd.national": "JPN"})
    then, later = asked(register, given, call="2022"), asked(register, given, call="2024")
    assert row(then, "sps-npd-2022").outcome == "failed"
    assert row(later, "sps-npd-2024").outcome == "passed"
    assert (then.answer, later.answer) == ("not eligible", "eligible")
    # A participant from a nation that is neither Ally nor partner.
    given = put(content("workshop"), {"people.participants": [{"name": "Li", "national": "CHN"}]})
    then, later = asked(register, given, call="2022"), asked(register, given, call="2024")
    assert not [r for r in then.rows if r.rule.key.startswith("sps-all")]
    assert row(later, "sps-all-nationals-2024").outcome == "failed"


@given(data=st.data())
def test_what_a_change_sets_makes_the_rule_pass(register: Register, data: st.DataObject) -> None:
    """The mechanical ones: duration, dates, sums, template, priority."""
    name = data.draw(st.sampled_from(["workshop", "project", "institute", "course"]))
    unit = {"workshop": "days", "project": "months"}.get(name, "working days")
    days = st.dates(dt.date(2022, 1, 1), dt.date(2026, 12, 31)).map(dt.date.isoformat)
    amount = data.draw(st.integers(10_000, 2_000_000))
    head = st.integers(0, amount // 4)
    changes = {
        "duration": f"{data.draw(st.integers(1, 60))} {unit}",
        "starts": data.draw(days),
        "submitted": data.draw(days),
        "budget": {"amount": amount, "currency": "EUR"},
        "costs": {k: data.draw(head) for k in ("stipends", "salaries", "overheads")},
        "template": data.draw(st.sampled_from(["2022", "2023", "2024"])),
        "priorities": data.draw(st.lists(st.sampled_from(["Cyber Defence", "Hypersonics"]))),
    }
    call = data.draw(st.sampled_from(["2022", "2023", "2024"]))
    given = put(content(name), changes)
    for one in asked(register, given, call=call).rows:
        if one.outcome == "failed" and one.set is not None:
            field, value = one.set
            mended = put(given, {field: value})
            if field == "budget":
                # Parts must not add to more than the whole.
                mended = put(mended, {"costs": None})
            again = row(asked(register, mended, call=call), one.rule.key)
            assert again.outcome == "passed", (one.rule.key, one.set)
            if one.rule.test not in ("share", "no-cost", "priorities"):
                shown = value["amount"] if isinstance(value, dict) else value
                text = f"{shown:,.0f}" if isinstance(shown, float) else str(shown)
                assert text in (one.change or "")


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31)), months=st.integers(0, 40))
def test_months_after_moves_the_month_and_never_the_day_forward(day: dt.date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + dt.timedelta(1)).day == 1


def test_a_kind_is_found_in_small_letters(register: Register) -> None:
    found = asked(register, put(content("workshop"), {"kind": "arw"}))
    assert found.answer == "eligible"
    assert row(found, "sps-duration-arw").outcome == "passed"


def test_an_event_that_begins_early_but_in_time_is_warned_of(register: Register) -> None:
    found = asked(register, put(content("workshop"), {"starts": "2025-09-09"}))
    assert "2025-09-10" in (row(found, "sps-lead-time").warning or "")
    assert row(asked(register, content("workshop")), "sps-lead-time").warning is None


def test_a_priority_outside_the_list_is_named_where_another_is_in_it(register: Register) -> None:
    found = asked(register, put(content("workshop"), {"priorities": ["quantum", "Hypersonics"]}))
    assert row(found, "sps-priority").outcome == "passed"
    assert "Hypersonics" in (row(found, "sps-priority").warning or "")


def test_an_empty_case_is_unknown_and_says_what_to_say(register: Register) -> None:
    for programme, call in {*GOOD.values(), ("sps", "2022"), ("sps", "2025-1")}:
        found = asked(register, {}, programme, call)
        assert found.answer == "unknown"
        assert all(r.outcome == "unknown" and "say" in (r.change or "") for r in found.rows)
    assert "say which kind" in " ".join(asked(register, {}).notes)


@pytest.mark.parametrize(
    ("nation", "answer"),
    [
        # Never an Ally while the call was open; an Ally then; one during it.
        ("JPN", "not eligible"), ("UKR", "not eligible"), ("SGP", "not eligible"),
        ("USA", "unknown"), ("FIN", "unknown"), ("SWE", "unknown"),
    ],
)  # fmt: skip
def test_a_case_without_its_day_fails_only_where_no_day_would_do(
    register: Register, nation: str, answer: str
) -> None:
    given = {"people": {"innovator": {"name": "A", "established": nation}}}
    found = asked(register, given, "diana", "2023")
    assert found.answer == answer
    one = row(found, "diana-allied")
    if answer == "unknown":
        assert one.change == "say submitted"
    else:
        assert "seat in an Ally" in (one.change or "")


@given(
    st.sampled_from(["JPN", "FIN", "SWE", "BLR", "COL", "AFG", "SGP", "USA", "MNE"]),
    st.sampled_from([("sps", "2019"), ("sps", "2022"), ("sps", "2025-1"), ("diana", "2023")]),
    st.floats(0, 1),
)
def test_what_fails_without_a_day_fails_on_every_day_of_the_call(
    register: Register, nation: str, at: tuple[str, str], part: float
) -> None:
    programme, call = find_call(register, *at)
    begins = call.valid_from.first
    ends = [s.last for s in (call.closes, call.valid_until) if s is not None]
    days = (min(ends, default=dt.date(2026, 11, 25)) - begins).days
    day = begins + dt.timedelta(round(part * days))
    who = {"name": "A", "national": nation, "resident": nation, "employed": nation,
           "established": nation}  # fmt: skip
    roles = {role: {k: v for k, v in who.items() if (k == "established") == (at[0] == "diana")
                    or k == "name"} for role in programme.roles[:2]}  # fmt: skip
    never = asked(register, {"people": roles}, *at)
    then = asked(register, {"people": roles, "submitted": day.isoformat()}, *at)
    for one, other in zip(never.rows, then.rows, strict=True):
        if one.outcome == "failed":
            assert other.outcome == "failed", (one.rule.key, day)


def test_where_the_register_leaves_a_nation_open_the_row_says_whom_to_ask(
    register: Register,
) -> None:
    span = Fact(
        source=("nato-partners",), valid_from=parse_span("2024"), announced=parse_span("2024")
    )
    member = Held("bra-patg", "BRA", "membership", "PATG", "PATG", None, span)
    about, call = find_call(register, "sps", "2024")
    given = put(content("workshop"), {"people.ppd.employed": "BRA", "people.ppd.resident": "BRA"})
    case = case_of(given, "case.yml", about, register.nations)
    found = eligible(register, case, about, call, holdings=Holdings(register, [member]))
    one = row(found, "sps-ppd-2024")
    assert one.outcome == "unknown"
    assert "ask the SPS office" in (one.change or "")
    assert "the register leaves it open" in (one.change or "")


def test_only_unverified_rules_in_doubt_leave_a_case_unknown(register: Register) -> None:
    found = asked(register, put(content("project"), {
        "people.ppd.employed": "JPN", "people.ppd.resident": "JPN", "people.ppd.national": "JPN",
    }), call="2023")  # fmt: skip
    assert found.answer == "unknown"
    assert [r.rule.key for r in found.rows if r.outcome != "passed"] == ["sps-self-funding"]


def test_a_rule_that_only_press_states_awaits_an_official_source(register: Register) -> None:
    found = asked(register, content("project"), call="2023")
    assert "awaiting an official source" in row(found, "sps-budget-2023").basis
    assert row(found, "sps-distinct").basis == "public"


def test_the_answer_as_json_names_rules_sources_and_what_to_set(register: Register) -> None:
    given = put(content("workshop"), {"template": "2023"})
    told = asked(register, given).as_dict()
    assert set(told) == {"answer", "programme", "call", "rows", "notes"}
    [failed] = [r for r in told["rows"] if r["outcome"] == "failed"]
    assert failed["rule"] == "sps-template"
    assert failed["number"] == "R12"
    assert failed["set"] == {"field": "template", "value": "2024"}
    assert failed["source"]


def test_every_test_that_a_rule_may_name_exists() -> None:
    assert set(TESTS) == set(get_args(TestName)) == set(NEEDS)


def test_an_unknown_programme_or_call_lists_those_there_are(register: Register) -> None:
    with pytest.raises(InputError, match="unknown programme 'horizon': choose one of sps, diana"):
        find_call(register, "horizon", "2024")
    with pytest.raises(InputError, match="unknown call '1999' of sps: choose one of 2019, 2022"):
        find_call(register, "SPS", "1999")
