"""What forms of proposals are filled with and say."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.events.kinds import SkillAsked, Text
from comity.web.programme.given import field, several

_LONG = 20_000


def text_of(request: HttpRequest) -> Text:
    """A version of a proposal, as a form says."""
    return Text(
        title=field(request, "title"),
        summary=field(request, "summary", _LONG),
        technologies=several(request, "technologies"),
        must=skills(field(request, "must", _LONG)),
        nice=skills(field(request, "nice", _LONG)),
    )


def skills(given: str) -> tuple[SkillAsked, ...]:
    """Skills, one a line: its name, then after semicolons its names in other languages."""
    found = []
    for line in given.splitlines():
        names = [name.strip() for name in line.split(";") if name.strip()]
        if names:
            found.append(SkillAsked(names[0], tuple(names)))
    return tuple(found)


def lines(asked: tuple[SkillAsked, ...]) -> str:
    """Skills as the form takes them."""
    return "\n".join("; ".join(dict.fromkeys((one.key, *one.names))) for one in asked)


def version(request: HttpRequest) -> int:
    """The version that a form was read with.

    Raises:
        InputError: it is no number.
    """
    given = field(request, "version", 6)
    if not given.isascii() or not given.isdigit():
        raise InputError(f"the version {given[:20]!r} is no number: open the page again.")
    return int(given)


def moment(request: HttpRequest, name: str) -> dt.datetime:
    """A day and time of a form, in UTC.

    Raises:
        InputError: it is missing or none.
    """
    given = field(request, name, 40)
    try:
        found = dt.datetime.fromisoformat(given)
    except ValueError:
        words = _("the end is missing: give day and time in UTC, as 2026-12-24T12:00.")
        raise InputError(words) from None
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found
