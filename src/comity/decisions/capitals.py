"""One instant as every capital's clock shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comity.base.errors import InputError
from comity.decisions.checks import moment_of

# Not the machine's language.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHIFTS = {-1: ", the day before UTC's", 0: "", 1: ", the day after UTC's"}


@dataclass(frozen=True, slots=True)
class LocalTime:
    """An instant on a nation's clock.

    ``local`` is the date and time there with its offset from UTC, which tells apart the hour that
    comes twice when clocks go back. ``day_shift`` is the local date less UTC's, in days.
    """

    nation: str
    zone: str
    local: dt.datetime
    day_shift: int

    @property
    def instant(self) -> dt.datetime:
        """The same instant in UTC."""
        return self.local.astimezone(dt.UTC)

    @property
    def date(self) -> dt.date:
        """The date there."""
        return self.local.date()

    @property
    def clock(self) -> str:
        """The time there: ``08:00``."""
        return self.local.strftime("%H:%M:%S").removesuffix(":00")

    @property
    def words(self) -> str:
        """The line for people: ``Tuesday 1 December 2026, 08:00 (UTC+09:00)``."""
        day = f"{_DAYS[self.date.weekday()]} {self.date.day} {_MONTHS[self.date.month - 1]}"
        shift = _SHIFTS[self.day_shift]
        return f"{day} {self.date.year}, {self.clock} ({self.local.tzname()}){shift}"


def expiry_in_capitals(expiry: dt.datetime, zones: Mapping[str, str]) -> tuple[LocalTime, ...]:
    """The expiry on the clock of each nation, in order of the nations' codes.

    Args:
        expiry: the instant, with a zone.
        zones: the IANA name of each nation's zone, such as ``{"JPN": "Asia/Tokyo"}``.

    Raises:
        InputError: the instant has no zone, or a zone is not known here.
    """
    instant = moment_of(expiry, "the expiry")
    return tuple(_local(instant, nation, zones[nation]) for nation in sorted(zones))


def _local(instant: dt.datetime, nation: str, zone: str) -> LocalTime:
    try:
        local = instant.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError):
        raise InputError(
            f"{zone!r} is no time zone known here ({nation}): write an IANA name, as Asia/Tokyo."
        ) from None
    offset = local.utcoffset()
    assert offset is not None
    shift = (local.date() - instant.date()).days
    # The offset itself, so that the value says the same wherever it is taken.
    return LocalTime(nation, zone, local.astimezone(dt.timezone(offset)), shift)
