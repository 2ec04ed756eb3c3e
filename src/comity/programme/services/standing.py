"""Standing at work: whether a nation may take part in an activity on a day.

*Yes* passes. *No* refuses with rule, date and source. *Unknown* refuses with whom to ask, unless
the panel office admitted the nation on a recorded basis. R5: an activity must be open to a partner.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.models import Activity, Admission, Participation
from comity.programme.reading.filter import visible
from comity.programme.reading.viewer import Viewer, nation_tokens
from comity.programme.services.guard import HOUSE, Refusal, refusal_of
from comity.safeguards.marking import listed, token_words

if TYPE_CHECKING:
    from comity.programme.programme import Programme
    from comity.reference.activity_facts import ActivityType, ProgrammeBody
    from comity.standing.verdicts import Verdict

ALLIANCE = "group:NATO"
PFP = "group:PfP"
WORK, WORK_PFP, HOSTED = "cpow-activity", "cpow-open-to-pfp", "hosted-activity"
_TALKS = ("dialogue", "exercise")
# Nobody attends these as a guest of a host.
_UNATTENDED = ("team", "publication", *_TALKS)


def body_of(programme: Programme, key: str) -> ProgrammeBody | None:
    """The body of a key, if there is one."""
    return next((b for b in programme.workspace.register.bodies if b.key == key), None)


def type_of(programme: Programme, key: str) -> ActivityType | None:
    """The type of activity of a key, if there is one."""
    return next((t for t in programme.workspace.register.activity_types if t.key == key), None)


def talks(programme: Programme, type: str) -> bool:
    """Whether a type is a dialogue or an exercise, which have observers and participants."""
    found = type_of(programme, type)
    return found is not None and found.kind in _TALKS


def parts_of(programme: Programme, type: str) -> tuple[str, ...]:
    """What nations may be in activities of a type, the usual part first."""
    part = Participation.Part
    if talks(programme, type):
        return part.OBSERVER.value, part.PARTICIPANT.value
    return part.MEMBER.value, part.LEAD.value, part.ATTENDEE.value


def office_of(programme: Programme, body: str) -> str:
    """Whom to ask about a body's activities, in words."""
    found = body_of(programme, body)
    return found.office if found and found.office else "the STO Collaboration Support Office"


def goes_on(programme: Programme, row: Activity) -> Refusal | None:
    """The refusal of a part in an activity that no nation can join any more, or None."""
    states = {one.key: one for one in programme.workspace.register.activity_statuses}
    if row.status in states and states[row.status].takes_part:
        return None
    return Refusal(
        "activity-status", "", (HOUSE,),
        f"{row.code} is {row.status.replace('-', ' ')}: no nation can join it any more.",
    )  # fmt: skip


class AtWork:
    """Standing of one nation on one day, each question asked once however many activities."""

    def __init__(self, programme: Programme, viewer: Viewer, nation: str, day: dt.date):
        """Take who asks, for admissions and hosts are only those that she may see."""
        self._programme = programme
        self._viewer = viewer
        self._nation = nation
        self._day = day
        self._questions: dict[tuple[str, str, tuple[str, ...]], str] = {}
        self._verdicts: dict[str, Verdict] = {}

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return nation_tokens(self._programme, self._nation, self._day)

    @cached_property
    def _admitted(self) -> frozenset[UUID]:
        rows = Admission.objects.filter(
            nation=self._nation, since__lte=self._day, until__gte=self._day
        )
        seen = visible(rows, self._viewer, "activity")
        return frozenset(seen.values_list("activity_id", flat=True))

    def _said(self, key: str) -> Verdict:
        if key not in self._verdicts:
            workspace = self._programme.workspace
            self._verdicts[key] = workspace.may(self._nation, key, on=self._day)
        return self._verdicts[key]

    @property
    def hosted(self) -> Verdict:
        """What standing says of attending what an Ally hosts."""
        return self._said(HOSTED)

    def verdict(self, activity: Activity) -> Verdict:
        """What standing says of the nation's part in an activity."""
        key = (activity.type, activity.body, tuple(activity.open_to))
        if key not in self._questions:
            self._questions[key] = self._question(*key)
        return self._said(self._questions[key])

    def _question(self, type: str, body: str, open_to: tuple[str, ...]) -> str:
        """What standing is asked.

        Some types ask something of their own (``asks``); of an Ally it counts where it says yes,
        for some of it is about nations outside the Alliance.

        Where the activity is marked as open to PfP, that is asked of those who are addressed by
        nothing else; a yes to the general question stands for all.
        """
        kind = type_of(self._programme, type)
        if kind is not None and kind.asks:
            ally = ALLIANCE in self._tokens
            if not ally or self._said(kind.asks).answer == "yes":
                return kind.asks
        found = body_of(self._programme, body)
        work = found.work if found and found.work else WORK
        if work != WORK or PFP not in open_to:
            return work
        others = self._tokens.intersection(open_to) - {PFP}
        return work if others or self._said(work).answer == "yes" else WORK_PFP

    def may_take_part(self, activity: Activity, part: str) -> Refusal | None:
        """The refusal of the nation's part in an activity that the viewer sees, or None."""
        if part == Participation.Part.ATTENDEE:
            return self._may_attend(activity)
        said = self.verdict(activity)
        refusal = refusal_of(said)
        if said.answer == "no":
            return refusal
        closed = self.not_open(activity)
        if refusal is None and closed is None:
            return None
        if activity.id not in self._admitted:
            return refusal or closed
        if part == Participation.Part.LEAD:
            return Refusal(
                "lead", self._day.isoformat(), (HOUSE,),
                f"{self._nation} takes part by an admission of the panel office, which does not "
                f"let it lead; ask {office_of(self._programme, activity.body)}.",
            )  # fmt: skip
        return None

    def not_open(self, activity: Activity) -> Refusal | None:
        """The refusal of R5 where the activity is not open to the nation, or None."""
        if ALLIANCE in self._tokens or self._tokens.intersection(activity.open_to):
            return None
        named = listed((token_words(t, {}) for t in [ALLIANCE, *activity.open_to]), "and")
        return Refusal(
            "R5", self._day.isoformat(), (HOUSE,),
            f"{activity.code} is open to {named} only, and {self._nation} is none of them on "
            f"{self._day}; ask {office_of(self._programme, activity.body)}.",
        )  # fmt: skip

    def _may_attend(self, activity: Activity) -> Refusal | None:
        """Nationals attend what an Ally hosts, through the host's coordinator (hosted-activity)."""
        kind = type_of(self._programme, activity.type)
        if kind is None or kind.kind in _UNATTENDED:
            return Refusal(
                "attendee", "", (HOUSE,),
                f"{activity.code} is no meeting, course or demonstration: nations join it as "
                f"{parts_of(self._programme, activity.type)[0]}s.",
            )  # fmt: skip
        if (refusal := refusal_of(self.hosted)) is not None:
            return refusal
        hosting = ALLIANCE in self._tokens or hosts(
            self._programme, self._viewer, activity, self._day
        )
        if hosting:
            return None
        return Refusal(
            HOSTED, self._day.isoformat(), (HOUSE,),
            f"no Ally that you may see hosts {activity.code} on {self._day}; ask "
            f"{office_of(self._programme, activity.body)}.",
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
