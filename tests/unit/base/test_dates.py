from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.dates import holds, last_complete_year, parse_day, parse_span
from comity.base.errors import InputError


def test_a_year_is_the_span_of_its_days() -> None:
    span = parse_span("2020")
    assert (span.first, span.last) == (dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    assert parse_span("2020-02").last == dt.date(2020, 2, 29)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_span_prints_as_it_was_read(day: dt.date, length: int) -> None:
    text = day.isoformat()[:length]
    assert parse_span(text).text == text


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]),
)  # fmt: skip
def test_a_span_from_one_date_to_another_is_read_as_it_prints(
    one: dt.date, other: dt.date, short: int, long: int
) -> None:
    begin, end = sorted([one, other])
    span = parse_span(f"{begin.isoformat()[:short]}/{end.isoformat()[:long]}")
    assert span.first <= begin <= end <= span.last
    assert parse_span(span.text) == span


def test_a_span_from_one_date_to_another_leaves_open_what_is_between() -> None:
    end = parse_span("2021-03/2026-11")
    assert end.text == "2021-03/2026-11"
    begin = parse_span("2004-10-29")
    assert holds(begin, end, dt.date(2021, 2, 28)) is True
    assert holds(begin, end, dt.date(2024, 1, 1)) is None
    assert holds(begin, end, dt.date(2026, 12, 1)) is False
    with pytest.raises(InputError, match="must be a full day"):
        parse_day("2021-03/2026-11")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("early 1990s", 1990, 1993), ("mid 2010s", 2014, 2016), ("late 2000s", 2007, 2009)],
)
def test_a_part_of_a_decade_keeps_its_words(text: str, first: int, last: int) -> None:
    span = parse_span(text)
    assert (span.first, span.last) == (dt.date(first, 1, 1), dt.date(last, 12, 31))
    assert span.text == text
    assert span == parse_span(f"{first}/{last}")
    assert parse_span(span.text) == span
    assert holds(span, None, dt.date(first, 6, 1)) is None
    assert holds(span, None, dt.date(last, 12, 31)) is True
    with pytest.raises(InputError, match="must be a full day"):
        parse_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "early 1995s",
        "Early 1990s",
        "early  1990s",
        "early 1990s/2000",
        "early 199",
        "20",
        "2020-13",
        "2020-02-30",
        "2021/04",
        "2021/2020",
        "2021/",
        "2021/2022/2023",
        "2020-00",
        "April 2021",
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a date"):
        parse_span(text)


def test_a_verdict_needs_a_day() -> None:
    assert parse_day("2021-04-15") == dt.date(2021, 4, 15)
    assert parse_day(dt.datetime(2021, 4, 15, 12)) == dt.date(2021, 4, 15)
    with pytest.raises(InputError, match="must be a full day"):
        parse_day("2021-04")


def test_inside_a_coarse_date_nobody_knows() -> None:
    begin, end = parse_span("2014"), parse_span("2016-03")
    assert holds(begin, None, dt.date(2013, 12, 31)) is False
    assert holds(begin, None, dt.date(2014, 6, 1)) is None
    assert holds(begin, None, dt.date(2015, 1, 1)) is True
    assert holds(begin, end, dt.date(2016, 3, 10)) is None
    assert holds(begin, end, dt.date(2016, 4, 1)) is False
    day = parse_span("2015-03-01")
    assert holds(day, parse_span("2016-01-01"), dt.date(2016, 1, 1)) is True


def test_the_last_complete_year_is_the_one_before() -> None:
    assert last_complete_year(dt.date(2021, 4, 15)) == 2020
    assert last_complete_year(dt.date(2020, 12, 31)) == 2019
