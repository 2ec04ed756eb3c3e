"""The evidence page: every series with its source, date, licence, coverage and rejects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.web.pages.asking import ask, day_asked, takes
from comity.web.showing import Shown
from comity.web.site import current

SHOWN = (
    Shown("series", "text", ("series",)),
    Shown("kind", "text", ("kind",)),
    Shown("publisher", "text", ("publisher",)),
    Shown("as of", "text", ("as_of",)),
    Shown("licence", "text", ("licence",)),
    Shown("first", "text", ("first",)),
    Shown("last", "text", ("last",)),
    Shown("nations", "whole", ("coverage",)),
    Shown("rejected", "whole", ("rows_rejected",)),
)
_MOST = 1000


@takes()
def evidence(request: HttpRequest) -> HttpResponse:
    """``/evidence#nsf-patents``."""
    on = day_asked(request)
    context = {
        "title": _("Evidence"),
        "on": on,
        "view": ask("series", _("Series of the evidence"), SHOWN, on, most=_MOST),
        "checksum": current().workspace.cube.checksum(),
    }
    return render(request, "evidence.html", context)
