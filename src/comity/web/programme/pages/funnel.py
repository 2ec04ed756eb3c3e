"""The funnel as it was published last: how many are at which stage, small numbers withheld."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.funnel.tables import ALL, DIMENSIONS
from comity.programme.reading.funnel import PublishedFunnel, latest_funnel
from comity.web.programme.inside import viewer_of
from comity.web.programme.showing import show
from comity.web.showing import name_of
from comity.web.words import N_

TITLES = {"nation": N_("By nation"), "sector": N_("By sector"), "gender": N_("By gender")}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its category in words, and a number by stage, None where withheld."""

    words: str
    counts: tuple[int | None, ...]


def funnel(request: HttpRequest) -> HttpResponse:
    """``/programme/funnel``."""
    found = latest_funnel(viewer_of(request))
    context = {
        "found": found,
        "titles": TITLES,
        "columns": [] if found is None else [*(s.title for s in found.stages), _("All")],
        "tables": {} if found is None else {one: _lines(found, one) for one in DIMENSIONS},
    }
    return show(request, "funnel.html", _("Funnel"), context)


def _lines(found: PublishedFunnel, dimension: str) -> list[Line]:
    cells = [one for one in found.cells if one.dimension == dimension]
    counts = {(one.category, one.stage): one.count for one in cells}
    stages = [*(stage.key for stage in found.stages), ALL]
    return [
        Line(_words(dimension, category), tuple(counts[category, stage] for stage in stages))
        for category in dict.fromkeys(one.category for one in cells)
    ]


def _words(dimension: str, category: str) -> str:
    if category == ALL:
        return _("All")
    return name_of(category) if dimension == "nation" else category
