"""Events of overlap to their tables."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import Disposition, Unseen
from comity.programme.state.model import Appliers
from comity.programme.state.rows import create


def _disposition(key: UUID, entry: Entry, body: kinds.DispositionRecorded) -> None:
    create(
        Disposition, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        proposal_id=body.proposal, version=body.version, activity_id=body.activity,
        other_id=body.other, kind=body.disposition, reason=body.reason, time=entry.time,
    )  # fmt: skip


def _noticed(key: UUID, entry: Entry, body: kinds.OverlapNoticed) -> None:
    create(
        Unseen, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        proposal_id=body.proposal, version=body.version, activity_id=body.activity,
        other_id=body.other, method=body.method, time=entry.time,
    )  # fmt: skip


APPLY: Appliers = {"disposition-recorded": _disposition, "overlap-noticed": _noticed}
