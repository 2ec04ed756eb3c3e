"""Where own facts contradict the register neither wins: answers are unknown and show both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.analysis.query import Analysis
from comity.analysis.uptake import uptake
from comity.base.errors import InputError, RegisterError
from comity.base.settings import PACKAGE, load_settings
from comity.reference.own_conflicts import conflicts
from comity.reference.register import Register
from comity.standing.compare import unequal
from comity.standing.facts import Holdings
from comity.standing.joinable import doors
from comity.standing.verdicts import Rulebook, Verdict
from comity.workspace import Workspace

DATA = PACKAGE / "reference" / "data"
Make = Callable[..., Register]
STATUS = {
    "key": "own:kor", "nation": "KOR", "framework": "sto-enhanced-partner", "granted_by": "STB",
    "valid_from": "2024-06-01", "source": "own:note",
}  # fmt: skip
PROGRAMME = {
    "key": "own:kor-itpp", "nation": "KOR", "kind": "itpp", "signed": "2023-07-13",
    "valid_from": "2023-07-13", "source": "own:note",
}  # fmt: skip


def write(folder: Path, **facts: list[dict[str, Any]]) -> Register:
    folder.mkdir(exist_ok=True)
    source = {
        "key": "own:note", "title": "A note", "publisher": "P", "url": "https://example.org",
        "date": "2020-01-01", "date_basis": "published", "tier": "A",
    }  # fmt: skip
    for name, entries in (facts | {"sources": [source]}).items():
        text = yaml.safe_dump({"schema": 1, name: entries})
        (folder / f"own_{name}.yml").write_text(text, encoding="utf-8")
    return Register(DATA, [folder])


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda **facts: write(tmp_path / "facts", **facts)


def may(register: Register, nation: str, day: str, activity: str = "stb-session") -> Verdict:
    book = Rulebook(register)
    return book.verdict(nation, book.activity(activity), dt.date.fromisoformat(day))


def test_the_register_alone_has_no_conflict(register: Register) -> None:
    assert conflicts(register) == register.conflicts == []


def test_another_date_is_a_conflict_that_names_both(make: Make) -> None:
    [one] = make(statuses=[STATUS]).conflicts
    assert (one.own, one.shipped) == ("own:kor", "kor-sto-enhanced-partner")
    assert one.differs == (("valid_from", "2024-06-01", "2025-03-01"),)


def test_a_status_that_another_body_grants_is_refused(make: Make) -> None:
    own = STATUS | {"granted_by": "NAC", "valid_from": "2025-03-01"}
    with pytest.raises(RegisterError, match=r"line 3: granted_by: .* granted by STB, not by NAC"):
        _ = make(statuses=[own]).conflicts


def test_the_same_dates_and_body_are_none_whether_or_not_the_body_is_named(make: Make) -> None:
    own = {name: value for name, value in STATUS.items() if name != "granted_by"}
    assert make(statuses=[own | {"valid_from": "2025-03-01"}]).conflicts == []


def test_a_verdict_on_which_both_agree_shows_both_with_their_dates(make: Make) -> None:
    register = make(statuses=[STATUS])
    after = may(register, "KOR", "2025-04-01")
    keys = {reason.fact.key for reason in after.because if reason.fact is not None}
    assert after.answer == "yes"
    assert keys == {"own:kor", "kor-sto-enhanced-partner"}
    assert "(own) since 2024-06-01" in after.sentence
    assert "since 2025-03-01" in after.sentence
    assert "own facts and the register differ" in after.sentence


def test_a_verdict_on_which_they_differ_is_unknown_and_shows_both(make: Make) -> None:
    own = STATUS | {"valid_from": "2025-03-01", "valid_until": "2025-06-30"}
    found = may(make(statuses=[own]), "KOR", "2025-08-01")
    keys = {reason.fact.key for reason in found.because if reason.fact is not None}
    assert found.answer == "unknown"
    assert keys == {"own:kor", "kor-sto-enhanced-partner"}


def test_where_the_register_is_silent_an_own_fact_answers_and_is_marked(make: Make) -> None:
    own = STATUS | {"key": "own:sgp", "nation": "SGP", "valid_from": "2025-03-02"}
    register = make(statuses=[own])
    assert register.conflicts == []
    found = may(register, "SGP", "2025-08-01")
    assert found.answer == "yes"
    assert "(own)" in found.sentence
    assert [reason.fact.key for reason in found.because if reason.fact] == ["own:sgp"]


def test_an_own_fact_counts_from_the_day_its_source_was_public(make: Make) -> None:
    own = STATUS | {"key": "own:sgp", "nation": "SGP", "valid_from": "2018"}
    register = make(statuses=[own])
    book = Rulebook(register)
    held = Holdings(register)
    assert not [h for h in held.of("SGP", dt.date(2019, 12, 31)) if h.own]
    assert [h for h in held.of("SGP", dt.date(2020, 1, 1)) if h.own]
    day = dt.date(2025, 8, 1)
    verdict = book.verdict("SGP", book.activity("stb-session"), day, dt.date(2019, 12, 31))
    assert verdict.answer != "yes"


def test_an_own_instrument_neither_ends_a_shipped_one_nor_is_ended_by_it(make: Make) -> None:
    early = PROGRAMME | {"key": "own:early", "signed": "2021-01-01", "valid_from": "2021-01-01"}
    register = make(instruments=[PROGRAMME, early])
    held = {h.key: h for h in Holdings(register).of("KOR", dt.date(2025, 1, 1))}
    plain = {h.key: h for h in Holdings(Register(DATA)).of("KOR", dt.date(2025, 1, 1))}
    for key, one in plain.items():
        assert (held[key].replaced, held[key].superseded_by) == (one.replaced, one.superseded_by), (
            key
        )
    assert held["own:kor-itpp"].holds(dt.date(2025, 1, 1))
    # Among own ones the later takes the place of the earlier, as in the register.
    assert held["own:early"].superseded_by == "own:kor-itpp"
    pairs = {(c.own, c.shipped) for c in register.conflicts}
    # An ITPP takes the place of an IPCP, so that one beside it is a conflict too.
    assert pairs == {
        ("own:kor-itpp", "kor-itpp-2023"), ("own:early", "kor-itpp-2023"),
        ("own:early", "kor-ipcp-2019"),
    }  # fmt: skip
    assert held["kor-itpp-2023"].disputes == ("own:kor-itpp", "own:early")


def test_an_own_instrument_that_renews_a_shipped_one_takes_its_place(make: Make) -> None:
    own = PROGRAMME | {
        "signed": "2027-01-15",
        "valid_from": "2027-01-15",
        "renews": "kor-itpp-2023",
    }
    register = make(instruments=[own])
    assert register.conflicts == []
    held = {h.key: h for h in Holdings(register).of("KOR", dt.date(2028, 1, 1))}
    assert held["kor-itpp-2023"].superseded_by == "own:kor-itpp"
    assert held["kor-itpp-2023"].until == "2027-01-14"


def test_whom_to_ask_is_left_open_where_they_differ(make: Make) -> None:
    day = dt.date(2025, 8, 1)
    shipped = doors(Register(DATA), "NATO", ["KOR"], day)["KOR"]
    own = STATUS | {"valid_from": "2025-03-01", "valid_until": "2025-06-30"}
    found = doors(make(statuses=[own]), "NATO", ["KOR"], day)["KOR"]
    assert "STO Science & Technology Enhanced Partner" in shipped.reason
    assert "STO Science & Technology Enhanced Partner" not in found.reason


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2027, 1, 1))


@settings(max_examples=25)
@given(DAYS, DAYS)
def test_an_own_fact_never_turns_a_yes_or_no_of_the_register_about(
    tmp_path_factory: pytest.TempPathFactory, register: Register, day: dt.date, begins: dt.date
) -> None:
    own = STATUS | {"valid_from": begins.isoformat()}
    mine = write(tmp_path_factory.getbasetemp() / "own", statuses=[own])
    before, after = (may(r, "KOR", day.isoformat()).answer for r in (register, mine))
    assert {before, after} != {"yes", "no"}


def test_two_folders_may_not_declare_the_same(make: Make, tmp_path: Path) -> None:
    make(statuses=[STATUS])
    write(tmp_path / "more", statuses=[STATUS])
    with pytest.raises(RegisterError, match="own:note"):
        _ = Register(DATA, [tmp_path / "facts", tmp_path / "more"]).statuses


def test_own_facts_of_a_workspace_are_found(tmp_path: Path) -> None:
    assert load_settings(tmp_path).facts is None
    (tmp_path / "facts").mkdir()
    assert load_settings(tmp_path).facts == tmp_path / "facts"
    (tmp_path / "other").mkdir()
    assert load_settings(tmp_path, facts=tmp_path / "other").facts == tmp_path / "other"
    with pytest.raises(InputError, match="is not a folder"):
        load_settings(tmp_path, facts=tmp_path / "none")


def test_uptake_leaves_an_entitlement_open_on_which_they_differ(
    make: Make, workspace: Workspace
) -> None:
    day = dt.date(2026, 10, 31)
    own = STATUS | {"valid_from": "2025-03-01", "valid_until": "2025-06-30"}
    tables = {
        name: uptake(Analysis(workspace.cube, register), ["KOR"], day)
        for name, register in (("shipped", Register(DATA)), ("both", make(statuses=[own])))
    }
    [before], [after] = (
        [row for row in table.rows if row.year == 2026 and row.programme == "cpow"]
        for table in tables.values()
    )
    assert (before.entitled, before.by) == ("yes", "kor-sto-enhanced-partner")
    assert after.entitled == "unknown"
    assert {"kor-sto-enhanced-partner", "own:kor"} <= set(after.by.split())


MEMBER = {
    "key": "own:sgp-patg", "nation": "SGP", "group": "PATG", "valid_from": "2023-05-01",
    "source": "own:note",
}  # fmt: skip


def test_a_member_that_the_list_of_the_group_lacks_is_a_conflict_and_leaves_answers_open(
    make: Make,
) -> None:
    register = make(memberships=[MEMBER])
    [one] = register.conflicts
    assert (one.own, one.shipped, one.of) == ("own:sgp-patg", "PATG", "PATG")
    day = "2025-08-01"
    assert may(Register(DATA), "SGP", day, "pcm").answer == "no"
    found = may(register, "SGP", day, "pcm")
    assert found.answer == "unknown"
    assert "Partners across the globe (own) since 2023-05-01" in found.sentence
    assert "own facts and the register differ" in found.sentence
    # Before it begins both agree.
    assert may(register, "SGP", "2023-04-30", "pcm").answer == "no"
    door = doors(register, "NATO", ["SGP"], dt.date(2025, 8, 1))["SGP"]
    assert "Partners across the globe" not in door.reason


def test_a_membership_later_than_the_list_is_none_and_answers(make: Make) -> None:
    register = make(memberships=[MEMBER | {"valid_from": "2027-01-01"}])
    assert register.conflicts == []
    found = may(register, "SGP", "2027-02-01", "pcm")
    assert found.answer == "yes"
    assert "(own) since 2027-01-01" in found.sentence


def test_the_same_membership_is_no_conflict_and_other_dates_are_one(make: Make) -> None:
    shipped = next(m for m in Register(DATA).memberships if m.key == "jpn-patg")
    own = MEMBER | {"key": "own:jpn", "nation": "JPN", "valid_from": shipped.valid_from.text}
    assert make(memberships=[own]).conflicts == []
    register = make(memberships=[own | {"valid_from": "2015-01-01"}])
    [one] = register.conflicts
    assert one.differs == (("valid_from", "2015-01-01", shipped.valid_from.text),)
    assert may(register, "JPN", "2021-04-15", "pcm").answer == "yes"
    book = Rulebook(register)
    day, public = dt.date(2014, 6, 1), dt.date(2020, 1, 1)
    assert book.verdict("JPN", book.activity("pcm"), day, public).answer == "unknown"


def test_own_facts_neither_lift_nor_make_a_suspension_by_themselves(make: Make) -> None:
    day = "2025-08-01"
    assert may(Register(DATA), "RUS", day, "pcm").answer == "no"
    own = MEMBER | {"key": "own:rus", "nation": "RUS", "group": "PfP", "valid_from": "2024-01-01"}
    lifted = may(make(memberships=[own]), "RUS", day, "pcm")
    assert lifted.answer == "unknown"
    assert {r.fact.key for r in lifted.because if r.fact} >= {"own:rus", "rus-pfp-suspended"}
    own = MEMBER | {"key": "own:aut", "nation": "AUT", "group": "PfP", "status": "suspended"}
    made = may(make(memberships=[own]), "AUT", day, "pcm")
    assert made.answer == "unknown"


@settings(max_examples=25)
@given(DAYS, DAYS, st.sampled_from(["SGP", "JPN", "RUS", "AUT", "USA"]))
def test_an_own_membership_never_turns_a_yes_or_no_of_the_register_about(
    tmp_path_factory: pytest.TempPathFactory,
    register: Register,
    day: dt.date,
    begins: dt.date,
    nation: str,
) -> None:
    last = dt.date(2024, 3, 11)
    own = MEMBER | {"nation": nation, "group": "PfP", "valid_from": min(begins, last).isoformat()}
    mine = write(tmp_path_factory.getbasetemp() / "own-members", memberships=[own])
    before, after = (may(r, nation, day.isoformat(), "pcm").answer for r in (register, mine))
    assert {before, after} != {"yes", "no"}


def test_partners_that_are_compared_include_own_members(make: Make) -> None:
    day = dt.date(2025, 8, 1)
    found = unequal(Rulebook(make(memberships=[MEMBER])), day, day)
    of = {(o.framework, v.nation) for o in found for v in (o.difference.first, o.difference.second)}
    assert ("PATG", "SGP") in of
