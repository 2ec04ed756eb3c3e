"""Who may set which label, and the ceiling."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from label_worlds import TOKENS, every_holder, labels

from comity.base.errors import InputError
from comity.safeguards.access import Holder, may_read
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label, Level
from comity.safeguards.setting import (
    DEFAULT_CEILING,
    Rights,
    above_ceiling,
    may_set,
    read_ceiling,
    widens,
)

NOTHING = Rights()
LABELLER = Rights(to_label=True)
RELEASER = Rights(to_release=True)
BOTH = Rights(to_label=True, to_release=True)
JAPAN = Label.of(Level.PUBLIC, ["nation:JPN"])
BOTH_NATIONS = Label.of(Level.PUBLIC, ["nation:JPN", "nation:KOR"])
KOREA = Label.of(Level.PUBLIC, ["nation:KOR"])
TOP = Level.COSMIC_TOP_SECRET


def test_the_default_ceiling_is_public() -> None:
    assert DEFAULT_CEILING is Level.PUBLIC
    assert above_ceiling(Label.public()) is None
    assert above_ceiling(Label.of(Level.NATO_UNCLASSIFIED, ["nation:JPN"])) == (
        "NATO UNCLASSIFIED is above what this installation may hold (PUBLIC); "
        "do not enter the content here"
    )


@pytest.mark.parametrize("ceiling", Level)
@pytest.mark.parametrize("level", Level)
def test_no_right_lifts_the_ceiling(level: Level, ceiling: Level) -> None:
    ruling = may_set(BOTH, None, Label.of(level, ["nation:JPN"]), ceiling)
    assert ruling.allowed == (level <= ceiling)
    assert any("is above what this installation may hold" in why for why in ruling.reasons) == (
        level > ceiling
    )


@pytest.mark.parametrize("level", Level)
def test_a_ceiling_is_never_classified(level: Level) -> None:
    if level <= Level.NATO_UNCLASSIFIED:
        assert read_ceiling(level.text) is level
    else:
        with pytest.raises(InputError, match="holds unclassified material only; set PUBLIC or"):
            read_ceiling(level.text)
    with pytest.raises(InputError, match="is no level"):
        read_ceiling(level.text.lower())


def test_the_right_to_read_is_not_the_right_to_set() -> None:
    reader = Holder(TOP, frozenset(TOKENS))
    assert may_read(reader, JAPAN)
    assert not may_set(NOTHING, JAPAN, Label.of(Level.PUBLIC)).allowed
    assert not may_set(NOTHING, JAPAN, JAPAN).allowed
    # Nor is it needed: rights say nothing of what their holder may read.
    assert may_set(LABELLER, KOREA, Label.of(Level.PUBLIC)).allowed


@pytest.mark.parametrize(
    ("old", "new", "needed"),
    [
        (None, Label.public(), {"label"}),
        (None, JAPAN, {"label"}),
        (BOTH_NATIONS, JAPAN, {"label"}),
        (JAPAN, JAPAN, {"label"}),
        (JAPAN, BOTH_NATIONS, {"release"}),
        (JAPAN, Label.public(), {"release"}),
        (Label.of(Level.PUBLIC), JAPAN, {"release"}),
        (JAPAN, KOREA, {"label", "release"}),
        (JAPAN, Label.of(Level.PUBLIC, ["nation:JPN"], handling=["cite"]), {"release"}),
        (Label.of(Level.PUBLIC, ["nation:JPN"], handling=["cite"]), JAPAN, {"label"}),
        (
            Label.of(Level.PUBLIC, ["nation:JPN"], handling=["cite"]),
            Label.of(Level.PUBLIC, ["nation:JPN"], handling=["pass-on"]),
            {"label", "release"},
        ),
        (Label.of(Level.PUBLIC, ["nation:JPN"], ["body:IST"]), JAPAN, {"release"}),
        (JAPAN, Label.of(Level.PUBLIC, ["nation:JPN"], ["body:IST"]), {"label"}),
        (Undecided(frozenset({"NATO", "FRA"})), JAPAN, {"label", "release"}),
        (Label.of(Level.PUBLIC, ["nation:JPN"], policy="FRA"), JAPAN, {"release"}),
    ],
)
def test_a_change_needs_the_right_to_label_to_release_or_both(
    old: Label | Undecided | None, new: Label, needed: set[str]
) -> None:
    for rights in (NOTHING, LABELLER, RELEASER, BOTH):
        held = {
            name
            for name, has in (("label", rights.to_label), ("release", rights.to_release))
            if has
        }
        ruling = may_set(rights, old, new)
        assert ruling.allowed == (needed <= held)
        assert ruling.reasons
        if not ruling.allowed:
            assert len(ruling.reasons) == len(needed - held)
            for name in needed - held:
                assert any(f"the right to {name} is needed" in why for why in ruling.reasons)


def test_every_reason_is_told_at_once() -> None:
    new = Label.of(Level.NATO_SECRET, ["nation:KOR"], policy="ACME")
    assert may_set(NOTHING, JAPAN, new).reasons == (
        "NATO SECRET is above what this installation may hold (PUBLIC); "
        "do not enter the content here",
        "the policy ACME is not known here, so that nobody could read it",
        "the right to label is needed",
    )
    assert may_set(NOTHING, JAPAN, Label.public()).reasons == (
        "the right to release is needed: somebody could read who could not before",
    )
    assert may_set(BOTH, JAPAN, KOREA).reasons == (
        "with the right to label",
        "with the right to release",
    )


def test_who_copies_out_of_a_thing_does_not_release_it() -> None:
    made = combine(JAPAN, BOTH_NATIONS)
    assert may_set(LABELLER, made, JAPAN).allowed
    assert not may_set(LABELLER, made, BOTH_NATIONS).allowed


def test_a_reader_of_the_new_label_who_read_the_old_by_what_it_requires_is_no_new_reader() -> None:
    # Korea stands on the new list alone, but whoever reads must be Japanese as well.
    new = Label.of(Level.PUBLIC, ["nation:KOR"], ["nation:JPN"])
    assert not widens(JAPAN, new)
    assert widens(new, JAPAN)


FEW = TOKENS[:4]
EVERY_HOLDER = every_holder(FEW)
small = labels(policies=("NATO", "ACME"), tokens=FEW)


@given(small, small)
@settings(max_examples=200)
def test_a_label_widens_exactly_where_somebody_can_read_anew(old: Label, new: Label) -> None:
    anew = any(may_read(h, new) and not may_read(h, old) for h in EVERY_HOLDER)
    assert widens(old, new) == anew


@given(labels(), labels())
def test_a_combination_never_widens(one: Label, other: Label) -> None:
    whole = combine(one, other)
    assert isinstance(whole, Label)
    assert not widens(one, whole)
    assert may_set(LABELLER, one, whole, TOP).allowed


@given(labels(policies=("NATO", "ACME")), labels())
def test_without_the_right_to_release_nobody_reads_or_may_do_more(old: Label, new: Label) -> None:
    if may_set(LABELLER, old, new, TOP).allowed:
        assert not widens(old, new)
        assert new.handling <= old.handling
    if may_set(RELEASER, old, new, TOP).allowed:
        assert not widens(new, old)
        assert old.handling <= new.handling
    assert may_set(BOTH, old, new, TOP).allowed
    assert not may_set(NOTHING, old, new, TOP).allowed
