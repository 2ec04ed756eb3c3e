"""Events of labels and release to the tables."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import (
    Activity,
    Admission,
    Case,
    Conflict,
    Disposition,
    Document,
    Meeting,
    Notice,
    Output,
    Participation,
    Person,
    Proposal,
    ReleaseRequest,
    Role,
    Seat,
    Series,
    Standard,
    Unseen,
    Willingness,
)
from comity.programme.models.labels import Labelled
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change, create

TABLES: dict[str, type[Labelled]] = {
    "activity": Activity,
    "admission": Admission,
    "case": Case,
    "conflict": Conflict,
    "disposition": Disposition,
    "document": Document,
    "meeting": Meeting,
    "output": Output,
    "participation": Participation,
    "person": Person,
    "proposal": Proposal,
    "release-request": ReleaseRequest,
    "role": Role,
    "series": Series,
    "standard": Standard,
    "seat": Seat,
    "unseen": Unseen,
    "willingness": Willingness,
}


def _relabelled(key: UUID, _: Entry, body: kinds.Relabelled) -> None:
    change(
        TABLES[body.table],
        key,
        content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
    )


def _requested(key: UUID, entry: Entry, body: kinds.ReleaseRequested) -> None:
    create(
        ReleaseRequest, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        document_id=body.document, version=body.version, nation=body.nation,
        requester=body.requester, owner=body.owner, basis=body.basis, asked=entry.time,
        due=body.due,
    )  # fmt: skip


def _decided(key: UUID, entry: Entry, body: kinds.ReleaseDecided) -> None:
    changes: dict[str, object] = {"reason": body.reason}
    if body.decision == ReleaseRequest.Decision.REFER:
        # The clock goes on: who takes over decides the same request.
        changes["owner"] = body.owner
    else:
        changes |= {
            "decision": body.decision, "decided": entry.time, "decided_by": UUID(entry.actor),
            "released": body.released,
        }  # fmt: skip
    change(ReleaseRequest, key, **changes)


def _done(key: UUID, _: Entry, body: kinds.NoticeDone) -> None:
    Notice.objects.filter(person_id=key, event=body.event).update(done=True)


def _told(_: UUID, __: Entry, ___: kinds.Body) -> None:
    """Nothing to change: the event itself is what all may read."""


APPLY: Appliers = {
    "relabelled": _relabelled,
    "release-requested": _requested,
    "release-decided": _decided,
    "glass-broken": _told,
    "glass-read": _told,
    "notice-done": _done,
    "clock-set-back": _told,
}
