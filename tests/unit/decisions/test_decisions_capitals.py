"""The expiry on every clock: the same instant whatever is shown."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.decisions.capitals import expiry_in_capitals

ZONES = sorted(zoneinfo.available_timezones())
CAPITALS = {
    "AUS": "Australia/Sydney", "BEL": "Europe/Brussels", "JPN": "Asia/Tokyo",
    "KIR": "Pacific/Kiritimati", "USA": "America/New_York",
}  # fmt: skip
UTC = dt.UTC


def test_one_instant_in_five_capitals_by_hand() -> None:
    found = expiry_in_capitals(dt.datetime(2026, 11, 30, 17, 0, tzinfo=UTC), CAPITALS)
    assert [one.words for one in found] == [
        "Tuesday 1 December 2026, 04:00 (UTC+11:00), the day after UTC's",
        "Monday 30 November 2026, 18:00 (UTC+01:00)",
        "Tuesday 1 December 2026, 02:00 (UTC+09:00), the day after UTC's",
        "Tuesday 1 December 2026, 07:00 (UTC+14:00), the day after UTC's",
        "Monday 30 November 2026, 12:00 (UTC-05:00)",
    ]
    assert [one.day_shift for one in found] == [1, 0, 1, 1, 0]


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    at = dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    [first] = expiry_in_capitals(at, {"BEL": "Europe/Brussels"})
    [second] = expiry_in_capitals(at + dt.timedelta(hours=1), {"BEL": "Europe/Brussels"})
    assert (first.date, first.clock) == (second.date, second.clock) == (
        dt.date(2026, 10, 25), "02:30",
    )  # fmt: skip
    assert first.words.endswith("02:30 (UTC+02:00)")
    assert second.words.endswith("02:30 (UTC+01:00)")
    assert second.instant - first.instant == dt.timedelta(hours=1)


def instants() -> st.SearchStrategy[dt.datetime]:
    return st.datetimes(
        dt.datetime(1971, 1, 1), dt.datetime(2199, 12, 31), timezones=st.just(UTC)
    ).map(lambda at: at.replace(second=0, microsecond=0))


@given(instants(), st.sampled_from(ZONES), st.sampled_from(ZONES))
@example(dt.datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Europe/Brussels", "Australia/Lord_Howe")
@example(dt.datetime(2011, 12, 30, 10, 0, tzinfo=UTC), "Pacific/Apia", "Pacific/Fakaofo")
def test_the_instant_is_the_same_whatever_is_shown(
    at: dt.datetime, zone: str, given_in: str
) -> None:
    # Rallly 90: people in different zones saw different days.
    [found] = expiry_in_capitals(at.astimezone(zoneinfo.ZoneInfo(given_in)), {"AAA": zone})
    assert found.instant == at
    assert found.day_shift in (-1, 0, 1)
    assert found.date - at.date() == dt.timedelta(days=found.day_shift)


def test_around_every_change_of_clocks_of_every_zone_the_instant_is_the_same() -> None:
    # newdle 350: an hour was lost where clocks change.
    days = [dt.datetime(2026, 1, 1, tzinfo=UTC) + dt.timedelta(days=n) for n in range(366)]
    changes = 0
    for zone in ZONES:
        offsets = [day.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() for day in days]
        edges = [n for n in range(365) if offsets[n] != offsets[n + 1]]
        for step in range(0, 24 * 60 + 1, 30):
            for at in (days[edge] + dt.timedelta(minutes=step) for edge in edges):
                [found] = expiry_in_capitals(at, {"AAA": zone})
                assert found.instant == at
        changes += len(edges)
    assert changes > 100


@pytest.mark.parametrize("zone", ["Tokyo", "", "../etc/passwd", "/etc/passwd", "America", "a\0b"])
def test_an_unknown_zone_is_refused_with_the_nation_named(zone: str) -> None:
    with pytest.raises(InputError, match=r"no time zone known here \(JPN\): write an IANA name"):
        expiry_in_capitals(dt.datetime(2026, 1, 1, tzinfo=UTC), {"JPN": zone})


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(InputError, match="needs a moment with its zone"):
        expiry_in_capitals(dt.datetime(2026, 1, 1), CAPITALS)
