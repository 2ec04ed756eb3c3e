"""The activities that whoever asks may see, and the form that registers one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading import lists
from comity.programme.reading.objects import one
from comity.programme.reading.viewer import Viewer
from comity.programme.services import activities as services
from comity.programme.services.guard import Refusal
from comity.web.programme import labels
from comity.web.programme.given import (
    asked,
    asked_day,
    asked_nation,
    asked_one,
    asked_window,
    day,
    field,
)
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.offers import OFFICE
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page
from comity.web.site import current

_LIST = "/programme/activities"


def kinds() -> dict[str, list[tuple[str, str]]]:
    """Bodies, types and states of activities, by key and name."""
    register = current().workspace.register
    return {
        "bodies": [(one.key, one.name) for one in register.bodies],
        "types": [(one.key, one.name) for one in register.activity_types],
        "states": [(one.key, one.name) for one in register.activity_statuses],
    }


def activities(request: HttpRequest) -> HttpResponse:
    """``/programme/activities?body=IST&nation=JPN``: what is seen, a page at a time."""
    viewer, known = viewer_of(request), kinds()
    body, type_, status = (
        asked_one(request, name, [key for key, _name in known[many]])
        for name, many in (("body", "bodies"), ("type", "types"), ("status", "states"))
    )
    nation, on, mine = asked_nation(request), asked_day(request), asked(request, "mine") == "yes"
    found = lists.activities(
        viewer, asked_window(request), body=body, type=type_, status=status, nation=nation, on=on,
        mine=mine,
    )  # fmt: skip
    context = {
        "found": found, "pages": turned_page(request, found), "known": known,
        "nations": labels.nation_choices(),
        "asked": {
            "body": body, "type": type_, "status": status, "nation": nation,
            "on": "" if on is None else on.isoformat(), "mine": "yes" if mine else "",
        },
        "offices": offices(viewer),
    }  # fmt: skip
    return show(request, "activities.html", _("Activities"), context)


def offices(viewer: Viewer) -> list[str]:
    """Bodies whose activities a viewer registers."""
    return sorted({held.body for held in viewer.roles if held.role == OFFICE and held.body})


def new(request: HttpRequest) -> HttpResponse:
    """``/programme/activities/new?follows=…``: the form."""
    viewer, before = viewer_of(request), None
    if asked(request, "follows"):
        before = _before(viewer, asked(request, "follows"))
        if before is None:
            return not_there(request)
    context = {
        "before": before, "known": kinds(), "offices": offices(viewer),
        "audiences": labels.audiences(), "nations": labels.nation_choices(),
        "choices": labels.activity_choices(), "levels": labels.levels(),
    }  # fmt: skip
    return show(request, "activity_new.html", _("Register an activity"), context)


def _before(viewer: Viewer, text: str) -> Any:
    try:
        return one(viewer, "activity", UUID(text))
    except ValueError:
        return None


def register(request: HttpRequest) -> HttpResponse:
    """Register an activity, as the form says."""
    made = services.register(programme(), viewer_of(request), _new(request))
    return _to(request, made)


def follow_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """Register what follows an activity."""
    made = services.follow_on(programme(), viewer_of(request), key, _new(request))
    return _to(request, made)


def _to(request: HttpRequest, made: UUID | Refusal) -> HttpResponse:
    return outcome(request, made, f"{_LIST}/{made}")


def _new(request: HttpRequest) -> services.NewActivity:
    body = field(request, "body", 20)
    if body not in [one.key for one in current().workspace.register.bodies]:
        raise InputError(f"{body[:20]!r} is no body: choose one of the list.")
    open_to = services.opened_to(programme(), labels.opened(request))
    return services.NewActivity(
        code=field(request, "code", 40),
        type=field(request, "type", 20),
        body=body,
        title=field(request, "title"),
        status=field(request, "status", 40) or "planning",
        start=day(request, "start", _("the start")),
        end=day(request, "end", _("the end")),
        open_to=open_to,
        labels=labels.activity_labels(request, body, open_to),
    )
