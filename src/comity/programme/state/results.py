"""Events of results to their tables."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import Standard
from comity.programme.state.model import Appliers
from comity.programme.state.rows import change, create


def _linked(key: UUID, _: Entry, body: kinds.StandardLinked) -> None:
    create(
        Standard, id=key, content_label_id=body.content_label,
        metadata_label_id=body.metadata_label,
        activity_id=body.activity, output_id=body.output, designation=body.designation,
        title=body.title, issuer=body.issuer, stage=body.stage, dated=body.dated,
    )  # fmt: skip


def _changed(key: UUID, _: Entry, body: kinds.StandardChanged) -> None:
    change(Standard, key, stage=body.stage, dated=body.dated)


def _based(key: UUID, _: Entry, body: kinds.StandardBased) -> None:
    change(Standard, key, basis=body.basis)


def _published(_: UUID, __: Entry, ___: kinds.FunnelPublished) -> None:
    """Nothing to change: the event itself is what all may read."""


APPLY: Appliers = {
    "funnel-published": _published,
    "standard-linked": _linked,
    "standard-changed": _changed,
    "standard-based": _based,
}
