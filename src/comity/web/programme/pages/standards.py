"""The register of standards: the list, one standard, and the forms that link and follow one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.reading import lists
from comity.programme.reading.history import history
from comity.programme.reading.objects import one, several
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView, StandardView
from comity.programme.services import standards as services
from comity.web.programme.given import (
    asked,
    asked_one,
    asked_window,
    field,
    identifier,
    needed_day,
)
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.labels import part_labels
from comity.web.programme.offers import OFFICE
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.pages.activities import kinds
from comity.web.programme.pages.activity_actions import page_of
from comity.web.programme.places import event_words
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page
from comity.web.site import current

LIST = "/programme/standards"


def stages() -> dict[str, str]:
    """Stages of a standard by key, in their usual order."""
    return {one.key: one.name for one in current().workspace.register.standard_stages}


def standards(request: HttpRequest) -> HttpResponse:
    """``/programme/standards?stage=promulgated&body=IST&q=label``: what is seen, by designation."""
    viewer, bodies = viewer_of(request), kinds()["bodies"]
    stage, body = (
        asked_one(request, name, known)
        for name, known in (("stage", list(stages())), ("body", [key for key, _name in bodies]))
    )
    words = asked(request, "q")
    found = lists.standards(viewer, asked_window(request), body=body, stage=stage, text=words)
    context = {
        "found": found, "pages": turned_page(request, found), "stages": stages(),
        "bodies": bodies, "asked": {"stage": stage, "body": body, "q": words},
        "activities": several(viewer, "activity", [row.activity for row in found.rows]),
    }  # fmt: skip
    return show(request, "standards.html", _("Standards"), context)


def standard(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/standards/<key>``: one, whence it came and what happened to it."""
    viewer = viewer_of(request)
    found = one(viewer, "standard", key)
    if not isinstance(found, StandardView):
        return not_there(request)
    activity = one(viewer, "activity", found.activity)
    context = {
        "standard": found, "stages": stages(), "activity": activity,
        "output": None if found.output is None else one(viewer, "output", found.output),
        "happened": (history(viewer, "standard", key) or ())[::-1], "event_words": event_words,
        "follows": isinstance(activity, ActivityView) and follows(viewer, activity)
        and not found.marks.lacks,
    }  # fmt: skip
    return show(request, "standard.html", f"{found.designation}: {found.title}", context)


def follows(viewer: Viewer, activity: ActivityView) -> bool:
    """Whether a viewer links and follows standards of an activity: its lead or its office."""
    leads = any(held.role == "lead" and held.activity == activity.id for held in viewer.roles)
    return leads or viewer.holds(OFFICE, body=activity.body)


def of_activity(viewer: Viewer, activity: ActivityView) -> dict[str, Any]:
    """What an activity's page shows of standards."""
    window = lists.Window(0, lists.MOST)
    return {
        "standards": lists.standards(viewer, window, activity=activity.id), "stages": stages(),
        "links_standards": follows(viewer, activity),
    }  # fmt: skip


def link(request: HttpRequest, key: UUID) -> HttpResponse:
    """Link a standard to an activity, with the labels chosen."""
    viewer = viewer_of(request)
    found = one(viewer, "activity", key)
    dated = needed_day(request, "dated", _("the day of the stage"))
    output = identifier(field(request, "from", 40)) if field(request, "from", 40) else None
    if not isinstance(found, ActivityView):
        return not_there(request)
    new = services.NewStandard(
        key, field(request, "designation", 100), field(request, "title"),
        field(request, "issuer", 200), field(request, "stage", 40), dated,
        field(request, "basis"), output, part_labels(request, found, viewer.nation),
    )  # fmt: skip
    return outcome(request, services.link(programme(), viewer, new), f"{page_of(key)}#standards")


def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record at which stage a standard is."""
    done = services.change(
        programme(), viewer_of(request), key, field(request, "stage", 40),
        needed_day(request, "dated", _("the day of the stage")), field(request, "basis"),
    )  # fmt: skip
    return outcome(request, done, f"{LIST}/{key}")
