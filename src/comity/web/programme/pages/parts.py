"""A nation's part in an activity: joined, changed, ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.reading.objects import one
from comity.programme.reading.views import ParticipationView
from comity.programme.services import participation
from comity.web.programme.given import field, nation, needed_day
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.pages.activity_actions import page_of


def join(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take part: the viewer's nation, or as a host's coordinator another that attends."""
    viewer = viewer_of(request)
    code = nation(request) if field(request, "nation", 60) else viewer.nation
    new = participation.NewPart(key, code, field(request, "part", 20), field(request, "mode", 20))
    return outcome(request, participation.join(programme(), viewer, new), page_of(key))


def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what a nation does and where its people are."""
    found = _part(request, key)
    done = participation.change_part(
        programme(), viewer_of(request), key, part=field(request, "part", 20),
        mode=field(request, "mode", 20),
    )  # fmt: skip
    return not_there(request) if found is None else outcome(request, done, page_of(found.activity))


def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a nation's part."""
    found = _part(request, key)
    until = needed_day(request, "until", _("the last day"))
    done = participation.end(programme(), viewer_of(request), key, until)
    return not_there(request) if found is None else outcome(request, done, page_of(found.activity))


def _part(request: HttpRequest, key: UUID) -> ParticipationView | None:
    found = one(viewer_of(request), "participation", key)
    return found if isinstance(found, ParticipationView) else None
