"""What a time means to each who meets: local time, day, points and reasons, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.meetings.burden import Scale, day_shift, touched
from comity.meetings.places import Place
from comity.meetings.zones import in_utc, local, zone


@dataclass(frozen=True, slots=True)
class Local:
    """A slot as one nation sees it.

    Attributes:
        nation: its code.
        name: its printed name.
        seat: where the clock is.
        time_zone: of the seat.
        date: the local date of the begin.
        time: local begin and end, such as ``22:00–23:30``.
        offset: from UTC at the begin, such as ``UTC+09:00``; it tells two same times apart.
        day: the local day beside the host's, such as ``Tue +1``.
        points: what it costs the nation.
        reasons: what makes it cost, or is not known (weekend, holidays by name).
        refused: why the nation would not meet then; empty if it would.
    """

    nation: str
    name: str
    seat: str
    time_zone: str
    date: dt.date
    time: str
    offset: str
    day: str
    points: int
    reasons: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """One line for a table or a letter's draft."""
        why = f" ({'; '.join(self.reasons)})" if self.reasons else ""
        no = f"; refused: {'; '.join(self.refused)}" if self.refused else ""
        word = "point" if self.points == 1 else "points"
        return f"{self.name}: {self.day} {self.time}, {self.points} {word}{why}{no}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time for a meeting with what it means to each nation.

    Attributes:
        start: in UTC.
        minutes: length.
        places: one line a nation, by code.
        also: other starts of the window that cost each nation the same.
    """

    start: dt.datetime
    minutes: int
    places: tuple[Local, ...]
    also: tuple[dt.datetime, ...] = ()

    @property
    def end(self) -> dt.datetime:
        """The end in UTC."""
        return self.start + dt.timedelta(minutes=self.minutes)

    @property
    def points(self) -> dict[str, int]:
        """What it costs each nation."""
        return {one.nation: one.points for one in self.places}

    @property
    def accepted(self) -> bool:
        """Whether no nation refuses it."""
        return not any(one.refused for one in self.places)


def slot_at(
    places: tuple[Place, ...],
    scale: Scale,
    start: dt.datetime,
    minutes: int,
    reference: str = "UTC",
    also: tuple[dt.datetime, ...] = (),
) -> Slot:
    """What a given time means to all; for times that people propose, and for the planner's own.

    Args:
        places: who meets.
        scale: how times are judged.
        start: with a zone.
        minutes: length, from 1 to 1440.
        reference: the zone whose day the others' are told beside, the host's as a rule.
        also: carried over.

    Raises:
        InputError: the start has no zone, the length is out of bounds, or the zone is not known.
    """
    begin = in_utc(start, "start")
    end = begin + dt.timedelta(minutes=minutes)
    seen = tuple(_local(place, scale, begin, end, minutes, reference) for place in places)
    return Slot(begin, minutes, seen, also)


def shared_office_times(
    places: tuple[Place, ...], first: dt.date, last: dt.date
) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
    """Times in UTC at which all are within their working hours on a working day.

    Args:
        places: who meets.
        first, last: days of UTC, both included.

    Returns begin and end of each longest such time; empty where there is none.
    """
    found: list[tuple[dt.datetime, dt.datetime]] = []
    at = dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC)
    end = at + dt.timedelta(days=(last - first).days + 1)
    step = dt.timedelta(minutes=15)
    while at < end:
        if all(_at_work(place, at) for place in places):
            begun = found.pop()[0] if found and found[-1][1] == at else at
            found.append((begun, at + step))
        at += step
    return tuple(found)


def _at_work(place: Place, instant: dt.datetime) -> bool:
    here = instant.astimezone(zone(place.time_zone))
    return place.hours.span.covers(here.hour * 60 + here.minute) and not place.day_off(here.date())


def _local(
    place: Place, scale: Scale, begin: dt.datetime, end: dt.datetime, minutes: int, reference: str
) -> Local:
    cost = scale.cost(place, begin, minutes)
    here, until = local(begin, place.time_zone), local(end, place.time_zone)
    days = dict.fromkeys(
        instant.astimezone(zone(place.time_zone)).date() for instant in touched(begin, minutes)
    )
    reasons = tuple(dict.fromkeys(why for day in days for why in place.why_off(day)))
    # Without the day, a meeting over midnight would read as if it ran back.
    late = f" ({until:%a})" if until.date() != here.date() else ""
    return Local(
        nation=place.nation,
        name=place.name,
        seat=place.seat,
        time_zone=place.time_zone,
        date=here.date(),
        time=f"{here:%H:%M}–{until:%H:%M}{late}",
        offset=_offset(here),
        day=day_shift(begin, place.time_zone, reference),
        points=cost.points,
        reasons=reasons,
        refused=cost.refused,
    )


def _offset(here: dt.datetime) -> str:
    # Python 3.11 writes an offset with its colon in ISO's form only.
    return f"UTC{here.isoformat(timespec='minutes')[16:]}"
