"""The gate ``safeguards`` of a proposal: passed on a person's judgement, open again when it falls.

What is written with the proposal, which nations read, says that and until when somebody judged,
and of what sort a change was; nothing of a screening.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.decisions.proposal import Proposal as Folded
from comity.programme.events.log import Writer
from comity.programme.models import Case, Proposal
from comity.programme.reading.cases import case_row, gate_of, namer, recorded
from comity.programme.reading.filter import Sight
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import refuse
from comity.programme.services.guard import Refusal
from comity.programme.services.reopening import reopen

if TYPE_CHECKING:
    from comity.programme.programme import Programme

GATE = "safeguards"
# Why a gate is opened again.
LATER = "what safeguards rest on changed after the judgement."
PEOPLE = "what was judged changed: people."


def no_case(programme: Programme) -> Refusal:
    """The refusal where no case was opened."""
    return refuse(
        "case", programme.today(), "no case of safeguards is open for the proposal: open it first."
    )


def check(programme: Programme, who: Viewer, row: Proposal, _: Folded) -> str | Refusal:
    """The ground on which the gate is passed, or every reason why it is not."""
    case = case_row(Sight.of(who), row)
    if case is None:
        return no_case(programme)
    found = recorded(programme, case.id, namer(programme, who, case.id))
    said = gate_of(row, found, who.day)
    if not said.open:
        return refuse(GATE, who.day, f"the gate is not open: {'; '.join(said.reasons)}.")
    judged = found.case.judgement
    assert judged is not None
    return f"judged on {judged.on} to {judged.verdict}; the review is due on {judged.review}."


def recheck(
    programme: Programme, write: Writer, who: Viewer, row: Proposal, reason: str = LATER
) -> None:
    """Open the gate again in the same turn where it was passed and what it rests on fell.

    To be called whenever people, place of data or technology change, before and after a decision;
    whoever changes them need have no part in the case. ``reason`` says of which sort the change is,
    and nothing of what was found.
    """
    case = Case.objects.filter(proposal=row).first()
    if case is None or not gate_of(row, recorded(programme, case.id, str), who.day).open:
        reopen(programme, write, who, row, GATE, reason, decided=True)


def lapsed(programme: Programme, who: Viewer, row: Proposal, proposal: Folded) -> Refusal | None:
    """The refusal of a decision where the gate was passed and fell by time alone, or None.

    A review that is due and an export basis that ended are no events that could open it again.
    """
    case = Case.objects.filter(proposal=row).first()
    if case is None or all(one.gate != GATE for one in proposal.gates):
        return None
    said = gate_of(row, recorded(programme, case.id, namer(programme, who, case.id)), who.day)
    if said.open:
        return None
    return refuse(GATE, who.day, f"the gate was passed and is not open: {'; '.join(said.reasons)}.")
