"""What can happen to a proposal: typed, immutable, checked when made.

Each names who did it (an identifier that the caller chose), when, and the exact version it is
about, so that nothing said of one text is counted for another.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from comity.base.errors import InputError
from comity.decisions.checks import (
    moment_of,
    needs_digest,
    needs_key,
    needs_nation,
    needs_text,
    needs_version,
)

Stance = Literal["lead", "contribute", "observe", "support", "reserve", "object"]
Outcome = Literal["approved", "declined"]

STANCES: tuple[Stance, ...] = get_args(Stance)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
# Those that say no, or not so: they need a text and break a silence.
WITH_TEXT: tuple[Stance, ...] = ("reserve", "object")
# Said of a nation that was asked and holds no position. It cannot be taken (Datatracker 10855).
NO_RECORD = "no record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What all have in common; ``at`` is kept in UTC.

    Raises:
        InputError: a part is missing or not of its form; so for every kind.
    """

    at: dt.datetime
    by: str
    version: int

    def __post_init__(self) -> None:
        # Through the back door of a frozen value: every moment is kept in one zone.
        object.__setattr__(self, "at", moment_of(self.at, "a happening"))
        needs_text(self.by, "who did it")
        needs_version(self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered(Happening):
    """A proposal exists, with version 1; ``digest`` is the SHA-256 of its text."""

    version: int = 1
    digest: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_digest(self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(Happening):
    """A new version, whose number is ``version``: material, or editorial (wording only).

    A material one starts afresh: positions, silence and gates of the version before do not count
    for it. Why it is the one or the other is said in ``reason``.
    """

    material: bool
    reason: str
    digest: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        if self.material not in (True, False):
            raise InputError("say whether a revision is material: True or False.")
        needs_text(self.reason, "the reason of a revision")
        needs_digest(self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Happening):
    """The version was put to nations; ``allies`` are those of them that are Allies on the day."""

    nations: tuple[str, ...]
    allies: tuple[str, ...]

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        for nation in (*self.nations, *self.allies):
            needs_nation(nation)
        if not self.nations or len(set(self.nations)) < len(self.nations):
            raise InputError("name the nations that are asked: at least one, each once.")
        if unknown := sorted(set(self.allies) - set(self.nations)):
            raise InputError(f"{', '.join(unknown)}: named as an Ally and not asked; ask it, too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRecalled(Happening):
    """The version was put to nations by mistake, or to the wrong ones, and is called back."""

    reason: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_text(self.reason, "the reason of a recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionTaken(Happening):
    """A nation's position on the version; a reservation or objection says in ``text`` what."""

    nation: str
    position: Stance
    text: str = ""

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_nation(self.nation)
        if self.position not in STANCES:
            raise InputError(
                f"{self.position!r} is no position: choose {', '.join(STANCES)}. "
                f"A nation that says nothing is shown as {NO_RECORD!r}."
            )
        if self.position in WITH_TEXT:
            needs_text(self.text, f"what the nation's position ({self.position}) is about")


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRecalled(Happening):
    """A nation takes its latest position back, as given by mistake; the one before stands again."""

    nation: str
    reason: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_nation(self.nation)
        needs_text(self.reason, "the reason of a recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceOpened(Happening):
    """Who does not object or reserve before ``expires`` (a whole minute) is taken to agree."""

    expires: dt.datetime

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        object.__setattr__(self, "expires", moment_of(self.expires, "the expiry"))
        if self.expires.second or self.expires.microsecond:
            raise InputError("a silence expires at a whole minute, as every capital reads it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceBroken(Happening):
    """A nation breaks the silence and states no position yet; ``text`` says why."""

    nation: str
    text: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_nation(self.nation)
        needs_text(self.text, "why the silence is broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePassed(Happening):
    """A gate was passed on the version; ``basis`` says on what ground."""

    gate: str
    basis: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_key(self.gate, "gate")
        needs_text(self.basis, "on what ground a gate is passed")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReopened(Happening):
    """A gate that was passed is open again, and with it those passed after it."""

    gate: str
    reason: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_key(self.gate, "gate")
        needs_text(self.reason, "the reason to reopen a gate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Happening):
    """The decision; ``count`` and ``words`` are the key and words of the answer it rests on.

    See :func:`comity.decisions.approval.approval`.
    """

    outcome: Outcome
    count: str
    words: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        if self.outcome not in OUTCOMES:
            raise InputError(f"{self.outcome!r} is no outcome: choose {' or '.join(OUTCOMES)}.")
        needs_text(self.count, "the key of the count that the decision rests on")
        needs_text(self.words, "the count in words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Happening):
    """Those who proposed it take it back for good."""

    reason: str

    def __post_init__(self) -> None:
        Happening.__post_init__(self)
        needs_text(self.reason, "the reason to withdraw")
