"""Views of what hangs on proposals: dispositions, overlaps, conflicts of interest, cases."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from comity.programme.models import Case, Conflict, Disposition, Unseen
from comity.programme.reading import views
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import marks


def dispositions(sight: Sight, rows: list[Disposition]) -> Iterable[views.DispositionView]:
    """Views of dispositions that the viewer sees."""
    for row in rows:
        table, about = about_of(row)
        yield views.DispositionView(
            row.id, row.proposal_id, row.version, table, about, row.kind, row.reason, row.time,
            marks(sight, row),
        )  # fmt: skip


def unseen(sight: Sight, rows: list[Unseen]) -> Iterable[views.UnseenView]:
    """Views of overlaps that a broker sees."""
    for row in rows:
        table, about = about_of(row)
        yield views.UnseenView(
            row.id, row.proposal_id, row.version, table, about, row.method, row.time,
            marks(sight, row),
        )  # fmt: skip


def about_of(row: Disposition | Unseen) -> tuple[str, UUID]:
    """What a row is about: its table and identifier."""
    if row.activity_id is not None:
        return "activity", row.activity_id
    assert row.other_id is not None
    return "proposal", row.other_id


def conflicts(sight: Sight, rows: list[Conflict]) -> Iterable[views.ConflictView]:
    """Views of conflicts of interest that the viewer sees."""
    for row in rows:
        yield views.ConflictView(
            row.id, row.proposal_id, row.one_id, row.other_id, row.kind, row.conflict, row.reason,
            row.time, marks(sight, row),
        )  # fmt: skip


def cases(sight: Sight, rows: list[Case]) -> Iterable[views.CaseView]:
    """Views of cases of safeguards that the viewer has to do with."""
    for row in rows:
        yield views.CaseView(row.id, row.proposal_id, marks(sight, row))
