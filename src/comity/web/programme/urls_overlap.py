"""Addresses of overlap, each with its rule."""

from __future__ import annotations

from django.urls import URLPattern

from comity.web.programme.access import Access, route
from comity.web.programme.pages import overlap

_WRITES = Access(writes=True)

urlpatterns: list[URLPattern] = [
    # Drafts are not to stand in addresses: they are sent, though nothing is written.
    route("programme/proposals/similar", overlap.typed, "proposal-similar", _WRITES),
    route("programme/proposals/<uuid:key>/overlap", overlap.page, "proposal-overlap"),
    route(
        "programme/proposals/<uuid:key>/dispositions", overlap.dispose, "proposal-dispose", _WRITES
    ),
    route("programme/overlaps", overlap.overlaps, "overlaps", Access(roles=("broker",))),
]
