"""How rows of each table become views: what they hang on, in which order, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from comity.programme.events.kinds import Frozen, SkillAsked
from comity.programme.models import (
    Activity,
    Case,
    Conflict,
    Disposition,
    Document,
    Meeting,
    Output,
    Participation,
    Person,
    Proposal,
    ReleaseRequest,
    Role,
    Seat,
    Series,
    Standard,
    Unseen,
)
from comity.programme.models.labels import Labelled
from comity.programme.reading import views
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import marks
from comity.programme.reading.shown_meetings import meetings as _meetings
from comity.programme.reading.shown_meetings import series as _series
from comity.programme.reading.shown_proposals import cases as _cases
from comity.programme.reading.shown_proposals import conflicts as _conflicts
from comity.programme.reading.shown_proposals import dispositions as _dispositions
from comity.programme.reading.shown_proposals import unseen as _unseen


@dataclass(frozen=True, slots=True)
class Table:
    """One table as viewers see it.

    ``through`` and ``perhaps`` name what its rows hang on, as ``Sight.rows`` takes them. ``order``
    is by what is shown, then by the random identifier: never by age of the row. Rows that are not
    ``only`` such are for nobody. ``inside`` names that of which a row tells content: who may not
    read that does not see the row.
    """

    rows: type[Labelled]
    through: tuple[str, ...]
    perhaps: str
    order: tuple[str | OrderBy, ...]
    shown: Callable[[Sight, list[Any]], Iterable[Any]]
    only: Q = field(default_factory=Q)
    inside: tuple[str, ...] = ()

    def seen(self, sight: Sight) -> QuerySet[Any]:
        """The rows that a viewer sees, in order."""
        rows = sight.rows(self.rows._default_manager.all(), *self.through, perhaps=self.perhaps)
        for name in self.inside:
            rows = rows.filter(**{f"{name}__content_label__among": sight.keys})
        return rows.filter(self.only).order_by(*self.order)

    def labels(self) -> tuple[str, ...]:
        """Columns with the labels that a row and all that it hangs on bear."""
        ups = (*self.through, *self.perhaps.split())
        return (
            "metadata_label_id", *(f"{name}__metadata_label_id" for name in ups),
            *(f"{name}__content_label_id" for name in self.inside),
        )  # fmt: skip

    def few(self, sight: Sight, keys: Iterable[UUID | str]) -> QuerySet[Any]:
        """Those of some rows that a viewer sees, in order; for few it is quicker than ``seen``."""
        asked = self.rows._default_manager.filter(self.only, id__in=list(keys))
        # Only what a row hangs on perhaps has no label.
        seen = [
            key for key, *labels in asked.values_list("id", *self.labels())
            if sight.keys.issuperset(filter(None, labels))
        ]  # fmt: skip
        return self.rows._default_manager.filter(id__in=seen).order_by(*self.order)

    def views(self, sight: Sight, rows: QuerySet[Any]) -> tuple[Any, ...]:
        """The views of rows that were taken from ``seen``."""
        return tuple(
            self.shown(sight, list(rows.select_related("content_label", "metadata_label")))
        )


def _last(name: str) -> OrderBy:
    """Dates that are not known come last, on every database."""
    return F(name).asc(nulls_last=True)


def _seen(sight: Sight, table: str, keys: Iterable[UUID | None]) -> frozenset[UUID]:
    """Those of some rows that a viewer sees."""
    asked = {key for key in keys if key is not None}
    if not asked:
        return frozenset()
    found = TABLES[table].few(sight, asked).order_by()
    return frozenset(found.values_list("id", flat=True))


def _activities(sight: Sight, rows: list[Activity]) -> Iterable[views.ActivityView]:
    seen = _seen(sight, "activity", (row.follows_id for row in rows))
    for row in rows:
        content = None
        if sight.content(row):
            keywords = tuple(row.keywords)
            content = views.ActivityContent(keywords, row.background, row.objectives)
        yield views.ActivityView(
            row.id, row.code, row.type, row.body, row.status, row.title, row.start, row.end,
            row.follows_id if row.follows_id in seen else None, tuple(row.open_to), content,
            marks(sight, row),
        )  # fmt: skip


def _participations(sight: Sight, rows: list[Participation]) -> Iterable[views.ParticipationView]:
    for row in rows:
        yield views.ParticipationView(
            row.id, row.activity_id, row.nation, row.part, row.mode, row.since, row.until,
            marks(sight, row),
        )  # fmt: skip


def _documents(sight: Sight, rows: list[Document]) -> Iterable[views.DocumentView]:
    seen = _seen(sight, "person", (row.owner for row in rows)) | {sight.viewer.person}
    for row in rows:
        yield views.DocumentView(
            row.id, row.activity_id, row.title, row.version,
            row.owner if row.owner in seen else None,
            row.digest if sight.content(row) else "", marks(sight, row),
        )  # fmt: skip


def _outputs(sight: Sight, rows: list[Output]) -> Iterable[views.OutputView]:
    for row in rows:
        yield views.OutputView(
            row.id, row.activity_id, row.code, row.kind, row.title, row.published, row.cleared,
            marks(sight, row),
        )  # fmt: skip


def _standards(sight: Sight, rows: list[Standard]) -> Iterable[views.StandardView]:
    seen = _seen(sight, "output", (row.output_id for row in rows))
    for row in rows:
        yield views.StandardView(
            row.id, row.activity_id, row.designation, row.title, row.issuer, row.stage,
            row.dated, row.basis if sight.content(row) else "",
            row.output_id if row.output_id in seen else None, marks(sight, row),
        )  # fmt: skip


def _persons(sight: Sight, rows: list[Person]) -> Iterable[views.PersonView]:
    for row in rows:
        yield views.PersonView(row.id, row.nation, sight.content(row), marks(sight, row))


def _roles(sight: Sight, rows: list[Role]) -> Iterable[views.RoleView]:
    for row in rows:
        yield views.RoleView(
            row.id, row.person_id, row.role, row.nation, row.body, row.activity_id, row.since,
            row.until, marks(sight, row),
        )  # fmt: skip


def _requests(sight: Sight, rows: list[ReleaseRequest]) -> Iterable[views.ReleaseView]:
    opened = _seen(sight, "document", (row.released for row in rows))
    for row in rows:
        content = sight.content(row)
        undecided = row.decision == ReleaseRequest.Decision.OPEN
        yield views.ReleaseView(
            row.id, row.document_id, row.version, row.nation,
            row.requester if content else None, row.owner if content else None,
            row.basis if content else "", row.asked, row.due,
            undecided and sight.viewer.day > row.due, row.decision, row.decided,
            row.decided_by if content else None,
            row.released if row.released in opened else None,
            row.reason if content else "", marks(sight, row),
        )  # fmt: skip


def _proposals(sight: Sight, rows: list[Proposal]) -> Iterable[views.ProposalView]:
    seen = _seen(sight, "activity", (row.activity_id for row in rows))
    persons = _seen(sight, "person", (row.drafter for row in rows)) | {sight.viewer.person}
    for row in rows:
        content = None
        if sight.content(row):
            must, nice = (
                msgspec.convert(one, tuple[SkillAsked, ...]) for one in (row.must, row.nice)
            )
            content = views.ProposalContent(
                row.summary, tuple(row.technologies), must, nice,
                row.drafter if row.drafter in persons else None, tuple(row.asked),
                None if row.opportunity is None else msgspec.convert(row.opportunity, Frozen),
            )  # fmt: skip
        yield views.ProposalView(
            row.id, row.body, row.nation, row.title, row.stage, row.version, row.opened,
            row.activity_id if row.activity_id in seen else None, content, marks(sight, row),
        )  # fmt: skip


def _seats(sight: Sight, rows: list[Seat]) -> Iterable[views.SeatView]:
    seen = _seen(sight, "person", (row.person_id for row in rows)) | {sight.viewer.person}
    for row in rows:
        yield views.SeatView(
            row.id, row.proposal_id, row.person_id if row.person_id in seen else None,
            row.version, row.state, row.time, row.answered, row.reason, marks(sight, row),
        )  # fmt: skip


TABLES: dict[str, Table] = {
    "activity": Table(Activity, (), "", ("code", _last("start"), "title", "id"), _activities),
    "participation": Table(
        Participation, ("activity",), "",
        ("activity__code", "activity__id", "nation", "since", "id"), _participations,
    ),
    "document": Table(Document, ("activity",), "", ("title", "version", "id"), _documents),
    "output": Table(
        Output, ("activity",), "", ("code", _last("published"), "title", "id"), _outputs
    ),
    "person": Table(Person, (), "", ("nation", "id"), _persons, Q(erased=False)),
    "role": Table(
        Role, ("person",), "activity", ("role", "nation", "body", "since", "id"), _roles,
        Q(person__erased=False),
    ),
    "release-request": Table(
        ReleaseRequest, ("document", "document__activity"), "", ("due", "nation", "id"), _requests
    ),
    "proposal": Table(Proposal, (), "", ("body", "title", "id"), _proposals),
    "series": Table(Series, ("activity",), "", ("title", "host", "id"), _series),
    "meeting": Table(
        Meeting, ("series", "series__activity"), "",
        ("day", "start", "series__title", "number", "id"), _meetings,
    ),
    "standard": Table(
        Standard, ("activity",), "", ("designation", "dated", "title", "id"), _standards
    ),
    "disposition": Table(
        Disposition, ("proposal",), "activity other", ("-time", "id"), _dispositions,
        inside=("proposal",),
    ),
    "seat": Table(Seat, ("proposal",), "", ("time", "id"), _seats, inside=("proposal",)),
    "conflict": Table(
        Conflict, ("proposal", "one", "other"), "", ("time", "id"), _conflicts,
        Q(one__erased=False, other__erased=False), inside=("proposal",),
    ),
    "unseen": Table(
        Unseen, ("proposal",), "activity other", ("-time", "id"), _unseen, inside=("proposal",)
    ),
    "case": Table(
        Case, ("proposal",), "", ("proposal__body", "proposal__title", "id"), _cases,
        inside=("proposal",),
    ),
}  # fmt: skip
