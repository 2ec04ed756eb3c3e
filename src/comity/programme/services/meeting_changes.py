"""Meetings moved to another time, or cancelled: by the activity's lead or its panel office."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.meetings.invitations import check_link
from comity.meetings.zones import in_utc
from comity.programme.events.kinds import MeetingCancelled, MeetingMoved
from comity.programme.labelling import kept
from comity.programme.models import Meeting
from comity.programme.reading.clocks import slot_of, with_clocks
from comity.programme.reading.filter import Sight, found
from comity.programme.reading.shown_meetings import instant, instant_text, nations_seen
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, refuse, turn
from comity.programme.services.guard import NOT_THERE, Refusal
from comity.programme.services.meetings import may_plan, still_going
from comity.programme.services.row_labels import CLOSED, may_read_content
from comity.programme.services.texts import REASON, checked

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# Holidays and zones are known for some years ahead only.
_FURTHEST = dt.timedelta(days=3 * 366)


def move(
    programme: Programme, viewer: Viewer, meeting: UUID, start: dt.datetime, reason: str,
    link: str | None = None,
) -> UUID | Refusal:  # fmt: skip
    """Move a meeting, or give a round in writing an hour; its points are those of the new time.

    What the time means to each nation is told before by ``reading.clocks.at``. ``link`` is kept
    where it is None.

    Raises:
        InputError: the time has no zone, is on no quarter hour, past, or years away; no reason, or
            a link that cannot be.
    """
    why = checked(reason, "the reason", REASON)
    to = in_utc(start, "the new time")
    if to.minute % 15 or to.second or to.microsecond:
        raise InputError(f"the new time {to:%H:%M:%S} UTC is on no quarter hour: give one that is.")
    if link:
        check_link(link)
    now = programme.clock()
    if not now < to < now + _FURTHEST:
        raise InputError("the new time is past, or more than three years away: give a coming one.")
    with turn(programme, viewer) as write:
        row = _row(programme, viewer, meeting)
        if isinstance(row, Refusal):
            return row
        who, held = row
        if (refusal := still_going(programme, held.series.activity)) is not None:
            return refusal
        link = held.link if link is None else link
        if (instant_text(to), link) == (held.start, held.link):
            return held.id
        slot = slot_of(programme, held.series, _nations(programme, who, held), to, held.minutes)
        body = MeetingMoved(
            start=instant_text(to), points=slot.points, link=link, sequence=held.sequence + 1,
            reason=why,
        )  # fmt: skip
        write(body, held.id, kept(held.metadata_label_id))
        return held.id


def cancel(programme: Programme, viewer: Viewer, meeting: UUID, reason: str) -> UUID | Refusal:
    """Cancel a meeting or a round in writing; what it cost is taken out of the ledger.

    Raises:
        InputError: no reason, or too long a one.
    """
    why = checked(reason, "the reason", REASON)
    with turn(programme, viewer) as write:
        row = _row(programme, viewer, meeting)
        if isinstance(row, Refusal):
            return row
        _, held = row
        body = MeetingCancelled(sequence=held.sequence + 1, reason=why)
        write(body, held.id, kept(held.metadata_label_id))
        return held.id


def _row(
    programme: Programme, viewer: Viewer, meeting: UUID
) -> tuple[Viewer, Meeting] | Refusal:  # fmt: skip
    """Who acts, and a meeting that she may change: not cancelled, and its content open to her."""
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    rows = Meeting.objects.select_related("series__activity")
    row = found(rows, who, meeting, "series", "series__activity")
    if row is None:
        return NOT_THERE
    if (refusal := may_plan(who, row.series.activity)) is not None:
        return refusal
    if not may_read_content(who, row):
        return CLOSED
    if (at := instant(row.start)) is not None and at <= programme.clock():
        return refuse("held", who.day, "the meeting has begun or is over: what it cost stays.")
    if row.cancelled:
        return refuse("cancelled", who.day, "the meeting is cancelled: plan another one.")
    return who, row


def _nations(programme: Programme, who: Viewer, row: Meeting) -> list[str]:
    """Who meets at the new time: those whose part runs, and those in it whom she does not see."""
    activity = row.series.activity_id
    seen = nations_seen(Sight.of(who), [activity])[activity]
    return sorted({*with_clocks(programme, who, row.series), *(set(row.points) - seen)})
