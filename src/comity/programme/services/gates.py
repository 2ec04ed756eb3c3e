"""Gates of a proposal: passed where what they ask for is there, open again where it changes.

A gate whose answer can be computed is computed in the writer's turn; one that an installation
adds by its own rules is passed by the panel office on a ground that it states.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from comity.decisions.proposal import Proposal as Folded
from comity.programme.events.body import Body
from comity.programme.events.kinds import GatePassed, GateReopened
from comity.programme.models import Proposal
from comity.programme.reading.viewer import Viewer
from comity.programme.services import case_gate
from comity.programme.services.conflicts import conflicts_gate, cover_gate
from comity.programme.services.guard import Refusal, needs_role
from comity.programme.services.happening import happen
from comity.programme.services.overlap import overlap_gate
from comity.programme.services.proposal_rules import OFFICE, needs_hand
from comity.programme.services.texts import REASON, checked

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# The ground on which a gate is passed, or why it is not.
Check: TypeAlias = "Callable[[Programme, Viewer, Proposal, Folded], str | Refusal]"

# Computed gates by their keys in ``decision_rules.yml``.
CHECKS: dict[str, Check] = {
    "overlap": overlap_gate,
    "team-cover": cover_gate,
    "conflicts": conflicts_gate,
    case_gate.GATE: case_gate.check,
}


def pass_gate(
    programme: Programme, viewer: Viewer, key: UUID, version: int, gate: str, basis: str = ""
) -> UUID | Refusal:
    """Pass a gate for a version: a computed one by the drafter or the panel office.

    Raises:
        InputError: a gate without a computed answer, and no basis.
    """
    check = CHECKS.get(gate)
    told = checked(basis, "on what ground the gate is passed", REASON, needed=check is None)

    def makes(who: Viewer, row: Proposal, proposal: Folded) -> Body | Refusal:
        if check is None:
            refusal = needs_role(who, OFFICE, body=row.body)
            return refusal or GatePassed(version=version, gate=gate, basis=told)
        if (refusal := needs_hand(who, row)) is not None:
            return refusal
        found = check(programme, who, row, proposal)
        if isinstance(found, Refusal):
            return found
        ground = f"{found} Remark of whoever passed it: «{told}»" if told else found
        return GatePassed(version=version, gate=gate, basis=ground)

    return happen(programme, viewer, key, makes)


def reopen_gate(
    programme: Programme, viewer: Viewer, key: UUID, version: int, gate: str, reason: str
) -> UUID | Refusal:
    """Open a gate again, by the panel office."""
    why = checked(reason, "the reason", REASON)

    def makes(who: Viewer, row: Proposal, _: Folded) -> Body | Refusal:
        return needs_role(who, OFFICE, body=row.body) or GateReopened(
            version=version, gate=gate, reason=why
        )

    return happen(programme, viewer, key, makes)
