"""What is done for a person: roles given and ended, and an account opened."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.accounts.opening import invite
from comity.programme.services import roles
from comity.programme.services.acting import administers
from comity.programme.services.guard import Refusal
from comity.web.programme import given
from comity.web.programme.given import field
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.letters import handed_over, not_taken, sends_mail
from comity.web.programme.outcome import outcome, refused
from comity.web.programme.showing import show


def page_of(person: UUID) -> str:
    """The address of a person's page."""
    return f"/programme/people/{person}"


def give_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a person a role for a nation, a body, an activity, or nothing in particular."""
    viewer = viewer_of(request)
    wanted = roles.Wanted(
        key, field(request, "role", 40),
        given.day(request, "since", _("the first day")) or viewer.day,
        field(request, "nation", 60), field(request, "body", 20),
        given.key(request, "activity", _("the activity")) if field(request, "activity") else None,
        given.day(request, "until", _("the last day")),
    )  # fmt: skip
    made = roles.give_role(programme(), viewer, wanted)
    to = page_of(key)
    if administers(viewer):
        to = f"{to}?given={made}"
    return outcome(request, made, to)


def end_role(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a role of a person."""
    role = given.key(request, "role", _("the role"))
    until: dt.date = given.needed_day(request, "until", _("the last day"))
    done = roles.end_role(programme(), viewer_of(request), role, until)
    return outcome(request, done, page_of(key))


def open_account(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open an account: its link goes out by letter, or is shown this once where no mail is set."""
    made = invite(programme(), viewer_of(request), key)
    if isinstance(made, Refusal):
        return refused(request, made)
    link, sent = request.build_absolute_uri(made.path), sends_mail()
    if sent and not handed_over(_("Your account"), _invitation(link), made.address):
        return not_taken(request)
    context = {"person": key, "address": made.address, "link": "" if sent else link}
    return show(request, "invited.html", _("An account is open"), context)


def _invitation(link: str) -> str:
    lines = (
        _("An account in a programme of cooperation was opened for you."),
        _("Set your password here; the link works once and for a few days:"),
        link,
        _("Who did not expect this letter need do nothing."),
    )
    return "\n\n".join(lines) + "\n"
