"""Whether two printed values are the same: figures to their last digit, dates to the coarser one."""

from __future__ import annotations

import re

from comity.base.dates import DateSpan, parse_span
from comity.base.errors import InputError

_DATES = frozenset({"year", "month", "day", "decade", "end of ISAF"})
_ABOUT = 0.1
# "One of the highest" is read as one of the first five; beyond the twentieth it is none.
AMONG_FIRST, FAR_FROM_FIRST = 5, 20


def alike(said: float | str, relation: str, found: float | str, unit: str | None) -> bool | None:
    """Whether a figure or date agrees with what is said; None where the words leave it open.

    ``about`` allows a tenth; ``more-than`` wants a figure not below; ``among-first`` is of ranks.
    """
    if unit in _DATES or (isinstance(said, str) and isinstance(found, str)):
        return _dates(said, found)
    if isinstance(said, str) or isinstance(found, str):
        return _dates(said, found) if unit is None else _text(said) == _text(found)
    if relation == "about":
        return abs(found - said) <= _ABOUT * abs(said)
    if relation == "more-than":
        return found >= said
    return abs(found - said) <= _half_digit(said)


def among_first(rank: float) -> bool | None:
    """Whether a rank is one of the first; None between the fifth and the twentieth."""
    return True if rank <= AMONG_FIRST else False if rank > FAR_FROM_FIRST else None


def span_of(value: float | str) -> DateSpan | None:
    """The days that a date or decade may mean; None if it is none."""
    text = _text(value)
    if decade := re.fullmatch(r"(\d{3})0s", text):
        first, last = parse_span(f"{decade[1]}0"), parse_span(f"{decade[1]}9")
        return DateSpan(first.first, last.last)
    try:
        return parse_span(text)
    except InputError:
        return None


def shown(value: float | str | None) -> str:
    """A value for people."""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() and abs(value) >= 10_000 else f"{value:g}"
    return "–" if value is None else value


def _dates(said: float | str, found: float | str) -> bool:
    a, b = span_of(said), span_of(found)
    if a is None or b is None:
        # A word is found among several, as a firm among those that a source names.
        mine, theirs = _text(said).casefold(), _text(found).casefold()
        return mine == theirs or mine in [part.strip() for part in theirs.split(",")]
    return a.first <= b.last and b.first <= a.last


def _text(value: float | str) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _half_digit(value: float) -> float:
    digits = len(f"{value:g}".partition(".")[2]) if abs(value) < 1e6 else 0
    return 0.5 * 10.0**-digits + 1e-9
