"""Nations and groups side by side."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.briefs.wording import estimate
from comity.evidence.tables import KINDS
from comity.web.beside import marked
from comity.web.judging import judged
from comity.web.matrix import Head, Matrix, Record, matrix
from comity.web.pages import choices, filters
from comity.web.pages.asking import FigureView, ask, day_asked, draw, takes
from comity.web.questions.registry import QUESTIONS
from comity.web.showing import Shown, TableView, name_of
from comity.web.site import current

DIFFERENCES = "differences"
_LINES = 5
_FIRST = (Shown("technology", "technology", ("technology",)),)


@takes("names", "technologies", "kind", joins=True)
def compare(request: HttpRequest) -> HttpResponse:
    """``/compare?names=JPN,KOR,NATO&technologies=ai,quantum``."""
    if (elsewhere := filters.joined(request)) is not None:
        return elsewhere
    on = day_asked(request)
    given = filters.given(request, "names", "technologies", "kind")
    shown = _strengths(given, on) if given["names"] else None
    names: list[str] = shown.view.asked["names"] if shown else []
    nations = [name for name in names if name in current().workspace.register.nations]
    pair = nations if len(names) == len(nations) == 2 else []
    context = {
        "title": _("Compare %(names)s") % {"names": " · ".join(map(name_of, names))}
        if names
        else _("Compare nations and groups"),
        "on": on,
        "given": given,
        "chosen": shown.view.asked["technologies"] or [] if shown else [],
        "names": names,
        "pair": pair,
        "shown": shown,
        "trend": _trend(names, given, on) if names else None,
        "differences": _differences(pair, on) if pair else None,
        "technologies": choices.all_technologies(),
        "kinds": KINDS,
        "plural": filters.PLURAL,
    }
    return render(request, "compare.html", context)


def _strengths(given: dict[str, str], on: dt.date) -> Matrix:
    view = ask("strengths", _("Advantage with 90 % interval"), _FIRST, on, 30, **given)

    def down(row: Record) -> tuple[tuple[str, ...], Head]:
        records = f"{_(filters.PLURAL[row['kind']])}, {marked(row['source'])} {row['window']}"
        words = f"{name_of(row['technology'])}, {records}"
        key = (row["technology"], row["kind"], row["source"], row["window"])
        return key, Head(words, f"/technologies/{row['technology']}?on={on}")

    def cell(row: Record) -> Head:
        told = judged(row["verdict"], row["low"], row["high"])
        words = f"{estimate(row['value'], row['low'], row['high'])}, {told}"
        query = {
            "names": row["nation"], "technologies": row["technology"], "kind": row["kind"],
            "window": row["window"], "on": str(on),
        }  # fmt: skip
        return Head(words, f"/data/strengths?{urlencode(query)}")

    nations = current().workspace.register.nations
    across = {
        name: Head(name_of(name), f"/{'nations' if name in nations else 'groups'}/{name}?on={on}")
        for name in view.asked["names"]
    }
    return matrix(view, _("technology"), across, down, "nation", cell)


def _trend(names: list[str], given: dict[str, str], on: dt.date) -> FigureView | None:
    """Of the one technology chosen, else of all fields."""
    technology = given["technologies"] if "," not in given["technologies"] else ""
    return draw(
        "share-trend", on, names=",".join(names[:_LINES]), technology=technology,
        kind=given["kind"],
    )  # fmt: skip


def _differences(pair: list[str], on: dt.date) -> TableView | None:
    """What one may take part in and the other not, where that can be asked."""
    if DIFFERENCES not in QUESTIONS:
        return None
    first, second = pair
    shown = (
        Shown("may", "text", ("name",)),
        Shown(name_of(first), "text", ("answer",)),
        Shown(name_of(second), "text", ("partner_answer",)),
        Shown("the first, because", "text", ("reason",)),
        Shown("the second, because", "text", ("partner_reason",)),
    )
    return ask(
        DIFFERENCES, _("What they may take part in"), shown, on, most=60, nation=first,
        partner=second,
    )  # fmt: skip
