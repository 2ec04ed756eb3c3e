"""Search over everything that the register names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.web.pages.asking import ask, day_asked, takes
from comity.web.pages.filters import given
from comity.web.questions.search import MOST
from comity.web.showing import Shown

SHOWN = (
    Shown("what", "page", ("title", "address")),
    Shown("kind", "text", ("kind",)),
    Shown("key", "text", ("key",)),
    Shown("found by", "text", ("found",)),
)


@takes("q")
def search(request: HttpRequest) -> HttpResponse:
    """``/search?q=japan``."""
    on = day_asked(request)
    query = given(request, "q")["q"]
    context = {
        "title": _("Search"),
        "on": on,
        "query": query,
        "view": ask("search", _("Found"), SHOWN, on, most=MOST, q=query) if query else None,
    }
    return render(request, "search.html", context)
