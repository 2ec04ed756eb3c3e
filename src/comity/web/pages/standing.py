"""Why a nation may take part in an activity or not, and all activities."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.web.missing import MissingError, named, nearest
from comity.web.pages.asking import ask, day_asked, takes
from comity.web.pages.choices import groups, holdable
from comity.web.pages.columns import ACTIVITIES, CHAIN, WHO
from comity.web.pages.nation import with_query
from comity.web.pages.pair import what_if
from comity.web.site import current


@takes("partners", "technology")
def of_nation(request: HttpRequest, code: str) -> HttpResponse:
    """``/standing/JPN`` is part of the nation's page."""
    found = named(current().workspace.register.nations.resolve, code)
    return redirect(with_query(f"/nations/{found}", request) + "#standing", permanent=False)


@takes("known", "add")
def verdict(request: HttpRequest, code: str, activity: str) -> HttpResponse:
    """``/standing/JPN/stb-session``: every rule and fact behind one answer."""
    workspace = current().workspace
    register = workspace.register
    nation = named(register.nations.resolve, code)
    there = _activity(activity)
    on, known = day_asked(request), request.GET.get("known", "").strip()
    view = ask("may", _("Rules and facts that decide"), CHAIN, on, 60,
               nation=nation, activity=there, known=known)  # fmt: skip
    # A day in the future is a mistake here and no empty table.
    found = workspace.may(nation, there, on, known or None)
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


def _activity(text: str) -> str:
    """The key of an activity by key or other name.

    Raises:
        MissingError: there is none.
    """
    found = list(current().workspace.register.activities)
    wanted = text.strip().casefold()
    for one in found:
        if wanted in {name.casefold() for name in (one.key, *one.aliases)}:
            return one.key
    raise MissingError(f"unknown activity {text!r}: {nearest(text, [one.key for one in found])}")


@takes("names")
def activities(request: HttpRequest) -> HttpResponse:
    """``/activities``, ``/activities?names=PATG``: who may take part in what."""
    on = day_asked(request)
    names = request.GET.get("names", "").strip()
    who = ask("who-may", _("Who may take part"), WHO, on, 60, names=names) if names else None
    context = {
        "title": _("Activities and who may take part"),
        "on": on,
        "names": names,
        "nations": _nations(who.asked["names"], on) if who else [],
        "groups": groups(),
        "who": who,
        "activities": ask("activities", _("Activities"), ACTIVITIES, on, 100),
    }
    return render(request, "activities.html", context)


def _nations(names: list[str], on: dt.date) -> list[str]:
    """The nations among names, and the members of the groups among them."""
    groups = current().workspace.register.groups
    found = [(name, groups.find(name)) for name in names]
    return [code for name, group in found for code in (group.on(on) if group else [name])]
