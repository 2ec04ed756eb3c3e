"""Results: the register of standards, the funnel, the yearly report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from comity.programme.reading import lists
from comity.programme.reading.funnel import latest_funnel
from comity.programme.reading.objects import one
from comity.programme.report.making import yearly_report
from comity.programme.services import standards as services
from comity.web.programme.api import schemas_results as shapes
from comity.web.programme.api.acting import made
from comity.web.programme.api.operations import does, tells, there
from comity.web.programme.api.schemas import Made, Rows, rows
from comity.web.programme.inside import programme, viewer_of


@tells("/standards", Rows[shapes.Standard])
def standards(request: HttpRequest, asked: Query[shapes.Standards]) -> Any:
    """Standards to which the work of activities led, by designation."""
    given = asked.dict(exclude={"offset", "limit"})
    return rows(lists.standards(viewer_of(request), asked.window(), **given))


@tells("/standards/{uuid:key}", shapes.Standard)
def standard(request: HttpRequest, key: UUID) -> Any:
    """One standard."""
    return there(one(viewer_of(request), "standard", key))


@does("/activities/{uuid:key}/standards", Made)
def link_standard(request: HttpRequest, key: UUID, body: shapes.NewStandard) -> Any:
    """Link a standard to an activity: its lead or its panel office."""
    new = services.NewStandard(
        key, body.designation, body.title, body.issuer, body.stage, body.dated, body.basis,
        body.from_output, body.labels(),
    )  # fmt: skip
    return made(services.link(programme(), viewer_of(request), new))


@does("/standards/{uuid:key}/change", Made)
def change_standard(request: HttpRequest, key: UUID, body: shapes.StageChanged) -> Any:
    """Record the stage of a standard: the activity's lead or its panel office."""
    return made(
        services.change(
            programme(), viewer_of(request), key, body.stage, body.dated, body.basis
        )
    )  # fmt: skip


@tells("/funnel", shapes.Funnel)
def funnel(request: HttpRequest) -> Any:
    """The funnel that was published last: how many persons are at which stage."""
    return there(latest_funnel(viewer_of(request)))


@tells("/report/{int:year}", shapes.Report)
def report(request: HttpRequest, year: int) -> Any:
    """The programme's report of a year, of what you may read."""
    return yearly_report(programme(), viewer_of(request), year).as_dict()
