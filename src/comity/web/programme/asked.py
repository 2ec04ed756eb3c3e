"""What addresses of the programme ask for: days, identifiers, parts of lists; and lists as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from comity.base.errors import InputError
from comity.programme.reading.lists import MOST, Page, Window

ROWS = 50
# What a spreadsheet would compute.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def window_of(request: HttpRequest, rows: int = ROWS) -> Window:
    """The part of a list that an address asks for.

    Raises:
        InputError: an offset that is none.
    """
    text = request.GET.get("offset", "").strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise InputError("offset must be a whole number: leave it out for the first rows.")
    return Window(int(text), rows)


def day_of(request: HttpRequest, name: str = "on") -> dt.date | None:
    """The day of an address; None where it names none.

    Raises:
        InputError: a text that is no day.
    """
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        if len(text) != len("2026-01-01"):
            raise ValueError
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{name} must be a day, as in 2026-01-31.") from None


def identifier(text: str) -> UUID | None:
    """The identifier that a text is; None where it is none."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


@dataclass(frozen=True, slots=True)
class Turned:
    """Addresses of the part before and after, empty where there is none."""

    before: str
    after: str
    first: int
    last: int
    total: int | None


def turned(
    request: HttpRequest, window: Window, shown: int, total: int | None, more: bool
) -> Turned:
    """How to turn the pages of a list with the same filters."""
    given = {name: text for name, text in request.GET.items() if name != "offset" and text}

    def at(offset: int) -> str:
        place = {"offset": str(offset)} if offset else {}
        query = urlencode({**given, **place})
        return f"{request.path}?{query}" if query else request.path

    before = at(max(0, window.offset - window.limit)) if window.offset else ""
    after = at(window.offset + window.limit) if more else ""
    first = window.offset + 1 if shown else 0
    return Turned(before, after, first, window.offset + shown, total)


def turned_page(request: HttpRequest, page: Page[object]) -> Turned:
    """The same of a page that has a total."""
    more = page.window.offset + len(page.rows) < page.total and bool(page.rows)
    return turned(request, page.window, len(page.rows), page.total, more)


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Rows as a file; a text that a spreadsheet would take for a formula begins with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _plain(cell: object) -> object:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return "" if cell is None else cell


FILE = Window(0, MOST)
