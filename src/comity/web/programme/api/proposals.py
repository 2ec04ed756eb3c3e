"""Proposals: what is seen of them, where they stand, and what is done to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from comity.programme.reading import lists
from comity.programme.reading.objects import one
from comity.programme.reading.proposing import standing, waiting
from comity.programme.reading.views import ProposalView
from comity.programme.services import approving, gates, positions, proposals
from comity.programme.services.activities import NewActivity
from comity.programme.services.freezing import frozen
from comity.web.programme.api import asked, schemas_proposals
from comity.web.programme.api import bodies_proposals as bodies
from comity.web.programme.api.acting import made
from comity.web.programme.api.operations import does, tells, there
from comity.web.programme.api.schemas import Made, Rows, rows
from comity.web.programme.inside import programme, viewer_of
from comity.web.site import current


@tells("/proposals", Rows[schemas_proposals.Proposal])
def proposals_list(request: HttpRequest, asked: Query[asked.Proposals]) -> Any:
    """Proposals, by body and title."""
    given = asked.dict(exclude={"offset", "limit"})
    return rows(lists.proposals(viewer_of(request), asked.window(), **given))


@tells("/proposals/waiting", list[schemas_proposals.WaitingProposal])
def proposals_waiting(request: HttpRequest) -> Any:
    """Proposals that wait for your nation's position."""
    viewer = viewer_of(request)
    return list(waiting(programme(), viewer, viewer.nation))


@tells("/proposals/{uuid:key}", schemas_proposals.Proposal)
def proposal(request: HttpRequest, key: UUID) -> Any:
    """One proposal."""
    return there(one(viewer_of(request), "proposal", key))


@tells("/proposals/{uuid:key}/standing", schemas_proposals.ProposalStanding)
def proposal_standing(request: HttpRequest, key: UUID) -> Any:
    """Whether a proposal may be approved now, in words, with positions, gates and rules."""
    return schemas_proposals.told(there(standing(programme(), viewer_of(request), key)))


@does("/proposals/open", Made)
def open_idea(request: HttpRequest, body: bodies.NewIdea) -> Any:
    """Open an idea: whoever works in the programme."""
    seen = None
    if body.opportunity is not None:
        with current().computing():
            seen = frozen(programme(), **body.opportunity.dict())
    idea = proposals.NewIdea(body.body, body.text(), seen, body.labels(), body.brokers)
    return made(proposals.open_idea(programme(), viewer_of(request), idea))


@does("/proposals/{uuid:key}/revise", Made)
def revise_proposal(request: HttpRequest, key: UUID, body: bodies.RevisedIdea) -> Any:
    """Write a new version: its drafter or the panel office."""
    viewer = viewer_of(request)
    return made(
        proposals.revise(programme(), viewer, key, body.text(), body.reason, material=body.material)
    )


@does("/proposals/{uuid:key}/tell", Made)
def tell_nations(request: HttpRequest, key: UUID, body: bodies.Told) -> Any:
    """Let nations read it: its drafter or the panel office."""
    viewer = viewer_of(request)
    return made(proposals.tell_nations(programme(), viewer, key, tuple(body.nations), body.reason))


@does("/proposals/{uuid:key}/withdraw", Made)
def withdraw_proposal(request: HttpRequest, key: UUID, body: bodies.Because) -> Any:
    """Take it back for good: its drafter or the panel office."""
    return made(proposals.withdraw(programme(), viewer_of(request), key, body.reason))


@does("/proposals/{uuid:key}/submit", Made)
def submit_proposal(request: HttpRequest, key: UUID, body: bodies.Submitted) -> Any:
    """Put a version to nations: the panel office."""
    viewer, nations = viewer_of(request), tuple(body.nations)
    done = positions.submit(programme(), viewer, key, body.version, nations, unknown=body.unknown)
    return made(done)


@does("/proposals/{uuid:key}/recall", Made)
def recall_submission(request: HttpRequest, key: UUID, body: bodies.VersionedBecause) -> Any:
    """Call a version back from nations: the panel office."""
    viewer = viewer_of(request)
    return made(positions.recall_submission(programme(), viewer, key, body.version, body.reason))


@does("/proposals/{uuid:key}/position", Made)
def take_position(request: HttpRequest, key: UUID, body: bodies.Position) -> Any:
    """Take a nation's position on a version: its coordinator."""
    return made(
        positions.take_position(
            programme(), viewer_of(request), key, body.version, body.nation, body.position,
            body.text,
        )
    )  # fmt: skip


@does("/proposals/{uuid:key}/position/recall", Made)
def recall_position(request: HttpRequest, key: UUID, body: bodies.PositionRecalled) -> Any:
    """Take a nation's last position back: its coordinator."""
    return made(
        positions.recall_position(
            programme(), viewer_of(request), key, body.version, body.nation, body.reason
        )
    )


@does("/proposals/{uuid:key}/silence", Made)
def open_silence(request: HttpRequest, key: UUID, body: bodies.Silence) -> Any:
    """Ask for agreement by silence: the panel office."""
    viewer = viewer_of(request)
    return made(positions.open_silence(programme(), viewer, key, body.version, body.expires))


@does("/proposals/{uuid:key}/silence/break", Made)
def break_silence(request: HttpRequest, key: UUID, body: bodies.SilenceBroken) -> Any:
    """Break a silence, with the position to follow: the nation's coordinator."""
    return made(
        positions.break_silence(
            programme(), viewer_of(request), key, body.version, body.nation, body.text
        )
    )


@does("/proposals/{uuid:key}/gate", Made)
def pass_gate(request: HttpRequest, key: UUID, body: bodies.GatePassed) -> Any:
    """Pass a gate: a computed one its drafter or the panel office, another the office alone."""
    viewer = viewer_of(request)
    return made(gates.pass_gate(programme(), viewer, key, body.version, body.gate, body.basis))


@does("/proposals/{uuid:key}/gate/reopen", Made)
def reopen_gate(request: HttpRequest, key: UUID, body: bodies.GateReopened) -> Any:
    """Open a gate again: the panel office."""
    viewer = viewer_of(request)
    return made(gates.reopen_gate(programme(), viewer, key, body.version, body.gate, body.reason))


@does("/proposals/{uuid:key}/decide", Made)
def decide_proposal(request: HttpRequest, key: UUID, body: bodies.ProposalDecided) -> Any:
    """Decide on a version and its count: the panel office."""
    viewer, new = viewer_of(request), None
    found = there(one(viewer, "proposal", key))
    if body.activity is not None and isinstance(found, ProposalView):
        asked = body.activity
        new = NewActivity(
            asked.code, asked.type, found.body, found.title, "planning", asked.start, asked.end
        )
    return made(
        approving.decide(
            programme(), viewer, key, body.version, body.outcome, body.count, new
        )
    )  # fmt: skip
