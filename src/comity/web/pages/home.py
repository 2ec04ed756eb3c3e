"""The home page: the world coloured by advantage or affinity, technology by technology."""

from __future__ import annotations

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.evidence.tables import KINDS
from comity.web.figures.world import description_of, places_of, title_of
from comity.web.pages import choices, filters
from comity.web.pages.asking import ask, day_asked, takes
from comity.web.pages.selections import by_records, by_ties
from comity.web.showing import Shown, name_of
from comity.web.site import current
from comity.web.worldmap import CLASSES, world_map

ROWS = (
    Shown("nation", "nation", ("nation",)),
    Shown("records", "whole", ("observed",)),
    Shown("expected", "whole", ("expected",)),
    Shown("value", "interval", ("value", "low", "high")),
    Shown("in words", "judged", ("verdict", "low", "high")),
    Shown("source", "source", ("source",)),
)
_FIRST = "ai"


@takes("measure", "technology", "with", "kind")
def home(request: HttpRequest) -> HttpResponse:
    """``/?measure=advantage&technology=ai`` or ``/?measure=affinity&with=JPN``."""
    on = day_asked(request)
    given = {
        name: text
        for name in ("measure", "technology", "with", "kind")
        if (text := request.GET.get(name, "").strip())
    }
    if "with" in given:
        current().workspace.register.nations.resolve(given["with"])
    affinity = given.get("measure") == "affinity"
    given.setdefault("technology", "all" if affinity else _FIRST)
    if affinity:
        given.setdefault("with", "JPN")
    else:
        given.pop("with", None)
    site = current()
    register = site.workspace.register
    view = ask("world", "", ROWS, on, most=30, **given)
    view = dataclasses.replace(view, title=title_of(view.asked))
    places = places_of(view.answer)
    context = {
        "title": _("Who is strong in what, and who works with whom"),
        "on": on,
        "given": given,
        "affinity": affinity,
        "view": view,
        "map": world_map(
            places, [view.asked["with"]] if affinity else [], view.title, description_of(places)
        ),
        "map_query": view.asked.query(),
        "brief": by_ties(view.asked["with"], view, on) if affinity else by_records(view, on),
        "classes": CLASSES,
        "technologies": [
            *([("all", name_of("all"))] if affinity else []),
            *choices.all_technologies(),
        ],
        "nations": [(code, register.nations.short(code)) for code in _nations()],
        "kinds": KINDS,
        "plural": filters.PLURAL,
    }
    return render(request, "home.html", context)


def _nations() -> list[str]:
    series = current().workspace.cube.series.values()
    register = current().workspace.register
    codes = {n for s in series for n in s.links_nations if n in register.nations.codes()}
    return sorted(codes, key=register.nations.short)
