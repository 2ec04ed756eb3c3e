"""The proposals that whoever asks may see, and the form that opens an idea."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.programme.events.kinds import Frozen
from comity.programme.reading import lists
from comity.programme.reading.proposing import STAGES, waiting
from comity.programme.services import proposals as services
from comity.programme.services.acting import coordinates
from comity.programme.services.freezing import frozen
from comity.programme.services.proposal_rules import DRAFTERS
from comity.web.pages.choices import all_technologies
from comity.web.programme import labels
from comity.web.programme.given import asked, asked_nation, asked_one, asked_window, field
from comity.web.programme.inside import programme, viewer_of
from comity.web.programme.outcome import outcome
from comity.web.programme.pages.activities import kinds
from comity.web.programme.pages.proposal_forms import text_of
from comity.web.programme.showing import show
from comity.web.programme.turning import turned_page
from comity.web.site import current

_LIST = "/programme/proposals"
# By what an opportunity is asked for; figures are never taken from a form.
_OPPORTUNITY = ("nation", "partner", "technology", "against", "series")


def proposals(request: HttpRequest) -> HttpResponse:
    """``/programme/proposals?body=IST&stage=draft``: what is seen, a page at a time."""
    viewer, known = viewer_of(request), kinds()
    body = asked_one(request, "body", [key for key, _name in known["bodies"]])
    stage = asked_one(request, "stage", STAGES)
    nation, mine = asked_nation(request), asked(request, "mine") == "yes"
    found = lists.proposals(
        viewer, asked_window(request), body=body, stage=stage, nation=nation, mine=mine
    )
    own = viewer.nation
    context = {
        "found": found, "pages": turned_page(request, found), "known": known, "stages": STAGES,
        "nations": labels.nation_choices(), "drafts": may_draft(request),
        "asked": {"body": body, "stage": stage, "nation": nation, "mine": "yes" if mine else ""},
        "waiting": waiting(programme(), viewer, own) if coordinates(viewer, own) else (),
    }  # fmt: skip
    return show(request, "proposals.html", _("Proposals"), context)


def may_draft(request: HttpRequest) -> bool:
    """Whether whoever asks opens ideas."""
    return any(viewer_of(request).holds(role) for role in DRAFTERS)


def new(request: HttpRequest) -> HttpResponse:
    """``/programme/proposals/new?nation=KOR&partner=USA&technology=ai``: the form.

    What the evidence shows of an opportunity is computed anew when the idea is opened.
    """
    pair = {name: asked(request, name) for name in _OPPORTUNITY}
    seen = _frozen(**pair) if pair["nation"] else None
    known: dict[str, Any] = choices()
    technology = seen.technology if seen and seen.technology in dict(known["technologies"]) else ""
    context = {"known": kinds(), "pair": pair, "seen": seen, "technology": technology, **known}
    return show(request, "proposal_new.html", _("Open an idea"), context)


def _frozen(nation: str, partner: str, technology: str, against: str, series: str) -> Frozen:
    """The opportunity of a pair as the evidence shows it today.

    Raises:
        InputError: the evidence shows none.
    """
    with current().computing():
        return frozen(
            programme(), nation, partner, technology or "all", against or "NATO", series=series
        )


def choices() -> dict[str, Any]:
    """What the fields of a proposal may be chosen from."""
    return {"technologies": [(key, words) for key, words in all_technologies() if key != "all"]}


def open_idea(request: HttpRequest) -> HttpResponse:
    """Open an idea, as the form says."""
    pair = {name: field(request, name, 80) for name in _OPPORTUNITY}
    seen = _frozen(**pair) if pair["nation"] else None
    brokers = field(request, "brokers", 3) == "yes"
    idea = services.NewIdea(field(request, "body", 20), text_of(request), seen, brokers=brokers)
    made = services.open_idea(programme(), viewer_of(request), idea)
    return outcome(request, made, f"{_LIST}/{made}")
