"""Keys by which a program acts for whoever made them: listed, made and shown once, ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.accounts.tokens import MOST_DAYS, end_token, new_token, tokens_of
from comity.web.programme.given import field, identifier
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.lately import ask_again, lately
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.showing import show

KEYS = "/programme/me/keys"


def keys(request: HttpRequest) -> HttpResponse:
    """``/programme/me/keys``: those that last, without the keys themselves."""
    return _page(request, "")


def keys_new(request: HttpRequest) -> HttpResponse:
    """Make a key; it is on this one answer and nowhere else.

    Raises:
        InputError: no words, a number of days that is none, or too many keys.
    """
    person = viewer_of(request).person
    if person is None:
        return not_there(request)
    if not lately(request):
        return ask_again(KEYS)
    days = field(request, "days", 10)
    if not (days.isascii() and days.isdigit()):
        raise InputError(f"a key lasts 1 to {MOST_DAYS} days: write a whole number.")
    words = field(request, "words", 200)
    return _page(request, new_token(person, words, int(days), programme().clock()))


def keys_end(request: HttpRequest) -> HttpResponse:
    """End a key of the own list; of another's nothing is told."""
    person, key = viewer_of(request).person, identifier(field(request, "key", 36))
    if person is None:
        return not_there(request)
    if key is not None:
        end_token(person, key)
    return outcome(request, None, KEYS)


def _page(request: HttpRequest, made: str) -> HttpResponse:
    person = viewer_of(request).person
    if person is None:
        return not_there(request)
    context = {"keys": tokens_of(person), "made": made, "most": MOST_DAYS}
    return show(request, "keys.html", _("Keys for programs"), context)
