"""A proposal as its happenings left it: versions, positions, silence, gates, decision."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from comity.decisions.happenings import (
    WITH_TEXT,
    Decided,
    GatePassed,
    GateReopened,
    Happening,
    PositionRecalled,
    PositionTaken,
    Registered,
    Revised,
    SilenceBroken,
    SilenceOpened,
    Withdrawn,
)

Stage = Literal["draft", "with nations", "approved", "declined", "withdrawn"]
SilenceStage = Literal["running", "broken", "expired"]


@dataclass(frozen=True, slots=True)
class Position:
    """A position as taken; ``recalled`` where it was taken back. None is ever removed."""

    taken: PositionTaken
    recalled: PositionRecalled | None = None

    @property
    def says_no(self) -> bool:
        """Whether it is a reservation or an objection."""
        return self.taken.position in WITH_TEXT


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence procedure on the current version.

    ``broken`` is what broke it; ``before`` counts the positions that had been taken by then.
    """

    opened: SilenceOpened
    broken: PositionTaken | SilenceBroken | None = None
    before: int = 0

    def stage(self, now: dt.datetime) -> SilenceStage:
        """Where it stands; at the very moment of expiry it has expired."""
        if self.broken is not None:
            return "broken"
        return "running" if now < self.opened.expires else "expired"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and each reservation or objection that was not lifted, with its text."""

    made: Decided
    carried: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The state that :func:`comity.decisions.fold.after` returns; a value.

    Attributes:
        versions: of the text; the last is the current one.
        asked: nations that the current version is put to, in order of their codes.
        allies: those of them that are Allies.
        positions: every position ever taken, in their order, recalled ones too.
        silence: the latest silence procedure on the current version.
        gates: passed for the current version, in the order in which they were passed.
        decision: once there is one.
        reopened: gates reopened after the decision, and whether they were passed again since.
        withdrawn: once it is.
        history: everything that happened, in order.
    """

    versions: tuple[Registered | Revised, ...]
    asked: tuple[str, ...] = ()
    allies: frozenset[str] = frozenset()
    positions: tuple[Position, ...] = ()
    silence: Silence | None = None
    gates: tuple[GatePassed, ...] = ()
    decision: Decision | None = None
    reopened: tuple[tuple[GateReopened, GatePassed | None], ...] = ()
    withdrawn: Withdrawn | None = None
    history: tuple[Happening, ...] = ()

    @property
    def version(self) -> int:
        """The number of the current version."""
        return self.versions[-1].version

    @property
    def basis(self) -> int:
        """The version since which only the wording changed: positions from it on count."""
        return next(
            one.version
            for one in reversed(self.versions)
            if isinstance(one, Registered) or one.material
        )

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.withdrawn is not None:
            return "withdrawn"
        if self.decision is not None:
            return self.decision.made.outcome
        return "with nations" if self.asked else "draft"

    def last(self, nation: str) -> Position | None:
        """The nation's last position that it did not recall, on whatever version."""
        own = (one for one in reversed(self.positions) if one.taken.nation == nation)
        return next((one for one in own if one.recalled is None), None)

    def position(self, nation: str) -> Position | None:
        """The nation's position on the current version; None is *no record*."""
        last = self.last(nation)
        return last if last is not None and last.taken.version >= self.basis else None

    @property
    def unlifted(self) -> tuple[Position, ...]:
        """Each reservation or objection that its nation neither recalled nor replaced.

        Those on earlier versions are among them: a change of the text does not answer them.
        """
        nations = sorted({one.taken.nation for one in self.positions})
        found = (self.last(nation) for nation in nations)
        return tuple(one for one in found if one is not None and one.says_no)

    @property
    def awaited(self) -> str | None:
        """The nation that broke the silence and has taken no position since, if any."""
        silence = self.silence
        if silence is None or not isinstance(silence.broken, SilenceBroken):
            return None
        nation = silence.broken.nation
        since = self.positions[silence.before :]
        spoken = any(one.taken.nation == nation and one.recalled is None for one in since)
        return None if spoken else nation

    def silent(self, nation: str, now: dt.datetime) -> bool:
        """Whether the nation is taken to agree by a silence that expired unbroken.

        Not where it holds a position, and not where it recalled one since the silence was opened.
        """
        if nation not in self.asked or self.position(nation) is not None:
            return False
        if self.silence is None or self.silence.stage(now) != "expired":
            return False
        opened = self.silence.opened.at
        own = (one.recalled for one in self.positions if one.taken.nation == nation)
        return not any(one is not None and one.at >= opened for one in own)
