"""The decision on a proposal: guarded by its whole history, and what a yes registers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.decisions.approval import approval
from comity.decisions.counting import rows_of
from comity.decisions.happenings import OUTCOMES
from comity.decisions.proposal import Proposal as Folded
from comity.programme.events.kinds import ActivityDescribed, ParticipationBegun, ProposalDecided
from comity.programme.events.log import Writer
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Participation, Proposal
from comity.programme.reading.happenings import folded
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import turn
from comity.programme.services.activities import (
    NewActivity,
    checked_activity,
    label_for,
    may_register,
    opened_to,
    write_activity,
)
from comity.programme.services.case_gate import lapsed
from comity.programme.services.guard import Refusal, needs_role
from comity.programme.services.happening import acting_on, guarded, label_of, moment_of
from comity.programme.services.proposal_rules import OFFICE
from comity.programme.services.row_labels import both, label_within
from comity.programme.services.standing import AtWork

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_PARTS = {"lead": Participation.Part.LEAD, "contribute": Participation.Part.MEMBER}


def decide(
    programme: Programme, viewer: Viewer, key: UUID, version: int, outcome: str, count: str,
    activity: NewActivity | None = None,
) -> UUID | Refusal:  # fmt: skip
    """Decide on a version, by the panel office; a yes registers its activity in the same turn.

    Args:
        programme: with the rules of approval.
        viewer: who decides.
        key: the proposal.
        version: that was read.
        outcome: ``approved`` or ``declined``.
        count: the key of the count that was read; another count since then refuses.
        activity: what a yes registers, of the proposal's body.

    Raises:
        InputError: no such outcome, or an activity that is missing or cannot be.
    """
    if outcome not in OUTCOMES:
        raise InputError(f"{outcome[:20]!r} is no outcome: choose {' or '.join(OUTCOMES)}.")
    if (activity is None) is (outcome == "approved"):
        raise InputError("a yes registers an activity, and a no does not: give code and type.")
    new = None if activity is None else checked_activity(programme, activity)
    with turn(programme, viewer) as write:
        on = acting_on(programme, viewer, key)
        if isinstance(on, Refusal):
            return on
        who, row = on
        refusal = needs_role(who, OFFICE, body=row.body)
        if refusal is None and new is not None:
            refusal = may_register(programme, who, new)
        if refusal is not None:
            return refusal
        if new is not None and new.body != row.body:
            raise InputError(f"the proposal is of {row.body}: register its activity there.")
        proposal = folded(row.id)
        if new is not None and (fell := lapsed(programme, who, row, proposal)) is not None:
            return fell
        answer = approval(proposal, programme.rules, moment_of(write))
        body = ProposalDecided(
            version=version, outcome=outcome, count=count, words=answer.words, activity=None
        )
        if (refusal := guarded(programme, proposal, body, write.now, who)) is not None:
            return refusal
        if new is not None:
            made = _register(programme, write, who, row, proposal, new)
            body = ProposalDecided(
                version=version, outcome=outcome, count=count, words=answer.words, activity=made
            )
        write(body, row.id, label_of(row))
        return row.id


def _register(
    programme: Programme, write: Writer, who: Viewer, row: Proposal, proposal: Folded,
    new: NewActivity,
) -> UUID:  # fmt: skip
    """Write the activity with its content and the parts of nations that lead or contribute.

    Its record is told to the Alliance and to those asked, what it is about to those who could read
    the proposal and to the body. A nation that standing does not let in joins once it is admitted.
    """
    partners = tuple(f"nation:{n}" for n in proposal.asked if n not in proposal.allies)
    opened = opened_to(programme, (*new.open_to, *partners))
    content = kept(row.content_label_id)
    if not content.open_to_all:
        more = content.releasable_to | {f"body:{row.body}"}
        content = replace(content, releasable_to=more)
    told = label_for(row.body, opened, content.level)
    # What a reader of the proposal had to hold, a reader of its title has to hold as well.
    labels = content, replace(told, required=kept(row.metadata_label_id).required)
    new = replace(new, title=row.title, open_to=opened, labels=labels)
    made = write_activity(programme, write, new, None)
    described = ActivityDescribed(keywords=tuple(row.technologies), background=row.summary)
    write(described, made, both(*labels))
    activity = Activity.objects.get(id=made)
    led = False
    for one in rows_of(proposal, moment_of(write)):
        part = _PARTS.get(one.answer)
        if part is None:
            continue
        # Of several that would lead, the first by code does; the others agree and change it.
        part = _PARTS["contribute"] if led else part
        if AtWork(programme, who, one.nation, who.day).may_take_part(activity, part) is None:
            label = label_within(activity, activity.body, one.nation)
            label_key = keep(label)
            begun = ParticipationBegun(
                content_label=label_key, metadata_label=label_key, activity=made,
                nation=one.nation, part=part, mode=Participation.Mode.ON_SITE, since=who.day,
            )  # fmt: skip
            write(begun, programme.new_id(), label)
            led = led or part == _PARTS["lead"]
    return made
