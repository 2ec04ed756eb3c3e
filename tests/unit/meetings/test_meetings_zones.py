"""Zones, their changes, and that an instant stays what it is wherever it is shown."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.meetings.assumptions import Assumptions
from comity.meetings.burden import Scale, day_shift
from comity.meetings.places import Place
from comity.meetings.slots import slot_at
from comity.meetings.zones import changes, edition, in_utc, local, names, twice, zone

MakePlace = Callable[..., Place]
FIRST, LAST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
NAMES = sorted(names())
AROUND = [dt.timedelta(minutes=m) for m in (-120, -61, -60, -15, -1, 0, 1, 15, 59, 60, 90, 121)]


def edges(key: str) -> list[dt.datetime]:
    return [one.instant for one in changes(key, FIRST, LAST)]


# Rallly 90 and newdle 350 showed other days and shifted hours in other zones.
def test_different_days_in_different_zones_are_one_instant_in_all_zones_at_all_edges() -> None:
    seen = 0
    for key in NAMES:
        for edge in edges(key):
            for away in AROUND:
                instant = edge + away
                shown = local(instant, key)
                assert shown.astimezone(dt.UTC) == instant
                # What is read on the clock with its offset is the instant, without the zone.
                read = dt.datetime.fromisoformat(shown.isoformat())
                assert read.astimezone(dt.UTC) == instant
                seen += 1
    assert seen > 20_000


@given(
    st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 12, 30)),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.integers(1, 240),
)
def test_a_slot_shown_in_any_zone_is_read_back_as_the_same_instant(
    assumptions: Assumptions,
    place: MakePlace,
    at: dt.datetime,
    key: str,
    reference: str,
    minutes: int,
) -> None:
    start = at.replace(tzinfo=dt.UTC, second=0, microsecond=0)
    here = place(time_zone=key)
    slot = slot_at((here,), Scale(assumptions), start.astimezone(zone(key)), minutes, reference)
    shown = slot.places[0]
    read = f"{shown.date.isoformat()}T{shown.time[:5]}{shown.offset.removeprefix('UTC')}"
    assert dt.datetime.fromisoformat(read) == start == slot.start
    # The day's shift added to the reference's day gives the local day.
    shift = re.search(r"[+−]\d", shown.day)
    days = int(shift[0].replace("−", "-")) if shift else 0
    assert local(start, reference).date() + dt.timedelta(days=days) == shown.date
    assert shown.day.startswith(f"{shown.date:%a}")


def test_changes_of_a_zone_are_those_of_the_law() -> None:
    # Directive 2000/84/EC: last Sunday of March and October, 01:00 UTC.
    found = changes("Europe/Brussels", FIRST, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    assert [one.instant.isoformat()[:16] for one in found] == [
        "2024-03-31T01:00", "2024-10-27T01:00", "2025-03-30T01:00", "2025-10-26T01:00",
        "2026-03-29T01:00", "2026-10-25T01:00",
    ]  # fmt: skip
    assert [one.daylight for one in found[:2]] == [True, False]
    assert (found[0].after - found[0].before) == dt.timedelta(hours=1)
    # Half an hour only, and none at all.
    lord_howe = changes("Australia/Lord_Howe", FIRST, LAST)
    assert {abs(one.after - one.before) for one in lord_howe} == {dt.timedelta(minutes=30)}
    assert changes("Asia/Tokyo", FIRST, LAST) == ()


def test_local_quarter_hours_are_those_of_utc_everywhere() -> None:
    quarter = dt.timedelta(minutes=15)
    for key in NAMES:
        found = changes(key, FIRST, LAST)
        offsets = {local(FIRST, key).utcoffset(), *(one.after for one in found)}
        assert all(offset is not None and not offset % quarter for offset in offsets), key
        assert all(not one.instant.minute % 15 and not one.instant.second for one in found), key


def test_an_hour_that_comes_twice_is_known() -> None:
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert twice(first, "Europe/Brussels")
    assert twice(first + dt.timedelta(hours=1), "Europe/Brussels")
    assert not twice(first + dt.timedelta(hours=2), "Europe/Brussels")
    assert not twice(first, "Asia/Tokyo")


def test_the_machines_own_database_is_not_asked(tmp_path: Path) -> None:
    wrong = tmp_path / "Europe" / "Vienna"
    wrong.parent.mkdir()
    wrong.write_bytes(files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes())
    before = zoneinfo.TZPATH
    at = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    try:
        zoneinfo.reset_tzpath(to=[str(tmp_path)])
        assert at.astimezone(zoneinfo.ZoneInfo.no_cache("Europe/Vienna")).hour == 9
        zone.cache_clear()
        assert local(at, "Europe/Vienna").hour == 2
    finally:
        zoneinfo.reset_tzpath(to=before)
    assert re.fullmatch(r"20\d\d\.\d+", edition())


def test_days_beside_the_hosts() -> None:
    at = dt.datetime(2026, 3, 2, 22, tzinfo=dt.UTC)
    assert day_shift(at, "Asia/Tokyo", "Europe/Brussels") == "Tue +1"
    assert day_shift(at, "Europe/Brussels", "Europe/Brussels") == "Mon"
    assert day_shift(at, "America/New_York", "Asia/Tokyo") == "Mon −1"
    # Kiritimati and Pago Pago are never on the same day between 10 and 11 UTC of the day between.
    at = dt.datetime(2026, 3, 2, 10, 30, tzinfo=dt.UTC)
    assert day_shift(at, "Pacific/Kiritimati", "Pacific/Pago_Pago") == "Tue +2"


@pytest.mark.parametrize("key", ["Europe/Brussel", "", "../../etc/passwd", "Europe", "/etc/passwd"])
def test_a_name_that_the_database_does_not_have_is_refused(key: str) -> None:
    with pytest.raises(InputError, match="unknown time zone"):
        zone(key)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(InputError, match="has no zone"):
        in_utc(dt.datetime(2026, 1, 1))
