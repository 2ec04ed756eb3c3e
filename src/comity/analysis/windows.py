"""Which years an estimate rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.base.errors import InputError, NothingError
from comity.evidence.manifest import Series

DEFAULT_YEARS = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Years from ``first`` to ``last``, both included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InputError(
                f"window {self.first}-{self.last} is empty: put the earlier year first."
            )

    @property
    def text(self) -> str:
        """``2016-2020``, or one year alone."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def parse_window(given: str | tuple[int, int] | Window | None) -> Window | None:
    """Read ``2016-2020``, ``2018``, a pair of years, or nothing.

    Raises:
        InputError: it is none of these, or empty.
    """
    if given is None or isinstance(given, Window):
        return given
    if isinstance(given, tuple):
        first, last = given
        return Window(int(first), int(last))
    match = re.fullmatch(r"\s*(\d{4})(?:\s*[-–:]\s*(\d{4}))?\s*", given)
    if not match:
        raise InputError(f"window {given!r} is not a window: write YYYY-YYYY or YYYY.")
    return Window(int(match[1]), int(match[2] or match[1]))


def choose(series: Series, window: Window | None, end: int | None) -> Window | None:
    """The window of a series: the one asked for, else its last five years up to ``end``.

    A pooled series has one window, its own, and is used where that lies within what is asked.
    Returns None where the series has no years there.
    """
    latest = series.last if end is None else min(series.last, end)
    if series.pooled:
        own = Window(series.first, series.last)
        inside = series.last <= latest and (
            window is None or (window.first <= own.first and own.last <= window.last)
        )
        return own if inside else None
    asked = window or Window(latest - DEFAULT_YEARS + 1, latest)
    years = [year for year in series.years if asked.first <= year <= min(asked.last, latest)]
    if not years:
        return None
    return Window(years[0], years[-1])


def choose_links(series: Series, window: Window | None, end: int | None) -> Window | None:
    """The window of a series' joint records: as :func:`choose`, where they have output's periods.

    Joint records in windows of their own give the latest of these that lies within what is
    asked, the longest of several that end together; None where none does.
    """
    if not series.links_windows:
        return choose(series, window, end)
    inside = [
        own
        for own in (Window(first, last) for first, last in series.links_windows)
        if (end is None or own.last <= end)
        and (window is None or (window.first <= own.first and own.last <= window.last))
    ]
    return max(inside, key=lambda own: (own.last, -own.first), default=None)


def years_within(series: Series, window: Window) -> list[int]:
    """The years of a series that lie within a window, in order."""
    return [year for year in series.years if window.first <= year <= window.last]


def incomplete_years(series: Series, window: Window) -> list[int]:
    """Years of a window whose citations are incomplete: the last two of the series (methods §3)."""
    return [year for year in series.years[-2:] if window.first <= year <= window.last]


def nothing_there(
    series: list[Series], window: Window | None, end: int | None, links: bool = False
) -> NothingError:
    """The error for a request that no series can answer, saying which years there are.

    With ``links`` it was for joint records, which may have windows of their own.
    """
    held = ", ".join(sorted({f"{s.key} {_held(s, links)}" for s in series})) or "none"
    asked = f"window {window.text}" if window else f"a window ending by {end}"
    if window and end is not None and window.last > end:
        asked += f" (cut at {end} by --on)"
    return NothingError(f"no evidence for {asked}: the series hold {held}; ask for other years.")


def _held(series: Series, links: bool) -> str:
    if not (links and series.links_windows):
        return f"{series.first}–{series.last}"
    return " and ".join(Window(first, last).text for first, last in series.links_windows)
