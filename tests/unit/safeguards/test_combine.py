"""The label of what is made from several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from label_worlds import TOKENS, every_holder, holders, labels

from comity.base.errors import InputError
from comity.safeguards.access import Holder, may_read
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label, Level

mixed = st.one_of(
    labels(policies=("NATO", "FRA", "ACME")),
    st.just(Undecided(frozenset({"FRA", "NATO"}))),
)


def test_level_is_the_highest_release_the_common_part_and_requirements_add_up() -> None:
    public = Label.of(Level.PUBLIC, ["ALL"], handling=["cite", "pass-on", "publish"])
    note = Label.of(
        Level.PUBLIC, ["nation:JPN", "nation:KOR", "group:NATO"], ["body:IST"], ["cite", "pass-on"]
    )
    report = Label.of(
        Level.NATO_UNCLASSIFIED, ["nation:JPN", "group:NATO"], ["role:lead"], ["cite"]
    )
    assert combine(public, note, report) == Label.of(
        Level.NATO_UNCLASSIFIED,
        ["nation:JPN", "group:NATO"],
        ["body:IST", "role:lead"],
        ["cite"],
    )
    assert combine(public, note) == note


def test_what_is_released_apart_is_together_released_to_nobody() -> None:
    belgian = Label.of(Level.PUBLIC, ["nation:BEL"])
    allied = Label.of(Level.PUBLIC, ["group:NATO"])
    both = combine(belgian, allied)
    assert both == Label.of(Level.PUBLIC)
    # Whoever may read each part may not read the whole: the rule is safe, not exact.
    reader = Holder(tokens=frozenset({"nation:BEL", "group:NATO"}))
    assert may_read(reader, belgian)
    assert may_read(reader, allied)
    assert not may_read(reader, Label.of(Level.PUBLIC))


def test_different_policies_are_for_a_person_to_decide() -> None:
    ours = Label.public()
    theirs = Label.of(Level.PUBLIC, ["ALL"], policy="FRA")
    answer = combine(ours, theirs, ours)
    assert answer == Undecided(frozenset({"NATO", "FRA"}))
    assert answer.sentence == (
        "the parts are labelled by different policies (FRA, NATO): a person must decide"
    )
    assert combine(theirs, theirs) == theirs


def test_nothing_has_no_label() -> None:
    with pytest.raises(InputError, match="nothing to combine; give the label of each part"):
        combine()


@given(st.lists(labels(), min_size=1, max_size=4), holders)
def test_whoever_may_read_the_combination_may_read_each_part(
    parts: list[Label], holder: Holder
) -> None:
    whole = combine(*parts)
    assert isinstance(whole, Label)
    if may_read(holder, whole):
        assert all(may_read(holder, part) for part in parts)
    # Of the least holders that may read the whole, since any holder rarely may.
    for token in whole.releasable_to:
        least = Holder(whole.level, whole.required | {token})
        assert may_read(least, whole)
        assert all(may_read(least, part) for part in parts)


FEW = TOKENS[:4]
EVERY_HOLDER = every_holder(FEW)


@given(labels(tokens=FEW), labels(tokens=FEW))
def test_no_holder_of_a_small_world_reads_only_the_combination(one: Label, other: Label) -> None:
    whole = combine(one, other)
    assert isinstance(whole, Label)
    for holder in EVERY_HOLDER:
        if may_read(holder, whole):
            assert may_read(holder, one)
            assert may_read(holder, other)


@given(mixed, mixed, mixed)
def test_order_grouping_and_repetition_do_not_matter(one, two, three) -> None:
    assert combine(one, two) == combine(two, one)
    assert combine(combine(one, two), three) == combine(one, combine(two, three))
    assert combine(one, two, three) == combine(combine(one, two), three)
    assert combine(one, one) == one
    assert combine(one) == one


@given(labels())
def test_what_is_public_narrows_nothing(label: Label) -> None:
    assert combine(label, Label.public()) == label


@given(labels(), labels())
def test_the_combination_allows_no_more_than_each_part(one: Label, other: Label) -> None:
    whole = combine(one, other)
    assert isinstance(whole, Label)
    assert whole.handling <= one.handling
    assert whole.level >= one.level
    assert whole.required >= one.required
