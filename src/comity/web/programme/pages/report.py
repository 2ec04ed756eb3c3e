"""The programme's report of a year, of what whoever asks may read: on a page, and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.briefs.render import rendered
from comity.briefs.render.marks import marked
from comity.programme.report.context import EARLIEST
from comity.programme.report.making import yearly_report
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there
from comity.web.programme.showing import show

# A PDF takes longer than a request should: the command makes it.
FILES = {"html": "text/html; charset=utf-8", "json": "application/json"}
_YEARS = 5


def report(request: HttpRequest, year: int) -> HttpResponse:
    """``/programme/report/2026``."""
    viewer = viewer_of(request)
    if not _there(request, year):
        return not_there(request)
    found = yearly_report(programme(), viewer, year)
    context = {
        "year": year, "document": marked(found.as_pages()), "person": viewer.person,
        "years": range(max(EARLIEST, viewer.day.year - _YEARS + 1), viewer.day.year + 1),
    }  # fmt: skip
    return show(request, "report.html", _("The programme in %(year)s") % {"year": year}, context)


def report_file(request: HttpRequest, year: int, extension: str) -> HttpResponse:
    """``/programme/report/2026.html``, ``.json``: the same, to be kept."""
    if not _there(request, year):
        return not_there(request)
    if extension not in FILES:
        raise InputError(f"the report comes as {' or '.join(FILES)}; PDF is made by the command.")
    data = rendered(yearly_report(programme(), viewer_of(request), year), extension)
    response = HttpResponse(data, FILES[extension])
    response["Content-Disposition"] = f'attachment; filename="programme-{year}.{extension}"'
    return response


def _there(request: HttpRequest, year: int) -> bool:
    return EARLIEST <= year <= viewer_of(request).day.year
