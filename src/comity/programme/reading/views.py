"""What a viewer is shown of a row: values, never the row, so that no surface can reach past it.

A reference to a row that the viewer may not see is None, as if there were none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from comity.programme.events.kinds import Frozen, SkillAsked
from comity.programme.reading.marks import Marks
from comity.programme.reading.views_meetings import MeetingView, SeriesView


@dataclass(frozen=True, slots=True)
class ActivityContent:
    """The content of an activity's record."""

    keywords: tuple[str, ...]
    background: str
    objectives: str


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity; ``follows`` is that which it came from, ``content`` None where it is closed.

    ``open_to`` are tokens of those besides the Alliance to whom it is open (R5).
    """

    id: UUID
    code: str
    type: str
    body: str
    status: str
    title: str
    start: dt.date | None
    end: dt.date | None
    follows: UUID | None
    open_to: tuple[str, ...]
    content: ActivityContent | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class ParticipationView:
    """A nation's part in an activity."""

    id: UUID
    activity: UUID
    nation: str
    part: str
    mode: str
    since: dt.date
    until: dt.date | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document; ``digest`` is the SHA-256 of its content, empty where that is closed."""

    id: UUID
    activity: UUID
    title: str
    version: int
    owner: UUID | None
    digest: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class OutputView:
    """A result of an activity."""

    id: UUID
    activity: UUID
    code: str
    kind: str
    title: str
    published: dt.date | None
    cleared: bool
    marks: Marks


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person who appears to the viewer; ``open`` says that her values may be shown."""

    id: UUID
    nation: str
    open: bool
    marks: Marks


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role of a person who appears to the viewer."""

    id: UUID
    person: UUID
    role: str
    nation: str
    body: str
    activity: UUID | None
    since: dt.date
    until: dt.date | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A request for release; who asks and who decides is part of its content.

    ``asked`` and ``decided`` are times as in the log (UTC); ``overdue`` says that the due day has
    passed without a decision.
    """

    id: UUID
    document: UUID
    version: int
    nation: str
    requester: UUID | None
    owner: UUID | None
    basis: str
    asked: str
    due: dt.date
    overdue: bool
    decision: str
    decided: str
    decided_by: UUID | None
    released: UUID | None
    reason: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class ProposalContent:
    """What a version of a proposal says, and what the evidence showed when it was opened.

    ``drafter`` is None where she does not appear; ``asked`` are nations that it is put to.
    """

    summary: str
    technologies: tuple[str, ...]
    must: tuple[SkillAsked, ...]
    nice: tuple[SkillAsked, ...]
    drafter: UUID | None
    asked: tuple[str, ...]
    opportunity: Frozen | None


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal; ``activity`` is what came of it, ``content`` None where it is closed."""

    id: UUID
    body: str
    nation: str
    title: str
    stage: str
    version: int
    opened: str
    activity: UUID | None
    content: ProposalContent | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class StandardView:
    """A standard to which the work of an activity led; at its stage since ``dated``.

    ``basis`` says what that rests on, empty where it is closed.
    """

    id: UUID
    activity: UUID
    designation: str
    title: str
    issuer: str
    stage: str
    dated: dt.date
    basis: str
    output: UUID | None
    marks: Marks


@dataclass(frozen=True, slots=True)
class DispositionView:
    """What is to be done about what is close to a proposal: ``about`` is a row of ``table``."""

    id: UUID
    proposal: UUID
    version: int
    table: str
    about: UUID
    kind: str
    reason: str
    time: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class UnseenView:
    """A proposal is close to what its drafter may not see: ``about`` is a row of ``table``."""

    id: UUID
    proposal: UUID
    version: int
    table: str
    about: UUID
    method: str
    time: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat in the team of a proposal; ``person`` is None where she does not appear.

    ``state`` is offered, taken, declined or withdrawn; times are as in the log (UTC).
    """

    id: UUID
    proposal: UUID
    person: UUID | None
    version: int
    state: str
    time: str
    answered: str
    reason: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Whether there is a conflict of interest between two persons, declared or pinned."""

    id: UUID
    proposal: UUID
    one: UUID
    other: UUID
    kind: str
    conflict: bool
    reason: str
    time: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class CaseView:
    """That a proposal has a case of safeguards."""

    id: UUID
    proposal: UUID
    marks: Marks


View: TypeAlias = (
    ActivityView
    | ParticipationView
    | DocumentView
    | OutputView
    | PersonView
    | RoleView
    | ReleaseView
    | ProposalView
    | SeriesView
    | MeetingView
    | StandardView
    | DispositionView
    | UnseenView
    | SeatView
    | ConflictView
    | CaseView
)
