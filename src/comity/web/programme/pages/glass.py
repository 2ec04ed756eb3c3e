"""Breaking the glass, before all; and what administrators look after."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.persons import names
from comity.programme.reading.tables import TABLES
from comity.programme.reading.views import DocumentView
from comity.programme.reading.views_meetings import MeetingView, SeriesView
from comity.programme.services.administration import check, head, house
from comity.programme.services.glass import break_glass, broken, read
from comity.programme.services.guard import Refusal
from comity.web.programme.files import document_file
from comity.web.programme.given import field, identifier
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome, refused
from comity.web.programme.places import KINDS, title_of
from comity.web.programme.showing import show
from comity.web.site import current


def glass(request: HttpRequest) -> HttpResponse:
    """``/programme/glass``: break it for a reason; read one object at a time while it is broken."""
    viewer = viewer_of(request)
    now = programme().clock().isoformat()
    mine = [one for one in broken() if one.person == viewer.person]
    context = {
        "open": next((one for one in mine if now[:19] < one.until[:19]), None),
        "kinds": {table: KINDS[table] for table in TABLES},
    }
    return show(request, "glass.html", _("Break the glass"), context)


def glass_break(request: HttpRequest) -> HttpResponse:
    """Break it; everybody sees that and why."""
    result = break_glass(programme(), viewer_of(request), field(request, "reason"))
    return outcome(request, result, "/programme/glass")


def glass_read(request: HttpRequest) -> HttpResponse:
    """One object through the broken glass; its owners are told."""
    table, key = field(request, "table"), identifier(field(request, "key"))
    if table not in TABLES:
        raise InputError("choose which kind of object it is.")
    if key is None:
        return not_there(request)
    found = read(programme(), viewer_of(request), table, key)
    if isinstance(found, Refusal):
        return refused(request, found)
    if field(request, "whole") and found.data is not None and isinstance(found.view, DocumentView):
        return document_file(found.view, found.data)
    view = found.view
    facts = _facts(view)
    facts += [(name, one.value) for name, one in sorted(found.values.items())]
    context = {
        "object": view, "facts": facts, "words": title_of(view), "table": table,
        "has_bytes": found.data is not None,
    }  # fmt: skip
    return show(request, "glass_read.html", _("Read through the broken glass"), context)


def _facts(view: Any) -> list[tuple[str, Any]]:
    """What an object says, by field; of series and meetings the fields of their content, too."""
    facts = [
        (one.name, value)
        for one in fields(view)
        if one.name != "marks" and (value := getattr(view, one.name)) not in (None, "")
    ]
    if isinstance(view, SeriesView | MeetingView):
        content = dict(facts).get("content")
        facts = [one for one in facts if one[0] != "content"]
        facts += [] if content is None else _facts(content)
    return facts


def glass_log(request: HttpRequest) -> HttpResponse:
    """``/programme/glass/log``: who broke it, when and why, for everybody who has signed in."""
    log = broken()
    known = names(programme(), viewer_of(request), [one.person for one in log])
    return show(request, "glass_log.html", _("Who broke the glass"), {"log": log, "names": known})


def administration(request: HttpRequest) -> HttpResponse:
    """``/programme/administration``: accounts, letters, what is past its retention."""
    found = house(programme(), viewer_of(request))
    if isinstance(found, Refusal):
        return refused(request, found)
    return show(request, "administration.html", _("Administration"), {"house": found})


def head_file(request: HttpRequest) -> HttpResponse:
    """``/programme/administration/head.json``: the signed head, to be kept elsewhere."""
    found = head(programme(), viewer_of(request))
    if isinstance(found, Refusal):
        return refused(request, found)
    response = HttpResponse(f"{found.as_text()}\n", content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="head.json"'
    return response


def administration_verify(request: HttpRequest) -> HttpResponse:
    """Verify the chain; one run at a time."""
    with current().computing():
        found = check(programme(), viewer_of(request))
    if isinstance(found, Refusal):
        return refused(request, found)
    return show(request, "verified.html", _("Verification of the history"), {"found": found})
