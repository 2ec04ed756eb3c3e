"""The team of a proposal: who covers what, the smallest team, seats, conflicts of interest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.objects import one
from comity.programme.reading.persons import names
from comity.programme.reading.teams import COVERS, NATIONS, Team, team
from comity.programme.reading.views import ProposalView, SeatView
from comity.programme.services import conflicts, seats
from comity.programme.services.guard import Refusal
from comity.web.programme.given import field
from comity.web.programme.given import key as given_key
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.places import address_of
from comity.web.programme.showing import show

_PAGE = "/programme/proposals/{}/team"


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/proposals/<key>/team``."""
    view = one(viewer_of(request), "proposal", key)
    context = team_context(request, key)
    if not isinstance(view, ProposalView) or context is None:
        return not_there(request)
    title = _("Team: %(title)s") % {"title": view.title}
    return show(request, "proposal_team_page.html", title, {"proposal": view, **context})


def team_context(request: HttpRequest, key: UUID) -> dict[str, Any] | None:
    """What ``proposal_team.html`` needs beside ``proposal``; None where it is closed."""
    viewer = viewer_of(request)
    found, view = team(programme(), viewer, key), one(viewer, "proposal", key)
    if found is None or not isinstance(view, ProposalView):
        return None
    people = _people(found)
    mine = [seat for seat in found.seats if seat.person == viewer.person]
    return {
        "team": found, "names": names(programme(), viewer, people), "of_key": UUID,
        "mine": mine, "nations_needed": NATIONS, "covers_from": COVERS,
        "going": view.stage in ("draft", "with nations"), "address_of": address_of,
        "office": viewer.holds("panel-office", body=view.body),
        "held": {seat.person for seat in found.seats if seat.state in ("offered", "taken")},
        # Towards whom a conflict may be declared: who is concerned and appears.
        "concerned": _concerned(found, view, viewer.person),
    }  # fmt: skip


def _people(found: Team) -> set[UUID | None]:
    """Everybody of whom the page tells."""
    people: set[UUID | None] = {seat.person for seat in found.seats}
    for pair in found.conflicts:
        people |= {pair.one, pair.other}
    if found.ranking is not None:
        people |= {UUID(placed.candidate.key) for placed in found.ranking.placed}
        people |= {UUID(one.key) for one in found.ranking.unscorable}
    if found.composition is not None:
        people |= {UUID(placed.candidate.key) for placed in found.composition.team}
        people |= {UUID(out.key) for out in found.composition.left_out}
    return people


def _concerned(found: Team, view: ProposalView, person: UUID | None) -> tuple[UUID, ...]:
    drafter = view.content.drafter if view.content else None
    seated = (seat.person for seat in found.seats if seat.state in ("offered", "taken"))
    told = dict.fromkeys(one for one in (drafter, *seated) if one is not None)
    return tuple(one for one in told if one != person)


def offer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Offer a seat to a person."""
    version = field(request, "version", 9)
    if not version.isascii() or not version.isdigit():
        raise InputError(_("the version is missing: send the page's form anew."))
    person = given_key(request, "person", _("the person"))
    done = seats.offer(programme(), viewer_of(request), key, int(version), person)
    return outcome(request, done, _PAGE.format(key))


def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take or decline a seat that is offered to oneself."""
    viewer = viewer_of(request)
    seat = one(viewer, "seat", key)
    done = seats.answer(programme(), viewer, key, field(request, "state", 20))
    return _back(request, seat, done)


def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a seat, or leave one's own."""
    viewer = viewer_of(request)
    seat = one(viewer, "seat", key)
    done = seats.withdraw_seat(programme(), viewer, key, field(request, "reason"))
    return _back(request, seat, done)


def _back(request: HttpRequest, seat: object, done: UUID | Refusal) -> HttpResponse:
    if not isinstance(seat, SeatView):
        return not_there(request)
    return outcome(request, done, _PAGE.format(seat.proposal))


def declare(request: HttpRequest, key: UUID) -> HttpResponse:
    """Declare a conflict of interest of one's own."""
    towards = given_key(request, "person", _("the person"))
    done = conflicts.declare(
        programme(), viewer_of(request), key, towards, field(request, "reason")
    )
    return outcome(request, done, _PAGE.format(key))


def pin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say, as the panel office, whether there is a conflict between two persons."""
    first = given_key(request, "person", _("the person"))
    other = given_key(request, "towards", _("the other person"))
    said = field(request, "conflict", 3)
    if said not in ("yes", "no"):
        raise InputError(_("whether there is a conflict is missing: choose yes or no."))
    done = conflicts.pin(
        programme(), viewer_of(request), key, first, other, field(request, "reason"),
        conflict=said == "yes",
    )  # fmt: skip
    return outcome(request, done, _PAGE.format(key))
