"""Conflicts of interest: suspected, declared, pinned; never "no conflict" on a guess."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError, RegisterError
from comity.base.settings import PACKAGE
from comity.reference.conflict_rules import load_conflict_rules
from comity.reference.facts import load_sources
from comity.teams.candidates import Candidate, Work
from comity.teams.conflicts import Check, Declared, Identity, Pin, Records, check

DATA = PACKAGE / "reference" / "data"
SOURCES = load_sources(DATA)
RULES = load_conflict_rules(DATA, SOURCES)
TODAY = dt.date(2026, 11, 26)
ANN = Identity("ann", True, {"ror-1": None}, frozenset({"one.example"}), {"w1": 2020})
BOB = Identity("bob", True, {"ror-2": None}, frozenset({"two.example"}), {"w2": 2020})


def ask(one: Identity, other: Identity, *made: Declared | Pin, on: dt.date = TODAY) -> Check:
    declared = tuple(x for x in made if isinstance(x, Declared))
    pins = tuple(x for x in made if isinstance(x, Pin))
    return check(one, [other], Records(RULES, declared, pins), on)


def pin(conflict: bool, day: str = "2026-01-01") -> Pin:
    on = dt.date.fromisoformat(day)
    return Pin("bob", "ann", conflict, "chair", on, "they met once")


DECLARED = Declared("ann", "bob", "ann", dt.date(2026, 1, 1), "siblings")


def test_none_is_found_on_verified_identities_only() -> None:
    found = ask(ANN, BOB)
    assert found.outcome == "none found"
    assert found.clear
    assert [reason.words for reason in found.reasons] == ["no rule found a conflict"]


@pytest.mark.parametrize("pins", [(), (pin(False),)])
@pytest.mark.parametrize("side", ["ann", "bob"])
def test_unverified_identity_cannot_check_never_no_conflict(side: str, pins: tuple[Pin]) -> None:
    # OpenReview 301: an author was assigned as reviewer because an address was unverified.
    ann = replace(ANN, verified=side != "ann")
    bob = replace(BOB, verified=side != "bob")
    found = ask(ann, bob, *pins)
    assert found.outcome == "cannot check"
    assert "unverified" in {reason.basis for reason in found.reasons}


KNOWN = st.one_of(st.none(), st.dictionaries(st.sampled_from("ab"), st.none(), max_size=2))
DOMAINS = st.one_of(st.none(), st.frozensets(st.sampled_from(["a.example", "gmail.com"])))


@given(st.booleans(), st.booleans(), KNOWN, KNOWN, DOMAINS, st.lists(st.booleans(), max_size=2))
def test_whatever_is_known_or_pinned_unverified_is_never_clear(
    one: bool, other: bool, mine: Any, theirs: Any, domains: Any, pins: list[bool]
) -> None:
    # OpenReview 301, for all that may be on record.
    ann = replace(ANN, verified=one, organisations=mine, domains=domains)
    bob = replace(BOB, verified=other, organisations=theirs, domains=domains)
    made = [pin(conflict) for conflict in pins]
    found = ask(ann, bob, *made)
    if not (one and other):
        assert not found.clear
    assert found.reasons
    assert found.outcome == ask(bob, ann, *made).outcome


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"organisations": {"ror-1": None}}, "the same organisation within three years: ror-1"),
        ({"organisations": {"ror-1": dt.date(2023, 11, 26)}}, "same organisation"),
        ({"works": {"w1": 2022}}, "joint work within four years: w1"),
        ({"works": {"w1": None}}, "joint work"),
        ({"domains": frozenset({"lab.ONE.example"})}, "the same domain: one.example"),
    ],
)
def test_a_rule_suspects(changed: dict[str, Any], words: str) -> None:
    ann = replace(ANN, works={"w1": None}) if changed.get("works") == {"w1": None} else ANN
    if changed.get("works") == {"w1": 2022}:
        ann = replace(ANN, works={"w1": 2022})
    found = ask(ann, replace(BOB, **changed))
    assert found.outcome == "conflict"
    [reason] = found.reasons
    assert words in reason.words
    assert reason.basis == "suspected"
    # A person who looked may answer the suspicion.
    assert ask(ann, replace(BOB, **changed), pin(False)).clear


@pytest.mark.parametrize(
    "changed",
    [
        {"organisations": {"ror-1": dt.date(2023, 11, 25)}},
        {"works": {"w1": 2020}},
        {"domains": frozenset({"none.example"})},
    ],
)
def test_what_is_too_old_or_only_looks_alike_is_not_suspected(changed: dict[str, Any]) -> None:
    assert ask(ANN, replace(BOB, **changed)).clear


def test_a_shared_provider_of_addresses_tells_nothing() -> None:
    shared = {"domains": frozenset({"gmail.com"})}
    assert ask(replace(ANN, **shared), replace(BOB, **shared)).clear  # type: ignore[arg-type]


@pytest.mark.parametrize("part", ["organisations", "works", "domains"])
def test_what_a_rule_lacks_leaves_it_open_unless_a_person_pinned(part: str) -> None:
    bob = replace(BOB, **{part: None})
    found = ask(ANN, bob)
    assert found.outcome == "cannot check"
    assert f"no {part} on record" in found.reasons[0].words
    assert ask(ANN, bob, pin(False)).clear


def test_what_was_declared_stands_against_a_pin_and_a_later_pin_against_an_earlier() -> None:
    assert ask(ANN, BOB, DECLARED).outcome == "conflict"
    assert ask(ANN, BOB, DECLARED, pin(False)).outcome == "conflict"
    assert ask(ANN, BOB, pin(True)).outcome == "conflict"
    assert ask(ANN, BOB, pin(True), pin(False, "2026-02-01")).clear
    assert ask(ANN, BOB, pin(False), pin(True, "2026-02-01")).outcome == "conflict"
    assert ask(ANN, BOB, pin(False), pin(True)).outcome == "conflict"
    # What was said later was not known on the day.
    assert ask(ANN, BOB, DECLARED, on=dt.date(2025, 12, 31)).clear


def test_a_conflict_is_told_even_where_an_identity_is_unverified() -> None:
    assert ask(replace(ANN, verified=False), BOB, DECLARED).outcome == "conflict"


def test_nobody_judges_herself() -> None:
    assert ask(ANN, replace(BOB, key="ann"), pin(False)).outcome == "conflict"


def test_one_conflict_among_many_is_enough() -> None:
    eve = replace(BOB, key="eve", organisations={"ror-1": None})
    found = check(ANN, [BOB, eve], Records(RULES), TODAY)
    assert found.outcome == "conflict"
    assert {reason.towards for reason in found.reasons} == {"bob", "eve"}
    with pytest.raises(InputError, match="nobody is named"):
        check(ANN, [], Records(RULES), TODAY)


def test_an_identity_of_a_candidate_takes_what_is_empty_as_not_known() -> None:
    bare = Identity.of(Candidate("c", "BEL", None, True))
    assert (bare.organisations, bare.domains, bare.works) == (None, None, None)
    full = Candidate("c", "BEL", "ror-1", True, (Work("w1", "t", year=2020),), frozenset({"x.org"}))
    assert Identity.of(full).works == {"w1": 2020}
    assert Identity.of(full).organisations == {"ror-1": None}


@pytest.mark.parametrize("empty", ["by", "reason"])
def test_what_is_declared_or_pinned_names_who_and_why(empty: str) -> None:
    for made in (DECLARED, pin(True)):
        with pytest.raises(InputError, match="does not say"):
            replace(made, **{empty: " "})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("years: 3", "years: three", "'three' is not of type int"),
        ("    years: 3\n", "", "needs 'years'"),
        ("test: domain", "test: domain\n    years: 2", "takes no 'years'"),
        ("years: 4", "years: -4", "less than none"),
        ("source: joss-conflicts-2026", "source: nowhere", "which no file declares"),
        ("test: domain", "test: cousin", "not one of"),
    ],
)
def test_a_broken_rule_is_refused_by_file_and_line(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    text = (DATA / "conflict_rules.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "conflict_rules.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegisterError, match=f"conflict_rules.yml, line.*{says}"):
        load_conflict_rules(tmp_path, SOURCES)
