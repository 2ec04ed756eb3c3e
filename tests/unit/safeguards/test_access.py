"""Who may read: the rule by hand, its reasons, and the failures known elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from label_worlds import ACTIVITY, TOKENS, holders, labels, levels, token_sets

from comity.base.errors import InputError
from comity.safeguards.access import Holder, Lack, lacking, may_read
from comity.safeguards.labels import Label, Level
from comity.safeguards.tokens import ALL

JAPANESE = Holder(Level.PUBLIC, frozenset({"nation:JPN", "status:sto-enhanced-partner"}))


def axes(holder: Holder, label: Label) -> list[str]:
    return [lack.axis for lack in lacking(holder, label)]


def test_holding_one_of_two_gives_nothing() -> None:
    # OpenCTI 3133: one of two required tags sufficed.
    label = Label.of(Level.PUBLIC, ["nation:JPN"], ["body:IST", "role:release-officer"])
    for one, other in (("body:IST", "role:release-officer"), ("role:release-officer", "body:IST")):
        holder = Holder(tokens=frozenset({"nation:JPN", one}))
        assert not may_read(holder, label)
        assert axes(holder, label) == ["required"]
        missing = other.replace(":", " ")
        assert lacking(holder, label)[0].why == (
            f"needs body IST and role release-officer, all of them; not held: {missing}"
        )
    both = Holder(tokens=frozenset({"nation:JPN", "body:IST", "role:release-officer"}))
    assert may_read(both, label)


EQUAL_RANK = [
    ("nation:JPN", "nation:KOR"),
    ("status:sto-enhanced-partner", "status:pii-eop"),
    ("group:NATO", "group:EU"),
    ("group:NATO", "group:PfP"),
    ("body:IST", "body:SET"),
    ("body:IST", "body:IST-2"),
    ("role:lead", "role:leader"),
    (ACTIVITY, ACTIVITY[:-1] + "e"),
    (ACTIVITY, ACTIVITY.replace("activity", "person")),
    ("nation:BEL", "group:NATO"),
    ("status:ip4", "group:ip4"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL_RANK)
def test_tokens_of_equal_rank_do_not_imply_each_other(one: str, other: str) -> None:
    # OpenCTI 1984: a marking let in whoever held another of the same rank.
    for held, asked in ((one, other), (other, one)):
        holder = Holder(Level.COSMIC_TOP_SECRET, frozenset({held, "nation:FRA"}))
        assert axes(holder, Label.of(Level.PUBLIC, [asked])) == ["releasable_to"]
        assert axes(holder, Label.of(Level.PUBLIC, ["nation:FRA"], [asked])) == ["required"]
        assert may_read(holder, Label.of(Level.PUBLIC, [held], [held]))


def test_no_silent_administrator_bypass() -> None:
    # The highest level and every role, but no token that the label names.
    administrator = Holder(
        Level.COSMIC_TOP_SECRET, frozenset({"role:administrator", "role:release-officer"})
    )
    assert not may_read(administrator, Label.of(Level.PUBLIC, ["nation:JPN"]))
    assert not may_read(administrator, Label.of(Level.PUBLIC))
    with pytest.raises(InputError, match="is no token"):
        Holder(tokens=frozenset({"*"}))


def test_released_to_nobody_is_read_by_nobody() -> None:
    holder = Holder(Level.COSMIC_TOP_SECRET, frozenset(TOKENS))
    assert lacking(holder, Label.of(Level.PUBLIC)) == (
        Lack("releasable_to", "is released to nobody"),
    )


def test_everybody_reads_what_is_public() -> None:
    assert Holder().tokens == {ALL}
    assert may_read(Holder(), Label.public())
    assert lacking(Holder(), Label.public()) == ()


def test_an_unknown_policy_is_read_by_nobody() -> None:
    foreign = Label.of(Level.PUBLIC, [ALL], policy="ACME")
    holder = Holder(Level.COSMIC_TOP_SECRET, frozenset(TOKENS))
    assert not may_read(holder, foreign)
    assert lacking(holder, foreign) == (
        Lack("policy", "the policy ACME is not known here: a person must decide"),
    )


def test_each_axis_that_fails_is_told_in_words() -> None:
    label = Label.of(
        Level.NATO_RESTRICTED,
        ["nation:KOR", "group:NATO"],
        ["status:sto-enhanced-partner", "body:IST"],
    )
    assert lacking(JAPANESE, label, {"nation:KOR": "the Republic of Korea"}) == (
        Lack("level", "needs NATO RESTRICTED or higher, and PUBLIC is held"),
        Lack("releasable_to", "is released to NATO and the Republic of Korea only"),
        Lack(
            "required",
            "needs body IST and status sto-enhanced-partner, all of them; not held: body IST",
        ),
    )


def test_a_holder_has_a_level_and_tokens_of_the_grammar() -> None:
    with pytest.raises(InputError, match="is no level"):
        Holder(5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="takes a list"):
        Holder(tokens="nation:JPN")  # type: ignore[arg-type]


@given(holders, labels(policies=("NATO", "ACME")))
def test_the_rule_is_what_is_written(holder: Holder, label: Label) -> None:
    known = label.policy == "NATO"
    high = list(Level).index(holder.level) >= list(Level).index(label.level)
    released = any(token == ALL or token in holder.tokens for token in label.releasable_to)
    cleared = all(token in holder.tokens for token in label.required)
    assert may_read(holder, label) == (known and high and released and cleared)


@given(holders, labels(policies=("NATO", "ACME")))
def test_reasons_are_given_exactly_where_the_answer_is_no(holder: Holder, label: Label) -> None:
    reasons = lacking(holder, label)
    assert may_read(holder, label) == (reasons == ())
    assert len({lack.axis for lack in reasons}) == len(reasons)
    assert all(lack.why and "\n" not in lack.why for lack in reasons)


@given(holders, levels, token_sets, labels())
def test_who_holds_more_reads_no_less(
    holder: Holder, level: Level, tokens: frozenset[str], label: Label
) -> None:
    more = Holder(max(holder.level, level), holder.tokens | tokens)
    assert may_read(more, label) or not may_read(holder, label)


@given(holders, labels())
def test_handling_decides_nothing_about_reading(holder: Holder, label: Label) -> None:
    bare = Label(label.policy, label.level, label.releasable_to, label.required)
    assert may_read(holder, bare) == may_read(holder, label)
