"""What an exploratory team must leave behind: each nation's willingness for what follows (R7)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import WillingnessRecorded
from comity.programme.labelling import keep
from comity.programme.models import Activity, Participation, Role, Willingness
from comity.programme.reading.filter import found, visible
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, turn
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_role
from comity.programme.services.row_labels import label_within
from comity.programme.services.texts import checked
from comity.reference.activity_codes import EXPLORATORY

if TYPE_CHECKING:
    from comity.programme.programme import Programme

_COORDINATOR = (Role.Kind.COORDINATOR.value,)
# The public record of the team that followed HFM ET-145 says what an exploratory team is for.
_SOURCE = ("sto-activity-16028",)


def record_willingness(
    programme: Programme, viewer: Viewer, activity: UUID, nation: str, answer: str, basis: str
) -> UUID | Refusal:
    """Record whether a nation would take part in what follows, by its national coordinator.

    Raises:
        InputError: an answer or basis that cannot be.
    """
    if answer not in Willingness.Answer.values:
        choice = ", ".join(Willingness.Answer.values)
        raise InputError(f"{answer[:20]!r} is no answer: choose one of {choice}.")
    why = checked(basis, "the basis", 2_000)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, activity)
        if row is None:
            return NOT_THERE
        if (refusal := needs_role(who, _COORDINATOR, nation=nation)) is not None:
            return refusal
        if row.type != EXPLORATORY:
            return Refusal(
                "R7", "", _SOURCE,
                f"{row.code} is no exploratory team: willingness is asked for by those alone.",
            )  # fmt: skip
        label = label_within(row, row.body, nation)
        made = programme.new_id()
        key = keep(label)
        body = WillingnessRecorded(
            content_label=key, metadata_label=key, activity=row.id, nation=nation, answer=answer,
            basis=why,
        )  # fmt: skip
        write(body, made, label)
        return made


def said(viewer: Viewer, team: Activity) -> dict[str, str]:
    """The last answer of each nation, as far as the viewer may see."""
    rows = visible(Willingness.objects.filter(activity=team), viewer, "activity")
    return {row.nation: row.answer for row in rows.order_by("time", "id")}


def needs_willingness(viewer: Viewer, team: Activity) -> Refusal | None:
    """The refusal of what would follow a team whose nations have not all said, or None (R7).

    Those count that the viewer may see; of an activity that is no exploratory team none is asked.
    """
    if team.type != EXPLORATORY:
        return None
    answers = said(viewer, team)
    parts = Participation.objects.filter(activity=team).exclude(until__lt=viewer.day)
    rows = visible(parts, viewer, "activity")
    silent = sorted(set(rows.values_list("nation", flat=True)) - answers.keys())
    if silent:
        lacking = f"{', '.join(silent)} have not said" if len(silent) > 1 else (
            f"{silent[0]} has not said"
        )  # fmt: skip
    elif not answers:
        lacking = "no nation has said"
    else:
        return None
    return Refusal(
        "R7", viewer.day.isoformat(), (*_SOURCE, HOUSE),
        f"{lacking} whether it is willing to take part in what follows {team.code}: their national "
        "coordinators record it first.",
    )  # fmt: skip
