"""Search over what the viewer sees, and suggestions while she types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.programme.reading.lists import Page, Window
from comity.programme.reading.search import Found, search
from comity.web.programme.given import asked_window
from comity.web.programme.inside import viewer_of
from comity.web.programme.places import address_of, title_of
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page
from comity.web.words import N_

KINDS = {
    "activities": N_("Activities"), "documents": N_("Documents"), "outputs": N_("Outputs"),
    "proposals": N_("Proposals"),
}  # fmt: skip
_FEW = Window(0, 10)
_SUGGESTED = Window(0, 5)


def search_page(request: HttpRequest) -> HttpResponse:
    """``/programme/search?q=``: by kind; ``&kind=documents`` pages through one.

    Raises:
        InputError: no such kind, or a question too short or too long.
    """
    query, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise InputError(f"kind must be one of {', '.join(KINDS)}.")
    groups: Mapping[str, Page[Any]] = {}
    if query:
        window = asked_window(request) if kind else _FEW
        groups = _groups(search(viewer_of(request), query, window), kind)
    context = {
        "query": query, "kind": kind, "kinds": KINDS, "groups": groups,
        "pages": turned_page(request, groups[kind]) if kind and groups else None,
        "address_of": address_of, "title_of": title_of,
    }  # fmt: skip
    return show(request, "search.html", _("Search in the programme"), context)


def suggest(request: HttpRequest) -> HttpResponse:
    """``/programme/suggest?q=``: a fragment; empty while a question is too short or too long."""
    found: list[Any] = []
    try:
        groups = _groups(search(viewer_of(request), request.GET.get("q", ""), _SUGGESTED), "")
        found = [row for page in groups.values() for row in page.rows]
    except InputError:
        # Half a word is no mistake of whoever types it.
        pass
    context = {"found": found, "address_of": address_of, "title_of": title_of}
    return render(request, "programme/suggest.html", context)


def _groups(found: Found, kind: str) -> dict[str, Page[Any]]:
    """Pages by kind, of one kind where it is named."""
    pages: dict[str, Page[Any]] = {
        "activities": found.activities, "documents": found.documents, "outputs": found.outputs,
        "proposals": found.proposals,
    }  # fmt: skip
    return {name: page for name, page in pages.items() if not kind or name == kind}
