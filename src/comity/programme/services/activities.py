"""Activities: register, describe, change, open, and what follows an exploratory team.

By the panel office of the body. Each answer is the identifier of what was made, or a refusal.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from comity.base.errors import InputError
from comity.programme.events.kinds import (
    ActivityChanged,
    ActivityDescribed,
    ActivityOpened,
    ActivityRegistered,
    Relabelled,
)
from comity.programme.labelling import keep, kept
from comity.programme.models import Activity, Role
from comity.programme.reading.filter import found
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting, turn
from comity.programme.services.guard import HOUSE, NOT_THERE, Refusal, needs_role
from comity.programme.services.lineage import needs_willingness
from comity.programme.services.row_labels import CLOSED, may_read_content, needs_right
from comity.programme.services.standing import ALLIANCE, body_of, type_of
from comity.programme.services.texts import TITLE, checked
from comity.reference.activity_codes import check_activity_code
from comity.safeguards.combine import Undecided, combine
from comity.safeguards.labels import Label, Level
from comity.safeguards.setting import Rights
from comity.safeguards.tokens import ALL, check_tokens, kind_and_value

if TYPE_CHECKING:
    from comity.programme.events.log import Writer
    from comity.programme.programme import Programme

_OFFICE = (Role.Kind.OFFICE.value,)
# A panel office owns what its body's activities say of themselves.
_OWNER = Rights(to_label=True, to_release=True)
_OPENS = ("group", "status", "nation")
_MOST_KEYWORDS = 40


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity to be registered; ``labels`` are of content and metadata.

    Without labels the metadata is released to the Alliance, those to whom the activity is open and
    its body; the content alike.
    """

    code: str
    type: str
    body: str
    title: str
    status: str = "planning"
    start: dt.date | None = None
    end: dt.date | None = None
    open_to: tuple[str, ...] = ()
    labels: tuple[Label, Label] | None = None
    origin: UUID | None = None


def opened_to(programme: Programme, tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Groups, statuses and nations in order, each of which the register knows.

    Raises:
        InputError: one is of another kind, or unknown.
    """
    register = programme.workspace.register
    known = {
        "group": {group.key for group in register.groups},
        "status": {framework.key for framework in register.frameworks},
        "nation": set(register.nations.codes()),
    }
    for token in check_tokens(tokens, "open to"):
        kind, key = kind_and_value(token)
        if kind not in _OPENS or key not in known[kind]:
            raise InputError(
                f"an activity cannot be opened to {token!r}: name a group, status or nation of "
                "the register, as group:PfP, status:sto-enhanced-partner or nation:JPN."
            )
    return tuple(sorted(set(tokens) - {ALLIANCE}))


def label_for(body: str, open_to: tuple[str, ...], level: Level = Level.PUBLIC) -> Label:
    """The metadata label of an activity that is open to some (R5)."""
    return Label.of(level, (ALLIANCE, f"body:{body}", *open_to), handling=("cite",))


def register(programme: Programme, viewer: Viewer, new: NewActivity) -> UUID | Refusal:
    """Register an activity of a body, by its panel office.

    Raises:
        InputError: a type, body, status, code, title, date or token that cannot be.
    """
    checked_new = checked_activity(programme, new)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        if (refusal := may_register(programme, who, checked_new)) is not None:
            return refusal
        return write_activity(programme, write, checked_new, None)


def follow_on(programme: Programme, viewer: Viewer, team: UUID, new: NewActivity) -> UUID | Refusal:
    """Register what follows an activity.

    Of an exploratory team each nation that takes part must have said whether it is willing (R7).

    Raises:
        InputError: see :func:`register`.
    """
    checked_new = checked_activity(programme, new)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        before = found(Activity.objects.all(), who, team)
        if before is None:
            return NOT_THERE
        refusal = may_register(programme, who, checked_new) or needs_willingness(who, before)
        if refusal is not None:
            return refusal
        return write_activity(programme, write, checked_new, before.id)


def describe(
    programme: Programme, viewer: Viewer, activity: UUID, keywords: tuple[str, ...],
    background: str, objectives: str,
) -> UUID | Refusal:  # fmt: skip
    """Write the content of an activity's record, by its panel office or its lead.

    Raises:
        InputError: a text or a list that is too long.
    """
    if len(keywords) > _MOST_KEYWORDS:
        raise InputError(f"{len(keywords)} keywords: at most {_MOST_KEYWORDS} are kept.")
    body = ActivityDescribed(
        keywords=tuple(checked(one, "a keyword", 80) for one in keywords),
        background=checked(background, "the background", needed=False),
        objectives=checked(objectives, "the objectives", needed=False),
    )
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, activity)
        if row is None:
            return NOT_THERE
        if not leads(who, row) and (r := needs_role(who, _OFFICE, body=row.body)) is not None:
            return r
        if not may_read_content(who, row):
            return CLOSED
        if (list(body.keywords), body.background, body.objectives) != (
            row.keywords, row.background, row.objectives,
        ):  # fmt: skip
            write(body, row.id, kept(row.content_label_id))
        return row.id


def change(
    programme: Programme, viewer: Viewer, activity: UUID, *, status: str | None = None,
    title: str | None = None, start: dt.date | None = None, end: dt.date | None = None,
) -> UUID | Refusal:  # fmt: skip
    """Change status, title or dates, by the panel office; what is None stays as it is.

    Raises:
        InputError: a status that is not known, or dates in the wrong order.
    """
    states = {one.key: one for one in programme.workspace.register.activity_statuses}
    if status is not None and status not in states:
        raise InputError(f"{status[:40]!r} is no status: choose one of {', '.join(states)}.")
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, activity)
        if row is None:
            return NOT_THERE
        if (refusal := needs_role(who, _OFFICE, body=row.body)) is not None:
            return refusal
        ways = states[row.status].next if row.status in states else tuple(states)
        if status not in (None, row.status) and status not in ways:
            return Refusal(
                "activity-status", "", (HOUSE,),
                f"an activity that is {row.status} can become {' or '.join(ways)}, not {status}.",
            )  # fmt: skip
        body = ActivityChanged(
            status=status or row.status,
            title=row.title if title is None else checked(title, "the title", TITLE),
            start=start or row.start,
            end=end or row.end,
        )
        in_order(body.start, body.end)
        if (body.status, body.title, body.start, body.end) != (
            row.status, row.title, row.start, row.end,
        ):  # fmt: skip
            write(body, row.id, kept(row.metadata_label_id))
        return row.id


def open_to(
    programme: Programme, viewer: Viewer, activity: UUID, tokens: tuple[str, ...], reason: str
) -> UUID | Refusal:
    """Open an activity to groups, statuses and nations, and to no others, by its panel office.

    What the public may see stays public; otherwise the metadata is released to the Alliance, to
    those named and to the body. Level, what is required and handling stay. What is content stays.

    Raises:
        InputError: a token or reason that cannot be.
    """
    wanted = opened_to(programme, tokens)
    why = checked(reason, "the reason", 2_000)
    with turn(programme, viewer) as write:
        who = acting(programme, viewer)
        if isinstance(who, Refusal):
            return who
        row = found(Activity.objects.all(), who, activity)
        if row is None:
            return NOT_THERE
        if (refusal := needs_role(who, _OFFICE, body=row.body)) is not None:
            return refusal
        old = kept(row.metadata_label_id)
        new = old
        if ALL not in old.releasable_to:
            new = replace(old, releasable_to=label_for(row.body, wanted).releasable_to)
        refusal = needs_right(programme, _OWNER, row.metadata_label_id, new)
        if refusal is not None:
            return refusal
        if list(wanted) != row.open_to:
            write(ActivityOpened(open_to=wanted), row.id, new)
        if new != old:
            relabel(write, row, new, why)
        return row.id


def relabel(write: Writer, row: Activity, metadata: Label, reason: str) -> None:
    """Put another metadata label on an activity; who could read before and after may read of it."""
    both = combine(kept(row.metadata_label_id), metadata)
    body = Relabelled(
        content_label=row.content_label_id, metadata_label=keep(metadata), table="activity",
        reason=reason,
    )  # fmt: skip
    write(body, row.id, metadata if isinstance(both, Undecided) else both)


def leads(viewer: Viewer, activity: Activity) -> bool:
    """Whether the viewer holds the role of lead in an activity."""
    return any(h.role == Role.Kind.LEAD and h.activity == activity.id for h in viewer.roles)


def in_order(start: dt.date | None, end: dt.date | None) -> None:
    """Raise InputError where an end is before its start."""
    if start is not None and end is not None and end < start:
        raise InputError(f"it ends on {end}, before it starts on {start}: mend one of the dates.")


def checked_activity(programme: Programme, new: NewActivity) -> NewActivity:
    """An activity to be registered with what it lacks, each part in the spelling that is kept.

    Raises:
        InputError: a type, body, status, code, title, date or token that cannot be.
    """
    facts = programme.workspace.register
    body, kind = body_of(programme, new.body), type_of(programme, new.type)
    if body is None:
        known = ", ".join(one.key for one in facts.bodies)
        raise InputError(f"{new.body[:20]!r} is no body: choose one of {known}.")
    if kind is None:
        known = ", ".join(one.key for one in facts.activity_types)
        raise InputError(f"{new.type[:20]!r} is no type of activity: choose one of {known}.")
    states = [one.key for one in facts.activity_statuses]
    if new.status not in states:
        raise InputError(f"{new.status[:40]!r} is no status: choose one of {', '.join(states)}.")
    check_activity_code(new.code, body, kind.key)
    in_order(new.start, new.end)
    opened = opened_to(programme, new.open_to)
    label = label_for(body.key, opened)
    title = checked(new.title, "the title", TITLE)
    return replace(new, title=title, open_to=opened, labels=new.labels or (label, label))


def may_register(programme: Programme, who: Viewer, new: NewActivity) -> Refusal | None:
    """The refusal of who may not register such an activity, or None."""
    refusal = needs_role(who, _OFFICE, body=new.body)
    return refusal or needs_right(programme, _OWNER, None, *(new.labels or ()))


def write_activity(
    programme: Programme, write: Writer, new: NewActivity, follows: UUID | None
) -> UUID:
    """Write an activity that was checked, for who has the right to."""
    content, metadata = new.labels or (label_for(new.body, new.open_to),) * 2
    made = programme.new_id()
    body = ActivityRegistered(
        content_label=keep(content), metadata_label=keep(metadata), code=new.code, type=new.type,
        body=new.body, status=new.status, title=new.title, start=new.start, end=new.end,
        follows=follows, origin=new.origin,
    )  # fmt: skip
    write(body, made, metadata)
    if new.open_to:
        write(ActivityOpened(open_to=new.open_to), made, metadata)
    return made
