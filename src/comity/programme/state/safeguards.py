"""Events of cases of safeguards to their table."""

from __future__ import annotations

from uuid import UUID

from comity.programme.events import kinds
from comity.programme.events.chain import Entry
from comity.programme.models import Case
from comity.programme.state.model import Appliers
from comity.programme.state.rows import create


def _opened(key: UUID, _: Entry, body: kinds.CaseOpened) -> None:
    create(
        Case, id=key, content_label_id=body.content_label, metadata_label_id=body.metadata_label,
        proposal_id=body.proposal,
    )  # fmt: skip


def _folded(_: UUID, __: Entry, ___: kinds.Body) -> None:
    """Nothing of the row changes: what was recorded is folded when it is read."""


APPLY: Appliers = {
    "case-opened": _opened,
    "case-changed": _folded,
    "case-answered": _folded,
    "export-basis-recorded": _folded,
    "background-recorded": _folded,
    "screening-recorded": _folded,
    "case-judged": _folded,
}
