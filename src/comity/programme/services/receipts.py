"""The receipt of a request for release: what was asked and decided, when, signed by the programme.

Its hashes are of the document's content and of what the events say, not of the chain: the chain
depends on events that the receiver may not read.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.events.kinds import DocumentAdded, DocumentRevised, read_body
from comity.programme.events.signing import with_signature
from comity.programme.models import Event
from comity.programme.reading.filter import readable
from comity.programme.reading.invented import mark
from comity.programme.reading.objects import one
from comity.programme.reading.views import DocumentView, ReleaseView

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.programme.reading.viewer import Viewer

_TITLE = "Comity receipt of a request for release"


def receipt(programme: Programme, viewer: Viewer, request: UUID) -> str | None:
    """The receipt, a line a fact; None where the request is hidden or not there.

    What the viewer may not read of it is left out; the digest is for who may read the document.
    """
    row = one(viewer, "release-request", request)
    if not isinstance(row, ReleaseView):
        return None
    document = one(viewer, "document", row.document)
    assert isinstance(document, DocumentView)
    facts = [
        ("mark", mark()), ("request", str(row.id)),
        ("document", str(row.document)), ("version", str(row.version)),
        ("title", document.title), ("content", _digest(row) if document.digest else ""),
        ("to", row.nation), ("legal basis", row.basis), ("asked", row.asked),
        ("due", row.due.isoformat()), ("decision", row.decision), ("decided", row.decided),
        ("reason", row.reason), ("released", "" if row.released is None else str(row.released)),
        *_events(viewer, row.id),
    ]  # fmt: skip
    lines = [_TITLE, *(f"{name}: {' '.join(text.split())}" for name, text in facts if text)]
    return with_signature(programme.keys, "\n".join(lines))


def _digest(request: ReleaseView) -> str:
    """The digest of the version that was asked for."""
    events = Event.objects.filter(object=str(request.document)).order_by("sequence")
    for kind, text in events.values_list("kind", "body"):
        if kind not in (DocumentAdded.kind, DocumentRevised.kind):
            continue
        body = read_body(kind, text)
        version = body.version if isinstance(body, DocumentRevised) else 1
        if version == request.version and isinstance(body, DocumentAdded | DocumentRevised):
            return f"SHA-256 {body.digest}"
    return ""


def _events(viewer: Viewer, request: UUID) -> list[tuple[str, str]]:
    """What each event of the request says, by its hash, with its time."""
    events = Event.objects.filter(object=str(request), label__among=readable(viewer.holder))
    return [
        ("event", f"{time} {kind} SHA-256 {hashlib.sha256(body.encode()).hexdigest()}")
        for time, kind, body in events.order_by("sequence").values_list("time", "kind", "body")
    ]
