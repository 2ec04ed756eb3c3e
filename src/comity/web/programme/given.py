"""What an address or a form was given, read one way; what cannot be read is an InputError."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from comity.base.dates import parse_day
from comity.base.errors import InputError
from comity.programme.reading.lists import Window
from comity.web.site import current

_LONGEST = 200
LINES = 50


def asked(request: HttpRequest, name: str) -> str:
    """A text of the address, without spaces around it."""
    return str(request.GET.get(name, "")).strip()[:_LONGEST].replace("\0", "")


def asked_one(request: HttpRequest, name: str, known: Collection[str]) -> str:
    """A text of the address that is one of those known, or empty.

    Raises:
        InputError: it is another.
    """
    found = asked(request, name)
    if found and found not in known:
        raise InputError(f"{name} {found[:40]!r} is not known: choose one of the list.")
    return found


def asked_nation(request: HttpRequest, name: str = "nation") -> str:
    """The code of a nation of the address, or empty.

    Raises:
        InputError: it is none.
    """
    found = asked(request, name)
    return current().workspace.register.nations.resolve(found) if found else ""


def asked_day(request: HttpRequest, name: str = "on") -> dt.date | None:
    """A day of the address, or None.

    Raises:
        InputError: it is no day.
    """
    found = asked(request, name)
    return parse_day(found, name) if found else None


def asked_window(request: HttpRequest, lines: int = LINES, name: str = "offset") -> Window:
    """The part of a list from ``offset`` on; of a page's other lists by other names.

    Raises:
        InputError: it is no number, or out of bounds.
    """
    found = asked(request, name) or "0"
    if not found.isascii() or not found.isdigit() or len(found) > 9:
        raise InputError(f"{name} must be a whole number, as in ?{name}=50.")
    return Window(int(found), lines)


def identifier(text: str) -> UUID | None:
    """The identifier that a text is; None where it is none."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


def field(request: HttpRequest, name: str, longest: int = 4_000) -> str:
    """A text of a form, without spaces around it; empty where it was left empty or is not there.

    Longer texts are cut nowhere else, so a service refuses them in its own words.
    """
    given: Any = request.POST.get(name, "")
    return str(given).strip()[: longest + 1]


def day(request: HttpRequest, name: str, what: str) -> dt.date | None:
    """A day of a form, None where it was left empty.

    Raises:
        InputError: it is no day.
    """
    found = field(request, name, 20)
    return parse_day(found, what) if found else None


def needed_day(request: HttpRequest, name: str, what: str) -> dt.date:
    """A day of a form that must be given.

    Raises:
        InputError: it is missing or no day.
    """
    found = day(request, name, what)
    if found is None:
        raise InputError(f"{what} is missing: give a day.")
    return found


def key(request: HttpRequest, name: str, what: str) -> UUID:
    """An identifier of a form.

    Raises:
        InputError: it is missing, or none.
    """
    found = field(request, name, 40)
    try:
        return UUID(found)
    except ValueError:
        raise InputError(f"{what} is missing: choose one.") from None


def nation(request: HttpRequest, name: str = "nation") -> str:
    """The code of a nation of a form.

    Raises:
        InputError: there is none of that name.
    """
    return current().workspace.register.nations.resolve(field(request, name, 60))


def several(request: HttpRequest, name: str, most: int = 300) -> tuple[str, ...]:
    """The chosen ones of a list of a form, in their order.

    Raises:
        InputError: there are more than anybody chooses by hand.
    """
    found = tuple(dict.fromkeys(str(one).strip() for one in request.POST.getlist(name)))
    if len(found) > most:
        raise InputError(f"{len(found)} are chosen: at most {most} can be.")
    return tuple(one for one in found if one)
