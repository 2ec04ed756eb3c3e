"""The newest events over all objects that a viewer sees; see :mod:`.history` for one object's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce

from comity.base.errors import InputError
from comity.programme.models import Event
from comity.programme.reading.filter import Sight
from comity.programme.reading.history import Happened, happened, told_of
from comity.programme.reading.lists import FIRST, Window
from comity.programme.reading.objects import among
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import View

# Pages far back would read all pages before them: a day leads there.
FURTHEST = 2_000
_MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Recent:
    """An event in words, and the object of which it tells, as the viewer sees it today."""

    table: str
    object: View
    happened: Happened


@dataclass(frozen=True, slots=True)
class Latest:
    """A page of events, the newest first; ``more`` says that the viewer sees older ones."""

    rows: tuple[Recent, ...]
    window: Window
    more: bool


def latest(viewer: Viewer, window: Window = FIRST, on: dt.date | None = None) -> Latest:
    """The newest events that a viewer may read, of one day if asked.

    Raises:
        InputError: too far back.
    """
    if window.offset > FURTHEST:
        raise InputError(f"offset must be from 0 to {FURTHEST}: ask for a day instead.")
    last = window.offset + window.limit
    found: list[Recent] = []
    for one in _readable(Sight.of(viewer), on, min(last + 50, _MOST_ROWS)):
        found.append(one)
        if len(found) > last:
            break
    return Latest(tuple(found[window.offset : last]), window, len(found) > last)


def _readable(sight: Sight, on: dt.date | None, at_once: int) -> Iterator[Recent]:
    # Not by the index of labels: from the newest on, as soon as enough are found.
    rows = Event.objects.annotate(kept=Coalesce("label_id", Value("")))
    rows = rows.filter(kept__among=sight.keys).select_related("label")
    if on is not None:
        # Times are texts of one form, so that they order as time does.
        rows = rows.filter(time__gte=f"{on}T", time__lt=f"{on}U")
    before = None
    while True:
        older = rows if before is None else rows.filter(sequence__lt=before)
        some = list(older.order_by("-sequence")[:at_once])
        seen = among(sight, {UUID(one.object) for one in some})
        for event in some:
            if (key := UUID(event.object)) not in seen:
                continue
            table, view = seen[key]
            told = happened(
                sight.viewer, event, opened=bool(view.marks.content), told=told_of(sight, view)
            )
            if told is not None:
                yield Recent(table, view, told)
        if len(some) < at_once:
            return
        before = some[-1].sequence
