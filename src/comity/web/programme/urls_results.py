"""Addresses of results: the register of standards, the funnel, the yearly report."""

from __future__ import annotations

from comity.web.programme.access import Access, route
from comity.web.programme.pages import funnel, report, standards

_WRITES = Access(writes=True)
_ONE = "programme/standards/<uuid:key>"

urlpatterns = [
    route("programme/funnel", funnel.funnel, "funnel"),
    route("programme/report/<int:year>", report.report, "report"),
    route("programme/report/<int:year>.<str:extension>", report.report_file, "report-file"),
    route("programme/standards", standards.standards, "standards"),
    route(_ONE, standards.standard, "standard"),
    route(f"{_ONE}/change", standards.change, "standard-change", _WRITES),
    route(
        "programme/activities/<uuid:key>/standards", standards.link, "standard-link", _WRITES
    ),
]  # fmt: skip
