"""The page of two nations: records and affinity over time, what both hold, how they differ."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.indicators import MINIMUM_EXPECTED
from comity.web.linking import proposing
from comity.web.missing import MissingError, named, nearest
from comity.web.pages.asking import FigureView, ask, day_asked, draw, takes
from comity.web.pages.choices import holdable, holdable_named, technologies
from comity.web.pages.columns import BOTH, CHANGES, COOPERATION, DIFFERENCES, HELD, HISTORY, TIES
from comity.web.pages.nation import with_query
from comity.web.showing import Shown, TableView, allies, name_of
from comity.web.site import current

_FIRST = "ai"
_MOST = 60


@takes("technology", "who", "add")
def pair(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """``/pairs/JPN/USA``, ``?technology=ai&who=JPN&add=sto-enhanced-partner``."""
    register = current().workspace.register
    nation, partner = (named(register.nations.resolve, text) for text in (one, other))
    if nation == partner:
        raise MissingError(f"{nation} with itself: choose two different nations.")
    if (nation, partner) != (one, other):
        return redirect(with_query(f"/pairs/{nation}/{partner}", request), permanent=False)
    on = day_asked(request)
    technology = request.GET.get("technology", "").strip() or _FIRST
    who = register.nations.resolve(request.GET.get("who", "").strip() or nation)
    add = request.GET.get("add", "").strip()
    # What cannot be supposed is refused before anything is computed.
    supposed = what_if(who, add, on)
    keys = list(dict.fromkeys((ALL, technology)))

    def _both(key: str, title: str, shown: tuple[Shown, ...]) -> TableView:
        return ask(key, title, shown, on, _MOST, nation=nation, partner=partner)

    ties = [_ties(key, on, nation, partner) for key in keys]
    held = {code: ask("standing", "", HELD, on, nation=code) for code in (nation, partner)}
    context = {
        "title": f"{register.nations.name(nation)} – {register.nations.name(partner)}",
        "nation": nation,
        "partner": partner,
        "on": on,
        "technology": technology,
        "technologies": technologies(),
        "ties": ties,
        "proposing": _proposing(ties[-1], on, nation, partner, technology),
        "histories": [_history(key, on, nation, partner) for key in keys],
        "records": _both("cooperation-records", _("Recorded cooperation of both"), COOPERATION),
        "both": _both("held-by-both", _("What both hold"), BOTH),
        "differences": _both("differences", _("What each may take part in"), DIFFERENCES),
        "only": [
            (code, other, _only(held[code], held[other]))
            for code, other in ((nation, partner), (partner, nation))
        ],
        "holdable": holdable(),
        "who": who,
        "add": add,
        "what_if": supposed,
    }
    return render(request, "pair.html", context)


def _ties(key: str, on: dt.date, nation: str, partner: str) -> TableView:
    title = _title(_("Joint records"), key)
    # The partner is the page's.
    return ask("ties", title, TIES[1:], on, nation=nation, partners=partner, technology=key)


def _proposing(
    ties: TableView, on: dt.date, nation: str, partner: str, technology: str
) -> str | None:
    """Where an idea is opened, if a programme is served and the pair is below its expectation."""
    inside = set(allies(on))
    pair = (nation, partner) if partner in inside else (partner, nation)
    rows = map(ties.question.record, ties.answer.rows)
    below = any(row["expected"] >= MINIMUM_EXPECTED and row["value"] < 1.0 for row in rows)
    if current().programme is None or pair[1] not in inside or not below:
        return None
    return proposing(
        {"nation": pair[0], "partner": pair[1], "technology": technology, "against": "NATO"}
    )


def _history(
    key: str, on: dt.date, nation: str, partner: str
) -> tuple[FigureView | None, TableView]:
    title = _title(_("Affinity over time"), key)
    asked = {"nation": nation, "partner": partner, "technology": key}
    return draw("tie-history", on, **asked), ask("tie-history", title, HISTORY, on, _MOST, **asked)


def what_if(nation: str, add: str, on: dt.date, known: str = "") -> TableView | None:
    """What a status, instrument or group would change; none where nothing is supposed."""
    title = _("What it would change")
    if not add:
        return None
    if (what := holdable_named(add)) is None:
        raise InputError(f"nothing called {add!r} can be held: {nearest(add, dict(holdable()))}")
    return ask("what-if", title, CHANGES, on, _MOST, nation=nation, add=what, known=known)


def _title(what: str, key: str) -> str:
    return f"{what}: {name_of(key)}"


def _only(one: TableView, other: TableView) -> list[tuple[str, str]]:
    """What the one holds in force and the other does not: key and name."""
    mine, theirs = (
        {row["of"]: row["name"] for row in map(view.question.record, view.answer.rows)
         if row["state"] == "in force"}
        for view in (one, other)
    )  # fmt: skip
    return [(key, name) for key, name in mine.items() if key not in theirs]
