"""Events of teams to their tables."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import Conflict, Seat
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change, create


def _offered(key: UUID, entry: Entry, body: kinds.SeatOffered) -> None:
    create(
        Seat, id=key, content_label_id=body.content_label, metadata_label_id=body.metadata_label,
        proposal_id=body.proposal, person_id=body.person, version=body.version, time=entry.time,
    )  # fmt: skip


def _answered(key: UUID, entry: Entry, body: kinds.SeatAnswered) -> None:
    change(Seat, key, state=body.state, answered=entry.time)


def _withdrawn(key: UUID, _: Entry, body: kinds.SeatWithdrawn) -> None:
    change(Seat, key, state=Seat.State.WITHDRAWN.value, reason=body.reason)


def _declared(key: UUID, entry: Entry, body: kinds.ConflictDeclared) -> None:
    _conflict(key, entry, body, Conflict.Kind.DECLARED, conflict=True)


def _pinned(key: UUID, entry: Entry, body: kinds.ConflictPinned) -> None:
    _conflict(key, entry, body, Conflict.Kind.PINNED, conflict=body.conflict)


def _conflict(
    key: UUID, entry: Entry, body: kinds.ConflictDeclared | kinds.ConflictPinned,
    kind: Conflict.Kind, *, conflict: bool,
) -> None:  # fmt: skip
    create(
        Conflict, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label, proposal_id=body.proposal, one_id=body.one,
        other_id=body.other, kind=kind.value, conflict=conflict, reason=body.reason,
        time=entry.time,
    )  # fmt: skip


APPLY: Appliers = {
    "seat-offered": _offered,
    "seat-answered": _answered,
    "seat-withdrawn": _withdrawn,
    "conflict-declared": _declared,
    "conflict-pinned": _pinned,
}
