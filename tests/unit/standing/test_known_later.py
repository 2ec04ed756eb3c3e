"""What became public only after the day by which facts count is told, with the day to ask with."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.base.settings import PACKAGE
from comity.reference.register import Register
from comity.standing.admitted import ADMITTED, profiles
from comity.standing.compare import compare
from comity.standing.later import Later, published, with_later
from comity.standing.sentences import sentence
from comity.standing.standing import standing
from comity.standing.verdicts import Rulebook, Verdict
from comity.standing.what_if import what_if

REGISTER = Register(PACKAGE / "reference" / "data")
RULES = Rulebook(REGISTER)
NOW = dt.date(2026, 11, 25)
REPORT = dt.date(2021, 4, 15)
days = st.dates(dt.date(2010, 1, 1), NOW)


def told(nation: str, activity: str, day: dt.date, known: dt.date | None = None) -> Verdict:
    public = known or day
    plain = RULES.verdict(nation, RULES.activity(activity), day, public)
    return with_later(RULES, plain, public, NOW)


def test_a_silent_record_says_since_when_the_answer_is_public() -> None:
    found = told("KOR", "agree-itpp", dt.date(2022, 6, 1))
    assert found.answer == "unknown"
    assert found.later is not None
    assert (found.later.answer, found.later.since) == ("yes", dt.date(2023, 7, 12))
    assert "silent" not in found.sentence
    assert "nothing public by then; known since 2023-07-12: yes, " in found.sentence
    assert "ask with --known 2023-07-12" in found.sentence
    assert found.as_dict()["later"]["known"] == "2023-07-12"
    again = told("KOR", "agree-itpp", dt.date(2022, 6, 1), found.later.since)
    assert (again.answer, again.later) == ("yes", None)


def test_another_day_of_publication_is_named_in_place_of_then() -> None:
    found = told("KOR", "agree-itpp", dt.date(2022, 6, 1), dt.date(2022, 1, 1))
    assert "nothing public by 2022-01-01; known since" in found.sentence


def test_a_day_on_which_a_page_was_only_read_is_marked() -> None:
    reads = [one for one in REGISTER.memberships if published(one, RULES)[1]]
    reads += [one for one in REGISTER.rules if published(one, RULES)[1]]
    assert reads
    for one in reads:
        first = published(one, RULES)[0]
        dated = [s for key in one.source if (s := REGISTER.sources[key]).date.first <= first]
        assert {source.date_basis for source in dated} == {"read"}
    activity = RULES.activity("pcm")
    later = Later(REPORT, "yes", NOW, True, ())
    text = sentence("Japan", activity, REPORT, "unknown", (), later)
    assert f"known since {NOW}, when a page without a date was read: yes, ask with" in text
    assert later.as_dict()["basis"] == "read"


@given(
    st.sampled_from([*RULES.holdings.nations(), "BRA"]), st.sampled_from(REGISTER.activities),
    days, days,
)  # fmt: skip
@settings(max_examples=300)
def test_the_day_to_ask_with_gives_that_answer_and_the_day_before_does_not(
    nation: str, activity: Any, day: dt.date, known: dt.date
) -> None:
    plain = RULES.verdict(nation, activity, day, known)
    found = with_later(RULES, plain, known, NOW)
    assert (found.answer, found.because) == (plain.answer, plain.because)
    last = RULES.verdict(nation, activity, day, NOW).answer
    if found.later is None:
        assert known >= NOW or last == plain.answer
        assert found == plain
        return
    assert found.later.answer == last != plain.answer
    since = found.later.since
    assert known < since <= NOW
    assert RULES.verdict(nation, activity, day, since).answer == last
    assert RULES.verdict(nation, activity, day, since - dt.timedelta(1)).answer != last
    assert f"ask with --known {since}" in found.sentence
    for reason in found.later.because:
        assert reason.rule.known(REGISTER.sources, since)
        assert reason.fact is None or reason.fact.fact.known(REGISTER.sources, since)


@given(st.sampled_from(RULES.holdings.nations()), days, days)
@settings(max_examples=60)
def test_a_standing_with_what_is_known_later_is_the_later_standing(
    nation: str, day: dt.date, known: dt.date
) -> None:
    found = standing(RULES, nation, day, known, NOW)
    full = standing(RULES, nation, day, NOW, NOW)
    assert full.later == ()
    running = ("in force", "unknown", "suspended")

    def states(dated: Any) -> set[tuple[str, str]]:
        return {(d.held.key, d.state) for d in dated if d.state in running}

    told_later = {(k.dated.held.key, k.dated.state) for k in found.later}
    shown = states((*found.statuses, *found.instruments))
    assert states((*full.statuses, *full.instruments)) - shown <= told_later
    assert not told_later & shown
    assert all(known < one.since <= NOW for one in found.later)


def test_a_status_published_later_is_told_and_not_counted() -> None:
    found = standing(RULES, "AUS", REPORT, REPORT, NOW)
    assert ADMITTED not in [d.held.of for d in found.statuses]
    [status] = [one for one in found.later if one.dated.held.of == ADMITTED]
    assert (status.since, status.dated.state) == (dt.date(2025, 3, 1), "in force")
    shown = found.as_dict()["later"]
    assert {"known": "2025-03-01", "from": "2015"}.items() <= shown[-1].items()
    # Without a horizon the answer is of that day alone.
    assert standing(RULES, "AUS", REPORT, REPORT).later == ()


def test_a_supposition_and_a_comparison_tell_it_too() -> None:
    changes = what_if(RULES, "AUS", ADMITTED, REPORT, REPORT, NOW)
    assert {one.held.dated.held.key for one in changes if one.held} == {"aus-sto-enhanced-partner"}
    itpp = next(one for one in changes if one.after.activity.key == "agree-itpp")
    assert itpp.as_dict()["later"]["answer"] == "yes"
    assert itpp.as_dict()["before_later"]["answer"] == "yes"
    assert itpp.as_dict()["held_later"]["known"] == "2025-03-01"
    rows = {
        one.first.activity.key: one for one in compare(RULES, "JPN", "KOR", REPORT, REPORT, NOW)
    }
    assert all(v.later for v in (rows["agree-itpp"].first, rows["agree-itpp"].second))


def test_those_admitted_stand_as_was_public_on_their_day_and_the_rest_is_apart() -> None:
    found = {one.nation: one for one in profiles(RULES, NOW, None, NOW)}
    for one in found.values():
        for held in (*one.frameworks, *one.statuses, *one.instruments):
            assert held.fact.known(REGISTER.sources, one.known), held.key
            assert held.fact.valid_from.first <= one.day, held.key
    japan = found["JPN"]
    assert (japan.day, japan.known) == (dt.date(2019, 12, 31), dt.date(2019, 12, 31))
    late = {k.dated.held.of: k for k in japan.later}
    # The report of 2021 has it on its own day, which says nothing of 2019.
    assert late["cpow-participant"].since == REPORT
    assert "dialogue" in late
    assert ADMITTED not in late
    full = {one.nation: one for one in profiles(RULES, NOW, NOW, NOW)}["JPN"]
    assert "dialogue" in [h.of for h in full.statuses]
    assert "cpow-participant" in [k.dated.held.of for k in full.later]


def test_who_was_admitted_is_what_was_public_on_the_day_asked() -> None:
    found = {one.nation: one for one in profiles(RULES, REPORT, None, NOW)}
    assert [n for n, one in found.items() if one.admitted] == ["JPN"]
    assert ADMITTED in [k.dated.held.of for k in found["AUS"].later]


@pytest.mark.parametrize(
    ("nation", "activity", "day", "rests", "lists"),
    [
        ("KOR", "sps-npd", "2022-06-01", "list", {"NATO"}),
        ("NZL", "stb-session", "2025-04-01", "list", {"NATO", ADMITTED}),
        ("PAK", "agree-ipcp", "2025-04-01", "rule", set()),
        ("USA", "consultation", "2021-04-15", "fact", set()),
    ],
)
def test_a_no_says_what_it_rests_on(
    nation: str, activity: str, day: str, rests: str, lists: set[str]
) -> None:
    verdict = RULES.verdict(nation, RULES.activity(activity), dt.date.fromisoformat(day), NOW)
    assert verdict.answer == "no"
    for link in verdict.as_dict()["because"]:
        assert link["rests_on"] == rests
        assert {one["of"] for one in link["lists"]} == lists
        for one in link["lists"]:
            assert one["complete"]
            assert one["complete_from"]
            assert one["as_of"]
            assert set(one["source"]) <= set(REGISTER.sources)


@given(st.sampled_from([*RULES.holdings.nations(), "BRA"]), days, days)
@settings(max_examples=60)
def test_every_no_rests_on_a_fact_a_complete_list_or_a_rule_for_all(
    nation: str, day: dt.date, known: dt.date
) -> None:
    for verdict in RULES.verdicts(nation, day, known):
        if verdict.answer == "no":
            for reason in verdict.because:
                assert reason.rests_on in ("fact", "list", "rule")
                if reason.rests_on == "list":
                    assert all(one.complete or one.kind != "group" for one in reason.lists)
                    assert any(one.complete for one in reason.lists)
                if reason.rests_on == "rule":
                    leaves = reason.rule.when.leaves()
                    assert all(leaf.always or leaf.nation for leaf in leaves)
