"""Series of meetings: opened and planned, by the activity's lead or the panel office of its body.

A plan is shown first. What is written is what was shown, known by its digest: where nations, what
they bore or the rules of clocks have changed since, nothing is written and it is to be shown anew.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import MeetingPlanned, SeriesOpened, SeriesPlanned
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Meeting, Role, Series
from comity.programme.reading.filter import found, visible
from comity.programme.reading.shown_meetings import instant_text
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, refuse, turn
from comity.programme.services.activities import leads
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_role
from comity.programme.services.meeting_plans import Asked, Shown, gathered, worked
from comity.programme.services.meeting_terms import (
    Opening,
    Terms,
    When,
    checked_terms,
    terms_of,
)
from comity.programme.services.row_labels import (
    CLOSED,
    label_within,
    may_read_content,
    needs_right,
)
from comity.safeguards.labels import Label
from comity.safeguards.setting import Rights

if TYPE_CHECKING:
    from comity.programme.events.log import Writer
    from comity.programme.programme import Programme

_OFFICE = (Role.Kind.OFFICE.value,)
_LABELS = Rights(to_label=True)


def may_plan(who: Viewer, row: Activity) -> Refusal | None:
    """The refusal of who neither leads an activity nor is its panel office, or None."""
    return None if leads(who, row) else needs_role(who, _OFFICE, body=row.body)


def plans(programme: Programme, viewer: Viewer, activity: UUID) -> Refusal | None:
    """The refusal of who may not plan meetings of an activity, or None; before a form is filled."""
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    row = _activity(programme, who, activity)
    return row if isinstance(row, Refusal) else None


def preview(programme: Programme, viewer: Viewer, opening: Opening) -> Shown | Refusal:
    """The plan of a series' first meetings, which writes nothing.

    Raises:
        InputError: terms or days that cannot be, a nation without a seat of government, or too
            much at once.
    """
    terms = checked_terms(programme, opening.terms)
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    row = _activity(programme, who, opening.activity)
    if isinstance(row, Refusal):
        return row
    return worked(programme, gathered(programme, who, row.id, terms, opening.when, 1))


def open_series(
    programme: Programme, viewer: Viewer, opening: Opening, digest: str,
    labels: tuple[Label, Label] | None = None,
) -> UUID | Refusal:  # fmt: skip
    """Open a series with the meetings of the plan that was shown.

    Without labels content and metadata are released to the nations that meet, to the body and to
    those who have a role in the activity.

    Raises:
        InputError: see :func:`preview`.
    """
    terms = checked_terms(programme, opening.terms)
    if labels and (above := needs_right(programme, _LABELS, None, *labels)) is not None:
        return above
    # Worked out before the writer's turn, which then only asks whether it follows from the same.
    shown = preview(programme, viewer, opening)
    if isinstance(shown, Refusal):
        return shown
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = _activity(programme, who, opening.activity)
        if isinstance(row, Refusal):
            return row
        asked = gathered(programme, who, row.id, terms, opening.when, 1)
        usual = label_within(row, row.body, *asked.nations)
        content, metadata = labels or (usual, usual)
        refusal = needs_right(programme, _LABELS, None, content, metadata) or _as_shown(
            asked, shown, digest, who.day
        )
        if refusal is not None:
            return refusal
        made = programme.new_id()
        body = SeriesOpened(
            content_label=keep(content), metadata_label=keep(metadata), activity=row.id,
            title=terms.title, host=terms.host, minutes=terms.minutes, every=terms.every,
            window=terms.window, step=terms.step, apart=terms.apart, rotation=terms.rotation,
            delegates=terms.delegates, refusals=terms.refusals, days_off=terms.days_off,
            about=terms.about, link=terms.link,
        )  # fmt: skip
        write(body, made, metadata)
        _write(programme, write, made, shown, content, metadata)
        return made


def preview_next(
    programme: Programme, viewer: Viewer, series: UUID, when: When
) -> Shown | Refusal:  # fmt: skip
    """The plan of the next meetings of a series, on the ledger of what was borne before.

    Raises:
        InputError: see :func:`preview`.
    """
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        return who
    row = _series(programme, who, series)
    if isinstance(row, Refusal):
        return row
    return worked(programme, _next(programme, who, row, when))


def plan_next(
    programme: Programme, viewer: Viewer, series: UUID, when: When, digest: str
) -> UUID | Refusal:
    """Write the next meetings of a series as they were shown, under the series' labels.

    Raises:
        InputError: see :func:`preview`.
    """
    shown = preview_next(programme, viewer, series, when)
    if isinstance(shown, Refusal):
        return shown
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = _series(programme, who, series)
        if isinstance(row, Refusal):
            return row
        asked = _next(programme, who, row, when)
        if (refusal := _as_shown(asked, shown, digest, who.day)) is not None:
            return refusal
        content, metadata = kept(row.content_label_id), kept(row.metadata_label_id)
        _write(programme, write, row.id, shown, content, metadata)
        return row.id


def _activity(programme: Programme, who: Viewer, key: UUID) -> Activity | Refusal:
    """An activity whose meetings may be planned by who acts."""
    row = found(Activity.objects.all(), who, key)
    if row is None:
        return NOT_THERE
    return may_plan(who, row) or still_going(programme, row) or row


def still_going(programme: Programme, row: Activity) -> Refusal | None:
    """The refusal to plan meetings of an activity that is over, or None."""
    states = {one.key: one for one in programme.workspace.register.activity_statuses}
    if row.status in states and states[row.status].takes_part:
        return None
    status = row.status.replace("-", " ")
    return Refusal(
        "activity-status", "", (HOUSE,), f"{row.code} is {status}: it meets no more."
    )  # fmt: skip


def _series(programme: Programme, who: Viewer, key: UUID) -> Series | Refusal:
    """A series whose next meetings may be planned by who acts: she reads its content."""
    row = found(Series.objects.select_related("activity"), who, key, "activity")
    if row is None:
        return NOT_THERE
    refusal = may_plan(who, row.activity) or still_going(programme, row.activity)
    return refusal or (row if may_read_content(who, row) else CLOSED)


def _next(programme: Programme, who: Viewer, row: Series, when: When) -> Asked:
    rows = visible(Meeting.objects.filter(series=row), who)
    last = rows.order_by("-number").values_list("number", flat=True).first()
    terms: Terms = terms_of(row)
    return gathered(programme, who, row.activity_id, terms, when, (last or 0) + 1)


def _as_shown(asked: Asked, shown: Shown, digest: str, day: dt.date) -> Refusal | None:
    """The refusal to write another plan than the one that was shown, or None."""
    if asked == shown.asked and digest == shown.digest:
        return None
    return refuse(
        "plan-shown", day,
        "this is not the plan as it now is: what it rests on changed since it was shown, or it was "
        "not shown; look at it again.",
    )  # fmt: skip


def _write(
    programme: Programme, write: Writer, series: UUID, shown: Shown, content: Label,
    metadata: Label,
) -> None:  # fmt: skip
    """The events of a plan: that it was planned, which members are told, and each meeting."""
    numbered, made = shown.numbered(), shown.plan
    if not numbered:
        raise InputError("no meeting is planned: give a count from 1.")
    planned = SeriesPlanned(
        first=numbered[0][0], last=numbered[-1][0], spread=made.spread, bound=made.bound,
        held=made.held, digest=shown.digest, editions=shown.asked.editions,
    )  # fmt: skip
    write(planned, series, metadata)
    for number, one, (opens, closes) in numbered:
        slot = one.chosen
        body = MeetingPlanned(
            content_label=keep(content), metadata_label=keep(metadata), series=series,
            number=number, start="" if slot is None else instant_text(slot.start),
            minutes=shown.asked.terms.minutes, opens=opens, closes=closes,
            points={} if slot is None else slot.points, link=shown.asked.terms.link,
        )  # fmt: skip
        write(body, programme.new_id(), metadata)
