"""When two values are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.claims.values import alike, among_first, shown, span_of


@pytest.mark.parametrize(
    ("said", "relation", "found", "unit", "expected"),
    [
        (3.24, "exactly", 3.244, None, True),
        (3.24, "exactly", 3.26, None, False),
        (16.0, "exactly", 16.0, "rank", True),
        (0.5, "about", 0.47, None, True),
        (0.5, "about", 0.4, None, False),
        (6000.0, "more-than", 6500.0, None, True),
        (6000.0, "more-than", 5000.0, None, False),
        ("2015-10", "exactly", "2015-10-01", "day", True),
        ("2017-11", "exactly", "2019-11-21", "day", False),
        (2014.0, "exactly", "2014-11-24", "day", True),
        ("1990s", "exactly", 1991.0, "year", True),
        ("1990s", "exactly", 2010.0, "year", False),
        ("KT", "exactly", "SK Telecom, KT, LG Uplus", "operators", True),
        ("Samsung", "exactly", "SK Telecom, KT, LG Uplus", "operators", False),
        ("2010-2013", "exactly", "2010-2013", "years", True),
    ],
)
def test_values_that_agree(
    said: float | str, relation: str, found: float | str, unit: str | None, expected: bool
) -> None:
    assert alike(said, relation, found, unit) is expected


FIGURES = st.floats(0.01, 1e5).map(lambda x: round(x, 2))


@given(FIGURES, st.sampled_from(["exactly", "about", "more-than"]))
def test_a_figure_agrees_with_itself(value: float, relation: str) -> None:
    assert alike(value, relation, value, None) is True


@given(FIGURES, FIGURES)
def test_about_allows_whatever_exactly_does(said: float, found: float) -> None:
    if said >= 1 and alike(said, "exactly", found, None):
        assert alike(said, "about", found, None) or abs(found - said) > 0.1 * said


@given(st.dates(), st.dates())
def test_dates_agree_both_ways(one: object, other: object) -> None:
    assert alike(str(one), "exactly", str(other), "day") == (one == other)


def test_one_of_the_first_has_an_open_middle() -> None:
    assert [among_first(rank) for rank in (1, 5, 6, 20, 21)] == [True, True, None, None, False]


def test_words_are_no_dates() -> None:
    assert span_of("soon") is None
    assert shown(None) == "–"
    assert (shown(20000.0), shown(172.6), shown("2015-10")) == ("20,000", "172.6", "2015-10")
