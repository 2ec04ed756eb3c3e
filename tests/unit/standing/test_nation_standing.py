"""Standing of one nation, what-if, comparison and the table of those admitted, on shipped data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from comity.base.errors import InputError
from comity.reference.register import Register
from comity.standing.admitted import ADMITTED, profiles
from comity.standing.compare import Unequal, compare, unequal
from comity.standing.later import with_later
from comity.standing.standing import standing
from comity.standing.verdicts import Rulebook
from comity.standing.what_if import SUPPOSED, what_if

REPORT, TODAY = dt.date(2021, 4, 15), dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def rules(register: Register) -> Rulebook:
    return Rulebook(register)


def test_instruments_stand_by_signature_and_superseded_ones_are_marked(rules: Rulebook) -> None:
    found = standing(rules, "JPN", TODAY, TODAY)
    states = {d.held.key: (d.state, d.held.superseded_by) for d in found.instruments}
    assert states["jpn-ipcp-2014"] == ("superseded", "jpn-ipcp-2020")
    assert states["jpn-ipcp-2020"] == ("superseded", "jpn-itpp-2023")
    assert states["jpn-itpp-2023"][0] in ("in force", "unknown")
    # A declaration is replaced by no programme.
    assert states["jpn-declaration-2013"] == ("in force", None)
    before = standing(rules, "JPN", REPORT, REPORT)
    assert {d.held.key for d in before.instruments} == {
        "jpn-declaration-2013", "jpn-ipcp-2014", "jpn-ipcp-2020"
    }  # fmt: skip
    assert {d.held.key: d.state for d in before.instruments}["jpn-ipcp-2020"] == "in force"


def test_what_was_not_public_is_not_known(rules: Rulebook) -> None:
    day = dt.date(2025, 6, 1)
    early = standing(rules, "KOR", day, dt.date(2025, 1, 1))
    late = standing(rules, "KOR", day, day)
    assert ADMITTED not in [d.held.of for d in early.statuses]
    assert ADMITTED in [d.held.of for d in late.statuses]


def test_a_suspended_membership_says_so(rules: Rulebook) -> None:
    found = standing(rules, "RUS", TODAY, TODAY)
    states = [d.state for d in found.statuses if d.held.of == "PfP"]
    assert sorted(states) == ["ended", "suspended"]


def test_the_enhanced_status_would_open_the_board_and_says_it_is_supposed(rules: Rulebook) -> None:
    changes = {c.after.activity.key: c for c in what_if(rules, "NZL", "STO-EOP", TODAY, TODAY)}
    board = changes["stb-session"]
    assert (board.before.answer, board.after.answer, board.effect) == ("no", "yes", "opens")
    assert [r.fact.key for r in board.after.because if r.fact] == [f"nzl-{SUPPOSED}"]
    assert all(c.after.answer == "yes" for c in changes.values() if c.before.answer == "yes")
    assert "shuts" not in {c.effect for c in changes.values()}


def test_the_councils_status_opens_nothing_of_the_boards(rules: Rulebook) -> None:
    changes = {c.after.activity.key: c for c in what_if(rules, "NZL", "pii-eop", TODAY, TODAY)}
    assert changes["stb-session"].effect == "stays shut"


def test_what_is_held_or_unknown_cannot_be_supposed(rules: Rulebook) -> None:
    with pytest.raises(InputError, match="holds STO Science"):
        what_if(rules, "KOR", ADMITTED, TODAY, TODAY)
    with pytest.raises(InputError, match="nothing called 'gold-card'"):
        what_if(rules, "KOR", "gold-card", TODAY, TODAY)


def test_a_comparison_puts_differences_first(rules: Rulebook) -> None:
    found = compare(rules, "JPN", "NZL", TODAY, TODAY)
    assert not found[0].same
    assert [one.same for one in found] == sorted(one.same for one in found)
    assert {one.first.nation for one in found} == {"JPN"}


def test_every_difference_inside_a_framework_names_its_reason_or_none(rules: Rulebook) -> None:
    found = unequal(rules, TODAY, TODAY)
    board = [
        one for one in found
        if one.framework == "PATG" and one.difference.first.activity.key == "stb-session"
    ]  # fmt: skip
    assert board
    for one in board:
        answers = {v.nation: v.answer for v in (one.difference.first, one.difference.second)}
        assert {h.nation for h in one.reasons if h.of == ADMITTED} <= {
            n for n, answer in answers.items() if answer == "yes"
        }
        assert all(h.fact.source for h in one.reasons)


def answers(found: Iterable[Unequal], by_all: bool = False) -> set[tuple[str, ...]]:
    """Framework, activity, nations and answers of each difference."""
    told = set()
    for one in found:
        verdicts = (one.difference.first, one.difference.second)
        last = [v.later.answer if by_all and v.later else v.answer for v in verdicts]
        if last[0] != last[1]:
            nations = [v.nation for v in verdicts]
            told.add((one.framework, verdicts[0].activity.key, *nations, *last))
    return told


@pytest.mark.parametrize("day", [dt.date(2014, 12, 31), REPORT, dt.date(2022, 12, 31)], ids=str)
def test_differences_tell_what_became_public_later(rules: Rulebook, day: dt.date) -> None:
    found = unequal(rules, day, day, TODAY)
    assert answers(found) == answers(unequal(rules, day, day))
    # By all that is public now they are those that are told when it counts.
    assert answers(found, by_all=True) == answers(unequal(rules, day, TODAY))
    same = [one.difference.same for one in found]
    assert same == sorted(same)
    for one in found:
        for verdict in (one.difference.first, one.difference.second):
            alone = rules.verdict(verdict.nation, verdict.activity, day, day)
            assert verdict == with_later(rules, alone, day, TODAY)
        if one.difference.same:
            assert one.difference.first.later or one.difference.second.later
    assert not any(one.difference.same for one in unequal(rules, day, TODAY, TODAY))


def test_what_both_hold_is_no_reason_for_a_difference(rules: Rulebook) -> None:
    found = {
        (one.difference.first.nation, one.difference.second.nation): one
        for one in unequal(rules, REPORT, REPORT)
        if one.framework == "PfP" and one.difference.first.activity.key == "consultation"
    }
    # Both are in the Partnership for Peace; only one is an Enhanced Opportunities Partner.
    assert [h.key for h in found["ARM", "FIN"].reasons] == ["fin-pii-eop"]


def test_a_rule_that_names_a_nation_is_a_reason(
    rules: Rulebook,
) -> None:
    found = {
        (v.activity.key, v.nation, one.difference.second.nation): one
        for one in unequal(rules, TODAY, TODAY)
        if one.framework == "PATG" and (v := one.difference.first)
    }
    projects = found["sps-myp", "JPN", "KOR"]
    assert [(n, r.key) for n, r in projects.rules] == [("JPN", "sps-myp-self-funding")]
    assert not projects.reasons
    told = projects.as_dict()["reason"]
    assert [(one["nation"], one["rule"], one["fact"]) for one in told] == [
        ("JPN", "sps-myp-self-funding", None)
    ]
    assert told[0]["source"]
    # The enhanced status is why the requirement does not shut the marked activity to Japan.
    marked = found["cpow-open-to-pfp", "JPN", "NZL"]
    assert [h.key for h in marked.reasons] == ["jpn-sto-enhanced-partner"]
    assert (projects.confirmed, marked.confirmed) == (False, True)
    assert {one.difference.first.activity.key for one in found.values() if not one.confirmed} == {
        "sps-myp"
    }
    assert all(one.as_dict()["reason"] for one in found.values())


def test_the_admitted_stand_as_they_were_the_day_before(rules: Rulebook) -> None:
    found = profiles(rules, TODAY, TODAY)
    assert [one.nation for one in found if one.admitted] == ["AUS", "JPN", "CHE", "KOR", "UKR"]
    korea = next(one for one in found if one.nation == "KOR")
    assert korea.day == dt.date(2025, 2, 28)
    assert ADMITTED not in [h.of for h in korea.statuses]
    assert "itpp" in [h.of for h in korea.instruments]
    others = [one.nation for one in found if not one.admitted]
    assert "NZL" in others
    assert not {"RUS", "BLR", "USA", "SGP"} & set(others)


@pytest.mark.parametrize("asked", ["EOP", "eop ", "enhanced", "Enhanced Partner Opportunities"])
def test_an_ambiguous_status_is_explained_with_who_grants_it_and_what_to_type(
    rules: Rulebook, asked: str
) -> None:
    with pytest.raises(InputError) as told:
        what_if(rules, "KOR", asked, TODAY, TODAY)
    text = str(told.value)
    assert "\n" not in text
    for word in ("type sto-enhanced-partner", "granted by the STB", "pii-eop for Enhanced",
                 "granted by the NAC", "neither follows from the other"):  # fmt: skip
        assert word in text


def test_a_part_of_one_name_is_completed_and_no_words_are_no_name(rules: Rulebook) -> None:
    with pytest.raises(InputError, match="type pii-interoperability-platform for"):
        what_if(rules, "KOR", "platform", TODAY, TODAY)
    with pytest.raises(InputError, match="nothing called ' - '"):
        what_if(rules, "KOR", " - ", TODAY, TODAY)


@pytest.mark.parametrize(
    ("nation", "key", "day", "doubt"),
    [
        ("JPN", "jpn-itpp-2023", "2025-12-31", ""),
        ("JPN", "jpn-itpp-2023", "2026-01-01", "its end within 2026 is not public"),
        ("JPN", "jpn-itpp-2023", "2026-11-25", "its end within 2026 is not public"),
        ("JPN", "jpn-ipcp-2020", "2020-06-01", "its beginning within 2020 is not public"),
        ("KOR", "kor-ipcp-2012", "2017-11-15", "its end within 2017-11 is not public"),
        ("AUS", "aus-itpp-2023", "2022-01-01", "since when is not public"),
    ],
)
def test_what_is_unknown_says_which_date_is_not_public(
    rules: Rulebook, nation: str, key: str, day: str, doubt: str
) -> None:
    found = standing(rules, nation, dt.date.fromisoformat(day), dt.date(2026, 11, 25))
    [one] = [dated for dated in found.instruments if dated.held.key == key]
    assert (one.doubt, one.as_dict()["doubt"]) == (doubt, doubt)
    assert (one.state == "unknown") == bool(doubt)
