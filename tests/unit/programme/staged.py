"""Proposals at the stages at which something may be done to them, for the matrix."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

import authorised as a
from written import OPEN, Written, only

if TYPE_CHECKING:
    from cast import Cast

ASKED = tuple(sorted(a.STATUSES.values()))
_TITLES = {
    "gated": ("Vaccines against plague", "Doses for cold regions."),
    "asked": ("Ceramic turbine blades", "Hot engines wear out."),
    "silent": ("Clocks in orbit", "Navigation without satellites."),
    "said": ("Quiet submarine hulls", "Noise of propellers."),
}
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
    stages = {"gated": (), "asked": (asked,), "silent": (asked, silence), "said": (asked, *said)}
    for name, after in stages.items():
        # None resembles another: the gate of overlaps would ask for a disposition.
        title, summary = _TITLES[name]
        key = write.proposal(owner, *gates, *after, title=title, summary=summary)
        setattr(made.other, name, key)


def found_for_a_team(write: Written, made: Cast) -> None:
    """A proposal, and somebody who opted in and of whom no conflict with its drafter is found."""
    from comity.programme.models import PersonValue

    made.other.founder, made.other.found = (
        _opted_in(write, made, nation, address, works)
        for nation, address, works in (
            ("NOR", "founder@one.example", "n1 | 2015 | Deep mines"),
            ("CAN", "found@two.example", "c1 | 2015 | Trust"),
        )
    )
    PersonValue.objects.filter(field="email").update(verified=True)
    made.other.teamed = write.proposal(made.other.founder, title="Deep mines", summary="Ore.")


def _opted_in(write: Written, made: Cast, nation: str, address: str, works: str) -> UUID:
    from comity.programme.services.people import enter_person

    values = {"name": address, "email": address, "organisation": address, "works": works}
    with made.programme.writing(UUID(int=99)) as append:
        person = enter_person(made.programme, append, nation, values)
    write.relabelled("person", person, OPEN, content=only(f"person:{person}"))
    return person


def count_of(made: Cast) -> str:
    """The key of the count of the proposal with nations, as a decision repeats it."""
    from comity.decisions.approval import approval
    from comity.programme.reading.happenings import folded

    programme = made.programme
    return approval(folded(made.other.asked), programme.rules, programme.clock()).key
