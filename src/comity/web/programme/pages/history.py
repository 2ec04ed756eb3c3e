"""What happened, as far as the viewer may read, and who could see an object on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.could_see import Could, who_could_see
from comity.programme.reading.history import Happened, history
from comity.programme.reading.latest import latest
from comity.programme.reading.lists import MOST, Window
from comity.programme.reading.objects import find
from comity.programme.reading.persons import names
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import View
from comity.programme.services.guard import Refusal
from comity.web.programme.files import csv_file
from comity.web.programme.given import LINES, asked_day, asked_window, identifier
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, refused
from comity.web.programme.places import address_of, event_words, hung_on, kind_words, title_of
from comity.web.programme.showing import show
from comity.web.programme.turning import Turned, turned


@dataclass(frozen=True, slots=True)
class Line:
    """An event of an object, as a page shows it."""

    table: str
    object: View
    happened: Happened


@dataclass(frozen=True, slots=True)
class _Asked:
    lines: tuple[Line, ...]
    pages: Turned
    object: View | None


def history_page(request: HttpRequest) -> HttpResponse:
    """``/programme/history``: the newest first; of one ``object`` or one ``day`` where asked."""
    found = _asked(request, LINES)
    if found is None:
        return not_there(request)
    context = {
        "lines": found.lines, "pages": found.pages, "object": found.object,
        "day": request.GET.get("day", ""), "key": request.GET.get("object", ""),
        "file": "/programme/history.csv" + request.get_full_path()[len(request.path) :],
        "address_of": address_of, "title_of": title_of, "kind_words": kind_words,
        "event_words": event_words,
        "of": hung_on(viewer_of(request), [line.object for line in found.lines]),
    }  # fmt: skip
    return show(request, "history.html", _("History"), context)


def history_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file, 200 events at a time."""
    found = _asked(request, MOST)
    if found is None:
        return not_there(request)
    header = ("time", "kind", "object_kind", "object", "by", "says", "marking")
    rows = (
        (
            line.happened.time, line.happened.kind, line.table, line.object.id,
            "you" if line.happened.by else "",
            "; ".join(f"{name}: {text}" for name, text in line.happened.says),
            line.happened.marking,
        )
        for line in found.lines
    )  # fmt: skip
    return csv_file("history", header, rows)


def _asked(request: HttpRequest, rows: int) -> _Asked | None:
    """Events that are asked for; None where an object is hidden or not there.

    Raises:
        InputError: no such day, or an offset that is none.
    """
    viewer, window, day = viewer_of(request), asked_window(request, rows), asked_day(request, "day")
    text = request.GET.get("object", "").strip()
    if text:
        key = identifier(text)
        found = None if key is None else find(viewer, key)
        return None if found is None else _of_one(request, viewer, found, window)
    page = latest(viewer, window, day)
    lines = tuple(Line(one.table, one.object, one.happened) for one in page.rows)
    return _Asked(lines, turned(request, window, len(lines), None, page.more), None)


def _of_one(
    request: HttpRequest, viewer: Viewer, found: tuple[str, View], window: Window
) -> _Asked | None:
    table, view = found
    day = asked_day(request, "day")
    events = history(viewer, table, view.id)
    if events is None:
        return None
    newest = [one for one in reversed(events) if day is None or one.time[:10] == day.isoformat()]
    last = window.offset + window.limit
    lines = tuple(Line(table, view, one) for one in newest[window.offset : last])
    more = len(newest) > last
    return _Asked(lines, turned(request, window, len(lines), len(newest), more), view)


def seen(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/seen/<uuid>?on=``: who could see it on that day, for who may ask.

    Raises:
        InputError: no day, or one that is still to come.
    """
    viewer = viewer_of(request)
    day = asked_day(request) or viewer.day
    if day > viewer.day:
        raise InputError(f"{day} is still to come: ask of a day until {viewer.day}.")
    found = find(viewer, key)
    could = _could(viewer, key, found, day)
    if isinstance(could, Refusal):
        return refused(request, could)
    window = asked_window(request, MOST)
    last = window.offset + window.limit
    shown = could[window.offset : last]
    context = {
        "day": day, "could": shown,
        "pages": turned(request, window, len(shown), len(could), len(could) > last),
        "object": None if found is None else found[1], "title_of": title_of,
        "names": names(programme(), viewer, [one.person for one in shown]),
    }  # fmt: skip
    return show(request, "seen.html", _("Who could see this on %(day)s") % {"day": day}, context)


def _could(
    viewer: Viewer, key: UUID, found: tuple[str, View] | None, day: dt.date
) -> tuple[Could, ...] | Refusal:
    """Whoever sees the object knows its kind; an administrator asks of each kind in turn."""
    answer: tuple[Could, ...] | Refusal = ()
    for table in TABLES if found is None else (found[0],):
        answer = who_could_see(programme(), viewer, table, key, day)
        if answer:
            return answer
    return answer
