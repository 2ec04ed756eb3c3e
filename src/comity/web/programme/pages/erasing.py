"""Erase one's own data: what goes, what stays, and a word typed to confirm."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.persons.fields import personal_records
from comity.programme.reading.own import own
from comity.programme.services.guard import Refusal
from comity.programme.services.people import erase_person
from comity.web.programme.given import field
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.lately import ask_again, lately
from comity.web.programme.outcome import not_there, refused
from comity.web.programme.showing import show
from comity.web.words import N_

ERASE = "/programme/me/erase"
# Typed by her, so that it is no slip of a finger.
WORD = N_("erase")


def erase_page(request: HttpRequest) -> HttpResponse:
    """``/programme/me/erase``."""
    found = own(programme(), viewer_of(request))
    if found is None:
        return not_there(request)
    context = {"own": found, "records": personal_records(), "word": _(WORD)}
    return show(request, "erase.html", _("Erase my data"), context)


def erase(request: HttpRequest) -> HttpResponse:
    """Erase whoever asks, where she typed the ``word``; her session ends with her account.

    Raises:
        InputError: the word is another.
    """
    viewer = viewer_of(request)
    if viewer.person is None:
        return not_there(request)
    if not lately(request):
        return ask_again(ERASE)
    if field(request, "word", 40) != _(WORD):
        raise InputError(f"nothing was erased: type the word {_(WORD)} to confirm.")
    result = erase_person(programme(), viewer, viewer.person)
    if isinstance(result, Refusal):
        return refused(request, result)
    logout(request)
    context = {"title": _("Your data are erased"), "sentence": result.sentence}
    return render(request, "programme/erased.html", context)
