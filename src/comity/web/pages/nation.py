"""The page of one nation, and the list of all."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.briefs.wording import SPECIALISED
from comity.evidence.tables import ALL
from comity.web.beside import headline
from comity.web.figures.world import description_of, places_of, title_of
from comity.web.missing import named
from comity.web.pages import filters
from comity.web.pages.asking import ask, day_asked, draw, takes
from comity.web.pages.choices import groups
from comity.web.pages.choices import technologies as technology_choices
from comity.web.pages.columns import (
    COOPERATION,
    ENTITLEMENTS,
    FACTS,
    FIGURES,
    GROUP_TIES,
    HELD,
    NATIONS,
    OPPORTUNITIES,
    STRENGTHS,
    TIES,
    with_years,
)
from comity.web.pages.selections import of_nation
from comity.web.showing import TableView
from comity.web.site import current
from comity.web.worldmap import CLASSES, world_map

# The quick facts are the first figures; the table below holds all.
_QUICK = 8
_MOST = 300
_OPPORTUNITIES = 10


@takes("contains", "group")
def nations(request: HttpRequest) -> HttpResponse:
    """``/nations``, ``/nations?contains=kor&group=NATO``."""
    on = day_asked(request)
    given = {name: request.GET.get(name, "").strip() for name in ("contains", "group")}
    context = {
        "title": _("Nations and territories"),
        "on": on,
        "given": given,
        "groups": groups(),
        "nations": ask("nations", _("Nations and territories"), NATIONS, on, _MOST, **given),
    }
    return render(request, "nations.html", context)


@takes("partners", "technology")
def nation(request: HttpRequest, code: str) -> HttpResponse:
    """``/nations/JPN``; a name is sent on to its code."""
    register = current().workspace.register
    found = named(register.nations.resolve, code)
    if found != code:
        return redirect(with_query(f"/nations/{found}", request), permanent=False)
    on = day_asked(request)
    partners = request.GET.get("partners", "").strip() or "NATO"
    technology = request.GET.get("technology", "").strip() or ALL
    asked = {"nation": found, "partners": partners, "technology": technology}
    figures = ask("figures-of-nation", _("Figures"), FIGURES, on, 100, nation=found)
    standing = ask("standing", _("Standing"), HELD, on, 40, nation=found)
    entitled = ask(
        "entitlements", _("What it may take part in"), ENTITLEMENTS, on, 60, nation=found
    )
    records = ask("cooperation-records", _("Recorded cooperation"), COOPERATION, on, nation=found)
    strengths = ask("strengths", _("Strengths"), STRENGTHS, on, names=found)
    affinities = ask(
        "world", "", (), on, _MOST, measure="affinity", **{"with": found}, technology=technology
    )
    context = {
        "title": register.nations.name(found),
        "nation": register.nations[found],
        "code": found,
        "on": on,
        "asked": asked,
        "groups": groups(),
        "technologies": technology_choices(),
        "memberships": [group for group in register.groups if found in group.on(on)],
        "figures": figures,
        "quick": figures.rows[:_QUICK],
        "intervals": draw("intervals", on, names=found),
        "strengths": strengths,
        "best": _best(strengths),
        "plural": filters.PLURAL,
        "standing": standing,
        "timeline": draw("timeline", on, nation=found),
        "entitlements": entitled,
        "ties_figure": draw("ties", on, **asked),
        "network": draw("ties-network", on, **asked),
        **_map(affinities),
        "brief": of_nation(found, partners, affinities, on),
        "group_ties": ask(
            "group-ties", _("Ties with groups as a whole"), GROUP_TIES, on, 30, **asked
        ),
        "ties": ask("ties", _("Ties"), TIES, on, 40, **asked),
        "opportunities": _opportunities(found, on),
        "records": records,
        "facts": ask("facts-of-nation", _("Facts"), FACTS, on, 60, nation=found),
        "by_answer": {
            answer: sum(row["answer"] == answer for row in entitled.rows)
            for answer in ("yes", "no", "unknown")
        },
    }
    return render(request, "nation.html", context)


def _best(view: TableView) -> list[dict[str, object]]:
    """Where its records tell that it is specialised, the highest advantage first."""
    records = [view.question.record(row) for row in view.answer.rows]
    told = [row for row in records if row["verdict"] in SPECIALISED and headline(row["source"])]
    return sorted(told, key=lambda row: -row["value"])


def _map(view: TableView) -> dict[str, object]:
    """The world by affinity with the nation; none where the evidence tells of no tie."""
    places = places_of(view.answer)
    drawn = world_map(places, [view.asked["with"]], title_of(view.asked), description_of(places))
    return {
        "map": drawn if places else None, "map_query": view.asked.query(), "classes": CLASSES,
    }  # fmt: skip


def _opportunities(code: str, on: dt.date) -> TableView:
    """The nation's best ten with the Alliance."""
    top = str(_OPPORTUNITIES)
    view = ask("opportunities", _("Opportunities"), OPPORTUNITIES, on, names=code, top=top)
    return with_years(view)


def with_query(address: str, request: HttpRequest) -> str:
    """An address with the query of a request."""
    query = urlencode(request.GET.dict())
    return f"{address}?{query}" if query else address
