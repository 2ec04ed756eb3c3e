"""Let something happen to a proposal: guarded by its rules, within the writer's turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from comity.decisions.fold import after
from comity.decisions.proposal import Proposal as Folded
from comity.decisions.refused import Refused
from comity.programme.events.body import Body
from comity.programme.events.log import Writer
from comity.programme.labelling import kept
from comity.programme.models import Proposal
from comity.programme.reading.filter import found
from comity.programme.reading.happenings import folded, happening
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, actor, turn
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.programme.services.row_labels import CLOSED, both, may_read_content
from comity.safeguards.labels import Label

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# What a service does with a proposal that the viewer may read: the event, or why not.
Makes: TypeAlias = Callable[[Viewer, Proposal, Folded], Body | Refusal]


def happen(programme: Programme, viewer: Viewer, key: UUID, makes: Makes) -> UUID | Refusal:
    """Write one event of a proposal, if whoever asks and the rules of proposals let it happen."""
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        proposal = folded(row.id)
        body = makes(who, row, proposal)
        if isinstance(body, Refusal):
            return body
        return write_happening(programme, write, who, row, proposal, body) or row.id


def acting_on(programme: Programme, viewer: Viewer, key: UUID) -> tuple[Viewer, Proposal] | Refusal:
    """Who acts, as she stands today, and a proposal whose content is open to her."""
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    row = seen(who, key)
    return row if isinstance(row, Refusal) else (who, row)


def seen(who: Viewer, key: UUID) -> Proposal | Refusal:
    """The proposal of an identifier, if its content is open to somebody."""
    row = found(Proposal.objects.all(), who, key)
    if row is None:
        return NOT_THERE
    return row if may_read_content(who, row) else CLOSED


def write_happening(
    programme: Programme, write: Writer, who: Viewer, row: Proposal, proposal: Folded, body: Body
) -> Refusal | None:
    """Write an event of a proposal, or say why its rules do not let it happen."""
    if (refusal := guarded(programme, proposal, body, write.now, who)) is not None:
        return refusal
    write(body, row.id, label_of(row))
    return None


def guarded(
    programme: Programme, proposal: Folded, body: Body, now: str, who: Viewer
) -> Refusal | None:
    """Why the rules of proposals do not let an event happen at a time of the log, or None.

    Raises:
        InputError: a part of it is missing or not of its form.
    """
    told = happening(body, now, str(actor(who)))
    assert told is not None
    made = after(proposal, told, programme.rules)
    return refusal_of(made) if isinstance(made, Refused) else None


def refusal_of(refused: Refused) -> Refusal:
    """A no of the rules of proposals as services say it."""
    return Refusal(refused.rule, refused.since, refused.source, refused.sentence)


def label_of(row: Proposal) -> Label:
    """The label of what happens to a proposal: for who may read it."""
    return both(kept(row.content_label_id), kept(row.metadata_label_id))


def moment_of(write: Writer) -> dt.datetime:
    """The time of the log at which somebody writes."""
    return dt.datetime.fromisoformat(write.now)
