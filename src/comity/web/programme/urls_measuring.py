"""Addresses of what became of proposals."""

from __future__ import annotations

from comity.web.programme.access import Access, route
from comity.web.programme.pages import measuring

_ONE = "programme/proposals/<uuid:key>"

urlpatterns = [
    route(f"{_ONE}/measured", measuring.proposal_measured, "proposal-measured"),
    route(f"{_ONE}/measure", measuring.take, "proposal-measure", Access(writes=True)),
]
