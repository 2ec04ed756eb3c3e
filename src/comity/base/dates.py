"""Dates with a stated precision, and the only place that reads the calendar of today.

A source often gives a year or a month only. Such a date is a span of days: before the span the
fact does not hold, after it the fact holds, and inside it nobody knows.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import time
from dataclasses import dataclass

from comity.base.errors import InputError

_PATTERN = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """The days that a date of year, month or day precision may mean (both ends included)."""

    first: dt.date
    last: dt.date

    @property
    def text(self) -> str:
        """The date as its source gave it: ``2021``, ``2021-04`` or ``2021-04-15``."""
        if self.first == self.last:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y}"


def parse_span(text: str, what: str = "date") -> DateSpan:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        InputError: the text is not such a date.
    """
    match = _PATTERN.match(str(text).strip())
    try:
        if not match:
            raise ValueError
        year, month, day = match.groups()
        if day:
            date = dt.date(int(year), int(month), int(day))
            return DateSpan(date, date)
        if month:
            last = calendar.monthrange(int(year), int(month))[1]
            return DateSpan(dt.date(int(year), int(month), 1), dt.date(int(year), int(month), last))
        return DateSpan(dt.date(int(year), 1, 1), dt.date(int(year), 12, 31))
    except ValueError:
        raise InputError(
            f"{what} {str(text)!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD."
        ) from None


def parse_day(text: str | dt.date, what: str = "--on") -> dt.date:
    """Read one day; a year or month alone is refused, because a verdict needs a day.

    Raises:
        InputError: the text is not a full date.
    """
    if isinstance(text, dt.datetime):
        return text.date()
    if isinstance(text, dt.date):
        return text
    span = parse_span(text, what)
    if span.first != span.last:
        raise InputError(f"{what} {text!r} must be a full day: write YYYY-MM-DD.")
    return span.first


def today() -> dt.date:
    """The day of the machine's clock: the only place where Comity asks for it."""
    return dt.date.today()


def seconds() -> float:
    """Seconds since some moment, to measure how long something takes."""
    return time.monotonic()


def holds(valid_from: DateSpan, valid_until: DateSpan | None, on: dt.date) -> bool | None:
    """Whether a fact holds on a day: yes, no, or None where the dates are too coarse to tell."""
    if on < valid_from.first or (valid_until is not None and on > valid_until.last):
        return False
    if on < valid_from.last:
        return None
    if (
        valid_until is not None
        and valid_until.first != valid_until.last
        and on >= valid_until.first
    ):
        return None
    return True


def last_complete_year(on: dt.date) -> int:
    """The last calendar year that had ended before the day (31 December counts as not ended)."""
    return on.year - 1
