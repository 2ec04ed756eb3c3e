"""Dispositions: what is to be done about what is close to a proposal; and the gate that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.decisions.proposal import Proposal as Folded
from comity.overlap.dispositions import KINDS
from comity.programme.events.kinds import DispositionRecorded
from comity.programme.labelling import keep, kept
from comity.programme.models import Proposal
from comity.programme.models.labels import Labelled
from comity.programme.reading.dispositions import overlap_of
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import actor, refuse, turn
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.programme.services.happening import acting_on, label_of
from comity.programme.services.proposal_rules import needs_current, needs_hand
from comity.programme.services.texts import REASON, checked
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_ABOUT = ("activity", "proposal")


def record_disposition(
    programme: Programme, viewer: Viewer, key: UUID, version: int, table: str, about: UUID,
    disposition: str, reason: str = "",
) -> UUID | Refusal:  # fmt: skip
    """Say what is to be done about what a proposal is close to, by its drafter or panel office.

    A later one about the same takes its place.

    Args:
        programme: in which it is written.
        viewer: who says it.
        key: the proposal.
        version: that was read.
        table: ``activity`` or ``proposal``.
        about: that activity or other proposal.
        disposition: ``merge``, ``liaise``, ``distinct`` or ``builds-on``.
        reason: needed where it is distinct.

    Raises:
        InputError: no such table or disposition, or a reason that is missing or too long.
    """
    if table not in _ABOUT:
        raise InputError(f"{table[:20]!r} is compared with nothing: choose {' or '.join(_ABOUT)}.")
    if disposition not in KINDS:
        raise InputError(f"{disposition[:20]!r} is no disposition: choose {', '.join(KINDS)}.")
    distinct = disposition == "distinct"
    why = checked(reason, "in what the two differ" if distinct else "the reason", REASON,
                  needed=distinct)  # fmt: skip
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        if (refusal := needs_hand(who, row) or needs_current(who, row, version)) is not None:
            return refusal
        found = TABLES[table].few(Sight.of(who), [about]).first()
        if found is None or found.id == row.id:
            return NOT_THERE
        label = label_of(row)
        label_key, made = keep(label), programme.new_id()
        body = DispositionRecorded(
            content_label=label_key, metadata_label=label_key, proposal=row.id,
            version=row.version, activity=about if table == "activity" else None,
            other=about if table == "proposal" else None, disposition=disposition, reason=why,
        )  # fmt: skip
        write(body, made, _label(label, found, row, who))
        return made


def overlap_gate(
    programme: Programme, who: Viewer, row: Proposal, proposal: Folded
) -> str | Refusal:
    """The ground on which the gate of overlaps is passed, asked again on what now stands.

    The words are the same for whoever reads them: nothing in them counts what others may not see.
    """
    found = overlap_of(who, row)
    if found.missing:
        return refuse("overlap", who.day, " ".join(one.sentence for one in found.missing))
    return (
        "Every close activity and proposal that whoever passed the gate may see has a "
        f"disposition; compared by {found.found.method}."
    )


def _label(label: Label, about: Labelled, row: Proposal, who: Viewer) -> Label:
    """Who may read the event: who may read the proposal and what it is about.

    Where no label says so, those two who certainly may: its drafter, and who wrote it. The row
    hangs on both, so that who does not see either does not see it.
    """
    other = kept(about.metadata_label_id)
    found = combine(label, other)
    if not isinstance(found, Undecided) and found.releasable_to:
        return found
    persons = {f"person:{row.drafter}", f"person:{actor(who)}"}
    return Label.of(max(label.level, other.level), persons, label.required | other.required)
