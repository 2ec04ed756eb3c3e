"""Open a gate of a proposal again in the turn in which what it rests on changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.programme.events.kinds import GateReopened
from comity.programme.events.log import Writer
from comity.programme.models import Proposal
from comity.programme.reading.happenings import folded
from comity.programme.reading.viewer import Viewer
from comity.programme.services.happening import write_happening

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# Why, in words that name nobody: all who read the proposal read them.
SEAT_LEFT = "a seat of the team is free."
SEAT_TAKEN = "a seat of the team was taken."
OTHER_WORDS = "title or summary are other words: what resembles them is looked at again."
LOOKED_AT = "conflicts of interest are looked at again."


def reopen(
    programme: Programme, write: Writer, who: Viewer, row: Proposal, gate: str, reason: str,
    *, decided: bool = False,
) -> None:  # fmt: skip
    """Open a gate again where it was passed; after the decision only where ``decided`` says so."""
    proposal = folded(row.id)
    if (decided or proposal.decision is None) and any(one.gate == gate for one in proposal.gates):
        body = GateReopened(version=proposal.version, gate=gate, reason=reason)
        # A proposal that was withdrawn stays as it is.
        write_happening(programme, write, who, row, proposal, body)
