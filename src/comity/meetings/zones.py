"""Time zones from the package ``tzdata`` alone, so that no answer depends on the machine.

Python's own ``ZoneInfo(key)`` looks into the machine's database first, which differs from host to
host. Here a zone is read from the installed package, whose edition :func:`edition` names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from zoneinfo import ZoneInfo

from comity.base.errors import InputError

QUARTER = dt.timedelta(minutes=15)
_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a zone's offset from UTC.

    Attributes:
        instant: the first moment of the new offset, in UTC.
        before: offset until then.
        after: offset from then on.
        name: the zone's abbreviation from then on, such as ``CEST``.
        daylight: whether the new time is the zone's daylight-saving time.
    """

    instant: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    daylight: bool


def edition() -> str:
    """The edition of the package: ``2026.6`` holds IANA's 2026f, its sixth of that year."""
    return version("tzdata")


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """All names of the database, old spellings among them."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1024)
def zone(key: str) -> ZoneInfo:
    """A zone by its name.

    Raises:
        InputError: the database has no such name.
    """
    # The list comes first: a name is never made a path before it is known.
    if key not in names():
        raise InputError(
            f"unknown time zone {key!r}: write a name of the IANA database, such as Europe/Brussels"
        )
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as stream:
        return ZoneInfo.from_file(stream, key=key)


def in_utc(instant: dt.datetime, what: str = "time") -> dt.datetime:
    """The same instant in UTC.

    Raises:
        InputError: the time has no zone, so that nobody knows which instant is meant.
    """
    if instant.utcoffset() is None:
        raise InputError(f"{what} {instant.isoformat()} has no zone: give it one, or UTC")
    try:
        return instant.astimezone(dt.UTC)
    except OverflowError:
        raise InputError(f"{what} {instant.isoformat()} cannot be meant; mend the year") from None


def local(instant: dt.datetime, key: str) -> dt.datetime:
    """An instant as clocks of a zone show it; errors as :func:`zone` and :func:`in_utc`."""
    return in_utc(instant).astimezone(zone(key))


def changes(key: str, first: dt.datetime, last: dt.datetime) -> tuple[Change, ...]:
    """Changes of a zone's offset after ``first`` and until ``last``, in order.

    Looked for day by day, then halved to the second: two changes within a day that undo each
    other would be missed.
    """
    begin, end = in_utc(first), in_utc(last)
    return tuple(
        one
        for year in range(begin.year, end.year + 1)
        for one in _changes_in(key, year)
        if begin < one.instant <= end
    )


@lru_cache(maxsize=8192)
def _changes_in(key: str, year: int) -> tuple[Change, ...]:
    at, where = dt.datetime(year, 1, 1, tzinfo=dt.UTC) - _SECOND, zone(key)
    before, found = _offset(at, where), []
    while at.year <= year:
        then = at + _DAY
        after = _offset(then, where)
        if before != after:
            low, high = at, then
            while high - low > _SECOND:
                middle = low + ((high - low) // 2 // _SECOND) * _SECOND
                low, high = (middle, high) if _offset(middle, where) == before else (low, middle)
            if high.year == year:
                shown = high.astimezone(where)
                name = shown.tzname() or key
                found.append(Change(high, before, after, name, bool(shown.dst())))
        at, before = then, after
    return tuple(found)


def twice(instant: dt.datetime, key: str) -> bool:
    """Whether clocks of a zone show this instant's local time at a second instant too."""
    shown = local(instant, key)
    return shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()


def offset(instant: dt.datetime, key: str) -> dt.timedelta:
    """A zone's offset from UTC at an instant; errors as :func:`local`."""
    return _offset(in_utc(instant), zone(key))


def _offset(instant: dt.datetime, where: ZoneInfo) -> dt.timedelta:
    offset = instant.astimezone(where).utcoffset()
    assert offset is not None  # a zone of the database always has one
    return offset
