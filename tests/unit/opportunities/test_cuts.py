"""Cuts: declared by the years that a series holds, never by result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.opportunities import cuts as cutting
from comity.opportunities.cuts import cuts_of, cuts_within, subjects

MakeSeries = Callable[..., Series]
THREE = {"links_nations": ("JPN", "KOR", "USA")}


def over(make_series: MakeSeries, years: list[int], **more: Any) -> Series:
    return make_series(first=years[0], last=years[-1], years=tuple(years), **(THREE | more))


def windows(one: Series) -> list[tuple[str, str, bool]]:
    return [(cut.features.text, cut.outcome.text, cut.several) for cut in cuts_of(one)]


def test_five_years_before_and_after_counted_back_from_the_end(make_series: MakeSeries) -> None:
    found = windows(over(make_series, list(range(1990, 2011))))
    assert found == [
        ("1991-1995", "1996-2000", True), ("1996-2000", "2001-2005", True),
        ("2001-2005", "2006-2010", True),
    ]  # fmt: skip
    assert windows(over(make_series, list(range(2001, 2011)))) == [
        ("2001-2005", "2006-2010", False)
    ]


def test_two_years_far_apart_are_one_cut(make_series: MakeSeries) -> None:
    one = over(make_series, [2003, 2022])
    assert windows(one) == [("2003", "2022", False)]
    assert cuts_of(one)[0].horizon == 19


def test_few_years_are_cut_once(make_series: MakeSeries) -> None:
    one = over(make_series, [2014, 2015, 2016, 2017, 2018])
    assert windows(one) == [("2014-2016", "2017-2018", False)]
    assert cuts_of(one)[0].horizon == 2


@pytest.mark.parametrize(
    "changed",
    [{"pooled": True}, {"links_windows": ((2001, 2010),)}, {"links_nations": ()}],
    ids=str,
)
def test_joint_records_without_years_have_no_cut(
    make_series: MakeSeries, changed: dict[str, Any]
) -> None:
    assert cuts_of(over(make_series, list(range(2001, 2011)), **changed)) == []
    assert cuts_of(over(make_series, [2020])) == []


def test_subjects_are_fields_else_technologies_else_all(make_series: MakeSeries) -> None:
    assert subjects(make_series(technologies=("ai", "x:ai", "x:robots"))) == ("x:ai", "x:robots")
    assert subjects(make_series(technologies=("ai", "cyber"))) == ("ai", "cyber")
    assert subjects(make_series()) == ("all",)


def test_cuts_within_years(make_series: MakeSeries) -> None:
    held = [over(make_series, list(range(1991, 2011)))]
    [(_, cuts)] = cuts_within(held, 1996, None)
    assert [cut.features.first for cut in cuts] == [1996, 2001]
    [(_, cuts)] = cuts_within(held, None, 2005)
    assert [cut.outcome.last for cut in cuts] == [2000, 2005]


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ((1950, None), "--from 1950 is outside the evidence, which holds 1991–2010"),
        ((None, 2050), "--until 2050 is outside"),
        ((2003, 2010), "no cut lies within 2003 to 2010; the cuts are: one 1991–2000, 1996–2005"),
        ((None, 1995), "no cut lies within the start to 1995"),
    ],
)
def test_years_without_a_cut_say_which_there_are(
    make_series: MakeSeries, years: tuple[int | None, int | None], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        cuts_within([over(make_series, list(range(1991, 2011)))], *years)


def test_no_series_at_all_says_so() -> None:
    with pytest.raises(InputError, match="no joint records over time of kind patent"):
        cuts_within([], None, None, "patent")


def test_series_with_links_over_time_are_testable(make_series: MakeSeries) -> None:
    held = over(make_series, [2003, 2022], files={"one.links.0.parquet": "0"})
    assert cutting.testable([held, over(make_series, [2003, 2022])]) == [held]
