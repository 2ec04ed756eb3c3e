"""Addresses of cases of safeguards."""

from __future__ import annotations

from comity.web.programme.access import Access, route
from comity.web.programme.pages import safeguards

_WRITES = Access(writes=True)
_ONE = "programme/proposals/<uuid:key>/safeguards"

urlpatterns = [
    route(_ONE, safeguards.safeguards, "safeguards"),
    route(f"{_ONE}/open", safeguards.open_case, "case-open", _WRITES),
    route(f"{_ONE}/change", safeguards.change_case, "case-change", _WRITES),
    route(f"{_ONE}/answer", safeguards.answer, "case-answer", _WRITES),
    route(f"{_ONE}/export", safeguards.record_export, "case-export", _WRITES),
    route(f"{_ONE}/background", safeguards.record_background, "case-background", _WRITES),
    route(f"{_ONE}/screen", safeguards.screen, "case-screen", _WRITES),
    route(f"{_ONE}/judge", safeguards.judge, "case-judge", _WRITES),
]
