"""Dates with a stated precision, and the only place that reads the calendar of today.

A source often gives a year or a month only, or a part of a decade. Such a date is a span of days:
before the span the fact does not hold, after it the fact holds, and inside it nobody knows.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import time
from dataclasses import dataclass, field
from functools import lru_cache

from comity.base.errors import InputError

_PATTERN = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_DECADE = re.compile(r"^(early|mid|late) (\d{3}0)s$")
# Years of a decade that its parts may mean.
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


@dataclass(frozen=True, slots=True, order=True)
class DateSpan:
    """The days that a date may mean (both ends included): a day, a month, a year, or several.

    ``words`` are the source's own where it gives no date, such as "early 1990s".
    """

    first: dt.date
    last: dt.date
    words: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """The date as given: ``2021``, ``2021-04``, ``2021-04-15``, ``2021-03/2024`` or words."""
        return self.words or _text(self.first, self.last)


@lru_cache(maxsize=4096)
def _text(first: dt.date, last: dt.date) -> str:
    for text in _shortest(first):
        if _single(text) == (first, last):
            return text
    return f"{_begins(first)}/{_ends(last)}"


def parse_span(text: str, what: str = "date") -> DateSpan:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or two of them with ``/`` between.

    ``2021-03/2024`` is some day from March 2021 to the end of 2024; ``early 1990s`` one from 1990
    to 1993, ``mid`` from 1994 to 1996 and ``late`` from 1997 to 1999.

    Raises:
        InputError: the text is not such a date.
    """
    given = str(text).strip()
    if decade := _DECADE.match(given):
        year, (early, late) = int(decade[2]), _PARTS[decade[1]]
        return DateSpan(dt.date(year + early, 1, 1), dt.date(year + late, 12, 31), given)
    begin, between, end = given.partition("/")
    try:
        first, last = _single(begin)[0], _single(end if between else begin)[1]
        if first > last:
            raise ValueError
    except ValueError:
        raise InputError(
            f"{what} {str(text)!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD."
        ) from None
    return DateSpan(first, last)


def _single(text: str) -> tuple[dt.date, dt.date]:
    match = _PATTERN.match(text)
    if not match:
        raise ValueError
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if day is not None:
        date = dt.date(year, month or 0, day)
        return date, date
    if month is not None:
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, 1), dt.date(year, month, last)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _begins(day: dt.date) -> str:
    """The shortest date that begins on a day."""
    return next(t for t in _shortest(day) if _single(t)[0] == day)


def _ends(day: dt.date) -> str:
    """The shortest date that ends on a day."""
    return next(t for t in _shortest(day) if _single(t)[1] == day)


def _shortest(day: dt.date) -> tuple[str, str, str]:
    return f"{day:%Y}", f"{day:%Y-%m}", day.isoformat()


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


def moment() -> dt.datetime:
    """The machine's time of the clock, in UTC."""
    return dt.datetime.now(dt.UTC)


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
