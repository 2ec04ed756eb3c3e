"""The list of technologies, and the page of one."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.evidence.tables import ALL, KINDS
from comity.web.matrix import Head, Matrix, Record, matrix
from comity.web.missing import MissingError, named, nearest
from comity.web.pages.asking import ask, day_asked, draw, takes
from comity.web.pages.columns import with_years
from comity.web.pages.filters import PLURAL, given
from comity.web.pages.selections import by_records
from comity.web.questions.registry import QUESTIONS
from comity.web.showing import Shown, TableView, name_of
from comity.web.site import current

RANKING = (
    Shown("nation", "nation", ("nation",)),
    Shown("rank", "rank", ("rank", "rank_low", "rank_high")),
    Shown("share of the world", "share", ("share_of_world", "share_low", "share_high")),
    Shown("advantage", "interval", ("value", "low", "high")),
    Shown("in words", "judged", ("verdict", "low", "high")),
    Shown("source", "source", ("source",)),
    Shown("window", "text", ("window",)),
)
CONCENTRATION = (
    Shown("source", "source", ("source",)),
    Shown("kind", "text", ("kind",)),
    Shown("window", "text", ("window",)),
    Shown("index", "interval", ("hhi", "hhi_low", "hhi_high")),
    Shown("first", "nation", ("first",)),
    Shown("second", "nation", ("second",)),
    Shown("lead", "interval", ("ratio", "ratio_low", "ratio_high")),
    Shown("risk of a monopoly", "text", ("level",)),
)
TIES = (
    Shown("pair", "two", ("nation", "partner")),
    Shown("joint", "whole", ("joint",)),
    Shown("expected", "whole", ("expected",)),
    Shown("affinity", "interval", ("value", "low", "high")),
    Shown("source", "source", ("source",)),
    Shown("window", "text", ("window",)),
)
OPPORTUNITIES = (
    Shown("pair", "two", ("nation", "partner")),
    Shown("technology", "technology", ("technology",)),
    Shown("joint", "whole", ("joint",)),
    Shown("expected", "whole", ("expected",)),
    Shown("affinity", "interval", ("affinity", "affinity_low", "affinity_high")),
    Shown("likely to grow", "share", ("likely", "likely_low", "likely_high")),
    Shown("by", "text", ("until",)),
    Shown("would gain", "interval", ("gain", "gain_low", "gain_high")),
    Shown("gain in", "technology", ("gain_in",)),
    Shown("told by", "technology", ("subject",)),
    Shown("source", "source", ("source",)),
)
ORGANISATIONS = (
    Shown("organisation", "organisation", ("organisation_id", "name")),
    Shown("works", "whole", ("works",)),
    Shown("credit", "number", ("credit",)),
    Shown("share of the nation", "percent", ("share_of_nation",)),
)
DEFINITIONS = (
    Shown("technology", "technology", ("technology",)),
    Shown("definition", "text", ("definition",)),
)
_LEADING = 3


@takes()
def technologies(request: HttpRequest) -> HttpResponse:
    """``/technologies``: all of the register, and what evidence there is of each."""
    on = day_asked(request)
    context = {
        "title": _("Technologies"),
        "on": on,
        "coverage": _coverage(on),
        "definitions": ask("definitions", _("What each is"), DEFINITIONS, on, most=60),
    }
    return render(request, "technologies.html", context)


def _coverage(on: dt.date) -> Matrix:
    shown = (Shown("technology", "technology", ("technology",)),)
    view = ask("coverage", _("Which evidence tells it"), shown, on)
    across = {kind: Head(_(PLURAL[kind])) for kind in KINDS}

    def down(row: Record) -> tuple[tuple[str, ...], Head]:
        key = row["technology"]
        return (key,), Head(name_of(key), f"/technologies/{key}?on={on}")

    def cell(row: Record) -> Head:
        counts = _("counts and pairs") if row["joint"] else _("counts")
        basis = _("direct") if row["basis"] == "direct" else _("by a wider field")
        words = f"{row['series']} {row['first']}–{row['last']}, {basis}, {counts}"
        return Head(words, f"/evidence?on={on}#{quote(row['series'])}")

    return matrix(view, _("technology"), across, down, "kind", cell)


@takes("kind")
def technology(request: HttpRequest, key: str) -> HttpResponse:
    """``/technologies/ai``; a name is sent on to its key."""
    site = current()
    register = site.workspace.register
    found = named(register.technologies.resolve, key)
    if found == ALL:
        return redirect("/technologies", permanent=False)
    if found != key:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"/technologies/{quote(found)}{query}", permanent=False)
    told = [s for s in site.workspace.cube.series.values() if found in s.technologies]
    if found not in register.technologies and not told:
        fields = {
            t for s in site.workspace.cube.series.values() for t in s.technologies if ":" in t
        }
        raise MissingError(f"no series tells the field {found!r}: {nearest(found, sorted(fields))}")
    on = day_asked(request)
    kind = given(request, "kind")["kind"]
    defined = QUESTIONS["definitions"]
    definitions = ask("definitions", _("Definition"), DEFINITIONS, on, technologies=found)
    ranking = ask("ranking", _("Nations ranked"), RANKING, on, technology=found, kind=kind)
    context: dict[str, Any] = {
        "title": register.technologies[found].name if found in register.technologies else found,
        "key": found,
        "on": on,
        "kind": kind,
        "kinds": [k for k in KINDS if any(s.kind == k and "output" in s.tables for s in told)],
        "definition": defined.record(definitions.answer.rows[0]) if definitions.rows else None,
        "definitions": definitions,
        "plural": PLURAL,
        "told": bool(told),
        "shares": draw("ranking", on, technology=found, kind=kind),
        "advantages": draw("ranking", on, technology=found, kind=kind, measure="advantage"),
        "ranking": ranking,
        "brief": by_records(ranking, on),
        "concentration": ask(
            "concentration", _("Concentration"), CONCENTRATION, on, technology=found
        ),
        "trend": draw("share-trend", on, technology=found, kind=kind),
        "ties": ask("technology-ties", _("Who works with whom"), TIES, on, technology=found),
        "opportunities": _opportunities(found, told, on),
        "organisations": _organisations(ranking, found, told, on),
    }
    return render(request, "technology.html", context)


def _opportunities(key: str, told: list[Any], on: dt.date) -> TableView | None:
    """None where no joint records tell the technology: those of all fields are another page's."""
    if not any("links" in series.tables for series in told):
        return None
    view = ask("opportunities", _("Opportunities"), OPPORTUNITIES, on, most=10, technologies=key)
    return with_years(view)


def _organisations(
    ranking: TableView, key: str, told: list[Any], on: dt.date
) -> list[tuple[str, TableView]]:
    """The largest organisations of the leading nations, where the evidence keeps any."""
    if "organisations" not in QUESTIONS or not any("organisations" in s.tables for s in told):
        return []
    leading = dict.fromkeys(row["nation"] for row in ranking.rows)
    return [
        (nation, ask("organisations", name_of(nation), ORGANISATIONS, on, most=10, nation=nation,
                     technology=key))
        for nation in list(leading)[:_LEADING]
    ]  # fmt: skip
