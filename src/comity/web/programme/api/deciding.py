"""POST: documents, outputs, requests for release, notices, the glass."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from comity.programme.services import documents, glass, inbox, outputs, release
from comity.web.programme.api import bodies
from comity.web.programme.api.acting import made
from comity.web.programme.api.meetings import meeting_told
from comity.web.programme.api.operations import does, let
from comity.web.programme.api.reading import person_told
from comity.web.programme.api.schemas import Done, Made
from comity.web.programme.api.schemas_told import Broken, ReadThrough
from comity.web.programme.inside import programme, viewer_of

DONE = {"done": True}


@does("/activities/{uuid:key}/documents", Made)
def add_document(
    request: HttpRequest, key: UUID, body: Form[bodies.NewDocument], content: File[UploadedFile]
) -> Any:
    """Add a document, sent as a form with a file: who has a role in the activity, or its office."""
    new = documents.NewDocument(key, body.title, content.read(), labels=body.labels())
    return made(documents.add(programme(), viewer_of(request), new))


@does("/documents/{uuid:key}/revise", Made)
def revise_document(
    request: HttpRequest, key: UUID, body: Form[bodies.Revised], content: File[UploadedFile]
) -> Any:
    """Put a new version under the labels that stand: the owner or the activity's lead."""
    viewer = viewer_of(request)
    return made(documents.revise(programme(), viewer, key, body.title, content.read()))


@does("/activities/{uuid:key}/outputs", Made)
def add_output(request: HttpRequest, key: UUID, body: bodies.NewOutput) -> Any:
    """Add an output: the activity's lead or the panel office."""
    new = outputs.NewOutput(
        key, body.output, body.title, body.code, body.published, body.cleared, body.labels()
    )
    return made(outputs.add(programme(), viewer_of(request), new))


@does("/outputs/{uuid:key}/clear", Made)
def clear_output(request: HttpRequest, key: UUID, body: bodies.Cleared) -> Any:
    """Record that a clearance certificate exists: the panel office."""
    return made(outputs.clear(programme(), viewer_of(request), key, body.published))


@does("/documents/{uuid:key}/ask", Made)
def ask_release(request: HttpRequest, key: UUID, body: bodies.Asked) -> Any:
    """Ask that a document be released to a nation: who sees that the document is there."""
    viewer = viewer_of(request)
    return made(release.ask(programme(), viewer, key, body.nation, body.basis, body.days))


@does("/release-requests/{uuid:key}/decide", Done)
def decide_release(request: HttpRequest, key: UUID, body: bodies.Decided) -> Any:
    """Decide a request: its owner, or a release officer who may read what it asks for."""
    viewer = viewer_of(request)
    let(
        release.decide(programme(), viewer, key, body.decision, body.reason, redacted=body.redacted)
    )
    return DONE


@does("/release-requests/{uuid:key}/refer", Done)
def refer_release(request: HttpRequest, key: UUID, body: bodies.Referred) -> Any:
    """Hand a request to a release officer: who may decide it."""
    viewer = viewer_of(request)
    let(release.decide(programme(), viewer, key, "refer", body.reason, to=body.to))
    return DONE


@does("/notices/done", Done)
def notice_done(request: HttpRequest, body: bodies.NoticeDone) -> Any:
    """Be done with a notice of your own."""
    let(inbox.done(programme(), viewer_of(request), body.event))
    return DONE


@does("/glass/break", Broken, ("administrator",))
def break_glass(request: HttpRequest, body: bodies.GlassBroken) -> Any:
    """Break the glass for an hour, for a reason that everybody will read: administrators."""
    return let(glass.break_glass(programme(), viewer_of(request), body.reason))


@does("/glass/read", ReadThrough, ("administrator",))
def read_through_glass(request: HttpRequest, body: bodies.GlassRead) -> Any:
    """Read one object through the glass that you broke; its owner is told."""
    whole = let(glass.read(programme(), viewer_of(request), body.table, body.id))
    view: Any = whole.view
    shown = person_told(view, whole.values) if body.table == "person" else view
    shown = meeting_told(view) if body.table == "meeting" else shown
    return {"table": body.table, body.table.replace("-", "_"): shown}
