"""The team of a proposal: who covers what, seats, conflicts of interest."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field

from comity.programme.reading.teams import Team as Found
from comity.programme.reading.teams import team as team_of
from comity.programme.services import conflicts, seats
from comity.teams.conflicts import Check
from comity.teams.ranking import Closest, Placed
from comity.web.programme.api.acting import made
from comity.web.programme.api.bodies import Body, Reason
from comity.web.programme.api.operations import does, tells, there
from comity.web.programme.api.schemas import Made
from comity.web.programme.api.schemas_teams import Team
from comity.web.programme.inside import programme, viewer_of


class Offered(Body):
    """To whom a seat is offered, on the version that was read."""

    version: int = Field(ge=1, le=1_000_000)
    person: UUID


class Answered(Body):
    """What she answers."""

    state: Literal["taken", "declined"]


class Withdrawn(Body):
    """Why."""

    reason: Reason


class Declared(Body):
    """Towards whom, and why."""

    person: UUID
    reason: Reason


class Pinned(Declared):
    """Between whom there is a conflict, or none, and why."""

    towards: UUID
    conflict: bool


@tells("/proposals/{uuid:key}/team", Team)
def proposal_team(request: HttpRequest, key: UUID) -> Any:
    """Who covers what, the smallest team, seats and conflicts, as far as you may know."""
    return _told(there(team_of(programme(), viewer_of(request), key)))


@does("/proposals/{uuid:key}/seats", Made)
def offer_seat(request: HttpRequest, key: UUID, body: Offered) -> Any:
    """Offer a seat to somebody of whom no conflict is found: the drafter or the panel office."""
    who = viewer_of(request)
    return made(seats.offer(programme(), who, key, body.version, body.person))


@does("/seats/{uuid:key}/answer", Made)
def answer_seat(request: HttpRequest, key: UUID, body: Answered) -> Any:
    """Take a seat or decline it: the person to whom it is offered."""
    return made(seats.answer(programme(), viewer_of(request), key, body.state))


@does("/seats/{uuid:key}/withdraw", Made)
def withdraw_seat(request: HttpRequest, key: UUID, body: Withdrawn) -> Any:
    """Withdraw a seat: the drafter or the panel office; or leave it, who has taken it."""
    return made(seats.withdraw_seat(programme(), viewer_of(request), key, body.reason))


@does("/proposals/{uuid:key}/conflicts", Made)
def declare_conflict(request: HttpRequest, key: UUID, body: Declared) -> Any:
    """Declare a conflict of interest of your own towards somebody."""
    who = viewer_of(request)
    return made(conflicts.declare(programme(), who, key, body.person, body.reason))


@does("/proposals/{uuid:key}/conflicts/pin", Made)
def pin_conflict(request: HttpRequest, key: UUID, body: Pinned) -> Any:
    """Say whether there is a conflict of interest between two persons: the panel office."""
    return made(
        conflicts.pin(
            programme(), viewer_of(request), key, body.person, body.towards, body.reason,
            conflict=body.conflict,
        )
    )  # fmt: skip


def _told(found: Found) -> dict[str, Any]:
    ranking, smallest, wanted = found.ranking, found.composition, found.wanted
    return {
        "leads": found.leads,
        "must": [one.key for one in wanted.must] if wanted else [],
        "nice": [one.key for one in wanted.nice] if wanted else [],
        "ranked": ranking.ranked if ranking else 0,
        "placed": [_placed(one, found.checks) for one in ranking.placed] if ranking else [],
        "unscorable": [
            {"person": one.key, "nation": one.nation, "reason": one.reason}
            for one in (ranking.unscorable if ranking else ())
        ],
        "smallest": [one.candidate.key for one in smallest.team] if smallest else [],
        "gaps": [one.sentence for one in smallest.gaps] if smallest else [],
        "left_out": [
            {"person": one.key, "check": _check(one.check)}
            for one in (smallest.left_out if smallest else ())
        ],
        "sole": found.told, "seats": found.seats, "conflicts": found.conflicts,
    }  # fmt: skip


def _placed(one: Placed, checks: dict[str, Check]) -> dict[str, Any]:
    candidate = one.candidate
    return {
        "person": candidate.key, "nation": candidate.nation, "gaps": one.gaps,
        "must": [_closest(each) for each in one.must],
        "nice": [_closest(each) for each in one.nice], "check": _check(checks[candidate.key]),
    }  # fmt: skip


def _closest(one: Closest) -> dict[str, Any]:
    work = one.work
    return {
        "skill": one.skill, "closeness": one.closeness, "covers": one.covers,
        "work": work.key if work else "", "title": work.title if work else "",
    }  # fmt: skip


def _check(one: Check) -> dict[str, Any]:
    return {"outcome": one.outcome, "reasons": [reason.words for reason in one.reasons]}
