"""What a nation takes part in and could, on a day, as far as the viewer may see.

The register is read as it now stands; standing as the public record has it on the viewer's day, so
that a partner whose status changes sees the change the same day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from comity.programme.models import Activity, Admission, Participation
from comity.programme.reading.filter import Sight
from comity.programme.reading.marks import marks
from comity.programme.reading.viewer import Viewer
from comity.programme.services.guard import Refusal, basis_of
from comity.programme.services.standing import AtWork, goes_on, office_of, parts_of, talks, type_of

if TYPE_CHECKING:
    from comity.programme.programme import Programme

Could = Literal["yes", "no", "unknown", "not-open"]
ALL = slice(None)
_LABELS = ("content_label", "metadata_label")
_MEMBER, _ATTENDEE = Participation.Part.MEMBER, Participation.Part.ATTENDEE


@dataclass(frozen=True, slots=True)
class Taking:
    """A part that a nation has on the day."""

    participation: UUID
    activity: UUID
    code: str
    title: str
    part: str
    mode: str
    since: dt.date
    until: dt.date | None
    marking: str


@dataclass(frozen=True, slots=True)
class Joinable:
    """Whether a nation could take part in an activity.

    ``answer`` is *yes* as ``part``; *no* or *unknown* as standing says; *not-open* where standing
    says yes but the activity is not open to the nation (R5). ``refusal`` says why and ``ask`` whom
    to ask, both for all but *yes*. ``rule``, ``since`` and ``source`` are what the answer rests on;
    ``asked`` is the key of what standing was asked, and ``said`` its own sentence.
    """

    activity: UUID
    code: str
    title: str
    answer: Could
    part: str
    sentence: str
    refusal: Refusal | None
    ask: str
    rule: str
    since: str
    source: tuple[str, ...]
    asked: str
    said: str
    marking: str


@dataclass(frozen=True, slots=True)
class Entitled:
    """Both lists, by code and title; ``parts`` counts all that the viewer sees of the first."""

    nation: str
    day: dt.date
    takes_part: tuple[Taking, ...]
    could: tuple[Joinable, ...]
    parts: int


def entitled(
    programme: Programme,
    viewer: Viewer,
    nation: str = "",
    *,
    parts: slice = ALL,
    could: slice = ALL,
) -> Entitled:
    """What a nation, the viewer's own by default, takes part in and could on the viewer's day.

    Activities that no nation can join any more are left out of what it could; of both lists the
    rows that are asked for are told, all by default.

    Raises:
        InputError: an unknown nation, or a day in the future.
    """
    code = programme.workspace.register.nations.resolve(nation or viewer.nation)
    sight = Sight.of(viewer)
    held = Participation.objects.filter(nation=code, since__lte=viewer.day)
    held = sight.rows(held.exclude(until__lt=viewer.day), "activity")
    order = ("activity__code", "activity__title", "since", "id")
    takes = tuple(
        Taking(
            row.id, row.activity_id, row.activity.code, row.activity.title, row.part, row.mode,
            row.since, row.until, marks(sight, row).metadata,
        )
        for row in held.select_related("activity", *_LABELS).order_by(*order)[parts]
    )  # fmt: skip
    states = programme.workspace.register.activity_statuses
    open_states = [one.key for one in states if one.takes_part]
    found = sight.rows(Activity.objects.filter(status__in=open_states)).select_related(*_LABELS)
    found = found.exclude(id__in=held.values("activity_id")).order_by("code", "title", "id")
    work = AtWork(programme, viewer, code, viewer.day)
    joinable = tuple(_joinable(programme, sight, work, code, row) for row in found[could])
    return Entitled(code, viewer.day, takes, joinable, held.count())


def stands(
    programme: Programme, viewer: Viewer, activity: UUID, nation: str = ""
) -> Joinable | None:
    """Whether a nation, the viewer's own by default, could take part on her day.

    None where the activity is hidden or not there.

    Raises:
        InputError: an unknown nation.
    """
    code = programme.workspace.register.nations.resolve(nation or viewer.nation)
    sight = Sight.of(viewer)
    rows = Activity.objects.select_related(*_LABELS)
    row = sight.rows(rows.filter(id=activity)).first()
    if row is None:
        return None
    return _joinable(programme, sight, AtWork(programme, viewer, code, viewer.day), code, row)


def _joinable(
    programme: Programme, sight: Sight, work: AtWork, nation: str, row: Activity
) -> Joinable:
    over = goes_on(programme, row)
    part = parts_of(programme, row.type)[0]
    refusal = over or work.may_take_part(row, part)
    kind = type_of(programme, row.type)
    meets = (
        kind is not None
        and kind.kind not in ("team", "publication")
        and not talks(programme, row.type)
    )
    said = work.verdict(row)
    # Whoever may not join a meeting may still attend one that an Ally hosts.
    if (
        refusal is not None
        and over is None
        and meets
        and (work.may_take_part(row, _ATTENDEE) is None)
    ):
        refusal, part, said = None, _ATTENDEE.value, work.hosted
    answer: Could = "yes"
    sentence = f"{nation} may take part in {row.code} as {part} on {sight.viewer.day}."
    basis, ask = basis_of(said), ""
    if refusal is not None:
        # A yes of standing beside a refusal: the activity is not open to the nation.
        answer = "not-open" if said.answer == "yes" else said.answer
        if over is not None:
            answer = "no"
        ask = said.activity.ask if answer == "unknown" else office_of(programme, row.body)
        sentence, basis = refusal.sentence, (refusal.rule, refusal.since, refusal.source)
    elif part != _ATTENDEE and (said.answer != "yes" or work.not_open(row) is not None):
        basis = _admission(sight, nation, row)
    return Joinable(
        row.id, row.code, row.title, answer, part, sentence, refusal, ask, *basis,
        said.activity.key, said.sentence, marks(sight, row).metadata,
    )  # fmt: skip


def _admission(sight: Sight, nation: str, row: Activity) -> tuple[str, str, tuple[str, ...]]:
    """The admission by which a nation may take part, as a basis; its source is content."""
    day = sight.viewer.day
    rows = Admission.objects.filter(
        activity=row, nation=nation, since__lte=day, until__gte=day
    ).order_by("-since", "id")
    found = sight.rows(rows, "activity").first()
    if found is None:
        return "admission", "", ()
    source = (found.source,) if sight.content(found) else ()
    return "admission", found.since.isoformat(), source
