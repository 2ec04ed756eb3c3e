"""All groups, and the page of one: members, strengths, standing, and what to look at beside it."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.web.missing import MissingError, nearest
from comity.web.pages.asking import ask, day_asked, draw, takes
from comity.web.pages.columns import GROUPS, MEMBERS, STRENGTHS, WHO
from comity.web.pages.nation import with_query
from comity.web.site import current

_MOST = 300


@takes()
def groups(request: HttpRequest) -> HttpResponse:
    """``/groups``."""
    on = day_asked(request)
    context = {
        "title": _("Groups of nations"),
        "on": on,
        "groups": ask("groups", _("Groups of nations"), GROUPS, on, _MOST),
    }
    return render(request, "groups.html", context)


@takes()
def group(request: HttpRequest, key: str) -> HttpResponse:
    """``/groups/NATO``; a name, or another case, is sent on to the key.

    Raises:
        MissingError: there is no such group.
    """
    register = current().workspace.register
    found = register.groups.find(key)
    if found is None:
        names = [name for one in register.groups for name in (one.key, one.name)]
        raise MissingError(f"unknown group {key!r}: {nearest(key, names)}")
    if found.key != key:
        return redirect(with_query(f"/groups/{quote(found.key)}", request), permanent=False)
    on = day_asked(request)
    context = {
        "title": found.name,
        "group": found,
        "on": on,
        "inside": found.on(on),
        "open": found.uncertain(on),
        "members": ask("members", _("Members"), MEMBERS, on, _MOST, group=found.key),
        "intervals": draw("intervals", on, names=found.key),
        "strengths": ask("strengths", _("Strengths"), STRENGTHS, on, _MOST, names=found.key),
        "trend": draw("share-trend", on, names=found.key),
        "who": ask("who-may", _("What its members may take part in"), WHO, on, 60,
                   names=found.key),
    }  # fmt: skip
    return render(request, "group.html", context)
