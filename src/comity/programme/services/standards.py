"""Standards to which the work of activities led: linked, and followed from stage to stage.

By the activity's lead or its panel office. That a standard is at a stage is what the linker says,
on the basis that she gives: nothing is asked of the body that issues it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import StandardBased, StandardChanged, StandardLinked
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Output, Role, Standard
from comity.programme.reading.filter import found
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, turn
from comity.programme.services.activities import leads
from comity.programme.services.guard import NOT_THERE, Refusal, needs_role
from comity.programme.services.row_labels import (
    CLOSED,
    both,
    label_within,
    may_read_content,
    needs_right,
)
from comity.programme.services.texts import REASON, TITLE, checked
from comity.safeguards.labels import Label
from comity.safeguards.setting import Rights

if TYPE_CHECKING:
    from comity.programme.programme import Programme

DESIGNATION, ISSUER = 60, 120
_OFFICE = (Role.Kind.OFFICE.value,)
_LABELS = Rights(to_label=True)


@dataclass(frozen=True, slots=True)
class NewStandard:
    """A standard to be linked to an activity.

    ``dated`` is the day since which it is at its stage, ``basis`` what says so; ``output`` that
    from which it came; ``labels`` are of content (the basis) and of metadata.
    """

    activity: UUID
    designation: str
    title: str
    issuer: str
    stage: str
    dated: dt.date
    basis: str
    output: UUID | None = None
    labels: tuple[Label, Label] | None = None


def link(programme: Programme, viewer: Viewer, new: NewStandard) -> UUID | Refusal:
    """Link a standard to an activity, by the activity's lead or its panel office.

    Raises:
        InputError: a stage, text or day that cannot be, or an output of another activity.
    """
    designation = checked(new.designation, "the designation", DESIGNATION)
    title = checked(new.title, "the title", TITLE)
    issuer = checked(new.issuer, "the issuer", ISSUER)
    basis = _stands(programme, new.stage, new.dated, new.basis)
    if new.labels and (above := needs_right(programme, _LABELS, None, *new.labels)) is not None:
        return above
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, new.activity)
        if row is None:
            return NOT_THERE
        refusal = _needs_right(who, row)
        if refusal is not None:
            return refusal
        if new.output is not None:
            output = found(Output.objects.all(), who, new.output, "activity")
            if output is None:
                return NOT_THERE
            if output.activity_id != row.id:
                raise InputError("the output is of another activity: choose one of this activity.")
        label = label_within(row, row.body, who.nation)
        content, metadata = new.labels or (label, label)
        refusal = needs_right(programme, _LABELS, None, content, metadata)
        if refusal is not None:
            return refusal
        made = programme.new_id()
        body = StandardLinked(
            content_label=keep(content), metadata_label=keep(metadata), activity=row.id,
            designation=designation, title=title, issuer=issuer, stage=new.stage,
            dated=new.dated, output=new.output,
        )  # fmt: skip
        write(body, made, metadata)
        write(StandardBased(basis=basis), made, both(content, metadata))
        return made


def change(
    programme: Programme, viewer: Viewer, standard: UUID, stage: str, dated: dt.date, basis: str
) -> UUID | Refusal:
    """Record at which stage a standard is, since which day, and what says so.

    By the activity's lead or its panel office, who may read what it rests on until now.

    Raises:
        InputError: a stage, text or day that cannot be.
    """
    told = _stands(programme, stage, dated, basis)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Standard.objects.select_related("activity"), who, standard, "activity")
        if row is None:
            return NOT_THERE
        refusal = _needs_right(who, row.activity)
        if refusal is not None:
            return refusal
        if not may_read_content(who, row):
            return CLOSED
        content, metadata = kept(row.content_label_id), kept(row.metadata_label_id)
        if (row.stage, row.dated) != (stage, dated):
            write(StandardChanged(stage=stage, dated=dated), row.id, metadata)
        if row.basis != told:
            write(StandardBased(basis=told), row.id, both(content, metadata))
        return row.id


def _needs_right(viewer: Viewer, activity: Activity) -> Refusal | None:
    office = needs_role(viewer, _OFFICE, body=activity.body)
    return None if office is None or leads(viewer, activity) else office


def _stands(programme: Programme, stage: str, dated: dt.date, basis: str) -> str:
    """The basis without spaces around it, if a standard can be at the stage since the day."""
    known = [one.key for one in programme.workspace.register.standard_stages]
    if stage not in known:
        raise InputError(
            f"{stage[:24]!r} is no stage of a standard: choose one of {', '.join(known)}."
        )
    if dated > programme.today():
        raise InputError(f"the day {dated} is to come: give the day since which it is so.")
    return checked(basis, "what it rests on", REASON)
