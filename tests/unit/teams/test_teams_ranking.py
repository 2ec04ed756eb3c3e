"""The closest work, never a mean; the order; who cannot be scored."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from team_worlds import person, pools, wanted

from comity.base.errors import InputError
from comity.teams.candidates import Candidate, Work
from comity.teams.closeness import Unscorable, score
from comity.teams.ranking import rank
from comity.teams.skills import Skill, Wanted


def test_cover_is_the_closest_work_and_the_work_is_shown() -> None:
    # The mean of 0.9, 0 and 0 would not reach the threshold.
    one = person("ann", "BEL", {"radar": 0.2}, {"radar": 0.9}, {"radar": 0.0})
    [found] = rank(score([one], wanted("radar", threshold=0.8))).placed
    assert found.must[0].closeness == 0.9
    assert found.must[0].covers
    assert found.must[0].work is one.works[1]
    assert found.gaps == ()
    assert found.sentence == "covers all 1 must-haves"


def test_a_gap_is_named() -> None:
    [found] = rank(score([person("ann", "BEL", {"radar": 1})], wanted("radar sonar"))).placed
    assert found.gaps == ("sonar",)
    assert found.must[1].work is None
    assert found.sentence == "covers 1 of 2 must-haves; lacks sonar"


def test_averages_hide_a_missing_must_have() -> None:
    # HotCRP 255: by the mean of topics somebody weak in the one that mattered came first.
    strong = person("strong", "BEL", {"radar": 0.49, "a": 1, "b": 1, "c": 1})
    covers = person("covers", "JPN", {"radar": 0.5})
    found = rank(score([strong, covers], wanted("radar", "a b c"))).placed
    assert [one.candidate.key for one in found] == ["covers", "strong"]


@given(pools())
def test_who_lacks_a_must_have_never_comes_before_who_covers_more_of_the_same(
    pool: list[Candidate],
) -> None:
    # HotCRP 255, for any pool: the must-haves of the later are never a proper superset.
    found = rank(score(pool, wanted("a b", "c d"))).placed
    for at, first in enumerate(found):
        for second in found[at + 1 :]:
            assert not set(second.gaps) < set(first.gaps)
            assert len(first.gaps) <= len(second.gaps)


@given(pools(), st.randoms(use_true_random=False))
def test_the_order_given_changes_nothing(pool: list[Candidate], chance: Random) -> None:
    other = list(pool)
    chance.shuffle(other)
    asked = wanted("a b", "c d")
    assert rank(score(pool, asked)) == rank(score(other, asked))


def test_equals_stand_by_nice_to_haves_then_the_weakest_must_have_then_the_key() -> None:
    pool = [
        person("nice", "BEL", {"a": 0.5, "b": 0.5, "c": 0.5}),
        person("even", "BEL", {"a": 0.7, "b": 0.7}),
        person("odd", "BEL", {"a": 1.0, "b": 0.6}),
        person("even-2", "BEL", {"a": 0.7, "b": 0.7}),
    ]
    found = rank(score(pool, wanted("a b", "c"))).placed
    assert [one.candidate.key for one in found] == ["nice", "even", "even-2", "odd"]


def test_who_cannot_be_scored_is_listed_with_the_reason_and_not_ranked() -> None:
    pool = [
        person("none", "BEL"),
        person("mute", "JPN", {}),
        person("scored", "KOR", {"other": 1}),
    ]
    found = rank(score(pool, wanted("a")))
    assert found.unscorable == (
        Unscorable(
            "mute", "JPN", "her works and activities on record say nothing of their subject"
        ),
        Unscorable("none", "BEL", "no own work and no past activity is on record"),
    )
    assert [one.candidate.key for one in found.placed] == ["scored"]


@given(pools(), pools(most=3))
def test_who_has_not_opted_in_changes_nothing(
    pool: list[Candidate], others: list[Candidate]
) -> None:
    hidden = [
        Candidate(f"x{one.key}", one.nation, None, True, one.works, opted_in=False)
        for one in others
    ]
    asked = wanted("a b", "c d")
    assert rank(score([*hidden, *pool], asked)) == rank(score(pool, asked))


def test_words_of_a_work_show_a_skill_by_any_of_its_names() -> None:
    asked = Wanted((Skill("ew", ("electronic warfare", "guerre électronique")),), (), 1.0)
    works = (
        Work("w1", "An electronic nose", terms=("electronic nose",)),
        Work("w2", "Brouillage", terms=("Guerre Electronique", "brouillage")),
    )
    one = Candidate("ann", "FRA", None, True, works, opted_in=True)
    [found] = rank(score([one], asked)).placed
    assert found.must[0].work is works[1]
    alone = Candidate("bob", "FRA", None, True, works[:1], opted_in=True)
    assert rank(score([alone], asked)).placed[0].must[0].closeness == 0.5


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Wanted((), (), 0.5), "no must-have"),
        (lambda: wanted("a", "a"), "'a' stands twice"),
        (lambda: wanted("a", threshold=0.0), "threshold 0.0"),
        (lambda: wanted("a", threshold=float("nan")), "threshold nan"),
        (lambda: wanted(" ".join(f"s{n}" for n in range(49))), "49 skills are too many"),
        (lambda: Skill(" "), "no key"),
        (lambda: Skill("a", ("…",)), "has no word"),
        (lambda: Work("w", "t", {"a": 1.1}), "not from 0 to 1"),
        (lambda: Work("", "t"), "has no key"),
        (lambda: Candidate("", "BEL", None, True), "has no key"),
        (lambda: Candidate("a", "", None, True), "has no nation"),
        (lambda: Candidate("a", "BEL", None, True, (Work("w", "t"), Work("w", "u"))), "twice"),
        (lambda: score([person("a", "BEL"), person("a", "JPN")], wanted("a")), "stands twice"),
        (lambda: rank(score([], wanted("a")), most=0), "0 is no number"),
    ],
)
def test_bad_input_is_told_in_one_line(make: object, says: str) -> None:
    with pytest.raises(InputError, match=says) as told:
        make()  # type: ignore[operator]
    assert "\n" not in str(told.value)
