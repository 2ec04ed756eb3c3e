"""Addresses of release, search, history."""

from __future__ import annotations

from comity.web.programme.access import Access, route
from comity.web.programme.pages import history, release, search

_WRITES = Access(writes=True)
_ONE = "programme/release/<uuid:key>"

urlpatterns = [
    route("programme/release", release.release_queue, "release"),
    route("programme/release.csv", release.release_csv, "release-csv"),
    route("programme/release/delay", release.release_delay, "release-delay"),
    route("programme/release/delay.csv", release.release_delay_csv, "release-delay-csv"),
    route(_ONE, release.release_request, "release-request"),
    route(f"{_ONE}/receipt", release.release_receipt, "release-receipt"),
    route(f"{_ONE}/decide", release.release_decide, "release-decide", _WRITES),
    route("programme/search", search.search_page, "programme-search"),
    route("programme/suggest", search.suggest, "programme-suggest"),
    route("programme/history", history.history_page, "history"),
    route("programme/history.csv", history.history_csv, "history-csv"),
    route("programme/seen/<uuid:key>", history.seen, "seen"),
]
