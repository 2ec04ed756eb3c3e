"""Events of a proposal as what happened to it, and the proposal that they make."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast
from uuid import UUID

import msgspec

from comity.decisions import happenings as told
from comity.decisions.fold import replayed
from comity.decisions.proposal import Proposal
from comity.programme.events import kinds
from comity.programme.models import Event

# Kinds whose fields are those of a happening, by its name.
_SAME: dict[type[kinds.Body], type[told.Happening]] = {
    kinds.IdeaSubmitted: told.Submitted,
    kinds.SubmissionRecalled: told.SubmissionRecalled,
    kinds.PositionTaken: told.PositionTaken,
    kinds.PositionRecalled: told.PositionRecalled,
    kinds.SilenceOpened: told.SilenceOpened,
    kinds.SilenceBroken: told.SilenceBroken,
    kinds.GatePassed: told.GatePassed,
    kinds.GateReopened: told.GateReopened,
    kinds.ProposalWithdrawn: told.Withdrawn,
}


def happening(body: kinds.Body, time: str, actor: str) -> told.Happening | None:
    """What an event says that happened to a proposal; None where it is of another kind.

    Raises:
        InputError: a part of it is missing or not of its form.
    """
    common: dict[str, Any] = {"at": dt.datetime.fromisoformat(time), "by": actor}
    if isinstance(body, kinds.IdeaOpened):
        return told.Registered(**common, digest=body.digest)
    if isinstance(body, kinds.IdeaRevised):
        return told.Revised(
            **common, version=body.version, material=body.material, reason=body.reason,
            digest=body.digest,
        )  # fmt: skip
    if isinstance(body, kinds.ProposalDecided):
        outcome = cast("told.Outcome", body.outcome)
        return told.Decided(
            **common, version=body.version, outcome=outcome, count=body.count, words=body.words
        )
    kind = _SAME.get(type(body))
    return None if kind is None else kind(**common, **msgspec.structs.asdict(body))


def folded(proposal: UUID) -> Proposal:
    """The proposal of an identifier that is one, by all of its events: of whoever may read it."""
    rows = Event.objects.filter(object=str(proposal)).order_by("sequence")
    each = (
        happening(kinds.read_body(kind, text), time, actor)
        for kind, text, time, actor in rows.values_list("kind", "body", "time", "actor")
    )
    return replayed(one for one in each if one is not None)


def texts(proposal: UUID) -> tuple[kinds.Text, ...]:
    """What each version of a proposal says, the first first: of whoever may read it."""
    rows = Event.objects.filter(
        object=str(proposal), kind__in=(kinds.IdeaOpened.kind, kinds.IdeaRevised.kind)
    ).order_by("sequence")
    bodies = (kinds.read_body(kind, text) for kind, text in rows.values_list("kind", "body"))
    return tuple(
        one.text for one in bodies if isinstance(one, kinds.IdeaOpened | kinds.IdeaRevised)
    )
