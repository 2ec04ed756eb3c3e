"""What the planner assumes: working hours, weekends, points and the speed of travel.

All of it is data with a status: ``meetings.yml`` for what the house assumes where nobody
said otherwise, ``weekends.csv`` for weekends that are not Saturday and Sunday.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.base.errors import InputError, RegisterError
from comity.meetings.tables import RowError, rows
from comity.reference.yaml_lines import LINE, read_yaml

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKENDS = ("nation", "days", "status", "source", "checked")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the day, in minutes after midnight on quarter hours; it may cross midnight.

    ``end`` is not included. Both equal means nothing, never the whole day.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        for minute in (self.start, self.end):
            if not 0 <= minute <= 1440 or minute % 15:
                raise InputError(f"{_clock(minute)} is not on a quarter hour of the day")

    def covers(self, minute: int) -> bool:
        """Whether a minute of the day lies in it."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    @property
    def text(self) -> str:
        """As people write it: ``09:00–17:00``."""
        return f"{_clock(self.start)}–{_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours of a nation's offices: local span, status and where that is said."""

    span: Span
    status: str
    source: str = ""

    def __post_init__(self) -> None:
        if self.span.start >= self.span.end:
            raise InputError(f"working hours {self.span.text} must begin before they end")


@dataclass(frozen=True, slots=True)
class Weekend:
    """Days of the week without work (Monday is 0), with status and source."""

    days: frozenset[int]
    status: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All assumptions; see ``docs/meetings.md`` for the scale of points."""

    hours: Hours
    own_hours: Mapping[str, Hours]
    weekend: Weekend
    own_weekends: Mapping[str, Weekend]
    night: Span
    night_points: int
    day_off_points: int
    flight_speed: float
    flight_note: str
    delegates: int

    def hours_of(self, nation: str) -> Hours:
        """Working hours of a nation, the house's where it has none of its own."""
        return self.own_hours.get(nation, self.hours)

    def weekend_of(self, nation: str) -> Weekend:
        """Days off of each week of a nation."""
        return self.own_weekends.get(nation, self.weekend)


def parse_span(start: str, end: str) -> Span:
    """A span of two local times ``HH:MM``; ``24:00`` is the end of a day.

    Raises:
        InputError: either is not a time on a quarter hour.
    """
    return Span(_minute(start), _minute(end))


def load_assumptions(folder: Path) -> Assumptions:
    """Read ``meetings.yml`` and ``weekends.csv``.

    Raises:
        InputError: a value cannot be used; the line says which file and line.
    """
    path = folder / "meetings.yml"
    try:
        given = read_yaml(path)
        work, points, travel = given["working_hours"], given["points"], given["travel"]
        own = {
            nation: _hours(path, found)
            for nation, found in work["nations"].items()
            if nation != LINE
        }
        off = given["weekend"]["default"]
        return Assumptions(
            hours=_hours(path, work["default"]),
            own_hours=own,
            weekend=Weekend(_days(";".join(off["days"])), off["status"]),
            own_weekends=_weekends(folder / "weekends.csv"),
            night=parse_span(points["night"]["start"], points["night"]["end"]),
            night_points=_count(path, points["night"], "points"),
            day_off_points=_count(path, points["day_off"], "points"),
            flight_speed=float(_count(path, travel["flight_speed_km_h"], "value")),
            flight_note=travel["flight_speed_km_h"]["note"],
            delegates=_count(path, travel["delegates"], "value"),
        )
    except RegisterError as error:
        raise InputError(str(error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path.name}: {error} is missing or no mapping; write it as in the shipped file"
        ) from error


def _hours(path: Path, given: Mapping[str, object]) -> Hours:
    line, status, source = given[LINE], str(given["status"]), str(given.get("source", ""))
    if status == "stated" and not source:
        raise InputError(f"{path.name}, line {line}: stated hours need a source; name it")
    try:
        return Hours(parse_span(str(given["start"]), str(given["end"])), status, source)
    except InputError as error:
        raise InputError(f"{path.name}, line {line}: {error}") from error


def _count(path: Path, given: Mapping[str, object], key: str) -> int:
    value = given[key]
    if not isinstance(value, int) or value < 1:
        raise InputError(f"{path.name}, line {given[LINE]}: {key!r} must be a whole number above 0")
    return value


def _weekends(path: Path) -> dict[str, Weekend]:
    found: dict[str, Weekend] = {}
    for line, row in rows(path, _WEEKENDS):
        if row["nation"] in found:
            raise RowError(path, line, f"{row['nation']!r} stands twice")
        try:
            found[row["nation"]] = Weekend(_days(row["days"]), row["status"], row["source"])
        except InputError as error:
            raise RowError(path, line, str(error)) from error
    return found


def _days(text: str) -> frozenset[int]:
    given = text.split(";")
    if unknown := sorted(set(given) - set(DAYS)):
        raise InputError(f"{unknown[0]!r} is no day of the week ({', '.join(DAYS)})")
    return frozenset(DAYS.index(day) for day in given)


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    if not (len(hour) == len(minute) == 2 and (hour + minute).isascii()):
        raise InputError(f"{text!r} is not a time: write HH:MM")
    if not (hour + minute).isdigit() or int(minute) > 59 or int(hour) * 60 + int(minute) > 1440:
        raise InputError(f"{text!r} is not a time: write HH:MM")
    return int(hour) * 60 + int(minute)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
