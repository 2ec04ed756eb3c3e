"""A proposal as its events make it, by the columns of its row."""

from __future__ import annotations

from typing import Any

import msgspec

from comity.programme.events import kinds

# Events of a proposal that change nothing of its row: they are folded when it is read.
FOLDED = (
    kinds.PositionTaken, kinds.PositionRecalled, kinds.SilenceOpened, kinds.SilenceBroken,
    kinds.GatePassed, kinds.GateReopened, kinds.MeasurementTaken,
)  # fmt: skip


def columns_of(text: kinds.Text, digest: str) -> dict[str, Any]:
    """The columns of a version's text."""
    told = msgspec.to_builtins(text)
    lists = {name: list(told[name]) for name in ("technologies", "must", "nice")}
    return {"title": text.title, "summary": text.summary, "digest": digest, **lists}


def first(time: str, body: kinds.IdeaOpened) -> dict[str, Any]:
    """The columns with which a proposal begins, but for its labels."""
    return {
        "body": body.body, "nation": body.nation, "drafter": body.drafter, "opened": time,
        "stage": "draft", "version": 1, "asked": [], "activity": None,
        "opportunity": None if body.frozen is None else msgspec.to_builtins(body.frozen),
        **columns_of(body.text, body.digest),
    }  # fmt: skip


def following(body: kinds.Body) -> dict[str, Any] | None:
    """The columns that an event changes; None where it is no event of a proposal's own."""
    match body:
        case kinds.IdeaRevised():
            changes = columns_of(body.text, body.digest) | {"version": body.version}
            # Nations are asked anew about another matter.
            return changes | ({"stage": "draft", "asked": []} if body.material else {})
        case kinds.IdeaSubmitted():
            return {"stage": "with nations", "asked": sorted(body.nations)}
        case kinds.SubmissionRecalled():
            return {"stage": "draft", "asked": []}
        case kinds.ProposalDecided():
            return {"stage": body.outcome, "activity": body.activity}
        case kinds.ProposalWithdrawn():
            return {"stage": "withdrawn"}
    return {} if isinstance(body, FOLDED) else None
