"""What each cell of a table opens: a page of its own, or what stands behind its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from comity.base.plain import unknown
from comity.evidence.tables import ALL
from comity.web.showing import Shown, TableView
from comity.web.site import current


def link_of(shown: Shown, row: dict[str, Any], view: TableView) -> str | None:
    """What one cell opens: a page of its own, or the derivation of the row's numbers."""
    value = row[shown.columns[0]]
    if unknown(value):
        return None
    if shown.form == "propose":
        return proposing({**row, "against": view.asked["against"]})
    page = _page(shown, row)
    if page is not None:
        path, _, place = page.partition("#")
        on = f"{'&' if '?' in path else '?'}on={view.asked.on.isoformat()}"
        return f"{path}{on}{'#' if place else ''}{place}"
    if shown.form == "page":
        return str(row[shown.columns[1]])
    if view.question.outside and shown.columns[0] == view.question.columns[0].name:
        return row[view.question.outside] or None
    return derivation(shown, row, view) if shown.figures or shown.form == "told" else None


def proposing(opportunity: Mapping[str, Any]) -> str:
    """The address at which an idea is opened from an opportunity; where a programme is served."""
    named = ("nation", "partner", "technology", "against", "series")
    asked = {name: opportunity[name] for name in named if opportunity.get(name)}
    return f"/programme/proposals/new?{urlencode(asked)}"


def _page(shown: Shown, row: dict[str, Any]) -> str | None:
    """The address of the page that a cell names, without the day."""
    value, register = row[shown.columns[0]], current().workspace.register
    match shown.form:
        case "nation":
            return f"/nations/{value}" if value in register.nations.codes() else None
        case "two":
            return f"/pairs/{value}/{row[shown.columns[1]]}"
        case "pair":
            return f"/pairs/{row['nation']}/{value}"
        case "technology":
            return f"/technologies/{value}" if value != ALL else None
        case "activity":
            return f"/standing/{row['nation']}/{value}" if "nation" in row else None
        case "group":
            return None if register.group(value) is None else f"/groups/{quote(value)}"
        case "series":
            return f"/evidence#{quote(value)}"
        case "fact":
            return f"/data/fact?{urlencode({'key': value})}"
        case "organisation":
            return f"/data/organisation?{urlencode({'organisation': value})}"
        case _:
            return None


def derivation(shown: Shown, row: dict[str, Any], view: TableView) -> str | None:
    """The address of what stands behind a cell; at the rows of the evidence, of their series."""
    on = view.asked.on.isoformat()
    for opens in view.question.opens:
        # A derivation does not open itself, but what stands behind it.
        itself = view.derived and opens.question == view.question.key
        if itself or not opens.is_behind(shown.columns[0]) or not is_kept(opens.question, row):
            continue
        if (query := opens.query(row)) is not None:
            return f"/data/{opens.question}?{query}&on={on}"
    if view.question.outside:
        return row[view.question.outside] or None
    series = row.get("series")
    return f"/evidence?on={on}#{quote(series)}" if series else None


def is_kept(question: str, row: Mapping[str, Any]) -> bool:
    """Whether what a row opens can be there: works and organisations are kept by few series."""
    if question not in ("works", "organisations"):
        return True
    workspace, technology = current().workspace, row.get("technology")
    if workspace.register.group(str(row.get("nation"))) is not None:
        return False
    cube = workspace.cube
    for series in cube.series.values():
        named = (row.get("series"), row.get("source"))
        if named[0] not in (None, series.key) or named[1] not in (None, series.source):
            continue
        if question == "works" and cube.has_works(series.key, str(technology)):
            return True
        own = "organisations" in series.tables and technology in series.technologies
        if question == "organisations" and own:
            return True
    return False
