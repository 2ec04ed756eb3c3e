"""Events of proposals to their table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from comity.programme.events import kinds, replay_proposals
from comity.programme.events.chain import Entry
from comity.programme.models import Proposal
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change, create


def _opened(key: UUID, entry: Entry, body: kinds.IdeaOpened) -> None:
    create(
        Proposal, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        **_named(replay_proposals.first(entry.time, body)),
    )  # fmt: skip


def _changed(key: UUID, _: Entry, body: kinds.Body) -> None:
    if changes := replay_proposals.following(body):
        change(Proposal, key, **_named(changes))


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields by the names of their columns."""
    return {"activity_id" if name == "activity" else name: one for name, one in fields.items()}


APPLY: Appliers = {
    "idea-opened": _opened,
    "idea-revised": _changed,
    "idea-submitted": _changed,
    "submission-recalled": _changed,
    "position-taken": _changed,
    "position-recalled": _changed,
    "silence-opened": _changed,
    "silence-broken": _changed,
    "gate-passed": _changed,
    "gate-reopened": _changed,
    "proposal-decided": _changed,
    "proposal-withdrawn": _changed,
    "measurement-taken": _changed,
}
