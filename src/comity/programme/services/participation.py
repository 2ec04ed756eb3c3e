"""A nation's part in an activity: join, change and end, by its national coordinator.

Standing is asked on the day (:mod:`comity.programme.services.standing`).
Whether others take part in ways that the viewer may not see decides nothing here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import (
    ParticipationBegun,
    ParticipationChanged,
    ParticipationEnded,
)
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Participation, Role
from comity.programme.reading.filter import found, visible
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, turn
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_role
from comity.programme.services.row_labels import label_within, needs_right
from comity.programme.services.standing import AtWork, goes_on, hosts, parts_of
from comity.safeguards.labels import Label
from comity.safeguards.setting import Rights

if TYPE_CHECKING:
    from comity.programme.events.log import Writer
    from comity.programme.programme import Programme

COORDINATOR = (Role.Kind.COORDINATOR.value,)
OFFICE = (Role.Kind.OFFICE.value,)
# A nation says to whom its part is told; to take that back needs a release.
_LABELS = Rights(to_label=True)
_LEAD, _ATTENDEE = Participation.Part.LEAD, Participation.Part.ATTENDEE


@dataclass(frozen=True, slots=True)
class NewPart:
    """A nation's part to be begun, today unless ``since`` says otherwise.

    Without a label it is told to the nation, the body and those with a role in the activity, and to
    the nation whose coordinator began it.
    """

    activity: UUID
    nation: str
    part: str = Participation.Part.MEMBER.value
    mode: str = Participation.Mode.ON_SITE.value
    since: dt.date | None = None
    label: Label | None = None
    origin: UUID | None = None


def join(programme: Programme, viewer: Viewer, new: NewPart) -> UUID | Refusal:
    """Take part, by the nation's coordinator; of attendees also by that of a host.

    Raises:
        InputError: an unknown nation, part or mode.
    """
    _check(programme, new)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, new.activity)
        if row is None:
            return NOT_THERE
        fits(programme, row, new.part)
        if new.label is None and new.nation != who.nation:
            # A host whose coordinator lets a nation attend sees that it does.
            new = replace(new, label=label_within(row, row.body, new.nation, who.nation))
        refusal = _may_join(programme, who, row, new) or _may_begin(programme, who, row, new)
        return refusal or _begin(programme, write, row, new, new.since or who.day)


def record(
    programme: Programme, viewer: Viewer, new: NewPart, since: dt.date, until: dt.date | None
) -> UUID | Refusal:
    """Put a part on record that began elsewhere, by the nation's coordinator or the panel office.

    One that has ended is a fact of the past, of which no standing is asked; one that goes on is
    held against standing as it is today.

    Raises:
        InputError: an unknown nation, part or mode, or an end before the beginning.
    """
    _check(programme, new)
    if until is not None and until < since:
        raise InputError(f"it ends on {until}, before it begins on {since}: mend the dates.")
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, new.activity)
        if row is None:
            return NOT_THERE
        fits(programme, row, new.part)
        refusal = needs_role(who, COORDINATOR, nation=new.nation)
        if refusal is not None and needs_role(who, OFFICE, body=row.body) is None:
            refusal = None
        if refusal is None:
            past = until is not None and until < who.day
            refusal = _labels(programme, row, new) if past else _may_begin(
                programme, who, row, new
            )  # fmt: skip
        if refusal is not None:
            return refusal
        made = _begin(programme, write, row, new, since)
        if until is not None:
            write(ParticipationEnded(until=until), made, _label(row, new))
        return made


def change_part(
    programme: Programme, viewer: Viewer, participation: UUID, *, part: str, mode: str
) -> UUID | Refusal:
    """Change what a nation does and where its people are; standing is asked anew.

    Raises:
        InputError: an unknown part or mode.
    """
    check_part(part, mode)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = _part(who, participation)
        if row is None:
            return NOT_THERE
        refusal = needs_role(who, COORDINATOR, nation=row.nation) or _running(row, who.day)
        if refusal is None and part != row.part:
            fits(programme, row.activity, part)
            refusal = AtWork(programme, who, row.nation, who.day).may_take_part(
                row.activity, part
            ) or no_other_part(who, row.activity, row.nation, part, row.id)
        if refusal is not None:
            return refusal
        if (part, mode) != (row.part, row.mode):
            body = ParticipationChanged(part=part, mode=mode)
            write(body, row.id, kept(row.metadata_label_id))
        return row.id


def end(
    programme: Programme, viewer: Viewer, participation: UUID, until: dt.date
) -> UUID | Refusal:
    """End a nation's part with a last day; no standing is needed to leave.

    Raises:
        InputError: the last day is before the first.
    """
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = _part(who, participation)
        if row is None:
            return NOT_THERE
        refusal = needs_role(who, COORDINATOR, nation=row.nation) or _running(row, who.day)
        if refusal is not None:
            return refusal
        if until < row.since:
            raise InputError(f"it ends on {until}, before it begins on {row.since}: mend the date.")
        if until != row.until:
            write(ParticipationEnded(until=until), row.id, kept(row.metadata_label_id))
        return row.id


def check_part(part: str, mode: str) -> None:
    """Refuse a part or a mode that is not known.

    Raises:
        InputError: the line lists what is.
    """
    for given, what, known in (
        (part, "part", Participation.Part.values), (mode, "mode", Participation.Mode.values),
    ):  # fmt: skip
        if given not in known:
            raise InputError(f"{given[:20]!r} is no {what}: choose one of {', '.join(known)}.")


def fits(programme: Programme, activity: Activity, part: str) -> None:
    """Refuse a part that activities of the type do not have.

    Raises:
        InputError: the line lists those they have.
    """
    known = parts_of(programme, activity.type)
    if part not in known:
        raise InputError(
            f"in {activity.code} no nation is {part}: choose one of {', '.join(known)}."
        )


def no_other_part(
    viewer: Viewer, activity: Activity, nation: str, part: str, apart: UUID | None = None
) -> Refusal | None:
    """The refusal of a second part of a nation, or of a second lead, as far as the viewer sees."""
    rows = Participation.objects.filter(activity=activity).exclude(until__lt=viewer.day)
    if apart is not None:
        rows = rows.exclude(id=apart)
    rows = visible(rows, viewer, "activity")
    if rows.filter(nation=nation).exists():
        return Refusal(
            "one-part", viewer.day.isoformat(), (HOUSE,),
            f"{nation} takes part in {activity.code} already: change or end that part.",
        )  # fmt: skip
    other = rows.filter(part=_LEAD).order_by("nation").values_list("nation", flat=True).first()
    if part == _LEAD and other is not None:
        return Refusal(
            "one-lead", viewer.day.isoformat(), (HOUSE,),
            f"{other} leads {activity.code}: ask it to hand over first.",
        )  # fmt: skip
    return None


def _part(viewer: Viewer, key: UUID) -> Participation | None:
    return found(Participation.objects.select_related("activity"), viewer, key, "activity")


def _check(programme: Programme, new: NewPart) -> None:
    check_part(new.part, new.mode)
    if new.nation not in programme.workspace.register.nations:
        raise InputError(f"{new.nation[:20]!r} is no nation: write its alpha-3 code.")


def _label(row: Activity, new: NewPart) -> Label:
    return new.label or label_within(row, row.body, new.nation)


def _labels(programme: Programme, row: Activity, new: NewPart) -> Refusal | None:
    return needs_right(programme, _LABELS, None, _label(row, new))


def _may_begin(programme: Programme, who: Viewer, row: Activity, new: NewPart) -> Refusal | None:
    return (
        goes_on(programme, row)
        or AtWork(programme, who, new.nation, who.day).may_take_part(row, new.part)
        or no_other_part(who, row, new.nation, new.part)
        or _labels(programme, row, new)
    )


def _begin(
    programme: Programme, write: Writer, row: Activity, new: NewPart, since: dt.date
) -> UUID:
    label = _label(row, new)
    made, key = programme.new_id(), keep(label)
    body = ParticipationBegun(
        content_label=key, metadata_label=key, activity=row.id, nation=new.nation,
        part=new.part, mode=new.mode, since=since, origin=new.origin,
    )  # fmt: skip
    write(body, made, label)
    return made


def _may_join(programme: Programme, who: Viewer, row: Activity, new: NewPart) -> Refusal | None:
    refusal = needs_role(who, COORDINATOR, nation=new.nation)
    if refusal is None or new.part != _ATTENDEE:
        return refusal
    # The host's coordinator handles the attendance of nationals of partners (hosted-activity).
    hosting = hosts(programme, who, row, who.day)
    return None if any(who.holds(COORDINATOR[0], nation=n) for n in hosting) else refusal


def _running(row: Participation, day: dt.date) -> Refusal | None:
    if row.until is None or row.until >= day:
        return None
    return Refusal(
        "ended", row.until.isoformat(), (HOUSE,),
        f"the part of {row.nation} ended on {row.until}: join anew.",
    )  # fmt: skip
