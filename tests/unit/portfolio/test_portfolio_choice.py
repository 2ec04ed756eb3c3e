"""The solver against trying every set, and the line that names constraints in conflict."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.portfolio.choice import Aim, Limits, Pool, choose, refuse_conflict, score

PARTNERS = "PQRS"
TECHNOLOGIES = "xyz"
# Ties are wanted: they are where a set that is left out too early would be missed.
VALUES = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 5, allow_subnormal=False))


@st.composite
def instances(draw: st.DrawFn) -> tuple[Pool, Aim, Aim, Aim, Limits]:
    size = draw(st.integers(1, 9))

    def column(one: st.SearchStrategy[object]) -> list:  # type: ignore[type-arg]
        return draw(st.lists(one, min_size=size, max_size=size))

    pool = Pool(tuple(column(st.sampled_from(PARTNERS))), tuple(column(st.sampled_from("xyz"))))
    first = Aim("first", np.array(column(VALUES), float))
    second = Aim("second", np.array(column(VALUES), float))
    sets = draw(st.lists(st.frozensets(st.sampled_from(TECHNOLOGIES), min_size=1), max_size=4))
    limits = Limits(
        draw(st.integers(1, 5)),
        draw(st.integers(1, 3)),
        tuple(sorted(draw(st.sets(st.sampled_from(TECHNOLOGIES), max_size=3)))),
    )
    return pool, first, second, Aim("needs", sets=tuple(sets)), limits


def allowed(pool: Pool, limits: Limits, chosen: tuple[int, ...]) -> bool:
    by_partner = Counter(pool.partner[i] for i in chosen)
    return (
        len(chosen) <= limits.budget
        and max(by_partner.values(), default=0) <= limits.per_partner
        and set(limits.required) <= {pool.technology[i] for i in chosen}
    )


def every_set(pool: Pool, limits: Limits) -> list[np.ndarray]:  # type: ignore[type-arg]
    sizes = range(min(limits.budget, len(pool)) + 1)
    found = itertools.chain.from_iterable(
        itertools.combinations(range(len(pool)), n) for n in sizes
    )
    return [np.array(one, dtype=np.int64) for one in found if allowed(pool, limits, one)]


def feasible(pool: Pool, limits: Limits) -> bool:
    try:
        refuse_conflict(pool, limits)
    except InputError:
        return False
    return True


@given(instances())
def test_the_set_is_as_good_as_the_best_of_all_sets(instance: tuple) -> None:  # type: ignore[type-arg]
    pool, first, second, needs, limits = instance
    sets = every_set(pool, limits)
    assert feasible(pool, limits) == bool(sets)
    if not sets:
        return
    for aim in (first, needs):
        found = choose(pool, aim, limits)
        assert allowed(pool, limits, tuple(found))
        assert score(pool, aim, found) == pytest.approx(max(score(pool, aim, s) for s in sets))
    for floor in (second, needs):
        level = max(score(pool, floor, s) for s in sets) * 0.75
        found = choose(pool, first, limits, (floor, level))
        assert allowed(pool, limits, tuple(found))
        assert score(pool, floor, found) >= level - 1e-6
        best = max(score(pool, first, s) for s in sets if score(pool, floor, s) >= level - 1e-9)
        assert score(pool, first, found) == pytest.approx(best, abs=1e-6)


@given(instances())
def test_the_same_question_has_the_same_answer(instance: tuple) -> None:  # type: ignore[type-arg]
    pool, first, _, needs, limits = instance
    if feasible(pool, limits):
        once, again = (choose(pool, first, limits, (needs, 0.0)) for _ in range(2))
        assert once.tolist() == again.tolist()


def test_a_floor_out_of_reach_is_told() -> None:
    pool, aim = Pool(("P",), ("x",)), Aim("first", np.array([1.0]))
    with pytest.raises(InputError, match="no set of activities meets all constraints"):
        choose(pool, aim, Limits(1, 1), (Aim("second", np.array([1.0])), 2.0))


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(3, 1, ("z",)), "at least one in z cannot be met"),
        (Limits(1, 2, ("x", "y")), "budget 1 and at least one in each of 2 technologies"),
        (Limits(3, 1, ("x", "y")), "at most 1 per partner and at least one in each of x, y"),
    ],
)
def test_constraints_in_conflict_are_named(limits: Limits, words: str) -> None:
    pool = Pool(("P", "P", "Q"), ("x", "y", "w"))
    with pytest.raises(InputError) as caught:
        refuse_conflict(pool, limits)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)


def test_a_conflict_says_with_whom_and_how_many_would_do() -> None:
    pool = Pool(("P", "P", "P", "Q"), ("x", "y", "z", "w"))
    with pytest.raises(InputError, match=r"only with Name of P; 3 per partner would do\.$"):
        refuse_conflict(pool, Limits(9, 1, ("x", "y", "z", "w")), lambda code: f"Name of {code}")


@pytest.mark.parametrize(("budget", "most"), [(0, 1), (-1, 1), (1, 0), (1.5, 1)])
def test_limits_must_leave_something(budget: float, most: int) -> None:
    with pytest.raises(InputError, match="give 1 or more"):
        Limits(budget, most)  # type: ignore[arg-type]
