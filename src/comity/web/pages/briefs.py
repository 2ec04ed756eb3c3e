"""Briefs asked for on a page: how far they are, and their files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.web.briefs import FORMATS, BriefAsked
from comity.web.pages.asking import day_asked, takes
from comity.web.policies import policy_of_page
from comity.web.problems import problem
from comity.web.questions.model import Parameter
from comity.web.showing import name_of
from comity.web.site import current
from comity.web.words import N_

MOST_NATIONS = 10
_PARAMETERS = (
    Parameter("nations", "names", N_("Nations, separated by commas."), required=True,
              many=MOST_NATIONS),
    Parameter("against", "group", N_("A group, such as NATO."), default="NATO"),
    Parameter("known", "day", N_("Use only facts public by this day.")),
)  # fmt: skip


@takes("nations", "against")
def briefs(request: HttpRequest) -> HttpResponse:
    """``/briefs``: GET shows the form, POST asks for a brief and goes to its page."""
    if request.method == "POST":
        return _asked(request)
    register = current().workspace.register
    for parameter in _PARAMETERS[:2]:
        if text := request.GET.get(parameter.name, "").strip():
            current().parse([parameter], {parameter.name: text})
    context = {
        "title": _("Make a brief"),
        "on": day_asked(request),
        "groups": [group.key for group in register.groups],
        "nations": request.GET.get("nations", "")[:400],
        "against": request.GET.get("against", "NATO"),
    }
    return _cheap(render(request, "brief_form.html", context))


def _asked(request: HttpRequest) -> HttpResponse:
    site = current()
    register = site.workspace.register
    given = {name: str(text) for name, text in request.POST.dict().items()}
    asked = site.parse(_PARAMETERS, given)
    # A group is no nation: refused here, not by the brief after a while.
    nations = tuple(dict.fromkeys(register.nations.resolve(name) for name in asked["nations"]))
    group = register.groups.get(asked["against"])
    members = [code for code in nations if code in group.on(asked.on)]
    if members:
        raise InputError(
            f"{members[0]} is a member of {group.key} on {asked.on}: name partners only."
        )
    brief, new = site.briefs.ask(
        BriefAsked(nations, asked["against"], asked.on, asked["known"], site.edition)
    )
    response = HttpResponseRedirect(f"/briefs/{brief.id}", status=303)
    response["Cache-Control"] = "no-store"
    return response if new else _cheap(response)


def brief(request: HttpRequest, name: str) -> HttpResponse:
    """``/briefs/<id>``: how far it is; made, its files."""
    found = current().briefs.find(name)
    if found is None:
        return _none(request)
    if request.method == "POST":
        return problem(request, 405, _("This address does not take that method."))
    context = {
        "title": _("Brief"),
        "on": found.asked.on,
        "brief": found,
        "asked": found.asked,
        "names": [name_of(code) for code in found.asked.nations],
        "before": current().briefs.before(found),
        "formats": tuple(FORMATS),
    }
    return _cheap(render(request, "brief.html", context))


def cancel(request: HttpRequest, name: str) -> HttpResponse:
    """``/briefs/<id>/cancel``, by POST only."""
    found = current().briefs.find(name)
    if found is None:
        return _none(request)
    if request.method != "POST":
        response = problem(request, 405, _("This address takes POST only."))
        response["Allow"] = "POST"
        return response
    current().briefs.cancel(found)
    response = HttpResponseRedirect(f"/briefs/{name}", status=303)
    response["Cache-Control"] = "no-store"
    return _cheap(response)


def brief_file(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    """``/briefs/<id>/brief.html``, ``.pdf``, ``.json``."""
    found = current().briefs.find(name)
    if found is None or found.state != "made" or extension not in FORMATS:
        return _none(request)
    try:
        body = (found.folder / f"brief.{extension}").read_bytes()
    except FileNotFoundError:
        return _none(request)
    response = HttpResponse(body, FORMATS[extension])
    file = f"{found.asked.name}.{extension}"
    response["Content-Disposition"] = f'inline; filename="{file}"'
    response["Cache-Control"] = "private, max-age=3600"
    if extension == "html":
        response["Content-Security-Policy"] = policy_of_page(body.decode())
    return response


def _none(request: HttpRequest) -> HttpResponse:
    return problem(
        request, 404, _("There is no such brief, or it was removed: ask for it again from a page.")
    )


def _cheap(response: HttpResponse) -> HttpResponse:
    """Nothing was computed for it."""
    response.cheap = True  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    return response
