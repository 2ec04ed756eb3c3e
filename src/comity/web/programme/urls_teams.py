"""Addresses of teams, each with its rule."""

from __future__ import annotations

from django.urls import URLPattern

from comity.web.programme.access import Access, route
from comity.web.programme.pages import teams

_WRITES = Access(writes=True)
_ONE = "programme/proposals/<uuid:key>"

urlpatterns: list[URLPattern] = [
    route(f"{_ONE}/team", teams.page, "proposal-team"),
    route(f"{_ONE}/seats", teams.offer, "seat-offer", _WRITES),
    route(f"{_ONE}/conflicts", teams.declare, "conflict-declare", _WRITES),
    route(f"{_ONE}/conflicts/pin", teams.pin, "conflict-pin", _WRITES),
    route("programme/seats/<uuid:key>/answer", teams.answer, "seat-answer", _WRITES),
    route("programme/seats/<uuid:key>/withdraw", teams.withdraw, "seat-withdraw", _WRITES),
]
