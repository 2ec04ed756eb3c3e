"""What the site is, how to cite it, how it is accessible, and the licences of what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.web.pages.asking import day_asked, takes
from comity.web.questions.registry import QUESTIONS
from comity.web.site import current
from comity.web.words import N_


@dataclass(frozen=True, slots=True)
class Part:
    """A part made by others that is served from here."""

    name: str
    use: str
    licence: str


PARTS = (
    Part("Inter 4", N_("typeface"), "SIL Open Font License 1.1"),
    Part("htmx 2.0.11", N_("asks for parts of pages without loading them anew"), "0BSD"),
    Part(
        "Natural Earth",
        N_("outlines of the world, drawn by our boundary policy"),
        N_("public domain"),
    ),
)


@takes()
def about(request: HttpRequest) -> HttpResponse:
    """``/about``."""
    series = current().workspace.cube.series.values()
    context = {
        "title": _("About this site"),
        "on": day_asked(request),
        "parts": PARTS,
        "questions": list(QUESTIONS.values()),
        "licences": sorted({(s.publisher, s.licence) for s in series}),
    }
    return render(request, "about.html", context)
