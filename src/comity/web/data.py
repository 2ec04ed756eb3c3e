"""Every question's whole table: as a page with its derivation, and as files."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.web.citing import HEADER, citation
from comity.web.formats import FORMATS
from comity.web.linking import is_kept
from comity.web.missing import MissingError, nearest
from comity.web.questions.model import Column, Question
from comity.web.questions.registry import QUESTIONS
from comity.web.showing import Form, Shown, TableView
from comity.web.site import current

_FORMS: dict[str, Form] = {"whole": "whole", "number": "precise"}
_SCALES: dict[str, Form] = {"share": "precise-percent", "probability": "probability"}
_NAMED: dict[str, Form] = {
    "nation": "nation", "partner": "nation", "technology": "technology", "group": "group",
    "words": "told", "organisation_id": "organisation",
}  # fmt: skip
# Years are no amounts.
_PLAIN = frozenset({"year", "until", "first", "last"})
MOST = 500


def _form(column: Column) -> Form:
    if column.name in _PLAIN:
        return "text"
    if column.kind == "text" and column.name in ("source", "series"):
        return "source"
    form = _NAMED.get(column.name) or _SCALES.get(column.scale)
    return form or _FORMS.get(column.kind, "text")


def _shown(question: Question, column: Column) -> Shown:
    """A column of a derivation; words beside an interval say which value they judge."""
    title, names = column.name.replace("_", " "), {c.name for c in question.columns}
    if column.name == "verdict" and {"low", "high"} <= names:
        return Shown(title, "judged", ("verdict", "low", "high"))
    return Shown(title, _form(column), (column.name,))


def _question(key: str) -> Question:
    if key not in QUESTIONS:
        raise MissingError(f"unknown table {key!r}: {nearest(key, QUESTIONS)}")
    return QUESTIONS[key]


def _several(named: str | Sequence[str] | None) -> Sequence[str]:
    """What a parameter names, as a list."""
    return (named,) if isinstance(named, str) else named or ()


def table_file(request: HttpRequest, key: str, extension: str) -> HttpResponse:
    """``/data/strengths.csv?names=JPN``: all rows."""
    question = _question(key)
    if extension not in FORMATS:
        raise MissingError(f"unknown format {extension!r}: choose one of {', '.join(FORMATS)}.")
    site = current()
    asked = site.parse(question.parameters, request.GET.dict())
    answer = question.tell(site.workspace, asked)
    kind, write = FORMATS[extension]
    response = HttpResponse(write(question, answer.rows), kind)
    response["Content-Disposition"] = f'attachment; filename="comity-{key}.{extension}"'
    response[HEADER] = citation(request, question.title, asked.on)
    return response


def table_page(request: HttpRequest, key: str) -> HttpResponse:
    """``/data/strengths?names=JPN``: the rows, how they were made, and what they rest on."""
    question = _question(key)
    site = current()
    asked = site.parse(question.parameters, request.GET.dict())
    answer = question.tell(site.workspace, asked)
    shown = tuple(_shown(question, column) for column in question.columns)
    cube, register = site.workspace.cube, site.workspace.register
    context = {
        "title": question.title,
        "on": asked.on,
        "view": TableView(question, asked, answer, shown, question.title, MOST, True),
        "nations": [
            code
            for name in ("names", "nation", "partner", "partners")
            for code in _several(asked[name])
        ],
        "command": question.command(asked) if question.command else "",
        "series": [cube.of(name) for name in answer.series],
        "sources": [register.sources[name] for name in answer.sources],
        "opened": [
            (opens, f"/data/{opens.question}?{query}&on={asked.on}")
            for opens in question.opens
            for row in answer.rows[:1]
            if len(answer.rows) == 1
            and (query := opens.query(question.record(row))) is not None
            and opens.question != question.key
            and is_kept(opens.question, question.record(row))
        ],
    }
    return render(request, "data.html", context)
