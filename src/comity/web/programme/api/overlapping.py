"""Overlap: what resembles a draft and a proposal, dispositions, and what brokers are told."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query
from pydantic import Field, StringConstraints

from comity.programme.reading.dispositions import overlap as overlap_of
from comity.programme.reading.dispositions import unseen
from comity.programme.reading.overlap import Resembling as Found
from comity.programme.reading.overlap import similar
from comity.programme.services.overlap import record_disposition
from comity.web.programme.access import Access
from comity.web.programme.api import asked
from comity.web.programme.api.acting import made
from comity.web.programme.api.bodies import Body, Reason, Text, Title
from comity.web.programme.api.operations import does, tells, there
from comity.web.programme.api.schemas import Made, Rows, rows
from comity.web.programme.api.schemas_overlap import Overlap, Resembling, Unseen
from comity.web.programme.inside import programme, viewer_of

_Kind = Annotated[str, StringConstraints(max_length=20)]


class Draft(Body):
    """A draft's texts; ``proposal`` is one that is revised and not compared with itself."""

    title: Title
    summary: Text = ""
    proposal: UUID | None = None


class Disposing(Body):
    """What is to be done about an activity or another proposal; a distinct one needs a reason."""

    version: int = Field(ge=1, le=1_000_000)
    table: Literal["activity", "proposal"]
    about: UUID
    disposition: _Kind
    reason: Reason = ""


@does("/proposals/similar", Resembling)
def similar_to_draft(request: HttpRequest, body: Draft) -> Any:
    """What resembles a draft among what you may see. Nothing is written."""
    texts = body.title, body.summary
    return _told(similar(viewer_of(request), *texts, leaving_out=body.proposal))


@tells("/proposals/{uuid:key}/overlap", Overlap)
def proposal_overlap(request: HttpRequest, key: UUID) -> Any:
    """What resembles a proposal, and what is said of it."""
    found = there(overlap_of(viewer_of(request), key))
    said = [one.disposition for one in found.said]
    missing = [{"about": one.key, "sentence": one.sentence} for one in found.missing]
    return _told(found.found) | {"said": said, "missing": missing}


@does("/proposals/{uuid:key}/dispositions", Made)
def dispose(request: HttpRequest, key: UUID, body: Disposing) -> Any:
    """Say what is to be done about what a proposal is close to: its drafter or panel office."""
    return made(
        record_disposition(
            programme(), viewer_of(request), key, body.version, body.table, body.about,
            body.disposition, body.reason,
        )
    )  # fmt: skip


@tells("/overlaps", Rows[Unseen], Access(roles=("broker",)))
def overlaps(request: HttpRequest, asked: Query[asked.Part]) -> Any:
    """Proposals that are close to what their drafters may not see: for brokers."""
    return rows(unseen(viewer_of(request), asked.window()))


def _told(found: Found) -> dict[str, Any]:
    return {"method": found.method, "rows": [_near(one) for one in found.rows]}


def _near(one: Any) -> dict[str, Any]:
    marks = one.row.marks
    return {
        "table": one.table, "id": one.row.id, "body": one.row.body, "title": one.row.title,
        "score": one.score, "close": one.close, "of": one.of, "text": one.text,
        "content": one.content, "marking": marks.content if one.content else marks.metadata,
        "shared": [
            {
                "kind": term.kind, "key": term.key,
                "here": [dataclasses.astuple(span) for span in term.here],
                "there": [dataclasses.astuple(span) for span in term.there],
            }
            for term in one.shared
        ],
    }  # fmt: skip
