"""What is done to an activity itself: each form asks the service and leads back to the page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.services import activities, lineage, nomination
from comity.web.programme import labels
from comity.web.programme.given import day, field, key, nation, needed_day
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import outcome

# One more than a service takes, so that it refuses what is longer in its own words.
_TEXT = 20_000


def page_of(activity: UUID) -> str:
    """The address of an activity's page."""
    return f"/programme/activities/{activity}"


def describe(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the content of the record."""
    given = field(request, "keywords", _TEXT).replace("\n", ",").split(",")
    done = activities.describe(
        programme(), viewer_of(request), key, tuple(one.strip() for one in given if one.strip()),
        field(request, "background", _TEXT), field(request, "objectives", _TEXT),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change status, title or dates; what is left empty stays."""
    done = activities.change(
        programme(), viewer_of(request), key,
        status=field(request, "status", 40) or None, title=field(request, "title") or None,
        start=day(request, "start", _("the start")), end=day(request, "end", _("the end")),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def open_to(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open an activity to those named, and to no others."""
    reason = field(request, "reason")
    done = activities.open_to(programme(), viewer_of(request), key, labels.opened(request), reason)
    return outcome(request, done, page_of(key))


def admit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Admit a nation on a basis."""
    done = nomination.admit(
        programme(), viewer_of(request), key, nation(request), field(request, "basis"),
        field(request, "source"), needed_day(request, "until", _("the last day")),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def say_willing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record whether the viewer's nation is willing to go on."""
    viewer = viewer_of(request)
    done = lineage.record_willingness(
        programme(), viewer, key, viewer.nation, field(request, "answer", 20),
        field(request, "basis"),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def nominate(request: HttpRequest, key: UUID) -> HttpResponse:
    """Name a person of the viewer's nation as lead or member."""
    person = _person(request)
    done = nomination.nominate(
        programme(), viewer_of(request), key, person, field(request, "role", 20),
        day(request, "since", _("the first day")), day(request, "until", _("the last day")),
    )  # fmt: skip
    return outcome(request, done, page_of(key))


def _person(request: HttpRequest) -> UUID:
    """Who was chosen, or whose identifier was written where there are too many to choose from."""
    other = field(request, "other", 40)
    return key(request, "other" if other else "person", _("the person"))
