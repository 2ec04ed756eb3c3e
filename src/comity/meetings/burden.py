"""The inconvenience of a time for a nation, in points.

For a minute at local time t outside working hours, let d(t) be the minutes to the far edge of that
minute from the nearest working time, over midnight if that is nearer. With q = 15 minutes

    points(t) = ⌈d(t) / q⌉ + night · [t in the night] + off · [the local day is off]

and points(t) = off · [day off] within working hours. Rising away from working hours on either
side, worst in the night. A meeting costs a nation its worst quarter of an hour, not its mean: a
meeting that ends at two in the morning is not made good by having begun at ten.

Every offset of the zone database in 2024–2030 is a multiple of a quarter hour (a test holds that),
so that local quarter hours and those of UTC are the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.base.errors import InputError
from comity.meetings.assumptions import Assumptions, Span
from comity.meetings.places import Place
from comity.meetings.zones import QUARTER, in_utc, local, zone

QUARTERS = 96


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of the local day in which a nation does not meet, such as never from 23 to 6.

    ``nations`` are those it holds for; empty means all.
    """

    span: Span
    nations: frozenset[str] = frozenset()

    def holds_for(self, nation: str) -> bool:
        """Whether it is this nation's too."""
        return not self.nations or nation in self.nations


@dataclass(frozen=True, slots=True)
class Cost:
    """What a time costs a nation.

    Attributes:
        points: of the worst quarter hour.
        refused: why the nation would not meet then; empty if it would.
    """

    points: int
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """How times are judged: the points, what is refused, and whether days off are."""

    assumptions: Assumptions
    refusals: tuple[Refusal, ...] = ()
    refuse_days_off: bool = True

    def quarter_points(self, place: Place) -> tuple[int, ...]:
        """Points of each quarter hour of a working day of a place, from midnight on."""
        a, work = self.assumptions, place.hours.span
        gap = 1440 - (work.end - work.start)
        found = []
        for minute in range(0, 1440, 15):
            after = (minute - work.end) % 1440
            away = min(after + 15, gap - after) // 15 if after < gap else 0
            found.append(away + (a.night_points if away and a.night.covers(minute) else 0))
        return tuple(found)

    def quarter_refusals(self, place: Place) -> tuple[Span | None, ...]:
        """The span, if any, by which each quarter hour of a day is refused."""
        own = [one.span for one in self.refusals if one.holds_for(place.nation)]
        return tuple(
            next((span for span in own if span.covers(minute)), None)
            for minute in range(0, 1440, 15)
        )

    def most(self, places: tuple[Place, ...]) -> int:
        """The most points that one meeting may cost a nation at an accepted time."""
        worst = 0
        for place in places:
            refusals = self.quarter_refusals(place)
            kept = [p for p, no in zip(self.quarter_points(place), refusals, strict=True) if not no]
            worst = max(worst, *kept, 0)
        return worst + (0 if self.refuse_days_off else self.assumptions.day_off_points)

    def cost(self, place: Place, start: dt.datetime, minutes: int) -> Cost:
        """What a meeting costs a nation: its worst quarter hour, each that it touches counting.

        Args:
            place: the nation's.
            start: with a zone.
            minutes: length, from 1 to 1440.

        Raises:
            InputError: the start has no zone, or the length is out of bounds.
        """
        by_quarter, refusals = self.quarter_points(place), self.quarter_refusals(place)
        points, refused = 0, dict[str, None]()
        for instant in touched(start, minutes):
            here = instant.astimezone(zone(place.time_zone))
            index = here.hour * 4 + here.minute // 15
            off = place.day_off(here.date())
            points = max(points, by_quarter[index] + off * self.assumptions.day_off_points)
            if (span := refusals[index]) is not None:
                refused[f"never {span.text}"] = None
            if off and self.refuse_days_off:
                refused[", ".join(place.why_off(here.date()))] = None
        return Cost(points, tuple(refused))


def touched(start: dt.datetime, minutes: int) -> tuple[dt.datetime, ...]:
    """The quarter hours of UTC, by their beginnings, that a meeting touches; errors as above."""
    if not 1 <= minutes <= 1440:
        raise InputError(f"a meeting of {minutes} minutes: give a length from 1 to 1440")
    begin = in_utc(start, "start")
    end = begin + dt.timedelta(minutes=minutes)
    at = begin - (begin - begin.replace(minute=0, second=0, microsecond=0)) % QUARTER
    found = []
    while at < end:
        found.append(at)
        at += QUARTER
    return tuple(found)


def day_shift(instant: dt.datetime, key: str, reference: str) -> str:
    """The local day beside that of a reference zone: ``Tue``, ``Tue +1``, ``Sun −1``."""
    here, there = local(instant, key), local(instant, reference)
    days = (here.date() - there.date()).days
    sign = f" +{days}" if days > 0 else f" −{-days}" if days < 0 else ""
    return f"{here:%a}{sign}"
