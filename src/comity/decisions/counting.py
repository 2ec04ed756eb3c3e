"""Where each nation asked stands, and how many that makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from comity.decisions.happenings import NO_RECORD, Stance
from comity.decisions.proposal import Position, Proposal
from comity.decisions.rules import Rules

BY_SILENCE = "agrees by silence"


@dataclass(frozen=True, slots=True)
class Row:
    """A nation asked: its position on the current version, its silence, or no record.

    ``silent`` says that it holds no position and that a silence on this very version expired
    unbroken. Without position and silence the row is *no record*, which counts for nothing.
    """

    nation: str
    ally: bool
    position: Position | None
    silent: bool

    @property
    def answer(self) -> str:
        """One of the positions, ``agrees by silence`` or ``no record``."""
        if self.position is not None:
            return self.position.taken.position
        return BY_SILENCE if self.silent else NO_RECORD

    @property
    def counts_as(self) -> Stance | None:
        """The position that is counted: silence as support, no record as none."""
        if self.position is not None:
            return self.position.taken.position
        return "support" if self.silent else None


@dataclass(frozen=True, slots=True)
class Tally:
    """What the rules look at; nations stand in order of their codes."""

    rows: tuple[Row, ...]
    supporters: tuple[Row, ...]
    unlifted: tuple[Position, ...]

    @property
    def spoken(self) -> tuple[str, ...]:
        """Nations that hold a position."""
        return tuple(row.nation for row in self.rows if row.position is not None)

    @property
    def silent(self) -> tuple[str, ...]:
        """Nations that agree by silence."""
        return tuple(row.nation for row in self.rows if row.silent)

    @property
    def unheard(self) -> tuple[str, ...]:
        """Nations of which there is no record."""
        return tuple(row.nation for row in self.rows if row.counts_as is None)

    def held(self, stance: Stance) -> int:
        """How many hold a position; silence is not counted here."""
        return sum(1 for row in self.rows if row.answer == stance)


def rows_of(proposal: Proposal, now: dt.datetime) -> tuple[Row, ...]:
    """A row for each nation asked about the current version, in order of the codes."""
    return tuple(
        Row(
            nation,
            nation in proposal.allies,
            proposal.position(nation),
            proposal.silent(nation, now),
        )
        for nation in proposal.asked
    )


def tally(proposal: Proposal, rules: Rules, now: dt.datetime) -> Tally:
    """The count of a proposal at a moment."""
    rows = rows_of(proposal, now)
    return Tally(rows, tuple(_supporters(rows, rules)), proposal.unlifted)


def _supporters(rows: Iterable[Row], rules: Rules) -> Iterable[Row]:
    for row in rows:
        if row.counts_as in rules.supporting.value and (row.ally or rules.counted.value == "asked"):
            yield row
