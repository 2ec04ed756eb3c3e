"""The affinity of a pair over time: the numbers of each window, in windows that are fixed."""

from __future__ import annotations

import math

import pytest

from comity.analysis.tie_history import successive
from comity.base.errors import InputError

DAY = "2026-11-01"


@pytest.mark.parametrize("technology", ["all", "ai"])
def test_every_window_is_what_ties_tell_of_it(workspace, technology):
    frame = workspace.tie_history("Japan", "USA", technology, on=DAY)
    assert len(frame) > 8
    # Of every series one window, and of one series all.
    chosen = frame[(frame["series"] == frame["series"].iloc[0])]
    for row in [*chosen.itertuples(), *frame.groupby("series").tail(1).itertuples()]:
        same = workspace.affinity("JPN", "USA", technology, row.kind, row.window, DAY)
        same = same[(same["source"] == row.source) & (same["window"] == row.window)]
        [told] = list(same.itertuples())
        for name in ("joint", "expected", "value", "low", "high", "p_below_one"):
            expected, found = getattr(told, name), getattr(row, name)
            assert found == pytest.approx(expected, nan_ok=True), (row.series, row.window, name)


def test_the_two_ways_are_one(workspace):
    one = workspace.tie_history("KOR", "DEU", on=DAY)
    other = workspace.tie_history("DEU", "KOR", on=DAY)
    columns = ["series", "window", "joint", "expected", "value", "low", "high", "verdict"]
    assert one[columns].equals(other[columns])


def test_an_earlier_day_only_leaves_out_later_windows(workspace):
    late = workspace.tie_history("JPN", "USA", on=DAY)
    early = workspace.tie_history("JPN", "USA", on="2012-06-01")
    assert early["last"].max() <= 2011
    kept = late[late["last"] <= 2011].reset_index(drop=True)
    assert early.equals(kept)


def test_intervals_hold_their_value(workspace):
    frame = workspace.tie_history("JPN", "USA", on=DAY)
    known = frame[frame["value"].map(math.isfinite)]
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()


def test_windows_follow_each_other_back_from_the_last_year(make_series):
    series = make_series(first=1990, last=2020, years=tuple(range(1990, 2021)))
    windows = successive(series, 2020)
    assert [w.text for w in windows[-2:]] == ["2011-2015", "2016-2020"]
    # One year alone is no window of a series by year.
    assert windows[0].text == "1991-1995"
    assert [w.text for w in successive(series, 2019)] == [w.text for w in windows[:-1]]
    assert successive(series, 1950) == []


def test_windows_of_series_with_their_own_years(make_series):
    apart = make_series(first=2003, last=2022, years=(2003, 2022))
    assert [w.text for w in successive(apart, 2025)] == ["2003", "2022"]
    pooled = make_series(first=2014, last=2018, pooled=True)
    assert [w.text for w in successive(pooled, 2025)] == ["2014-2018"]
    assert successive(pooled, 2016) == []
    own = make_series(
        first=2001, last=2020, years=tuple(range(2001, 2021)),
        links_windows=((2006, 2010), (2011, 2015), (2006, 2015), (2016, 2020)),
    )  # fmt: skip
    assert [w.text for w in successive(own, 2020)] == ["2006-2015", "2016-2020"]


@pytest.mark.parametrize(
    ("pair", "day", "words"),
    [
        (("JPN", "Japan"), DAY, "with itself"),
        (("JPN", "Atlantis"), DAY, "unknown nation"),
        (("JPN", "USA"), "1900-01-01", "no joint records"),
        (("JPN", "USA"), "2199-01-01", "future"),
    ],
)
def test_what_cannot_be_answered_says_so(workspace, pair, day, words):
    with pytest.raises(InputError, match=words):
        workspace.tie_history(*pair, on=day)
