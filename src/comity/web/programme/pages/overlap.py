"""Overlap: what resembles a draft while it is typed, dispositions, and what brokers are told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.overlap.dispositions import KINDS
from comity.programme.reading.dispositions import overlap, unseen
from comity.programme.reading.objects import one, several
from comity.programme.reading.overlap import similar
from comity.programme.reading.views import ProposalView
from comity.programme.services.overlap import record_disposition
from comity.web.programme.given import asked_window, field, identifier
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import not_there, outcome
from comity.web.programme.places import address_of, title_of
from comity.web.programme.resembling import shown
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page
from comity.web.words import N_

WORDS = {
    "merge": N_("merge with it"), "liaise": N_("liaise with it"), "distinct": N_("distinct"),
    "builds-on": N_("build on it"),
}  # fmt: skip
_LONGEST = 20_000


def typed(request: HttpRequest) -> HttpResponse:
    """``POST /programme/proposals/similar``: what resembles ``title`` and ``summary``.

    A fragment for a page that asks while somebody types, else a page of its own; ``proposal`` is
    one that is revised and not compared with itself. A page asks without a text when it opens:
    what the viewer may read is then looked through before she types.
    """
    viewer, own = viewer_of(request), identifier(field(request, "proposal", 40))
    texts = field(request, "title", _LONGEST), field(request, "summary", _LONGEST)
    while_typing = request.headers.get("HX-Request") == "true"
    try:
        context: dict[str, Any] = shown(similar(viewer, *texts, leaving_out=own))
    except InputError:
        # What is too long is refused when it is sent, not while it is typed.
        if not while_typing:
            raise
        return HttpResponse("")
    context |= {"address_of": address_of, "title_of": title_of}
    if while_typing and not any(text.strip() for text in texts):
        return HttpResponse("")
    if while_typing:
        return render(request, "programme/proposal_similar.html", context)
    title = _("What resembles the draft")
    return show(request, "proposal_similar_page.html", title, context)


def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """``/programme/proposals/<key>/overlap``: what is close and what is said of it."""
    viewer = viewer_of(request)
    view = one(viewer, "proposal", key)
    context = overlap_context(request, key)
    if not isinstance(view, ProposalView) or context is None:
        return not_there(request)
    title = _("Overlap: %(title)s") % {"title": view.title}
    return show(request, "proposal_overlap_page.html", title, {"proposal": view, **context})


def overlap_context(request: HttpRequest, key: UUID) -> dict[str, Any] | None:
    """What ``proposal_overlap.html`` needs beside ``proposal``; None where it is closed."""
    viewer = viewer_of(request)
    found, view = overlap(viewer, key), one(viewer, "proposal", key)
    if found is None or not isinstance(view, ProposalView) or view.content is None:
        return None
    hand = view.content.drafter == viewer.person or viewer.holds("panel-office", body=view.body)
    return {
        **shown(found.found), "overlap": found, "disposition_words": WORDS,
        "dispositions": tuple((one, WORDS[one]) for one in KINDS),
        "disposes": hand and view.stage in ("draft", "with nations"),
        "needs": {one.key: one.sentence for one in found.missing},
        "address_of": address_of, "title_of": title_of,
    }  # fmt: skip


def dispose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record what is to be done about what a proposal is close to."""
    table, _space, about = field(request, "what", 60).partition(" ")
    version, chosen = field(request, "version", 9), identifier(about)
    if chosen is None:
        raise InputError(_("what the disposition is about is missing: choose one."))
    if not version.isascii() or not version.isdigit():
        raise InputError(_("the version is missing: send the page's form anew."))
    done = record_disposition(
        programme(), viewer_of(request), key, int(version), table, chosen,
        field(request, "disposition", 20), field(request, "reason"),
    )  # fmt: skip
    return outcome(request, done, f"/programme/proposals/{key}/overlap")


def overlaps(request: HttpRequest) -> HttpResponse:
    """``/programme/overlaps``: for brokers, what drafters may not see."""
    viewer = viewer_of(request)
    found = unseen(viewer, asked_window(request))
    keys = {row.about for row in found.rows} | {row.proposal for row in found.rows}
    rows = several(viewer, "proposal", keys) | several(viewer, "activity", keys)
    context = {
        "found": found, "seen": rows, "pages": turned_page(request, found),
        "address_of": address_of, "title_of": title_of,
    }  # fmt: skip
    return show(request, "overlaps.html", _("Overlaps that drafters may not see"), context)
