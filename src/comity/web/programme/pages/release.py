"""Requests for release: the queue, one request with its clock and decision, delays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.deciding import decides
from comity.programme.reading.delay import Delay, delay
from comity.programme.reading.lists import Page, Window, documents, release_requests, roles
from comity.programme.reading.objects import one, several
from comity.programme.reading.persons import names
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import DocumentView, ReleaseView
from comity.programme.services.receipts import receipt
from comity.programme.services.release import Decision, decide
from comity.web.programme.files import FILE, csv_file
from comity.web.programme.given import asked_window, field, identifier
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.places import address
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page
from comity.web.words import N_

WHICH = {
    "waiting": N_("Waiting"), "overdue": N_("Overdue"), "decided": N_("Decided"), "all": N_("All"),
}  # fmt: skip
DECISIONS = {
    "open": N_("open"), "yes": N_("yes"), "redacted": N_("redacted"), "no": N_("no"),
}  # fmt: skip
_MOST_FILE = 2_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A request, the document it asks for, and the days until it is due: less than none if late."""

    request: ReleaseView
    document: DocumentView
    days: int


def listed(viewer: Viewer, requests: Iterable[ReleaseView]) -> list[Listed]:
    """Requests with their documents, which who sees a request sees, too."""
    rows = list(requests)
    found = several(viewer, "document", [row.document for row in rows])
    return [
        Listed(row, cast("DocumentView", found[row.document]), (row.due - viewer.day).days)
        for row in rows
        if row.document in found
    ]


def release_queue(request: HttpRequest) -> HttpResponse:
    """``/programme/release?which=waiting``: requests that the viewer sees, the first due first."""
    viewer = viewer_of(request)
    which = _which(request)
    page = _page(viewer, which, asked_window(request))
    context = {
        "which": which, "choices": WHICH, "rows": listed(viewer, page.rows),
        "pages": turned_page(request, cast("Page[object]", page)), "decisions": DECISIONS,
        "public_key": programme().keys.public,
    }  # fmt: skip
    return show(request, "release.html", _("Requests for release"), context)


def release_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file, at most 2,000 rows."""
    viewer = viewer_of(request)
    which = _which(request)
    rows: list[ReleaseView] = []
    page = _page(viewer, which, FILE)
    while page.rows and len(rows) < _MOST_FILE:
        rows += page.rows
        if len(rows) >= page.total:
            break
        page = _page(viewer, which, Window(len(rows), FILE.limit))
    header = (
        "id", "document", "title", "version", "nation", "asked", "due", "days", "decision",
        "decided", "basis", "reason", "marking",
    )  # fmt: skip
    return csv_file("release", header, (_line(row) for row in listed(viewer, rows)))


def _line(row: Listed) -> tuple[object, ...]:
    asked = row.request
    open_still = asked.decision == "open"
    return (
        asked.id, asked.document, row.document.title, asked.version, asked.nation, asked.asked,
        asked.due, row.days if open_still else None, asked.decision, asked.decided, asked.basis,
        asked.reason, asked.marks.content or asked.marks.metadata,
    )  # fmt: skip


def _which(request: HttpRequest) -> str:
    which = request.GET.get("which", "") or "waiting"
    if which not in WHICH:
        raise InputError(f"which must be one of {', '.join(WHICH)}.")
    return which


def _page(viewer: Viewer, which: str, window: Window) -> Page[ReleaseView]:
    return release_requests(
        viewer, window, waiting=which == "waiting", overdue=which == "overdue",
        decided=which == "decided",
    )  # fmt: skip


def release_request(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/release/<uuid>``: a request, and its decision for who may decide."""
    viewer = viewer_of(request)
    found = one(viewer, "release-request", key)
    if not isinstance(found, ReleaseView):
        return not_there(request)
    rows = listed(viewer, [found])
    if not rows:
        return not_there(request)
    mine = decides(viewer, key)
    people = [found.owner, found.requester, found.decided_by]
    officers = _officers(viewer, found) if mine else []
    context = {
        "row": rows[0],
        "decides": mine,
        "others": _others(viewer, rows[0].document) if mine else [],
        "officers": officers,
        "names": names(programme(), viewer, [*people, *officers]),
        "released": several(viewer, "document", [found.released]).get(found.released or key),
        "decisions": DECISIONS,
    }
    title = _("Release of “%(title)s” to %(nation)s")
    words = title % {"title": rows[0].document.title, "nation": found.nation}
    return show(request, "release_request.html", words, context)


def _others(viewer: Viewer, document: DocumentView) -> list[DocumentView]:
    """Documents of the same activity that could be the redacted version."""
    found = documents(viewer, FILE, activity=document.activity).rows
    return [
        other
        for other in found
        if other.id != document.id and other.digest and other.digest != document.digest
    ]


def _officers(viewer: Viewer, request: ReleaseView) -> list[UUID]:
    """Release officers whom the viewer sees; whether they may decide is told by the service."""
    held = roles(viewer, FILE, role="release-officer", on=viewer.day).rows
    found = dict.fromkeys(role.person for role in held)
    return [person for person in found if person not in (viewer.person, request.owner)]


def release_decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Decide or refer a request."""
    decision = field(request, "decision")
    redacted = to = None
    if decision == "redacted":
        redacted = _chosen(field(request, "redacted"), "the redacted version")
    if decision == "refer":
        to = _chosen(field(request, "to"), "to whom to refer it")
    done = decide(
        programme(), viewer_of(request), key, cast("Decision", decision), field(request, "reason"),
        redacted=redacted, to=to,
    )  # fmt: skip
    return outcome(request, done, address("release", key))


def _chosen(text: str, what: str) -> UUID:
    found = identifier(text)
    if found is None:
        raise InputError(f"{what} is missing: choose one.")
    return found


def release_receipt(request: HttpRequest, key: UUID) -> HttpResponse:
    """The signed receipt, as a text."""
    text = receipt(programme(), viewer_of(request), key)
    if text is None:
        return not_there(request)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="receipt.txt"'
    return response


def release_delay(request: HttpRequest) -> HttpResponse:
    """``/programme/release/delay``: days from asking to deciding, without small groups."""
    told = delay(viewer_of(request))
    context = {"delay": told, "rows": _delays(told), "decisions": DECISIONS}
    return show(request, "release_delay.html", _("Delay of release"), context)


def release_delay_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file; a figure that is not told is empty."""
    told = delay(viewer_of(request))
    rows = [*_delays(told), ("all", told.counts.total, told.median_days)]
    return csv_file("delay", ("decision", "requests", "median_days"), rows)


def _delays(told: Delay) -> list[tuple[str, int | None, float | None]]:
    medians = dict(told.median_by)
    return [(name, count, medians.get(name)) for name, count in told.counts.counts]
