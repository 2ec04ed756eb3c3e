"""Outputs of activities: added and cleared."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.reading.objects import one
from comity.programme.reading.views import ActivityView, OutputView
from comity.programme.services import outputs
from comity.web.programme.given import day, field
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.labels import part_labels
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.pages.activity_actions import page_of


def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add an output to an activity, with the labels chosen."""
    viewer = viewer_of(request)
    found = one(viewer, "activity", key)
    published = day(request, "published", _("the day of publication"))
    if not isinstance(found, ActivityView):
        return not_there(request)
    new = outputs.NewOutput(
        key, field(request, "output", 20), field(request, "title"), field(request, "code", 80),
        published, field(request, "cleared", 5) == "yes",
        part_labels(request, found, viewer.nation),
    )  # fmt: skip
    return outcome(request, outputs.add(programme(), viewer, new), page_of(key))


def clear(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record that an output has its clearance certificate."""
    viewer = viewer_of(request)
    found = one(viewer, "output", key)
    published = day(request, "published", _("the day of publication"))
    if not isinstance(found, OutputView):
        return not_there(request)
    done = outputs.clear(programme(), viewer, key, published)
    return outcome(request, done, page_of(found.activity))
