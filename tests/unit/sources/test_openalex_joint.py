"""Joint works by few questions equal those counted work by work, whatever the works."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.sources.openalex.joint import joint_works, most_questions, nations_apart
from comity.sources.openalex.queries import MOST_VALUES, NATIONS, Query

QUERY = Query("works", ("countries_distinct_count:>1",), NATIONS)
CODES = [a + b for a in "ABCDEFGHIJKLMNOP" for b in "ABCDEFGHIJKLMNOP"]


class Asked:
    """Answers from sets of nations, one a work, and keeps the questions."""

    def __init__(self, works: list[set[str]]):
        self.works = works
        self.questions: list[str] = []

    def groups(self, query: Query) -> dict[str, int]:
        return self.groups_of(query)[0]

    def groups_of(self, query: Query) -> tuple[dict[str, int], int]:
        question = query.filters[-1].removeprefix(f"{NATIONS}:")
        assert question not in self.questions
        self.questions.append(question)
        chosen = set(question.split("|"))
        assert len(chosen) <= MOST_VALUES
        found = [work for work in self.works if work & chosen]
        return dict(Counter(code for work in found for code in work)), len(found)


def totals(works: list[set[str]]) -> dict[str, int]:
    return dict(Counter(code for work in works for code in work))


def ask(works: list[set[str]], known: dict[str, int] | None = None) -> tuple[Any, Asked]:
    asked = Asked(works)
    # The questions are all that it uses of an asker.
    found = joint_works(asked, QUERY, totals(works) if known is None else known)  # type: ignore[arg-type]
    return found, asked


def by_work(works: list[set[str]]) -> dict[tuple[str, str], int]:
    return dict(Counter(pair for work in works for pair in combinations(sorted(work), 2)))


@given(st.lists(st.sets(st.sampled_from(CODES[:40]), min_size=2, max_size=6), max_size=60))
def test_no_pair_is_lost(works: list[set[str]]) -> None:
    found, asked = ask(works)
    assert found == by_work(works)
    assert len(asked.questions) <= most_questions(len(totals(works)))


@given(st.lists(st.sets(st.sampled_from(CODES), min_size=2, max_size=40), max_size=40))
def test_no_pair_is_lost_among_many_nations(works: list[set[str]]) -> None:
    found, asked = ask(works)
    assert found == by_work(works)
    assert len(asked.questions) <= most_questions(len(totals(works)))


def test_nations_around_one_hub_take_few_questions() -> None:
    works = [{"AA", code} for code in CODES[1:91]]
    found, asked = ask(works)
    assert len(found) == 90
    # 8, 16, 32 and the rest beside the first, then the hub; never the ninety one by one.
    assert len(asked.questions) <= 8


def test_a_set_never_grows_beyond_what_the_source_takes() -> None:
    works = [{"AA", code} for code in CODES[1:]]
    found, asked = ask(works)
    assert found == by_work(works)
    assert max(question.count("|") for question in asked.questions) == MOST_VALUES - 1


def test_where_everyone_works_with_everyone_the_search_gives_up() -> None:
    works = [set(pair) for pair in combinations(CODES[:30], 2)]
    found, asked = ask(works)
    assert found == by_work(works)
    assert len(asked.questions) <= 29 + 8


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_few_nations_are_asked_without_a_search(number: int) -> None:
    works = [set(CODES[:number])] if number > 1 else []
    found, asked = ask(works)
    assert found == by_work(works)
    assert len(asked.questions) == max(0, number - 1)
    assert most_questions(number) == (number if number > 1 else 0)


def test_counts_of_an_earlier_hour_change_no_pair() -> None:
    """Works that came in since: the order is another, and a new nation comes with its partner."""
    works = [{"AA", "AB"}, {"AA", "AC"}, {"AC", "AD"}, {"AB", "AE"}]
    found, _ = ask(works, {"AA": 9, "AB": 1, "AC": 1, "AD": 1})
    held = by_work(works)
    assert {pair: count for pair, count in found.items() if "AE" not in pair} == {
        pair: count for pair, count in held.items() if "AE" not in pair
    }


def test_nations_apart_have_no_work_together() -> None:
    works = [{CODES[i], CODES[(i * 7 + 1) % 60]} for i in range(60) if i != (i * 7 + 1) % 60]
    found = nations_apart(Asked(works), QUERY, totals(works))  # type: ignore[arg-type]
    assert len(found) > 15
    assert not any(len(work & set(found)) > 1 for work in works)
