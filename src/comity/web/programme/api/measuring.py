"""What became of a proposal's opportunity."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from comity.programme.reading.measuring import measured
from comity.programme.services.measuring import measure
from comity.web.programme.api.acting import made
from comity.web.programme.api.operations import does, tells, there
from comity.web.programme.api.schemas import Made
from comity.web.programme.inside import programme, viewer_of
from comity.web.site import current


class Measured(Schema):
    """A proposal's opportunity as it was frozen, and what was measured since."""

    frozen: dict[str, Any] = Field(description="The opportunity, with its pairs to compare.")
    taken: list[dict[str, Any]] = Field(description="Measurements, the latest last.")
    due: dt.date | None = Field(description="From when it is to be measured, where that is known.")
    overdue: bool


@tells("/proposals/{uuid:key}/measurements", Measured)
def measurements(request: HttpRequest, key: UUID) -> Any:
    """What became of the pair of a proposal's opportunity, beside the forecast."""
    found = there(measured(programme(), viewer_of(request), key))
    return {
        "frozen": msgspec.to_builtins(found.frozen),
        "taken": [msgspec.to_builtins(one) for one in found.taken],
        "due": found.due, "overdue": found.overdue,
    }  # fmt: skip


@does("/proposals/{uuid:key}/measure", Made)
def measure_proposal(request: HttpRequest, key: UUID) -> Any:
    """Measure the pair by the evidence of now: the panel office."""
    with current().computing():
        return made(measure(programme(), viewer_of(request), key))
