"""Who meets: a nation with its clock, working hours, weekend and holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from comity.meetings.assumptions import Assumptions, Hours, Weekend
from comity.meetings.days_off import Holidays, holidays_of
from comity.meetings.seats import Seats
from comity.meetings.zones import zone
from comity.reference.nations import Nations


@dataclass(frozen=True, slots=True)
class Place:
    """A nation as the planner sees it.

    Attributes:
        nation: its code.
        name: its printed name.
        seat: name of the seat of government.
        time_zone: of the seat.
        hours: working hours there.
        weekend: days off of each week.
        holidays: public holidays of the years in question.
    """

    nation: str
    name: str
    seat: str
    time_zone: str
    hours: Hours
    weekend: Weekend
    holidays: Holidays

    def __post_init__(self) -> None:
        zone(self.time_zone)

    def day_off(self, day: dt.date) -> bool:
        """Whether a local day is known to be without work: weekend or public holiday."""
        return day.weekday() in self.weekend.days or bool(self.holidays.on(day))

    def why_off(self, day: dt.date) -> tuple[str, ...]:
        """What is to be said of a local day: weekend, holiday, or that holidays are not known."""
        said = ("weekend",) if day.weekday() in self.weekend.days else ()
        holiday = self.holidays.on(day)
        if holiday is None:
            return (*said, f"public holidays of {day.year} not known")
        return (*said, holiday) if holiday else said

    @property
    def provenance(self) -> tuple[str, ...]:
        """What its clock rests on, one sentence a part."""
        hours, weekend = self.hours, self.weekend
        return (
            f"hours {hours.span.text} ({hours.status}{_of(hours.source)})",
            f"weekend {weekend.status}{_of(weekend.source)}",
            f"holidays by {self.holidays.source}",
        )


def gather(
    codes: Iterable[str],
    nations: Nations,
    seats: Seats,
    assumptions: Assumptions,
    years: Iterable[int],
) -> tuple[Place, ...]:
    """The places of nations, in order of their codes and each once.

    Args:
        codes: of the nations.
        nations: the register.
        seats: their seats of government.
        assumptions: hours and weekends.
        years: in which holidays may be asked for; take one more at either end.

    Raises:
        InputError: a nation is not known or has no seat.
    """
    wanted = tuple(years)
    return tuple(
        Place(
            nation=code,
            name=nations.name(code),
            seat=seats[code].name,
            time_zone=seats[code].time_zone,
            hours=assumptions.hours_of(code),
            weekend=assumptions.weekend_of(code),
            holidays=holidays_of(nations[code].alpha2, wanted),
        )
        for code in sorted(set(codes))
    )


def _of(source: str) -> str:
    return f": {source}" if source else ""
