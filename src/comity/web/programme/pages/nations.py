"""What nations take part in and could, and what use they made of what they are entitled to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading import lists
from comity.programme.reading.entitled import Entitled, entitled
from comity.programme.reading.lists import MOST, Window
from comity.programme.reading.persons import names
from comity.programme.reading.uptake import uptake
from comity.programme.reading.willing import willing
from comity.programme.services.acting import COORDINATOR
from comity.web.programme.files import csv_file
from comity.web.programme.given import LINES, asked_window
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there
from comity.web.programme.showing import show
from comity.web.programme.turning import turned
from comity.web.showing import name_of
from comity.web.site import current

# Years of uptake on the page.
_YEARS = 5
_COLUMNS = (
    "list", "nation", "on", "code", "title", "answer", "part", "mode", "since", "until",
    "sentence", "rule", "rule_since", "source", "ask",
)  # fmt: skip


def nations(request: HttpRequest) -> HttpResponse:
    """``/programme/nations``: those that take part today, as far as is seen."""
    viewer = viewer_of(request)
    found = lists.nations(viewer)
    return show(request, "nations.html", _("Nations"), {"nations": found})


def nation(request: HttpRequest, code: str) -> HttpResponse:
    """``/programme/nations/JPN``."""
    viewer, window = viewer_of(request), asked_window(request)
    held = asked_window(request, name="parts")
    if not _known(code):
        return not_there(request)
    # One more than is shown says whether there are more.
    found = entitled(
        programme(), viewer, code, parts=_of(held), could=_of(replace(window, limit=LINES + 1))
    )
    could, last = found.could[:LINES], held.offset + len(found.takes_part)
    first = max(2012, viewer.day.year - _YEARS + 1)
    coordinators = lists.roles(
        viewer, Window(0, MOST), nation=code, role=COORDINATOR, on=viewer.day
    ).rows
    context = {
        "nation": code, "entitled": found, "could": could,
        "pages": turned(request, window, len(could), None, len(found.could) > LINES),
        "parts": turned(
            request, held, len(found.takes_part), found.parts, last < found.parts, "parts"
        ),
        "willing": willing(viewer, nation=code),
        "coordinators": coordinators,
        "names": names(programme(), viewer, [one.person for one in coordinators]),
        "uptake": uptake(programme(), viewer, [code], first),
        "activities": {one.key: one.name for one in current().workspace.register.activities},
    }  # fmt: skip
    return show(request, "nation.html", name_of(code), context)


def activities_file(request: HttpRequest, code: str) -> HttpResponse:
    """``/programme/nations/JPN/activities.csv``: both lists, whole."""
    if not _known(code):
        return not_there(request)
    found = entitled(programme(), viewer_of(request), code)
    return csv_file(f"activities-{code}", _COLUMNS, _rows(found))


def _of(window: Window) -> slice:
    return slice(window.offset, window.offset + window.limit)


def _known(code: str) -> bool:
    """Whether an address names a nation by its code, and not by another of its names."""
    try:
        return current().workspace.register.nations.resolve(code) == code
    except InputError:
        return False


def _rows(found: Entitled) -> Iterator[tuple[object, ...]]:
    on = (found.nation, found.day)
    for part in found.takes_part:
        yield (
            "takes-part", *on, part.code, part.title, "", part.part, part.mode, part.since,
            part.until or "", "", "", "", "", "",
        )  # fmt: skip
    for one in found.could:
        yield (
            "could", *on, one.code, one.title, one.answer, one.part, "", "", "", one.sentence,
            one.rule, one.since, ";".join(one.source), one.ask,
        )  # fmt: skip
