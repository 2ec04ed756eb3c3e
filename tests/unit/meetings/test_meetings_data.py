"""Seats, weekends, assumptions, holidays and travel: what ships, and what a bad table is told."""

from __future__ import annotations

import datetime as dt
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.base.settings import PACKAGE
from comity.meetings.assumptions import Assumptions, load_assumptions, parse_span
from comity.meetings.days_off import holidays_of
from comity.meetings.places import Place
from comity.meetings.seats import Seat, Seats, distance_km, load_seats
from comity.meetings.travel import travel_saved
from comity.meetings.zones import names
from comity.reference.register import Register

DATA = PACKAGE / "reference" / "data"
TABLES = ("meetings.yml", "weekends.csv")
HEAD = "nation,seat,latitude,longitude,time_zone,status,source,checked\n"
GOOD = "NLD,The Hague,52.1,4.3,Europe/Amsterdam,unverified,a source,2026-11-26\n"


def test_every_nation_of_the_register_has_a_seat_with_a_zone_or_has_no_capital(
    register: Register, seats: Seats
) -> None:
    without = [code for code in register.nations.codes() if code not in seats]
    # Territories without a capital of their own.
    assert without == ["ATA", "ATF", "BVT", "HMD", "IOT", "TKL", "UMI"]
    assert all(seats[code].time_zone in names() for code in seats.codes())
    assert all(seats[code].source for code in seats.codes())


@pytest.mark.parametrize(
    ("nation", "seat", "zone"),
    [
        ("NLD", "The Hague", "Europe/Amsterdam"),
        ("BOL", "La Paz", "America/La_Paz"),
        ("CIV", "Abidjan", "Africa/Abidjan"),
        ("USA", "Washington", "America/New_York"),
        ("AUS", "Canberra", "Australia/Sydney"),
        ("KOR", "Seoul", "Asia/Seoul"),
    ],
)
def test_the_clock_is_that_of_the_seat_of_government(
    seats: Seats, nation: str, seat: str, zone: str
) -> None:
    assert (seats[nation].name, seats[nation].time_zone) == (seat, zone)


def test_nations_without_a_seat_and_unknown_ones_are_told_apart(seats: Seats) -> None:
    with pytest.raises(InputError, match="Antarctica has no seat"):
        seats["ATA"]
    with pytest.raises(InputError, match="unknown nation 'XYZ'"):
        seats["XYZ"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nation,seat\n", "line 1: the columns must be"),
        (HEAD + GOOD.replace("NLD", "XYZ"), "line 2: 'XYZ' is unknown"),
        (HEAD + GOOD + GOOD, "line 3: 'NLD' is unknown or stands twice"),
        (HEAD + GOOD.replace("52.1", "north"), "line 2: latitude and longitude"),
        (HEAD + GOOD.replace("52.1", "nan"), "line 2: latitude is within"),
        (HEAD + GOOD.replace("52.1", "95"), "line 2: latitude is within"),
        (HEAD + GOOD.replace("Europe/Amsterdam", "Europe/Hague"), "line 2: unknown time zone"),
        (HEAD + GOOD.replace("unverified", "sure"), "line 2: status is one of"),
        (HEAD + GOOD.replace("a source", ""), "line 2: 'source' is empty"),
        (HEAD + GOOD.strip() + ",more\n", "a cell too many"),
    ],
)
def test_a_table_of_seats_that_cannot_be_used_is_told_by_its_line(
    register: Register, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "seats.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        load_seats(register.nations, tmp_path)


def test_a_table_that_is_not_there_is_said_so(register: Register, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_seats(register.nations, tmp_path)


def test_weekends_are_not_everywhere_saturday_and_sunday(assumptions: Assumptions) -> None:
    assert assumptions.weekend_of("BEL").days == {5, 6}
    assert assumptions.weekend_of("ISR").days == {4, 5}
    assert assumptions.weekend_of("BRN").days == {4, 6}
    assert assumptions.weekend_of("IRN").days == {4}
    assert assumptions.weekend_of("BEL").status == "house default"
    assert assumptions.weekend_of("LBY").status == "unverified"


def test_every_nation_of_a_table_is_one_of_the_register(
    register: Register, assumptions: Assumptions
) -> None:
    assert all(code in register.nations for code in assumptions.own_weekends)


def test_hours_are_the_houses_unless_stated_with_a_source(
    assumptions: Assumptions, gathered: Callable[..., tuple[Place, ...]]
) -> None:
    assert assumptions.hours_of("JPN").span == parse_span("09:00", "17:00")
    said = gathered("JPN")[0].provenance
    assert said[0] == "hours 09:00–17:00 (house default)"
    assert said[2].startswith("holidays by holidays 0.")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('start: "09:00"', 'start: "9"', "line 3: '9' is not a time"),
        ('start: "09:00"', 'start: "09:10"', "line 3: 09:10 is not on a quarter hour"),
        ('start: "09:00"', 'start: "18:00"', "line 3: working hours .* must begin before"),
        ("nations: {}", 'nations: {JPN: {start: "08:30", end: "17:15", status: stated}}',
         "line 5: stated hours need a source"),
        ("points: 16, status", "points: 0, status", "above 0"),
        ("value: 800", "value: fast", "'value' must be a whole number"),
        ("[Sat, Sun]", "[Saturday]", "'Saturday' is no day"),
        ("night:", "nights:", "is missing"),
        ("travel:", "points:", "stands twice"),
    ],
)  # fmt: skip
def test_assumptions_that_cannot_be_used_are_told(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    for name in TABLES:
        shutil.copy(DATA / name, tmp_path)
    path = tmp_path / "meetings.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=words):
        load_assumptions(tmp_path)


def test_own_hours_are_read_with_their_source(tmp_path: Path) -> None:
    for name in TABLES:
        shutil.copy(DATA / name, tmp_path)
    path = tmp_path / "meetings.yml"
    own = 'nations: {JPN: {start: "08:30", end: "17:15", status: stated, source: "a letter"}}'
    path.write_text(path.read_text(encoding="utf-8").replace("nations: {}", own), encoding="utf-8")
    found = load_assumptions(tmp_path).hours_of("JPN")
    assert (found.span.text, found.source) == ("08:30–17:15", "a letter")


def test_a_table_of_weekends_that_cannot_be_used_is_told_by_its_line(tmp_path: Path) -> None:
    for name in TABLES:
        shutil.copy(DATA / name, tmp_path)
    path = tmp_path / "weekends.csv"
    text = path.read_text(encoding="utf-8")
    for more, words in (("BEL,Sonntag,a,b,c\n", "is no day"), ("AFG,Fri,a,b,c\n", "stands twice")):
        path.write_text(text + more, encoding="utf-8")
        with pytest.raises(InputError, match=words):
            load_assumptions(tmp_path)


def test_holidays_have_names_and_what_is_not_listed_is_unknown() -> None:
    korea = holidays_of("KR", range(2026, 2028))
    assert korea.on(dt.date(2026, 9, 25)) == "Chuseok"
    assert korea.on(dt.date(2026, 9, 22)) == ""
    assert korea.on(dt.date(2030, 9, 22)) is None
    # No holidays are free of work in Ukraine under martial law: not known, never "none".
    assert holidays_of("UA", [2026]).on(dt.date(2026, 8, 24)) is None
    # The library's tables of Sri Lanka end with 2026.
    assert holidays_of("LK", [2026, 2028]).known == {2026}
    assert holidays_of("QQ", [2026]).known == frozenset()
    with pytest.raises(InputError, match="1900 to 2100"):
        holidays_of("KR", [2101])


def test_distances_by_hand(seats: Seats) -> None:
    # A quarter of a great circle, and two capitals (about 9,450 km).
    pole, equator = (Seat("X", "", lat, 10, "UTC", "register", "") for lat in (90, 0))
    assert distance_km(pole, equator) == pytest.approx(math.pi / 2 * 6371.0088)
    assert distance_km(seats["BEL"], seats["JPN"]) == pytest.approx(9452, abs=15)


@given(st.sampled_from(["BEL", "JPN", "USA", "NZL"]), st.sampled_from(["GBR", "FJI", "ZAF"]))
def test_distance_is_the_same_both_ways_and_nought_at_home(
    seats: Seats, one: str, other: str
) -> None:
    there, back = (
        distance_km(seats[one], seats[other]),
        distance_km(seats[other], seats[one]),
    )
    assert there == pytest.approx(back)
    assert 0 < there < 20_020
    assert distance_km(seats[one], seats[one]) == 0


def test_travel_saved_is_told_with_its_assumption(seats: Seats, assumptions: Assumptions) -> None:
    km = distance_km(seats["BEL"], seats["JPN"])
    found = travel_saved(seats, ["JPN", "BEL"], ["BEL", "JPN"], 3, assumptions, delegates=2)
    # Brussels is host twice, Tokyo once: two travel there and back four and two times.
    assert {one.nation: one.km for one in found.nations} == {
        "BEL": pytest.approx(4 * km), "JPN": pytest.approx(8 * km),
    }  # fmt: skip
    assert found.hours == pytest.approx(12 * km / 800)
    assert "2 delegates" in found.assumption
    assert "800 km/h" in found.assumption
    assert found.unverified == ()
    assert travel_saved(seats, ["LKA"], ["BEL"], 1, assumptions).unverified == ("LKA",)


def test_travel_needs_a_host_and_whole_numbers(seats: Seats, assumptions: Assumptions) -> None:
    with pytest.raises(InputError, match="at least one host"):
        travel_saved(seats, ["BEL"], [], 1, assumptions)
    with pytest.raises(InputError, match="cannot be negative"):
        travel_saved(seats, ["BEL"], ["BEL"], -1, assumptions)
    with pytest.raises(InputError, match="Antarctica"):
        travel_saved(seats, ["ATA"], ["BEL"], 1, assumptions)
