"""Addresses that are written another way: sent on for good."""

from __future__ import annotations

from difflib import get_close_matches

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from comity.web.missing import MissingError

_PLACES = (
    "nations", "technologies", "groups", "pairs", "standing", "activities", "compare",
    "opportunities", "claims", "evidence", "search", "briefs", "about", "data", "figures", "api",
)  # fmt: skip

_LONGEST = 40


def to_icon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for beside anything that is no page, such as an answer of the API."""
    return HttpResponsePermanentRedirect("/static/comity.svg")


def to_api(request: HttpRequest) -> HttpResponse:
    """``/api`` is the list of what can be asked."""
    return _sent_on("/api/v1", request)


def elsewhere(request: HttpRequest, path: str) -> HttpResponse:
    """An address with slashes at its end is the one without; every other is none.

    Raises:
        MissingError: there is no page; the nearest place is told.
    """
    bare = "/" + path.strip("/")
    if path.endswith("/") and _is_there(bare):
        return _sent_on(bare, request)
    found = _("There is no such page: search for a nation, technology, organisation or record.")
    close = get_close_matches(bare.split("/")[1][:_LONGEST], _PLACES, n=1, cutoff=0.6)
    hint = " " + _("Did you mean /%(place)s?") % {"place": close[0]} if close else ""
    raise MissingError(found + hint)


def _is_there(path: str) -> bool:
    try:
        return resolve(path).func is not elsewhere
    except Resolver404:
        return False


def _sent_on(path: str, request: HttpRequest) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
