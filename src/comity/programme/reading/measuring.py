"""What became of the pair of a proposal's opportunity: the forecast beside what was measured.

All of it is of who may read the proposal's content; when it is due, of who sees the activity too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from comity.decisions.rules import Setting
from comity.programme.events import kinds
from comity.programme.events.kinds import Frozen, MeasurementTaken
from comity.programme.models import Activity, Event, Proposal, Role
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme

OFFICE = Role.Kind.OFFICE.value


@dataclass(frozen=True, slots=True)
class Measured:
    """The opportunity of a proposal, and what was measured since, the latest last.

    ``due`` is the day from which a measurement is due, None where the activity has no end yet or
    is not seen; ``overdue`` that the day has come and nothing was measured since; ``by_office``
    that the viewer may measure.
    """

    frozen: Frozen
    taken: tuple[MeasurementTaken, ...]
    due: dt.date | None
    overdue: bool
    by_office: bool
    rule: Setting[int]


def measured(programme: Programme, viewer: Viewer, key: UUID) -> Measured | None:
    """What became of a proposal's opportunity; None where there is none that the viewer may read.

    Of a proposal that is hidden or closed, and of one without an opportunity, there is nothing.
    """
    sight = Sight.of(viewer)
    row = TABLES["proposal"].few(sight, [key]).first()
    if row is None or not sight.content(row) or row.opportunity is None:
        return None
    taken = measurements(row.id)
    ends = _ends(sight, [row])
    due = due_on(programme, ends[row.id]) if row.id in ends else None
    return Measured(
        msgspec.convert(row.opportunity, Frozen), taken, due,
        due is not None and _overdue(due, taken, viewer.day),
        row.activity_id is not None and viewer.holds(OFFICE, body=row.body),
        programme.rules.measure_after_years,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overdue:
    """A proposal whose measurement is overdue for its body's office."""

    id: UUID
    title: str
    body: str
    due: dt.date


def overdue(programme: Programme, viewer: Viewer) -> tuple[Overdue, ...]:
    """Proposals of the viewer's bodies that were to be measured by now, the first due first."""
    bodies = {held.body for held in viewer.roles if held.role == OFFICE and held.body}
    if not bodies:
        return ()
    sight = Sight.of(viewer)
    rows = list(
        TABLES["proposal"].seen(sight).filter(
            body__in=bodies, content_label_id__in=sight.keys, activity__isnull=False,
            opportunity__isnull=False,
        )
    )  # fmt: skip
    ends, found = _ends(sight, rows), []
    for row in rows:
        due = due_on(programme, ends[row.id]) if row.id in ends else None
        if due is not None and _overdue(due, measurements(row.id), viewer.day):
            found.append(Overdue(row.id, row.title, row.body, due))
    return tuple(sorted(found, key=lambda one: (one.due, one.title, one.id)))


def measurements(proposal: UUID) -> tuple[MeasurementTaken, ...]:
    """Measurements of a proposal, the first first: of whoever may read it."""
    rows = Event.objects.filter(object=str(proposal), kind=MeasurementTaken.kind)
    bodies = (kinds.read_body(one.kind, one.body) for one in rows.order_by("sequence"))
    return tuple(one for one in bodies if isinstance(one, MeasurementTaken))


def due_on(programme: Programme, end: dt.date | None) -> dt.date | None:
    """The day from which an activity that ends on a day is to be measured."""
    if end is None:
        return None
    year = end.year + programme.rules.measure_after_years.value
    if year > dt.MAXYEAR:
        return None
    try:
        return end.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def _overdue(due: dt.date, taken: tuple[MeasurementTaken, ...], day: dt.date) -> bool:
    return due <= day and not any(one.day >= due for one in taken)


def _ends(sight: Sight, rows: Iterable[Proposal]) -> dict[UUID, dt.date | None]:
    """The ends of the activities that the viewer sees, by proposal."""
    wanted = {row.activity_id: row.id for row in rows if row.activity_id is not None}
    seen: Iterable[Activity] = TABLES["activity"].few(sight, wanted) if wanted else ()
    return {wanted[one.id]: one.end for one in seen}
