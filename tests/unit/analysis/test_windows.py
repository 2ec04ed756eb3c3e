from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.analysis.windows import (
    Window,
    choose,
    choose_links,
    nothing_there,
    parse_window,
    years_within,
)
from comity.base.errors import InputError
from comity.evidence.manifest import Series

Make = Callable[..., Series]


def yearly(make: Make, first: int, last: int, **changed: object) -> Series:
    years = tuple(range(first, last + 1))
    return make(first=first, last=last, **({"years": years} | changed))


@given(st.integers(1900, 2100), st.integers(0, 50))
def test_a_window_prints_as_it_is_read(first: int, length: int) -> None:
    window = Window(first, first + length)
    assert parse_window(window.text) == window
    assert parse_window((first, first + length)) == parse_window(window) == window


@pytest.mark.parametrize("text", [" 2016–2020 ", "2016:2020", "2016 - 2020"])
def test_other_spellings_of_a_window(text: str) -> None:
    assert parse_window(text) == Window(2016, 2020)


@pytest.mark.parametrize("text", ["", "16-20", "2016-", "2016-2020-2021", "last five"])
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(InputError, match="is not a window"):
        parse_window(text)
    with pytest.raises(InputError, match="put the earlier year first"):
        parse_window("2020-2016")


def test_the_last_five_years_before_the_end(make_series: Make) -> None:
    series = yearly(make_series, 1998, 2022)
    assert choose(series, None, 2020) == Window(2016, 2020)
    assert choose(series, None, None) == Window(2018, 2022)
    assert choose(series, None, 2030) == Window(2018, 2022)
    # A younger series gives what it has; one that begins later gives nothing.
    assert choose(series, None, 1999) == Window(1998, 1999)
    assert choose(series, None, 1997) is None


def test_a_window_asked_for_is_cut_to_the_years_there_are(make_series: Make) -> None:
    series = yearly(make_series, 2003, 2022)
    assert choose(series, Window(2000, 2005), 2020) == Window(2003, 2005)
    assert choose(series, Window(2018, 2025), 2020) == Window(2018, 2020)
    assert choose(series, Window(2021, 2022), 2020) is None
    assert choose(series, Window(1990, 1999), 2020) is None


def test_years_that_a_series_skips_are_not_in_its_windows(make_series: Make) -> None:
    series = yearly(make_series, 2003, 2022, years=(2003, 2022))
    assert choose(series, None, 2020) is None
    assert choose(series, None, 2022) == Window(2022, 2022)
    assert choose(series, Window(2000, 2022), 2022) == Window(2003, 2022)
    assert years_within(series, Window(2003, 2022)) == [2003, 2022]


def test_a_pooled_series_is_used_as_a_whole_or_not(make_series: Make) -> None:
    series = yearly(make_series, 2003, 2022, pooled=True)
    assert choose(series, None, 2022) == Window(2003, 2022)
    assert choose(series, Window(2000, 2022), 2023) == Window(2003, 2022)
    assert choose(series, None, 2020) is None
    assert choose(series, Window(2004, 2022), 2023) is None


def test_the_error_says_which_years_there_are(make_series: Make) -> None:
    series = [yearly(make_series, 2003, 2022), yearly(make_series, 1998, 2020, key="two")]
    text = str(nothing_there(series, Window(2021, 2022), 2020))
    assert "window 2021-2022 (cut at 2020 by --on)" in text
    assert "one 2003–2022, two 1998–2020" in text


def test_joint_records_of_their_own_windows_give_the_latest_inside(make_series: Make) -> None:
    windows = ((2010, 2013), (2014, 2018), (2018, 2018))
    series = yearly(make_series, 2010, 2018, links_windows=windows)
    assert choose(series, None, 2018) == Window(2014, 2018)
    assert choose_links(series, None, None) == Window(2014, 2018)
    assert choose_links(series, None, 2018) == Window(2014, 2018)
    assert choose_links(series, None, 2017) == Window(2010, 2013)
    assert choose_links(series, Window(2009, 2017), 2018) == Window(2010, 2013)
    assert choose_links(series, Window(2015, 2018), 2018) == Window(2018, 2018)
    assert choose_links(series, Window(2011, 2017), 2018) is None
    assert choose_links(series, None, 2012) is None
    text = str(nothing_there([series], None, 2012, links=True))
    assert "one 2010-2013 and 2014-2018 and 2018" in text
    assert "one 2010–2018" in str(nothing_there([series], None, 2009))


def test_joint_records_of_outputs_years_take_outputs_window(make_series: Make) -> None:
    series = yearly(make_series, 2003, 2022)
    for window, end in ((None, 2020), (Window(2000, 2005), 2020), (None, 1990)):
        assert choose_links(series, window, end) == choose(series, window, end)
