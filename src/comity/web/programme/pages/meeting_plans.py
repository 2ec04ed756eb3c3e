"""A series as it would be planned, shown before it is written; then written as it was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.clocks import taking_part
from comity.programme.reading.objects import one
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView
from comity.programme.reading.views_meetings import SeriesView
from comity.programme.services import meetings
from comity.programme.services.guard import Refusal
from comity.programme.services.meeting_plans import CAP, Shown
from comity.programme.services.meeting_terms import Opening, Terms, When
from comity.web.programme import labels
from comity.web.programme.given import field, needed_day, several
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome, refused
from comity.web.programme.showing import show

CONFLICT = 409
# What the hidden fields of a shown plan hold, so that the same is sent to be written.
_TERMS = (
    "title", "host", "first", "count", "minutes", "every", "window", "step", "delegates",
    "refusals", "days_off", "about", "link",
)  # fmt: skip
_NEXT = ("first", "count")


def form(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/activities/<key>/meetings/plan``: the terms of a series, to be filled."""
    viewer = viewer_of(request)
    found = one(viewer, "activity", key)
    if (refusal := meetings.plans(programme(), viewer, key)) is not None:
        return refused(request, refusal)
    if not isinstance(found, ActivityView):
        return not_there(request)
    return _form(request, viewer, found, {})


def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan of a new series, which writes nothing; the form again below it."""
    viewer = viewer_of(request)
    opening = _opening(request, key)
    shown = meetings.preview(programme(), viewer, opening)
    if isinstance(shown, Refusal):
        return refused(request, shown)
    return _shown(request, viewer, shown, f"/programme/activities/{key}/meetings/open", _TERMS)


def open_series(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open a series as it was shown; where it changed since, show it anew."""
    viewer, opening = viewer_of(request), _opening(request, key)
    made = meetings.open_series(programme(), viewer, opening, field(request, "digest", 64))
    to = f"/programme/activities/{key}/meetings"
    return _done(request, made, to, lambda: meetings.preview(programme(), viewer, opening), _TERMS)


def preview_next(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan of the next meetings of a series, on what was borne before."""
    viewer = viewer_of(request)
    shown = meetings.preview_next(programme(), viewer, key, _when(request))
    if isinstance(shown, Refusal):
        return refused(request, shown)
    return _shown(request, viewer, shown, f"/programme/series/{key}/plan", _NEXT)


def plan_next(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the next meetings of a series as they were shown; else show them anew."""
    viewer, when = viewer_of(request), _when(request)
    found = one(viewer, "series", key)
    made = meetings.plan_next(programme(), viewer, key, when, field(request, "digest", 64))
    if not isinstance(found, SeriesView):
        return not_there(request)
    to = f"/programme/activities/{found.activity}/meetings"
    return _done(
        request, made, to, lambda: meetings.preview_next(programme(), viewer, key, when), _NEXT
    )


def _done(
    request: HttpRequest, made: UUID | Refusal, to: str, again: Callable[[], Shown | Refusal],
    names: tuple[str, ...],
) -> HttpResponse:  # fmt: skip
    if not isinstance(made, Refusal) or made.rule != "plan-shown":
        return outcome(request, made, to)
    shown = again()
    if isinstance(shown, Refusal):
        return refused(request, shown)
    return _shown(request, viewer_of(request), shown, request.path, names, made)


def _shown(
    request: HttpRequest, viewer: Viewer, shown: Shown, to: str, names: tuple[str, ...],
    changed: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    found = one(viewer, "activity", shown.asked.activity)
    context: dict[str, Any] = {
        "activity": found, "shown": shown, "to": to, "changed": changed,
        "sent": [(name, field(request, name)) for name in names]
        + [(name, one) for name in ("rotation", "apart") for one in several(request, name)],
        "before": dict(shown.asked.borne),
        "editions": shown.asked.editions,
    }  # fmt: skip
    status = 200 if changed is None else CONFLICT
    return show(request, "meeting_plan.html", _("The plan, before it is written"), context, status)


def _form(
    request: HttpRequest, viewer: Viewer, activity: ActivityView, given: dict[str, str]
) -> HttpResponse:  # fmt: skip
    names = dict(labels.nation_choices())
    nations = [(code, names.get(code, code)) for code in taking_part(viewer, activity.id, ())]
    context = {
        "activity": activity, "given": given, "nations": nations, "all_nations": names.items(),
        "cap": CAP,
    }  # fmt: skip
    title = _("Plan meetings of %(code)s") % {"code": activity.code}
    return show(request, "meeting_form.html", title, context)


def _opening(request: HttpRequest, key: UUID) -> Opening:
    """A series as a form gives it; what was left empty is the usual."""
    usual = Terms("", "")
    terms = Terms(
        title=field(request, "title"),
        host=field(request, "host", 20),
        minutes=_number(request, "minutes", _("the length"), usual.minutes),
        every=_number(request, "every", _("days from one window to the next"), usual.every),
        window=_number(request, "window", _("days of a window"), usual.window),
        step=_number(request, "step", _("minutes between starts"), usual.step),
        apart=several(request, "apart"),
        rotation=several(request, "rotation"),
        delegates=_number(request, "delegates", _("delegates"), 0),
        refusals=tuple(
            line for line in field(request, "refusals").splitlines() if line.strip()
        ),
        days_off=field(request, "days_off", 5) != "meet",
        about=field(request, "about", 4_000),
        link=field(request, "link", 2_000),
    )  # fmt: skip
    return Opening(key, terms, _when(request))


def _when(request: HttpRequest) -> When:
    first = needed_day(request, "first", _("the first day"))
    return When(first, _number(request, "count", _("the number of meetings"), 12))


def _number(request: HttpRequest, name: str, what: str, usual: int) -> int:
    """A whole number of a form.

    Raises:
        InputError: it is none.
    """
    found = field(request, name, 9)
    if not found:
        return usual
    if not (found.isascii() and found.isdigit() and len(found) < 7):
        raise InputError(f"{what} {found[:20]!r} is no whole number: write one.")
    return int(found)
