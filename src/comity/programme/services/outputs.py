"""Outputs of activities; none is public unless cleared, and its label says so (R11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import OutputAdded, OutputCleared
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Output, Role
from comity.programme.reading.filter import found
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, turn
from comity.programme.services.activities import leads
from comity.programme.services.guard import NOT_THERE, Refusal, needs_role
from comity.programme.services.row_labels import label_within, needs_right
from comity.programme.services.texts import TITLE, checked
from comity.reference.activity_codes import check_output_code
from comity.safeguards.labels import Label
from comity.safeguards.setting import Rights

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_OFFICE = (Role.Kind.OFFICE.value,)
_LABELS = Rights(to_label=True)
# The agency's page on releases and the clearance certificate ("Form 13").
_SOURCE = ("rta-download",)


@dataclass(frozen=True, slots=True)
class NewOutput:
    """An output to be added; ``labels`` are of content and metadata, ``output`` its kind."""

    activity: UUID
    output: str
    title: str
    code: str = ""
    published: dt.date | None = None
    cleared: bool = False
    labels: tuple[Label, Label] | None = None


def needs_clearance(
    *, cleared: bool, published: dt.date | None, content: Label, metadata: Label
) -> Refusal | None:
    """The refusal of R11, or None: public means cleared, open to all, and free to be published."""
    if (content.open_to_all or metadata.open_to_all) and not cleared:
        return Refusal(
            "R11", "", _SOURCE,
            "an output is public only with a clearance certificate: have it cleared first.",
        )  # fmt: skip
    if published is not None and not (cleared and "publish" in content.handling):
        return Refusal(
            "R11", "", _SOURCE,
            "an output is published only where it is cleared and its label lets it be published: "
            "NATO UNCLASSIFIED is not public.",
        )  # fmt: skip
    return None


def add(programme: Programme, viewer: Viewer, new: NewOutput) -> UUID | Refusal:
    """Add an output, by the activity's lead or its panel office, who alone says it is cleared.

    Raises:
        InputError: a kind, code or title that cannot be.
    """
    register = programme.workspace.register
    kind = next((one for one in register.output_types if one.key == new.output), None)
    if kind is None:
        known = ", ".join(one.key for one in register.output_types)
        raise InputError(f"{new.output[:20]!r} is no kind of output: choose one of {known}.")
    title = checked(new.title, "the title", TITLE)
    check_output_code(new.code, kind, register.bodies)
    if new.labels and (above := needs_right(programme, _LABELS, None, *new.labels)) is not None:
        return above
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, new.activity)
        if row is None:
            return NOT_THERE
        office = needs_role(who, _OFFICE, body=row.body)
        if office is not None and (new.cleared or not leads(who, row)):
            return office
        label = label_within(row, row.body, who.nation)
        content, metadata = new.labels or (label, label)
        refusal = needs_right(programme, _LABELS, None, content, metadata) or needs_clearance(
            cleared=new.cleared, published=new.published, content=content, metadata=metadata
        )
        if refusal is not None:
            return refusal
        made = programme.new_id()
        body = OutputAdded(
            content_label=keep(content), metadata_label=keep(metadata), activity=row.id,
            code=new.code, output=kind.key, title=title, published=new.published,
            cleared=new.cleared,
        )  # fmt: skip
        write(body, made, metadata)
        return made


def clear(
    programme: Programme, viewer: Viewer, output: UUID, published: dt.date | None = None
) -> UUID | Refusal:
    """Record that a clearance certificate exists, by the panel office; labels stay as they are."""
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Output.objects.select_related("activity"), who, output, "activity")
        if row is None:
            return NOT_THERE
        content, metadata = kept(row.content_label_id), kept(row.metadata_label_id)
        refusal = needs_role(who, _OFFICE, body=row.activity.body) or needs_clearance(
            cleared=True, published=published, content=content, metadata=metadata
        )
        if refusal is not None:
            return refusal
        if not row.cleared or row.published != published:
            write(OutputCleared(published=published), row.id, metadata)
        return row.id
