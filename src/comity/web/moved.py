"""Addresses that are written another way: sent on for good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from comity.web.missing import MissingError, nearest

_PLACES = (
    "nations", "technologies", "groups", "pairs", "standing", "activities", "compare",
    "opportunities", "claims", "evidence", "search", "briefs", "about", "data", "figures", "api",
)  # fmt: skip


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
    first = bare.split("/")[1]
    hint = nearest(first, _PLACES) if len(first) < 40 else ""
    hint = f" {hint[0].upper()}{hint[1:]}" if hint.startswith("did") else ""
    raise MissingError(f"there is no such page: search, or begin at the map.{hint}")


def _is_there(path: str) -> bool:
    try:
        return resolve(path).func is not elsewhere
    except Resolver404:
        return False


def _sent_on(path: str, request: HttpRequest) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
