"""The smallest team: by hand, against every subset, its gaps, and who alone covers what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from team_worlds import CLEAR, NATIONS, clear, person, pools, wanted

from comity.base.errors import InputError
from comity.teams.candidates import Candidate
from comity.teams.closeness import Scores, score
from comity.teams.compose import Gap, compose
from comity.teams.conflicts import Check, Reason
from comity.teams.ranking import order
from comity.teams.sole import Told, sole_cover, told


def keys(pool: Iterable[Candidate], must: str, nice: str = "", nations: int = 2) -> list[str]:
    people = list(pool)
    found = compose(score(people, wanted(must, nice)), clear, nations)
    return [one.candidate.key for one in found.team]


def test_the_smallest_team_covers_each_must_have_by_two_nations() -> None:
    pool = [
        person("ab-bel", "BEL", {"a": 1, "b": 1}),
        person("a-jpn", "JPN", {"a": 1}),
        person("b-jpn", "JPN", {"b": 1}),
        person("ab-bel-2", "BEL", {"a": 1, "b": 0.9}),
    ]
    assert keys(pool, "a b") == ["ab-bel", "a-jpn", "b-jpn"]
    # Two of one nation would be fewer people and only one nation.
    assert keys([*pool, person("ab-kor", "KOR", {"a": 0.5, "b": 0.5})], "a b") == [
        "ab-bel",
        "ab-kor",
    ]
    assert keys(pool, "a b", nations=1) == ["ab-bel"]


def test_of_teams_equally_small_the_one_with_more_nice_to_haves_is_taken() -> None:
    pool = [
        person("better", "BEL", {"a": 1.0}),
        person("nicer", "BEL", {"a": 0.5, "n": 0.5}),
        person("other", "JPN", {"a": 1.0}),
    ]
    assert keys(pool, "a") == ["better", "other"]
    assert keys(pool, "a", "n") == ["nicer", "other"]


def test_a_gap_says_which_skill_and_how_many_nations_and_not_which() -> None:
    pool = [person("x", "BEL", {"a": 1, "b": 1}), person("y", "JPN", {"a": 1})]
    found = compose(score(pool, wanted("a b c")), clear)
    assert found.team == ()
    assert found.gaps == (Gap("b", 1, 2), Gap("c", 0, 2))
    assert [gap.sentence for gap in found.gaps] == [
        "b: one nation covers it, 2 are needed",
        "c: no nation covers it, 2 are needed",
    ]
    assert Gap("a", 2, 3).sentence == "a: 2 nations cover it, 3 are needed"


def test_only_who_has_no_conflict_found_is_chosen() -> None:
    pool = [
        person("first", "BEL", {"a": 1}),
        person("next", "BEL", {"a": 0.9}),
        person("y", "JPN", {"a": 1}),
        person("z", "KOR", {"b": 1}),
    ]
    unsure = Check("cannot check", (Reason("bob", "unverified", "not verified"),))
    answers = {"first": Check("conflict", ()), "y": unsure}
    asked: list[str] = []

    def check_of(one: Candidate) -> Check:
        asked.append(one.key)
        return answers.get(one.key, CLEAR)

    found = compose(score(pool, wanted("a")), check_of, nations=1)
    assert [one.candidate.key for one in found.team] == ["next"]
    assert [(one.key, one.check.outcome) for one in found.left_out] == [
        ("first", "conflict"),
        ("y", "cannot check"),
    ]
    # Who covers no must-have is not asked about.
    assert asked == ["first", "y", "next"]
    assert compose(score(pool, wanted("a")), check_of).gaps == (Gap("a", 1, 2),)


def covered(scores: Scores, rows: tuple[int, ...], column: int) -> set[str]:
    return {scores.candidates[row].nation for row in rows if scores.covers[row, column]}


def best(scores: Scores, nations: int) -> tuple[int, int, int] | None:
    """Size, nice-to-haves missed and sum of places of the best team, by trying every subset."""
    musts = len(scores.wanted.must)
    place = {int(row): at for at, row in enumerate(order(scores), 1)}
    for size in range(1, len(scores.candidates) + 1):
        found = []
        for rows in combinations(range(len(scores.candidates)), size):
            if all(len(covered(scores, rows, at)) >= nations for at in range(musts)):
                nice = range(musts, len(scores.wanted.skills))
                missed = sum(not covered(scores, rows, at) for at in nice)
                found.append((size, missed, sum(place[row] for row in rows)))
        if found:
            return min(found)
    return None


@given(pools(), st.sampled_from([1, 2]))
def test_no_subset_is_a_better_team(pool: list[Candidate], nations: int) -> None:
    scores = score(pool, wanted("a b", "c d"))
    found = compose(scores, clear, nations)
    expected = best(scores, nations)
    if expected is None:
        assert found.gaps
        return
    place = {scores.candidates[int(row)].key: at for at, row in enumerate(order(scores), 1)}
    members = [one.candidate.key for one in found.team]
    nice = {one.skill for member in found.team for one in member.nice if one.covers}
    assert (len(members), 2 - len(nice), sum(place[key] for key in members)) == expected
    again = compose(score(list(reversed(pool)), scores.wanted), clear, nations)
    assert [one.candidate.key for one in again.team] == members


def test_nobody_to_choose_from_is_all_gaps() -> None:
    assert compose(score([], wanted("a b")), clear).gaps == (Gap("a", 0, 2), Gap("b", 0, 2))
    with pytest.raises(InputError, match="0 is no number of nations"):
        compose(score([], wanted("a")), clear, nations=0)


def test_the_nation_that_alone_covers_a_skill_and_the_lead_are_told_and_others_are_not() -> None:
    pool = [
        person("x", "BEL", {"a": 1, "b": 1}),
        person("y", "JPN", {"a": 1, "c": 1}),
        person("z", "BEL", {"b": 1}),
    ]
    sole = sole_cover(score(pool, wanted("a b", "c")))
    assert dict(sole) == {"BEL": ("b",), "JPN": ("c",)}
    assert told(sole, "BEL") == (Told("BEL", "b"),)
    assert told(sole, "KOR") == ()
    assert told(sole, "KOR", lead=True) == (Told("BEL", "b"), Told("JPN", "c"))
    assert Told("BEL", "b").sentence.endswith("appear to you, only people of BEL cover b")
    with pytest.raises(InputError, match="without a nation"):
        told(sole, " ")


@given(pools(), st.sampled_from(NATIONS))
def test_what_others_are_told_is_equal_with_and_without_a_sole_cover(
    pool: list[Candidate], alone: str
) -> None:
    asked = wanted("a b c d")
    sole = sole_cover(score(pool, asked))
    hidden = set(sole.get(alone, ()))
    without = [
        replace(one, works=tuple(
            replace(work, scores={k: v for k, v in work.scores.items() if k not in hidden})
            for work in one.works
        )) if one.nation == alone else one
        for one in pool
    ]  # fmt: skip
    after = sole_cover(score(without, asked))
    assert told(after, alone) == ()
    for nation in {*NATIONS, "USA"} - {alone}:
        assert told(after, nation) == told(sole, nation)
