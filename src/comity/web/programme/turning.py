"""Turn the pages of a list: the addresses of the part before and after, with the same filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from comity.programme.reading.lists import Page, Window


@dataclass(frozen=True, slots=True)
class Turned:
    """Addresses of the part before and after, empty where there is none."""

    before: str
    after: str
    first: int
    last: int
    total: int | None


def turned(
    request: HttpRequest,
    window: Window,
    shown: int,
    total: int | None,
    more: bool,
    name: str = "offset",
) -> Turned:
    """How to turn the pages of a list, which begins at the parameter ``name``, all else kept."""
    given = {key: text for key, text in request.GET.items() if key != name and text}

    def at(offset: int) -> str:
        place = {name: str(offset)} if offset else {}
        query = urlencode({**given, **place})
        return f"{request.path}?{query}" if query else request.path

    before = at(max(0, window.offset - window.limit)) if window.offset else ""
    after = at(window.offset + window.limit) if more else ""
    first = window.offset + 1 if shown else 0
    return Turned(before, after, first, window.offset + shown, total)


def turned_page(request: HttpRequest, page: Page[Any]) -> Turned:
    """The same of a page that has a total."""
    more = page.window.offset + len(page.rows) < page.total and bool(page.rows)
    return turned(request, page.window, len(page.rows), page.total, more)
