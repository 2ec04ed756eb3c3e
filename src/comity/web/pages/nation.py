"""The page of one nation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.web.pages.asking import ask, day_asked, draw
from comity.web.showing import Shown
from comity.web.site import current

STRENGTHS = (
    Shown("technology", "technology", ("technology",)),
    Shown("kind", "text", ("kind",)),
    Shown("window", "text", ("window",)),
    Shown("share of the world", "percent", ("share_of_world",)),
    Shown("advantage", "interval", ("value", "low", "high")),
    Shown("in words", "text", ("verdict",)),
)


def nation(request: HttpRequest, code: str) -> HttpResponse:
    """``/nations/JPN``; a name is sent on to its code."""
    register = current().workspace.register
    found = register.nations.resolve(code)
    if found != code:
        return redirect(f"/nations/{found}", permanent=False)
    on = day_asked(request)
    context = {
        "title": register.nations.name(found),
        "code": found,
        "on": on,
        "intervals": draw("intervals", on, names=found),
        "strengths": ask("strengths", _("Strengths"), STRENGTHS, on, names=found),
    }
    return render(request, "nation.html", context)
