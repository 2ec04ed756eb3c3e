"""Where cooperation would pay, by nations, group, technology and ranking."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.web.pages import choices, filters
from comity.web.pages.asking import ask, day_asked, takes
from comity.web.pages.columns import PROPOSE, with_years
from comity.web.pages.selections import Selection, leading
from comity.web.pages.technologies import OPPORTUNITIES
from comity.web.site import current


@takes("names", "against", "technologies", "by", "top", joins=True)
def opportunities(request: HttpRequest) -> HttpResponse:
    """``/opportunities?names=JPN&against=NATO&technologies=ai&by=gain``."""
    if (elsewhere := filters.joined(request)) is not None:
        return elsewhere
    on = day_asked(request)
    given = filters.given(request, "names", "against", "technologies", "by", "top")
    # An idea is opened in the programme, where the site serves one.
    shown = OPPORTUNITIES if current().programme is None else (*OPPORTUNITIES, PROPOSE)
    view = ask("opportunities", _("Pairs below expectation"), shown, on, most=100, **given)
    view = with_years(view)
    rows = [view.question.record(row) for row in view.answer.rows]
    brief = (
        Selection(tuple(view.asked["names"]), view.asked["against"])
        if given["names"]
        else Selection(
            leading((row["nation"] for row in rows), on), view.asked["against"],
            _("the partners of NATO that come first in the list"),
        )
    )  # fmt: skip
    context = {
        "title": _("Where cooperation would pay"),
        "on": on,
        "given": given,
        "asked": view.asked,
        "view": view,
        "brief": brief,
        "technologies": choices.all_technologies(),
        "groups": choices.groups(),
    }
    return render(request, "opportunities.html", context)
