"""GET: objects and lists of what whoever asks may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query

from comity.programme.persons.store import Value
from comity.programme.reading import lists
from comity.programme.reading.flags import flags
from comity.programme.reading.objects import content, one
from comity.programme.reading.persons import values
from comity.programme.services.receipts import receipt
from comity.web.programme.api import asked, schemas, schemas_told
from comity.web.programme.api.operations import sends, tells, there
from comity.web.programme.api.schemas import Rows, rows
from comity.web.programme.inside import programme, viewer_of


@tells("/activities", Rows[schemas.Activity])
def activities(request: HttpRequest, asked: Query[asked.Activities]) -> Any:
    """Activities, by code."""
    given = asked.dict(exclude={"offset", "limit"})
    return rows(lists.activities(viewer_of(request), asked.window(), **given))


@tells("/activities/{uuid:key}", schemas.Activity)
def activity(request: HttpRequest, key: UUID) -> Any:
    """One activity."""
    return there(one(viewer_of(request), "activity", key))


@tells("/activities/{uuid:key}/flags", list[schemas_told.Flag])
def activity_flags(request: HttpRequest, key: UUID) -> Any:
    """What is unusual in an activity."""
    viewer = viewer_of(request)
    there(one(viewer, "activity", key))
    return flags(programme(), viewer, key)


@tells("/participations", Rows[schemas.Participation])
def participations(request: HttpRequest, asked: Query[asked.Participations]) -> Any:
    """Which nations take part in what."""
    given = asked.dict(exclude={"offset", "limit"})
    return rows(lists.participations(viewer_of(request), asked.window(), **given))


@tells("/participations/{uuid:key}", schemas.Participation)
def participation(request: HttpRequest, key: UUID) -> Any:
    """One nation's part in an activity."""
    return there(one(viewer_of(request), "participation", key))


@tells("/documents", Rows[schemas.Document])
def documents(request: HttpRequest, asked: Query[asked.OfActivity]) -> Any:
    """Documents, by title."""
    return rows(lists.documents(viewer_of(request), asked.window(), activity=asked.activity))


@tells("/documents/{uuid:key}", schemas.Document)
def document(request: HttpRequest, key: UUID) -> Any:
    """One document."""
    return there(one(viewer_of(request), "document", key))


@sends("/documents/{uuid:key}/content", "application/octet-stream")
def document_content(request: HttpRequest, key: UUID) -> Any:
    """The bytes of a document."""
    response = HttpResponse(there(content(viewer_of(request), key)), "application/octet-stream")
    # No browser shows what somebody uploaded as if it were this site's own.
    response["Content-Disposition"] = f'attachment; filename="{key}"'
    return response


@tells("/outputs", Rows[schemas.Output])
def outputs(request: HttpRequest, asked: Query[asked.OfActivity]) -> Any:
    """Outputs, by code."""
    return rows(lists.outputs(viewer_of(request), asked.window(), activity=asked.activity))


@tells("/outputs/{uuid:key}", schemas.Output)
def output(request: HttpRequest, key: UUID) -> Any:
    """One output."""
    return there(one(viewer_of(request), "output", key))


@tells("/persons", Rows[schemas.Person])
def persons(request: HttpRequest, asked: Query[asked.Persons]) -> Any:
    """Persons who appear to you, with what they let you see."""
    given = asked.dict(exclude={"offset", "limit"})
    page = lists.persons(viewer_of(request), asked.window(), **given)
    return rows(page) | {"rows": with_values(request, page.rows)}


@tells("/persons/{uuid:key}", schemas.Person)
def person(request: HttpRequest, key: UUID) -> Any:
    """One person who appears to you."""
    return with_values(request, [there(one(viewer_of(request), "person", key))])[0]


@tells("/roles", Rows[schemas.Role])
def roles(request: HttpRequest, asked: Query[asked.Roles]) -> Any:
    """Roles of persons who appear to you."""
    given = asked.dict(exclude={"offset", "limit"})
    return rows(lists.roles(viewer_of(request), asked.window(), **given))


@tells("/release-requests", Rows[schemas.ReleaseRequest])
def release_requests(request: HttpRequest, asked: Query[asked.Requests]) -> Any:
    """Requests for release, the first due first."""
    given = asked.dict(exclude={"offset", "limit"})
    return rows(lists.release_requests(viewer_of(request), asked.window(), **given))


@tells("/release-requests/{uuid:key}", schemas.ReleaseRequest)
def release_request(request: HttpRequest, key: UUID) -> Any:
    """One request for release."""
    return there(one(viewer_of(request), "release-request", key))


@sends("/release-requests/{uuid:key}/receipt", "text/plain")
def release_receipt(request: HttpRequest, key: UUID) -> Any:
    """The signed receipt of a request for release."""
    text = there(receipt(programme(), viewer_of(request), key))
    return HttpResponse(text, "text/plain; charset=utf-8")


def with_values(request: HttpRequest, views: Any) -> list[dict[str, Any]]:
    """Persons with those of their values that whoever asks may see."""
    seen = values(programme(), viewer_of(request), [view.id for view in views])
    return [person_told(view, seen.get(view.id, {})) for view in views]


def person_told(view: Any, seen: Mapping[str, Value]) -> dict[str, Any]:
    """A person with values."""
    told = [
        {"field": key, "value": one.value, "verified": one.verified} for key, one in seen.items()
    ]
    return {"id": view.id, "nation": view.nation, "marks": view.marks, "values": told}
