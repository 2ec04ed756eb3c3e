"""Why a nation may take part in an activity or not, and all activities."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.web.pages.asking import ask, day_asked
from comity.web.pages.choices import groups, holdable
from comity.web.pages.columns import ACTIVITIES, CHAIN, WHO
from comity.web.pages.nation import with_query
from comity.web.pages.pair import what_if
from comity.web.site import current


def of_nation(request: HttpRequest, code: str) -> HttpResponse:
    """``/standing/JPN`` is part of the nation's page."""
    found = current().workspace.register.nations.resolve(code)
    return redirect(with_query(f"/nations/{found}", request) + "#standing", permanent=False)


def verdict(request: HttpRequest, code: str, activity: str) -> HttpResponse:
    """``/standing/JPN/stb-session``: every rule and fact behind one answer."""
    workspace = current().workspace
    register = workspace.register
    nation = register.nations.resolve(code)
    on, known = day_asked(request), request.GET.get("known", "").strip()
    view = ask("may", _("Rules and facts that decide"), CHAIN, on, 60,
               nation=nation, activity=activity, known=known)  # fmt: skip
    # An unknown activity, or a day in the future, is a mistake here and no empty table.
    found = workspace.may(nation, activity, on, known or None)
    if (nation, found.activity.key) != (code, activity):
        address = f"/standing/{nation}/{found.activity.key}"
        return redirect(with_query(address, request), permanent=False)
    add = request.GET.get("add", "").strip()
    context = {
        "title": _("May %(nation)s %(activity)s?")
        % {"nation": register.nations.name(nation), "activity": found.activity.name},
        "nation": nation,
        "activity": found.activity,
        "verdict": found,
        "on": on,
        "known": known,
        "chain": view,
        "steps": view.rows,
        "holdable": holdable(),
        "add": add,
        "what_if": what_if(nation, add, on, known),
    }
    return render(request, "standing.html", context)


def activities(request: HttpRequest) -> HttpResponse:
    """``/activities``, ``/activities?names=PATG``: who may take part in what."""
    on = day_asked(request)
    names = request.GET.get("names", "").strip()
    context = {
        "title": _("Activities and who may take part"),
        "on": on,
        "names": names,
        "groups": groups(),
        "who": ask("who-may", _("Who may take part"), WHO, on, 60, names=names) if names else None,
        "activities": ask("activities", _("Activities"), ACTIVITIES, on, 100),
    }
    return render(request, "activities.html", context)
