"""Documents of activities: added, revised, read, and asked for."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.objects import content, one
from comity.programme.reading.views import ActivityView, DocumentView
from comity.programme.services import documents, release
from comity.web.programme.files import document_file
from comity.web.programme.given import field, nation
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.labels import part_labels
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.pages.activity_actions import page_of


def read(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/documents/<key>/content``: the bytes, as a file to be kept and never shown."""
    viewer = viewer_of(request)
    found, data = one(viewer, "document", key), content(viewer, key)
    if not isinstance(found, DocumentView) or data is None:
        return not_there(request)
    return document_file(found, data)


def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a document to an activity, with the labels chosen."""
    viewer = viewer_of(request)
    found = one(viewer, "activity", key)
    title, data = field(request, "title"), _file(request)
    if not isinstance(found, ActivityView):
        return not_there(request)
    new = documents.NewDocument(key, title, data, labels=part_labels(request, found, viewer.nation))
    return outcome(request, documents.add(programme(), viewer, new), page_of(key))


def revise(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a new version under the labels that stand."""
    viewer = viewer_of(request)
    found = one(viewer, "document", key)
    data = _file(request)
    if not isinstance(found, DocumentView):
        return not_there(request)
    done = documents.revise(programme(), viewer, key, field(request, "title") or found.title, data)
    return outcome(request, done, page_of(found.activity))


def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for the release of a document to a nation."""
    viewer = viewer_of(request)
    found = one(viewer, "document", key)
    done = release.ask(programme(), viewer, key, nation(request), field(request, "basis"))
    if not isinstance(found, DocumentView):
        return not_there(request)
    return outcome(request, done, page_of(found.activity))


def _file(request: HttpRequest) -> bytes:
    found = request.FILES.get("content")
    if not isinstance(found, UploadedFile):
        raise InputError(_("no file was sent: choose one."))
    return bytes(found.read())
