"""Lists of what a viewer may see, a page at a time; counts are of visible rows only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models import Window as Over

from comity.base.errors import InputError
from comity.programme.models import ReleaseRequest
from comity.programme.reading.filter import Sight
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import (
    ActivityView,
    DocumentView,
    OutputView,
    ParticipationView,
    PersonView,
    ProposalView,
    ReleaseView,
    RoleView,
    StandardView,
)
from comity.programme.state.searching import folded

MOST = 200
FURTHEST = 50_000
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list: ``limit`` rows from ``offset``.

    Raises:
        InputError: out of bounds; a list that long is asked for by filters instead.
    """

    offset: int = 0
    limit: int = 50

    def __post_init__(self) -> None:
        if not 0 <= self.offset <= FURTHEST:
            raise InputError(f"offset must be from 0 to {FURTHEST}: narrow the list instead.")
        if not 1 <= self.limit <= MOST:
            raise InputError(f"limit must be from 1 to {MOST}.")


@dataclass(frozen=True, slots=True)
class Page(Generic[Seen]):
    """Rows of a list; ``total`` counts all that the viewer sees of it."""

    rows: tuple[Seen, ...]
    total: int
    window: Window


FIRST = Window()


def page(sight: Sight, table: str, rows: QuerySet[Any], window: Window) -> Page[Any]:
    """A page of rows that were taken from a table's ``seen``."""
    asked = slice(window.offset, window.offset + window.limit)
    if TABLES[table].through:
        # Where other tables are looked into, one pass finds the page and counts the whole list.
        counted = rows.annotate(whole=Over(Count("id")))
        told = list(counted.values_list("id", "whole")[asked])
        total = told[0][1] if told else rows.count() if window.offset else 0
        wanted = [key for key, _ in told]
    else:
        wanted, total = list(rows.values_list("id", flat=True)[asked]), rows.count()
    # What is shown, labels among it, is read of the page's rows only, not of all that are sorted.
    shown = TABLES[table].views(sight, TABLES[table].few(sight, wanted))
    return Page(shown, total, window)


def _list(viewer: Viewer, table: str, window: Window, *given: Q, **equal: object) -> Page[Any]:
    """A list, narrowed by what was given; None and an empty text narrow nothing."""
    sight = Sight.of(viewer)
    chosen = {name: value for name, value in equal.items() if value not in (None, "")}
    rows = TABLES[table].seen(sight).filter(*given, **chosen)
    return page(sight, table, rows, window)


def activities(
    viewer: Viewer,
    window: Window = FIRST,
    *,
    code: str = "",
    body: str = "",
    type: str = "",
    status: str = "",
    nation: str = "",
    on: dt.date | None = None,
    follows: UUID | None = None,
    mine: bool = False,
) -> Page[ActivityView]:
    """Activities by code; those of a nation are those of which the viewer sees that it takes part.

    ``on`` keeps those that run on a day, as far as their dates are known; ``follows`` those that
    came from one which the viewer sees; ``mine`` those in which she holds a role on her day.
    """
    sight = Sight.of(viewer)
    given = []
    if nation:
        parts = TABLES["participation"].seen(sight).filter(nation=nation).order_by()
        held = parts.filter(_holds(on)) if on else parts
        given.append(Q(id__in=held.values("activity_id")))
    if on:
        given.append((Q(start=None) | Q(start__lte=on)) & (Q(end=None) | Q(end__gte=on)))
    if follows is not None:
        given.append(Q(follows__in=TABLES["activity"].seen(sight).filter(id=follows)))
    if mine:
        given.append(Q(id__in={held.activity for held in viewer.roles} - {None}))
    found = _list(
        viewer, "activity", window, *given, code=code, body=body, type=type, status=status
    )
    return cast("Page[ActivityView]", found)


def participations(
    viewer: Viewer,
    window: Window = FIRST,
    *,
    activity: UUID | None = None,
    nation: str = "",
    on: dt.date | None = None,
) -> Page[ParticipationView]:
    """Which nations take part in what."""
    given = () if on is None else (_holds(on),)
    return _list(viewer, "participation", window, *given, activity=activity, nation=nation)


def documents(
    viewer: Viewer, window: Window = FIRST, *, activity: UUID | None = None
) -> Page[DocumentView]:
    """Documents by title."""
    return _list(viewer, "document", window, activity=activity)


def outputs(
    viewer: Viewer, window: Window = FIRST, *, activity: UUID | None = None
) -> Page[OutputView]:
    """Outputs by code."""
    return _list(viewer, "output", window, activity=activity)


def standards(
    viewer: Viewer,
    window: Window = FIRST,
    *,
    activity: UUID | None = None,
    body: str = "",
    stage: str = "",
    text: str = "",
) -> Page[StandardView]:
    """Standards by designation; of an activity, of a body's activities, at a stage.

    ``text`` is a part of designation, title and issuer; case and accents do not matter.
    """
    given = (Q(words__contains=folded(text)),) if text else ()
    return _list(
        viewer, "standard", window, *given, activity=activity, activity__body=body, stage=stage
    )


def persons(
    viewer: Viewer, window: Window = FIRST, *, activity: UUID | None = None, nation: str = ""
) -> Page[PersonView]:
    """Persons who appear to the viewer; of an activity, those of whom she sees a role in it."""
    given: tuple[Q, ...] = ()
    if activity is not None:
        held = TABLES["role"].seen(Sight.of(viewer)).filter(activity=activity).order_by()
        given = (Q(id__in=held.values("person_id")),)
    return _list(viewer, "person", window, *given, nation=nation)


def roles(
    viewer: Viewer,
    window: Window = FIRST,
    *,
    activity: UUID | None = None,
    person: UUID | None = None,
    nation: str = "",
    role: str = "",
    on: dt.date | None = None,
) -> Page[RoleView]:
    """Roles that the viewer sees, of persons who appear to her: membership is itself labelled."""
    given = () if on is None else (_holds(on),)
    return _list(
        viewer, "role", window, *given, activity=activity, person=person, nation=nation, role=role
    )


def release_requests(
    viewer: Viewer,
    window: Window = FIRST,
    *,
    document: UUID | None = None,
    activity: UUID | None = None,
    nation: str = "",
    waiting: bool = False,
    overdue: bool = False,
    decided: bool = False,
) -> Page[ReleaseView]:
    """Requests for release, the first due first; those that wait, are overdue, or are decided."""
    given = []
    if waiting or overdue:
        given.append(Q(decision=ReleaseRequest.Decision.OPEN))
    if overdue:
        given.append(Q(due__lt=viewer.day))
    if decided:
        given.append(~Q(decision=ReleaseRequest.Decision.OPEN))
    return _list(
        viewer, "release-request", window, *given, document=document, nation=nation,
        document__activity=activity,
    )  # fmt: skip


def proposals(
    viewer: Viewer,
    window: Window = FIRST,
    *,
    body: str = "",
    stage: str = "",
    nation: str = "",
    activity: UUID | None = None,
    mine: bool = False,
) -> Page[ProposalView]:
    """Proposals by body and title; ``nation`` is the drafter's, ``mine`` those that she drafted.

    Who drafted one is content: of those that are closed to her none is hers.
    """
    given = []
    if mine:
        given.append(Q(drafter=viewer.person, content_label_id__in=Sight.of(viewer).keys))
    return _list(
        viewer, "proposal", window, *given, body=body, stage=stage, nation=nation,
        activity=activity,
    )  # fmt: skip


def nations(viewer: Viewer) -> tuple[tuple[str, int], ...]:
    """Nations that take part on the viewer's day, with so many activities, as far as she sees."""
    sight = Sight.of(viewer)
    told = sight.parts().filter(_holds(viewer.day)).order_by("nation").values_list("nation")
    counted = told.annotate(Count("activity_id", distinct=True))
    return tuple((nation, count) for nation, count in counted)


def _holds(on: dt.date) -> Q:
    return Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))
