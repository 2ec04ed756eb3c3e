"""What filters of pages share: repeated parameters become one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from comity.web.words import N_

PLURAL = {"publication": N_("publications"), "patent": N_("patents"), "project": N_("projects")}


def joined(request: HttpRequest) -> HttpResponse | None:
    """Send ``technologies=ai&technologies=data`` on to ``technologies=ai,data``: one address each.

    None where nothing is repeated.
    """
    lists = dict(request.GET.lists())
    if all(len(values) < 2 for values in lists.values()):
        return None
    # What is left empty in a form is no choice.
    query = {name: ",".join(v for v in values if v) for name, values in lists.items()}
    return redirect(f"{request.path}?{urlencode({k: v for k, v in query.items() if v})}")


def given(request: HttpRequest, *names: str) -> dict[str, str]:
    """The texts of some parameters; empty where they were left out."""
    return {name: request.GET.get(name, "").strip() for name in names}
