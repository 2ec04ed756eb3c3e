"""The HTTP API: one typed endpoint per question, made from its declaration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field, create_model

from comity.base.errors import InputError
from comity.base.plain import json_record
from comity.base.version import VERSION
from comity.web import beside
from comity.web.citing import citation
from comity.web.described import DescribedAPI, Problem
from comity.web.questions.model import ColumnKind, Parameter, Question
from comity.web.questions.parameters import LONGEST, ON
from comity.web.questions.registry import QUESTIONS
from comity.web.site import current

_TYPES: dict[ColumnKind, Any] = {
    "text": str, "whole": int, "number": float, "flag": bool, "texts": list[str],
}  # fmt: skip
MOST = 1000

api = DescribedAPI(
    title="Comity",
    version=VERSION,
    description=(
        "Who is strong in what, who works with whom, and who may join what: every answer with "
        "intervals or sources. Unknown is null. Nothing here is a product of NATO."
    ),
    docs_url=None,
    openapi_url="openapi.json",
)


class Cited(Schema):
    """A series of the evidence or a source of the register that rows rest on."""

    key: str
    title: str
    publisher: str
    licence: str
    as_of: str
    url: str


def _name(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("-"))


def _asked_schema(question: Question) -> Any:
    fields: dict[str, Any] = {}
    for parameter in (*question.parameters, ON):
        fields[parameter.name] = (
            str if parameter.required else str | None,
            Field(... if parameter.required else parameter.default,
                  description=_described(parameter), max_length=LONGEST),
        )  # fmt: skip
    fields["limit"] = (int, Field(200, ge=1, le=MOST, description="Most rows of an answer."))
    fields["offset"] = (int, Field(0, ge=0, le=10_000_000, description="Rows to leave out first."))
    return create_model(
        f"{_name(question.key)}Asked", __base__=Schema,
        __config__=None, **fields,
    )  # fmt: skip


def _described(parameter: Parameter) -> str:
    if parameter.choices:
        return f"{parameter.help} One of: {', '.join(parameter.choices)}."
    return parameter.help


def _answer_schema(question: Question) -> Any:
    cells: dict[str, Any] = {
        column.name: (
            _TYPES[column.kind] | None,
            Field(None, description=_meaning(column.help, column.unit)),
        )
        for column in question.columns
    }
    row = create_model(f"{_name(question.key)}Row", __base__=Schema, **cells)
    return create_model(
        f"{_name(question.key)}Answer",
        __base__=Schema,
        rows=(list[row], Field(description="The rows asked for.")),  # type: ignore[valid-type]
        total=(int, Field(description="How many rows there are in all.")),
        next=(str | None, Field(None, description="Address of the rows that follow.")),
        on=(str, Field(description="The day asked about.")),
        notes=(list[str], Field(description="What has to be said beside the rows.")),
        series=(list[Cited], Field(description="Series of the evidence that rows rest on.")),
        sources=(list[Cited], Field(description="Sources of the facts that rows rest on.")),
        edition=(str, Field(description="Checksum of evidence and register.")),
        citation=(str, Field(description="How to cite this answer.")),
        derivation=(str, Field(description="Page that tells how the rows were made.")),
    )


def _meaning(text: str, unit: str) -> str:
    return f"{text} ({unit})" if unit else text


def respond(question: Question, request: HttpRequest, given: dict[str, str]) -> dict[str, Any]:
    """The answer as plain values.

    Args:
        question: what is asked.
        request: whose address the next page continues.
        given: parameters as texts, with ``limit`` and ``offset``.
    """
    site = current()
    limit, offset = int(given.pop("limit", 200)), int(given.pop("offset", 0))
    asked = site.parse(question.parameters, given)
    answer = question.tell(site.workspace, asked)
    names = [column.name for column in question.columns]
    chosen = answer.rows[offset : offset + limit]
    following = None
    if offset + limit < len(answer.rows):
        page = {"limit": str(limit), "offset": str(offset + limit)}
        following = f"{request.path}?{asked.query(**page)}"
    cube, register = site.workspace.cube, site.workspace.register
    return {
        "rows": [json_record(names, row) for row in chosen],
        "total": len(answer.rows),
        "next": following,
        "on": asked.on.isoformat(),
        "notes": list(beside.notes(question, answer)),
        "series": [
            {"key": s.key, "title": s.title, "publisher": s.publisher, "licence": s.licence,
             "as_of": s.as_of, "url": s.url}
            for s in map(cube.of, answer.series)
        ],
        "sources": [
            {"key": s.key, "title": s.title, "publisher": s.publisher, "licence": "",
             "as_of": str(s.date), "url": s.url or ""}
            for s in (register.sources[key] for key in answer.sources)
        ],
        "edition": site.edition,
        "citation": citation(request, question.title, asked.on),
        "derivation": f"/data/{question.key}?{asked.query()}",
    }  # fmt: skip


class Asking(Schema):
    """A question that can be asked."""

    key: str
    title: str
    description: str
    address: str = Field(description="Where it is answered.")
    table: str = Field(description="The same as a page, with how it was made.")
    parameters: list[str] = Field(description="What may be asked; those needed come first.")
    needed: list[str] = Field(description="Parameters that must be given.")


class Index(Schema):
    """What the API answers."""

    questions: list[Asking]
    description: str = Field(description="Address of the OpenAPI description.")
    edition: str = Field(description="Checksum of evidence and register.")
    citation: str = Field(description="How to cite this list.")


@api.get(
    "/v1", response={200: Index, **dict.fromkeys((400, 405, 414, 429, 503), Problem)},
    summary="What can be asked", description="All questions with their addresses.",
    operation_id="index",
)  # fmt: skip
def index(request: HttpRequest) -> dict[str, Any]:
    """``/api/v1``.

    Raises:
        InputError: it is asked with a parameter.
    """
    for name in request.GET:
        raise InputError(f"unknown parameter {name!r}: the list of questions takes none.")
    site = current()
    return {
        "questions": [
            {"key": q.key, "title": q.title, "description": q.help,
             "address": f"/api/v1/{q.key}", "table": f"/data/{q.key}",
             "parameters": [p.name for p in (*q.parameters, ON)],
             "needed": [p.name for p in q.parameters if p.required]}
            for q in QUESTIONS.values()
        ],
        "description": "/api/openapi.json",
        "edition": site.edition,
        "citation": citation(request, "Questions of the API", None),
    }  # fmt: skip


def _add(question: Question) -> None:
    asked_schema = _asked_schema(question)

    def endpoint(request: HttpRequest, asked: Any) -> Any:
        given = {k: str(v) for k, v in asked.dict(exclude_none=True).items()}
        unknown = sorted(set(request.GET) - set(given))
        # What the schema does not know is refused by the same words as on pages.
        return respond(question, request, given | {name: request.GET[name] for name in unknown})

    endpoint.__name__ = question.key.replace("-", "_")
    in_query: Any = Query
    endpoint.__annotations__["asked"] = in_query[asked_schema]
    problems = dict.fromkeys((400, 404, 405, 414, 422, 429, 503), Problem)
    api.get(
        f"/v1/{question.key}",
        response={200: _answer_schema(question), **problems},
        summary=question.title,
        description=question.help,
        operation_id=question.key.replace("-", "_"),
    )(endpoint)


for _question in QUESTIONS.values():
    _add(_question)
