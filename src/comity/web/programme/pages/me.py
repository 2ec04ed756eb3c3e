"""One's own data: values, appearance, roles, export; keys for programs and erasing are beside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.accounts.opening import open_account
from comity.programme.persons.appearing import Appears
from comity.programme.reading.lists import Window, roles
from comity.programme.reading.objects import several
from comity.programme.reading.own import own
from comity.programme.services.guard import Refusal
from comity.programme.services.people import appear, export_own, remove_value, set_value
from comity.programme.services.verifying import send_code, verify_value
from comity.web.programme.given import field
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.lately import PROVED_FIELD, ask_again, lately
from comity.web.programme.letters import send
from comity.web.programme.outcome import not_there, outcome, refused
from comity.web.programme.showing import show
from comity.web.words import N_

ME = "/programme/me"
SEEN_BY = {
    "appearance": N_("you, your nation's coordinators, and those to whom you appear"),
    "coordinator": N_("you and your nation's coordinators"),
    "self": N_("you alone"),
}
APPEARS = {
    Appears.NOBODY: N_("nobody but your nation's coordinators"),
    Appears.BODIES: N_("those in your bodies and activities"),
    Appears.SIGNED_IN: N_("all who are signed in"),
}
_ROLES = Window(0, 200)


def me(request: HttpRequest) -> HttpResponse:
    """``/programme/me``: every field with its value, purpose, basis and retention; own roles."""
    viewer = viewer_of(request)
    found = own(programme(), viewer)
    if found is None:
        return not_there(request)
    held = roles(viewer, _ROLES, person=found.person).rows
    context = {
        "own": found, "seen_by": SEEN_BY, "appears": APPEARS, "roles": held,
        "activities": several(viewer, "activity", [role.activity for role in held]),
    }  # fmt: skip
    return show(request, "me.html", _("My account"), context)


def me_set(request: HttpRequest) -> HttpResponse:
    """Set a ``field`` to a ``value``; an address only by who has just signed in."""
    viewer, key = viewer_of(request), field(request, "field")
    if viewer.person is None:
        return not_there(request)
    if key == PROVED_FIELD and not lately(request):
        return ask_again(ME)
    value = field(request, "value", 20_000)
    return outcome(request, set_value(programme(), viewer, viewer.person, key, value), ME)


def me_remove(request: HttpRequest) -> HttpResponse:
    """Remove the value of a ``field``."""
    viewer = viewer_of(request)
    if viewer.person is None:
        return not_there(request)
    key = field(request, "field")
    return outcome(request, remove_value(programme(), viewer, viewer.person, key), ME)


def me_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the address that is still to be verified."""
    viewer = viewer_of(request)
    person = viewer.person
    if person is None:
        return not_there(request)
    return send(request, lambda: send_code(programme(), viewer, person), ME)


def me_verify(request: HttpRequest) -> HttpResponse:
    """Verify the address by its ``code``; one signs in by it from then on."""
    viewer = viewer_of(request)
    if viewer.person is None:
        return not_there(request)
    result = verify_value(programme(), viewer.person, field(request, "code", 40))
    if result is None:
        open_account(programme(), viewer.person)
    return outcome(request, result, ME)


def me_appear(request: HttpRequest) -> HttpResponse:
    """Choose to whom one appears."""
    chosen = field(request, "to")
    if chosen not in set(Appears):
        raise InputError("choose to whom you appear.")
    return outcome(request, appear(programme(), viewer_of(request), Appears(chosen)), ME)


def me_export(request: HttpRequest) -> HttpResponse:
    """``/programme/me/export.json``: all that is held of oneself."""
    found = export_own(programme(), viewer_of(request))
    if isinstance(found, Refusal):
        return refused(request, found)
    told = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(found, json_dumps_params=told)
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
