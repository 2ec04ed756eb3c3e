"""The home page: the world coloured by advantage or affinity, technology by technology."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.briefs.wording import estimate
from comity.evidence.tables import KINDS
from comity.web.pages.asking import ask, day_asked
from comity.web.showing import Shown, TableView, name_of
from comity.web.site import current
from comity.web.worldmap import CLASSES, Place, world_map

ROWS = (
    Shown("nation", "nation", ("nation",)),
    Shown("records", "whole", ("observed",)),
    Shown("expected", "whole", ("expected",)),
    Shown("value", "interval", ("value", "low", "high")),
    Shown("in words", "text", ("verdict",)),
)
_FIRST = "ai"


def home(request: HttpRequest) -> HttpResponse:
    """``/?measure=advantage&technology=ai`` or ``/?measure=affinity&with=JPN``."""
    on = day_asked(request)
    given = {
        name: text
        for name in ("measure", "technology", "with", "kind")
        if (text := request.GET.get(name, "").strip())
    }
    affinity = given.get("measure") == "affinity"
    given.setdefault("technology", "all" if affinity else _FIRST)
    if affinity:
        given.setdefault("with", "JPN")
    else:
        given.pop("with", None)
    site = current()
    register = site.workspace.register
    view = ask("world", _title(given, affinity), ROWS, on, most=30, **given)
    places = _places(view)
    context = {
        "title": _("Who is strong in what, and who works with whom"),
        "on": on,
        "given": given,
        "affinity": affinity,
        "view": view,
        "map": world_map(
            places, [view.asked["with"]] if affinity else [], view.title, _description(places)
        ),
        "classes": CLASSES,
        "technologies": [
            *([("all", name_of("all"))] if affinity else []),
            *((t.key, t.short) for t in register.technologies),
        ],
        "nations": [(code, register.nations.short(code)) for code in _nations()],
        "kinds": KINDS,
    }
    return render(request, "home.html", context)


def _title(given: dict[str, str], affinity: bool) -> str:
    register = current().workspace.register
    key = given["technology"]
    technology = name_of(key if key == "all" else register.technologies.resolve(key))
    if affinity:
        nation = register.nations.short(register.nations.resolve(given["with"]))
        return _("Affinity with %(nation)s in %(technology)s") % {
            "nation": nation, "technology": technology,
        }  # fmt: skip
    return _("Advantage in %(technology)s") % {"technology": technology}


def _places(view: TableView) -> dict[str, Place]:
    records = (view.question.record(row) for row in view.answer.rows)
    return {
        r["nation"]: Place(
            r["value"], r["low"], r["high"],
            f"{name_of(r['nation'])}: {estimate(r['value'], r['low'], r['high'])}, {r['verdict']}",
        )
        for r in records
    }  # fmt: skip


def _description(places: dict[str, Place]) -> str:
    known = [place for place in places.values() if place.value == place.value]
    above = sum(place.low > 1 for place in known)
    below = sum(place.high < 1 for place in known)
    return _(
        "%(known)s nations; %(above)s clearly above one, %(below)s clearly below, the rest not "
        "told from one. The table below holds the same."
    ) % {"known": len(known), "above": above, "below": below}


def _nations() -> list[str]:
    series = current().workspace.cube.series.values()
    register = current().workspace.register
    codes = {n for s in series for n in s.links_nations if n in register.nations.codes()}
    return sorted(codes, key=register.nations.short)
