"""A plan of meetings as it is shown and then written: what it follows from, and its digest.

A plan is computed of nothing but what is asked, the nations that meet, what they bore before, and
the editions of zones and holidays. What was shown is known by a digest of these and of the slots
chosen, so that exactly that is written or nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from comity.base.errors import InputError
from comity.meetings.ledger import Borne, Ledger
from comity.meetings.planner import plan
from comity.meetings.series import Plan, Planned, Series
from comity.meetings.slots import shared_office_times
from comity.programme.reading.clocks import desk, editions, taking_part
from comity.programme.reading.ledger import borne, entries
from comity.programme.reading.viewer import Viewer
from comity.programme.services.meeting_terms import Terms, When

if TYPE_CHECKING:
    from comity.programme.programme import Programme

# Count of meetings times days of a window times nations: a second of work at the most.
CAP = 10_000
_KEY = "meeting"
_BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a plan follows from: ``borne`` are levels before it, of nations that meet."""

    activity: UUID
    terms: Terms
    when: When
    number: int
    nations: tuple[str, ...]
    borne: tuple[tuple[str, int], ...]
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan to be shown.

    Attributes:
        asked: what it follows from.
        plan: meetings with ranked slots or a round in writing, levels after each, and notes.
        provenance: of each nation's clock: seat, zone, hours, weekend, holidays.
        shared: whether in its first window there is an hour that is office time for all.
        digest: of what was asked and what was chosen.
    """

    asked: Asked
    plan: Plan
    provenance: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    shared: bool
    digest: str

    def numbered(self) -> list[tuple[int, Planned, tuple[dt.date, dt.date]]]:
        """Meetings with their numbers and the days of their windows."""
        series = _series(self.asked)
        return [
            (self.asked.number + index, one, series.days(index))
            for index, one in enumerate(self.plan.meetings)
        ]


def gathered(
    programme: Programme, who: Viewer, activity: UUID, terms: Terms, when: When, number: int
) -> Asked:  # fmt: skip
    """What a plan follows from, as far as who acts sees it: nations, and what they bore.

    Raises:
        InputError: it would begin in the past, or is more than one plan may be.
    """
    if when.first <= who.day:
        raise InputError(f"the first window begins on {when.first}: give a day after {who.day}.")
    nations = taking_part(who, activity, terms.apart)
    size = when.count * terms.window * max(1, len(nations))
    if size > CAP:
        raise InputError(
            f"{when.count} meetings in windows of {terms.window} days for {len(nations)} nations "
            f"make {size:,} days of nations: at most {CAP:,} are planned at once; plan fewer."
        )
    if len(nations) < 2:
        raise InputError("fewer than two nations meet, as far as you may see: others join first.")
    summed = borne(entries(who, activity))
    known = {one.nation for one in summed.entries}
    levels = summed.levels(known & set(nations))
    return Asked(
        activity, terms, when, number, tuple(nations), tuple(sorted(levels.items())), editions()
    )


def worked(programme: Programme, asked: Asked) -> Shown:
    """The plan that follows from what was gathered.

    Raises:
        InputError: a nation has no seat, the host does not meet, or a number is out of bounds.
    """
    clocks, series, terms = desk(programme), _series(asked), asked.terms
    places = clocks.places(asked.nations, series.years)
    before = Ledger(tuple(Borne(_BEFORE, *level) for level in asked.borne))
    made = plan(series, places, clocks.scale(terms.refusals, days_off=terms.days_off), before)
    provenance = tuple((p.nation, p.seat, p.time_zone, p.provenance) for p in places)
    shared = bool(shared_office_times(places, *series.days(0)))
    return Shown(asked, made, provenance, shared, _digest(asked, made))


def _series(asked: Asked) -> Series:
    terms, when = asked.terms, asked.when
    return Series(
        _KEY, terms.host, when.first, when.count, terms.every, terms.window, terms.minutes,
        terms.step, listed=3, numbered_from=asked.number,
    )  # fmt: skip


def _digest(asked: Asked, made: Plan) -> str:
    chosen = [
        (one.meeting, one.chosen and (one.chosen.start, one.chosen.points), one.spread)
        for one in made.meetings
    ]
    told = msgspec.json.encode((asked, chosen, made.bound, made.begun), order="deterministic")
    return hashlib.sha256(told).hexdigest()[:32]
