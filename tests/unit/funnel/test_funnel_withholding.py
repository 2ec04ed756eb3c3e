"""Small cells are withheld, and no subtraction finds them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.funnel.tables import ALL, NOT_DECLARED, Cell, Entry, funnel
from comity.funnel.withholding import Key, Sum, withheld

STAGES = ("idea", "proposal")


def two_way(rows: list[list[int]]) -> tuple[dict[Key, int], list[Sum]]:
    """A table with both margins and the number of all."""
    width = len(rows[0])
    grid = [[*row, sum(row)] for row in rows]
    grid.append([sum(row[n] for row in grid) for n in range(width + 1)])

    def key(r: int, c: int) -> Key:
        return ("t", str(r), str(c))

    counts = {key(r, c): n for r, row in enumerate(grid) for c, n in enumerate(row)}
    sums: list[Sum] = [
        (key(r, width), tuple(key(r, c) for c in range(width))) for r in range(len(grid))
    ]
    sums += [
        (key(len(rows), c), tuple(key(r, c) for r in range(len(rows)))) for c in range(width + 1)
    ]
    return counts, sums


def test_a_withheld_cell_is_not_found_by_subtraction_by_hand() -> None:
    # 10 - 8 would give the 2, in its row and in its column: a square of four is withheld.
    counts, sums = two_way([[2, 8, 9], [7, 6, 9], [9, 9, 9]])
    found = withheld(counts, sums, 3)
    assert sorted(found) == [("t", "0", "0"), ("t", "0", "1"), ("t", "1", "0"), ("t", "1", "1")]
    # What the two known cells leave of its row is 10, of its column 9: it is at most 9.
    assert found["t", "0", "0"] == (0, 9)


def brute(
    counts: dict[Key, int], sums: list[Sum], hidden: list[Key], top: int
) -> dict[Key, set[int]]:
    """Every value that each withheld number takes in some table with the published ones."""
    values: dict[Key, set[int]] = {key: set() for key in hidden}
    for guess in product(range(top + 1), repeat=len(hidden)):
        told = counts | dict(zip(hidden, guess, strict=True))
        if all(told[total] == sum(told[part] for part in parts) for total, parts in sums):
            for key, value in zip(hidden, guess, strict=True):
                values[key].add(value)
    return values


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2))
def test_by_trying_every_table_each_withheld_cell_has_enough_values(rows: list[list[int]]) -> None:
    counts, sums = two_way(rows)
    found = withheld(counts, sums, 2)
    hidden = sorted(found)
    if len(hidden) <= 5:
        tried = brute(counts, sums, hidden, 8)
        assert all(len(values) >= 2 for values in tried.values())


@settings(max_examples=40)
@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=4
        )
    ),
    st.integers(2, 5),
)
def test_no_small_cell_is_published_and_every_interval_is_wide(
    rows: list[list[int]], threshold: int
) -> None:
    counts, sums = two_way(rows)
    found = withheld(counts, sums, threshold)
    assert {key for key, n in counts.items() if 0 < n < threshold} <= set(found)
    for key, (low, high) in found.items():
        assert low <= counts[key] <= high
        assert high - low + 1 >= threshold
    assert withheld(dict(reversed(counts.items())), sums, threshold) == found


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert withheld(*two_way([[5, 6], [0, 9]]), 5) == {}


def entries(*given: tuple[str, str, str, str | None, int]) -> list[Entry]:
    return [Entry(*one[:4]) for one in given for _ in range(one[4])]


def numbers(cells: tuple[Cell, ...]) -> dict[Key, int | None]:
    return {(c.dimension, c.category, c.stage): c.count for c in cells}


def test_not_declared_is_shown_as_such_and_the_stages_add_up() -> None:
    told = entries(
        ("idea", "NOR", "university", "woman", 9), ("idea", "JPN", "industry", None, 8),
        ("proposal", "NOR", "industry", "man", 7), ("proposal", "JPN", "university", "woman", 6),
    )  # fmt: skip
    found = numbers(funnel(told, STAGES, 5))
    assert found["gender", NOT_DECLARED, "idea"] == 8
    assert found["gender", "woman", ALL] == 15
    assert found["gender", "man", "idea"] == 0
    assert found["nation", ALL, ALL] == found["gender", ALL, ALL] == 30
    assert funnel(reversed(told), STAGES, 5) == funnel(told, STAGES, 5)


def test_a_small_cell_is_withheld_with_others_in_all_three_tables() -> None:
    told = entries(
        ("idea", "NOR", "university", "woman", 9), ("idea", "JPN", "industry", "man", 8),
        ("proposal", "NOR", "industry", "man", 7), ("proposal", "JPN", "university", "woman", 1),
    )  # fmt: skip
    found = numbers(funnel(told, STAGES, 3))
    for dimension in ("nation", "sector", "gender"):
        hidden = [key for key, n in found.items() if n is None and key[0] == dimension]
        assert len(hidden) >= 4
    assert found["nation", "JPN", "proposal"] is None


@pytest.mark.parametrize(
    ("given", "stages", "threshold", "says"),
    [
        ([Entry("idea", "NOR", "s")], ("proposal",), 3, "'idea' is no stage"),
        ([], (), 3, "name the stages"),
        ([], ("idea", "idea"), 3, "each once"),
        ([Entry("idea", "", "s")], STAGES, 3, "needs nation and sector"),
        ([Entry("idea", "NOR", "s", "")], STAGES, 3, "not declared is None"),
        ([Entry("idea", "NOR", "all")], STAGES, 3, "are no categories"),
        ([Entry("idea", "NOR", "s")], STAGES, 1, "give 2 or more"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    given: list[Entry], stages: tuple[str, ...], threshold: int, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        funnel(given, stages, threshold)
    assert says in str(caught.value)


def test_a_table_that_does_not_add_up_is_refused() -> None:
    counts, sums = two_way([[1, 2]])
    with pytest.raises(InputError, match="do not add up"):
        withheld(counts | {("t", "0", "0"): 2}, sums, 3)
    with pytest.raises(InputError, match="cannot be"):
        withheld(counts | {("t", "0", "0"): -1}, sums, 3)
