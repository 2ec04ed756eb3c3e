"""The terms of a series as somebody gives them: checked before anything is planned by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.meetings.invitations import check_link
from comity.programme.models import Series
from comity.programme.reading.clocks import desk, refusal
from comity.programme.services.texts import checked

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# One line of a calendar file holds it with the activity's code and the meeting's number.
TITLE = 120
ABOUT = 4_000
_MOST_LINES = 20
_MOST_NATIONS = 60
_MOST_DELEGATES = 50


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an activity meets.

    Attributes:
        title: of the series.
        host: nation whose local days the windows are, and in whose zone calendar files are.
        minutes: length of a meeting, 15 to 720.
        every: days from one window to the next, 1 to 366.
        window: days in which a meeting may be, 1 to 31 and at most ``every``.
        step: minutes from one possible start to the next: 15, 30 or 60.
        apart: nations that take part and need not meet.
        rotation: hosts in turn, had it met in person; the host if none.
        delegates: of each nation, had it met in person; the house's assumption if nought.
        refusals: lines such as ``JPN KOR 23:00-06:00``; without nations for all.
        days_off: whether weekends and public holidays are refused.
        about: what it is about; content.
        link: to the call; content.
    """

    title: str
    host: str
    minutes: int = 60
    every: int = 28
    window: int = 7
    step: int = 30
    apart: tuple[str, ...] = ()
    rotation: tuple[str, ...] = ()
    delegates: int = 0
    refusals: tuple[str, ...] = ()
    days_off: bool = True
    about: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """Which meetings are planned: ``count`` of them, the first window from ``first`` on."""

    first: dt.date
    count: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A series to be opened in an activity, and its first meetings."""

    activity: UUID
    terms: Terms
    when: When


def checked_terms(programme: Programme, terms: Terms) -> Terms:
    """Terms as they are kept: texts without spaces around them, nations and lines in order.

    Bounds of the planner (length, window, step) are its own to refuse.

    Raises:
        InputError: a text, nation, number, line or link that cannot be.
    """
    for what, given in (("hosts in turn", terms.rotation), ("nations apart", terms.apart)):
        if len(given) > _MOST_NATIONS:
            raise InputError(f"{len(given)} {what}: at most {_MOST_NATIONS} are kept.")
    seats = desk(programme).seats
    for nation in (terms.host, *terms.rotation):
        seats[nation[:20]]
    nations = programme.workspace.register.nations
    for nation in terms.apart:
        if nation not in nations:
            raise InputError(f"{nation[:20]!r} is no nation: write its alpha-3 code.")
    if not 0 <= terms.delegates <= _MOST_DELEGATES:
        raise InputError(f"{terms.delegates} delegates: give 1 to {_MOST_DELEGATES} of a nation.")
    if len(terms.refusals) > _MOST_LINES:
        raise InputError(f"{len(terms.refusals)} lines of refused hours: at most {_MOST_LINES}.")
    if terms.link:
        check_link(terms.link)
    title = checked(terms.title, "the title", TITLE)
    if "\n" in title or "\t" in title:
        raise InputError("the title has several lines: write one.")
    return replace(
        terms,
        title=title,
        apart=tuple(sorted(set(terms.apart))),
        refusals=tuple(dict.fromkeys(_line(programme, one) for one in terms.refusals)),
        delegates=terms.delegates or desk(programme).assumptions.delegates,
        about=checked(terms.about, "what it is about", ABOUT, needed=False),
    )


def _line(programme: Programme, line: str) -> str:
    """A line of refused hours in one form, which the clocks read."""
    words = line.replace(",", " ").replace("–", "-").split()
    if not words or len(words) > _MOST_NATIONS:
        raise InputError(f"refused hours {line[:40]!r}: write them as JPN KOR 23:00-06:00.")
    *nations, hours = words
    known = programme.workspace.register.nations
    for nation in nations:
        if nation not in known:
            raise InputError(
                f"refused hours {line[:40]!r}: {nation[:20]!r} is no nation; write codes, then "
                "hours, as JPN KOR 23:00-06:00."
            )
    told = " ".join((*sorted(set(nations)), hours))
    if hours.count("-") != 1:
        raise InputError(f"refused hours {line[:40]!r}: write them as JPN KOR 23:00-06:00.")
    refusal(told)
    return told


def terms_of(row: Series) -> Terms:
    """The terms that a series was opened with."""
    return Terms(
        row.title, row.host, row.minutes, row.every, row.window, row.step, tuple(row.apart),
        tuple(row.rotation), row.delegates, tuple(row.refusals), row.days_off, row.about, row.link,
    )  # fmt: skip
