"""Measure the planner of meetings: time, spread of burden, and instants in a second reader.

Usage: python benchmarks/meetings.py   (needs vobject, which comes with the tests)
"""

from __future__ import annotations

import datetime as dt
import logging
import platform
import statistics
import time
from collections.abc import Iterator

import vobject

from comity.base.settings import PACKAGE
from comity.meetings.assumptions import load_assumptions
from comity.meetings.burden import Scale
from comity.meetings.calendar_file import calendar_file
from comity.meetings.days_off import holidays_of
from comity.meetings.invitations import Invitation, Mailbox, uid_of
from comity.meetings.places import Place, gather
from comity.meetings.planner import plan
from comity.meetings.seats import Seats, load_seats
from comity.meetings.series import Series
from comity.meetings.zones import changes, edition, names
from comity.reference.nations import Nations, load_nations

FIFTEEN = "USA CAN GBR FRA DEU ITA ESP NOR BEL POL JPN KOR AUS NZL SGP"
FOUR = "USA BEL JPN KOR"
FIRST, LAST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
DATA = PACKAGE / "reference" / "data"
ASSUMPTIONS = load_assumptions(DATA)


def places(nations: Nations, seats: Seats, codes: str) -> tuple[Place, ...]:
    return gather(codes.split(), nations, seats, ASSUMPTIONS, range(2023, 2033))


def speed(who: tuple[Place, ...]) -> None:
    scale = Scale(ASSUMPTIONS)
    for step in (30, 15):
        series = Series("s", "BEL", dt.date(2026, 1, 5), 12, step=step)
        wall, own, spread = [], [], 0
        for _ in range(10):
            began, used = time.perf_counter(), time.process_time()
            spread = plan(series, who, scale).spread
            wall.append(time.perf_counter() - began)
            own.append(time.process_time() - used)
        print(
            f"| plan of 12 meetings for {len(who)} nations, a start each {step} minutes | "
            f"{statistics.median(wall):.2f} s | {max(wall):.2f} s | {statistics.median(own):.2f} s "
            f"| {spread} |"
        )


def spreads(who: tuple[Place, ...]) -> None:
    scale, worst, ends, over, written, count = Scale(ASSUMPTIONS), 0, [], 0, 0, 0
    first = dt.date(2024, 1, 1)
    while first < dt.date(2030, 1, 1):
        found = plan(Series("s", "BEL", first, 12), who, scale)
        worst = max(worst, *(one.spread for one in found.meetings))
        over += not found.held
        written += sum(one.written is not None for one in found.meetings)
        ends.append(found.spread)
        count += 1
        first += dt.timedelta(days=7)
    print(
        f"| {count} series of 12, each first week of 2024 to 2029 | {scale.most(who)} | {worst} | "
        f"{statistics.median(ends):g} | {max(ends)} | {over} | {written} |"
    )


def tried(key: str) -> Iterator[dt.datetime]:
    edges = [one.instant for one in changes(key, FIRST, LAST)]
    for edge in edges or [dt.datetime(2026, 5, 5, tzinfo=dt.UTC)]:
        for minutes in (-75, -30, 0, 30, 75) if edges else (0,):
            yield edge + dt.timedelta(minutes=minutes)


def reader() -> None:
    logging.disable(logging.ERROR)
    office, wrong, count = Mailbox("office@example.org"), 0, 0
    uid = uid_of("0123456789abcdef", "comity.example")
    for key in sorted(names()):
        for start in tried(key):
            one = Invitation(uid, start, 90, key, "T", "PUBLIC", "", office, (office,))
            # It keeps the first zone of a name for the whole process.
            vobject.icalendar.__dict__["__tzidMap"].clear()
            event = vobject.readOne(calendar_file(one, FIRST).decode()).vevent
            read = (event.dtstart.value.astimezone(dt.UTC), event.dtend.value.astimezone(dt.UTC))
            wrong += read != (one.start, one.end)
            count += 1
    print(f"| {len(names())} names of zones (tzdata {edition()}) | {count} | {wrong} |")


def main() -> None:
    nations = load_nations(DATA)
    seats = load_seats(nations, DATA)
    print(platform.processor() or platform.machine(), platform.python_version())
    began = time.perf_counter()
    who = places(nations, seats, FIFTEEN)
    print(f"holidays of 15 nations in 10 years: {time.perf_counter() - began:.2f} s, once")
    speed(who)
    spreads(places(nations, seats, FOUR))
    known = sum(bool(holidays_of(nations[c].alpha2, [2027]).known) for c in seats.codes())
    print(f"holidays of 2027 known for {known} of {len(seats.codes())} nations with a seat")
    reader()


if __name__ == "__main__":
    main()
