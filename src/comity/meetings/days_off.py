"""Public holidays of nations, by the library ``holidays``; what it does not know is said so.

A year for which the library lists no holiday at all is *not known*, never a year without
holidays: that is so for nations it does not cover, for years outside its tables, and for Ukraine,
whose holidays have been working days under martial law since 2022. Only national public holidays
are taken: those of parts of a nation are not. Dates that hang on the sight of the moon carry the
library's mark "(estimated)".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version

import holidays

from comity.base.errors import InputError

_ENGLISH = ("en_US", "en_GB")


@dataclass(frozen=True, slots=True)
class Holidays:
    """Public holidays of a nation in some years.

    Attributes:
        named: day → names of its holidays.
        known: years that the library lists.
        source: of it, with its edition.
    """

    named: Mapping[dt.date, str]
    known: frozenset[int]
    source: str

    def on(self, day: dt.date) -> str | None:
        """The holiday's name; empty where there is none; ``None`` where the year is not known."""
        return self.named.get(day, "") if day.year in self.known else None


def holidays_of(alpha2: str, years: Iterable[int]) -> Holidays:
    """Public holidays of a nation.

    Args:
        alpha2: its ISO 3166-1 code of two letters.
        years: of the calendar, each from 1900 to 2100.

    Raises:
        InputError: a year is outside of that.
    """
    wanted = tuple(sorted(set(years)))
    if wanted and not 1900 <= wanted[0] <= wanted[-1] <= 2100:
        raise InputError(f"holidays of {wanted[0]} to {wanted[-1]}: give years from 1900 to 2100")
    named: dict[dt.date, str] = {}
    known = set()
    for year in wanted:
        if found := _listed(alpha2, year):
            known.add(year)
            named.update(found)
    return Holidays(named, frozenset(known), f"holidays {version('holidays')}")


# 250 nations in a few years; a listing takes milliseconds.
@lru_cache(maxsize=2048)
def _listed(alpha2: str, year: int) -> Mapping[dt.date, str]:
    try:
        languages = holidays.country_holidays(alpha2).supported_languages
        language = next((one for one in _ENGLISH if one in languages), None)
        # One year, not expanded: looking up a day must never add another year by itself.
        listed = holidays.country_holidays(alpha2, years=year, expand=False, language=language)
    except NotImplementedError:
        return {}
    return {day: name for day, name in listed.items() if day.year == year}
