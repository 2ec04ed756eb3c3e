"""Proposals at the stages at which something may be done to them, for the matrix."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import authorised as a
from written import Written

if TYPE_CHECKING:
    from cast import Cast

ASKED = tuple(sorted(a.STATUSES.values()))
END = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


def staged(write: Written, made: Cast) -> None:
    """One before it is put to nations, one with them, one under silence, one with positions."""
    from comity.programme.events import kinds

    owner = made.seen["person"]
    gates = [
        kinds.GatePassed(version=1, gate=one, basis="looked at")
        for one in ("overlap", "team-cover")
    ]
    asked = kinds.IdeaSubmitted(version=1, nations=ASKED, allies=("BEL",))
    silence = kinds.SilenceOpened(version=1, expires=END)
    said = [kinds.PositionTaken(version=1, nation=one, position="support") for one in ASKED]
    made.other.gated = write.proposal(owner, *gates)
    made.other.asked = write.proposal(owner, *gates, asked)
    made.other.silent = write.proposal(owner, *gates, asked, silence)
    made.other.said = write.proposal(owner, *gates, asked, *said)


def count_of(made: Cast) -> str:
    """The key of the count of the proposal with nations, as a decision repeats it."""
    from comity.decisions.approval import approval
    from comity.programme.reading.happenings import folded

    programme = made.programme
    return approval(folded(made.other.asked), programme.rules, programme.clock()).key
