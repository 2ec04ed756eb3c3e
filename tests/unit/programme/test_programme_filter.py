"""The filter of the database is the rule who may read, on generated labels and holders."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from databases import BOTH
from hypothesis import given, settings
from hypothesis import strategies as st
from written import OPEN, only

from comity.safeguards.access import Holder, may_read
from comity.safeguards.labels import Level

# Labels and holders are those that the rule itself is tested with.
sys.path.insert(0, str(Path(__file__).parents[1] / "safeguards"))
from label_worlds import TOKENS, every_holder, holders, labels

on_both = pytest.mark.parametrize("programme", BOTH, indirect=True)
worlds = st.tuples(
    st.lists(labels(policies=("NATO", "NATIONAL", "NATO-2")), max_size=8),
    st.lists(holders, max_size=6),
)


def kept(found):
    from comity.programme.labelling import keep

    return {keep(label): label for label in found}


def differing(found, held):
    """Holders of whom filter and rule do not say the same."""
    from comity.programme.reading.filter import readable

    return [
        holder
        for holder in held
        if readable(holder) != {key for key, label in found.items() if may_read(holder, label)}
    ]


@on_both
def test_the_filter_is_the_rule_on_generated_worlds(programme) -> None:
    from django.db import transaction

    seen = {"yes": 0, "no": 0}

    @settings(max_examples=200)
    @given(worlds)
    def same(world) -> None:
        found, held = world
        with transaction.atomic():
            by_key = kept(found)
            assert differing(by_key, held) == []
            transaction.set_rollback(True)
        for holder in held:
            for label in by_key.values():
                seen["yes" if may_read(holder, label) else "no"] += 1

    same()
    # Worlds in which nobody may read, or everybody may, would show nothing.
    assert min(seen.values()) > 100


def test_every_holder_over_three_tokens_is_filtered_by_the_rule(programme) -> None:
    one, two, three = TOKENS[0], TOKENS[2], TOKENS[5]
    found = kept(
        [
            OPEN,
            only(),
            *(only(token, level=level) for token in (one, two) for level in Level),
            only(one, two, needs=(three,)),
            only(one, needs=(two, three)),
            only(three, needs=(three,), level=Level.NATO_UNCLASSIFIED),
        ]
    )
    assert differing(found, every_holder((one, two, three))) == []


@on_both
def test_holding_one_of_two_gives_nothing(programme, write) -> None:
    # OpenCTI 3133: one of two required tags sufficed; 1984: tags of equal rank implied each other.
    from comity.programme.reading.objects import one

    label = only("nation:BEL", needs=("body:IST", "role:lead"))
    hidden = write.activity(metadata=label)
    ada, ben, eve = write.person(), write.person(), write.person()
    write.role(ada, "member", body="IST")
    write.role(ben, "lead", body="SET")
    write.role(eve, "lead", body="IST")
    assert one(write.viewer(ada), "activity", hidden) is None
    assert one(write.viewer(ben), "activity", hidden) is None
    assert one(write.viewer(eve), "activity", hidden) is not None


@on_both
def test_no_silent_administrator_bypass(programme, write) -> None:
    from comity.programme.reading.lists import activities
    from comity.programme.reading.objects import one
    from comity.programme.reading.search import search

    everybody = only("nation:BEL", "group:NATO")
    hidden = [write.activity(metadata=only("nation:JPN")), write.activity(metadata=only())]
    seen = write.activity(metadata=everybody)
    ada, ben = write.person(), write.person()
    write.role(ada, "administrator")
    write.role(ada, "administrator", body="IST", nation="BEL")
    for person in (ada, ben):
        who = write.viewer(person)
        assert [row.id for row in activities(who).rows] == [seen]
        assert activities(who).total == search(who, "trust").activities.total == 1
        assert [one(who, "activity", key) for key in hidden] == [None, None]
    # The role adds nothing at all: the same tokens but for the person's own.
    own = {f"person:{ada}", f"person:{ben}"}
    assert write.viewer(ada).holder.tokens ^ write.viewer(ben).holder.tokens == own
    assert write.viewer(ada).holder.level == write.viewer(ben).holder.level


def test_a_label_of_an_unknown_policy_is_read_by_nobody(programme) -> None:
    from dataclasses import replace

    from comity.programme.reading.filter import readable

    kept([replace(OPEN, policy="NATIONAL"), replace(OPEN, policy="NATO-2"), OPEN])
    assert readable(Holder(Level.COSMIC_TOP_SECRET, frozenset(TOKENS))) == {OPEN.key}
