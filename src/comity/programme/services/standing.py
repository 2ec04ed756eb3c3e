"""Standing at work: whether a nation may take part in an activity, or sit in a body, on a day.

*Yes* passes. *No* refuses with rule, date and source. *Unknown* refuses with whom to ask, unless
the panel office admitted the nation on a recorded basis. R5: an activity must be open to a partner.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from comity.programme.models import Activity, Admission, Participation
from comity.programme.reading.filter import visible
from comity.programme.reading.viewer import Viewer, nation_tokens
from comity.programme.services.guard import HOUSE, Refusal, needs_standing
from comity.safeguards.marking import listed, token_words

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.reference.activity_facts import ActivityType, ProgrammeBody
    from comity.standing.verdicts import Verdict

Answer = Literal["yes", "no", "unknown"]
ALLIANCE = "group:NATO"
PFP = "group:PfP"
WORK, WORK_PFP, HOSTED = "cpow-activity", "cpow-open-to-pfp", "hosted-activity"


def body_of(programme: Programme, key: str) -> ProgrammeBody | None:
    """The body of a key, if there is one."""
    return next((b for b in programme.workspace.register.bodies if b.key == key), None)


def type_of(programme: Programme, key: str) -> ActivityType | None:
    """The type of activity of a key, if there is one."""
    return next((t for t in programme.workspace.register.activity_types if t.key == key), None)


def office_of(programme: Programme, body: str) -> str:
    """Whom to ask about a body's activities, in words."""
    found = body_of(programme, body)
    return found.office if found and found.office else "the STO Collaboration Support Office"


def may_sit(programme: Programme, nation: str, body: str, day: dt.date) -> Refusal | None:
    """The refusal of a nation's seat in a body on a day, or None."""
    found = body_of(programme, body)
    if found is None or found.seat is None:
        return Refusal(
            "seat", "", (HOUSE,),
            f"no rule on record says who may have a seat in {body}; ask "
            f"{office_of(programme, body)}.",
        )  # fmt: skip
    return needs_standing(programme, nation, found.seat, day)


def question(programme: Programme, nation: str, activity: Activity, day: dt.date) -> str:
    """The key of what standing is asked for where a nation would take part in an activity.

    Where the activity is marked as open to PfP, that is asked of those who are addressed by
    nothing else; a yes to the general question stands for all.
    """
    body = body_of(programme, activity.body)
    work = body.work if body and body.work else WORK
    if work != WORK or PFP not in activity.open_to:
        return work
    others = nation_tokens(programme, nation, day).intersection(activity.open_to) - {PFP}
    return work if others or programme.may(nation, work, day) else WORK_PFP


def verdict(programme: Programme, nation: str, activity: Activity, day: dt.date) -> Verdict:
    """What standing says of a nation's part in an activity on a day."""
    asked = question(programme, nation, activity, day)
    return programme.workspace.may(nation, asked, on=day)


def admitted(viewer: Viewer, activity: Activity, nation: str, day: dt.date) -> Admission | None:
    """The admission of a nation that is in force on a day and that the viewer may see."""
    rows = Admission.objects.filter(
        activity=activity, nation=nation, since__lte=day, until__gte=day
    )
    return visible(rows, viewer, "activity").order_by("-until").first()


def may_take_part(
    programme: Programme, viewer: Viewer, nation: str, activity: Activity, part: str, day: dt.date
) -> Refusal | None:
    """The refusal of a nation's part in an activity that the viewer sees, or None."""
    if part == Participation.Part.ATTENDEE:
        return _may_attend(programme, viewer, nation, activity, day)
    said = verdict(programme, nation, activity, day)
    refusal = needs_standing(programme, nation, said.activity.key, day)
    if said.answer == "no":
        return refusal
    closed = not_open(programme, nation, activity, day)
    if refusal is None and closed is None:
        return None
    if admitted(viewer, activity, nation, day) is None:
        return refusal or closed
    if part == Participation.Part.LEAD:
        return Refusal(
            "lead", day.isoformat(), (HOUSE,),
            f"{nation} takes part by an admission of the panel office, which does not let it "
            f"lead; ask {office_of(programme, activity.body)}.",
        )  # fmt: skip
    return None


def not_open(programme: Programme, nation: str, activity: Activity, day: dt.date) -> Refusal | None:
    """The refusal of R5 for a nation to which the activity is not open, or None."""
    tokens = nation_tokens(programme, nation, day)
    if ALLIANCE in tokens or tokens.intersection(activity.open_to):
        return None
    named = listed((token_words(t, {}) for t in [ALLIANCE, *activity.open_to]), "and")
    return Refusal(
        "R5", day.isoformat(), (HOUSE,),
        f"{activity.code} is open to {named} only, and {nation} is none of them on {day}; ask "
        f"{office_of(programme, activity.body)}.",
    )  # fmt: skip


def _may_attend(
    programme: Programme, viewer: Viewer, nation: str, activity: Activity, day: dt.date
) -> Refusal | None:
    """Nationals attend what an Ally hosts, through the host's coordinator (hosted-activity)."""
    kind = type_of(programme, activity.type)
    if kind is None or kind.kind in ("team", "publication"):
        return Refusal(
            "attendee", "", (HOUSE,),
            f"{activity.code} is no meeting, course or demonstration: nations join it as members.",
        )  # fmt: skip
    if (refusal := needs_standing(programme, nation, HOSTED, day)) is not None:
        return refusal
    if ALLIANCE in nation_tokens(programme, nation, day) or hosts(programme, viewer, activity, day):
        return None
    return Refusal(
        HOSTED, day.isoformat(), (HOUSE,),
        f"no Ally that you may see hosts {activity.code} on {day}; ask "
        f"{office_of(programme, activity.body)}.",
    )  # fmt: skip


def hosts(
    programme: Programme, viewer: Viewer, activity: Activity, day: dt.date
) -> tuple[str, ...]:
    """Allies that lead an activity on a day, as far as the viewer may see."""
    rows = Participation.objects.filter(
        activity=activity, part=Participation.Part.LEAD, since__lte=day
    ).exclude(until__lt=day)
    nations = visible(rows, viewer, "activity").order_by("nation").values_list("nation", flat=True)
    return tuple(n for n in nations if ALLIANCE in nation_tokens(programme, n, day))
