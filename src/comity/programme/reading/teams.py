"""The team of a proposal: who covers what, the smallest team, seats, and who alone covers a skill.

Whoever leads, its drafter or the panel office, is shown all of it, as far as people appear to
her. Others who may read the proposal are told what their own nation alone covers, and no more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.models import Conflict, Proposal, Seat
from comity.programme.reading.filter import Sight
from comity.programme.reading.members import Member, members
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ConflictView, SeatView
from comity.programme.services.idea_texts import COVERS, skills_of, wanted_of
from comity.programme.services.proposal_rules import needs_hand
from comity.reference.conflict_rules import load_conflict_rules
from comity.teams.candidates import Candidate
from comity.teams.closeness import Scores, score
from comity.teams.compose import Composition, Gap, compose
from comity.teams.conflicts import Check, Declared, Identity, Pin, Records, check
from comity.teams.ranking import Ranking, rank
from comity.teams.skills import Wanted
from comity.teams.sole import Told, sole_cover, told

if TYPE_CHECKING:
    from comity.programme.programme import Programme

__all__ = ["COVERS", "MOST", "NATIONS", "Pool", "Team", "team", "wanted_for"]

# Of so many nations each must-have asks people who cover it.
NATIONS = 2
# So many of the order are shown.
MOST = 30


@dataclass(frozen=True, slots=True)
class Team:
    """What a viewer is shown of a proposal's team.

    ``ranking``, ``composition`` and ``checks`` (by the key of a person) are None and empty where
    she does not lead, or no must-have is stated. ``told`` is what she may know of sole cover.
    """

    leads: bool
    wanted: Wanted | None
    ranking: Ranking | None
    composition: Composition | None
    checks: dict[str, Check]
    told: tuple[Told, ...]
    seats: tuple[SeatView, ...]
    conflicts: tuple[ConflictView, ...]


def team(programme: Programme, viewer: Viewer, key: UUID) -> Team | None:
    """The team of a proposal now; None where it is hidden, closed or not there."""
    sight = Sight.of(viewer)
    row = TABLES["proposal"].few(sight, [key]).first()
    if row is None or not sight.content(row):
        return None
    leads = needs_hand(viewer, row) is None
    seats = TABLES["seat"].views(sight, TABLES["seat"].seen(sight).filter(proposal=row))
    conflicts = TABLES["conflict"].seen(sight).filter(proposal=row)
    shown = TABLES["conflict"].views(sight, conflicts)
    wanted = wanted_for(row)
    if wanted is None:
        return Team(leads, None, None, None, {}, (), seats, shown)
    pool = Pool(programme, sight, row)
    scores = pool.scores(wanted)
    sole = told(sole_cover(scores), viewer.nation, leads) if viewer.nation else ()
    if not leads:
        return Team(leads, wanted, None, None, {}, sole, seats, shown)
    ranking = rank(scores, MOST)
    checks = {one.candidate.key: pool.check(one.candidate) for one in ranking.placed}
    composition = compose(scores, pool.check, NATIONS)
    return Team(leads, wanted, ranking, composition, checks, sole, seats, shown)


def wanted_for(row: Proposal) -> Wanted | None:
    """What a proposal asks of its team; None where it states no must-have."""
    _technologies, must, nice = skills_of(row)
    return wanted_of(must, nice) if must else None


class Pool:
    """Everybody whom a viewer may find for a proposal, and their conflicts of interest."""

    def __init__(self, programme: Programme, sight: Sight, row: Proposal):
        """Read who opted in, who is concerned, and what was declared and pinned."""
        self._day = sight.viewer.day
        held = TABLES["seat"].seen(sight).filter(proposal=row, state=Seat.State.TAKEN)
        self.seated: tuple[UUID, ...] = tuple(held.values_list("person_id", flat=True))
        self.drafter: UUID = row.drafter
        self._members = members(programme, sight, {row.drafter, *self.seated})
        self._records = _records(programme, sight)

    def scores(self, wanted: Wanted, only: frozenset[str] | None = None) -> Scores:
        """How close everybody who opted in comes to each skill; of ``only`` some, if named."""
        found = (one.candidate for one in self._members.values())
        return score((one for one in found if only is None or one.key in only), wanted)

    def check(self, one: Candidate) -> Check:
        """Whether a candidate has a conflict towards who drafted the proposal or has a seat."""
        return self.check_of(one.key)

    def check_of(self, key: str) -> Check:
        """The same, by the key of a person; of who does not appear nothing is known."""
        concerned = {str(self.drafter), *map(str, self.seated)} - (
            {key} if UUID(key) in self.seated else set()
        )
        sides = [self.identity(other) for other in sorted(concerned)]
        return check(self.identity(key), sides, self._records, self._day)

    def identity(self, key: str) -> Identity:
        """One side; of who does not appear to the viewer nothing is known, nor verified."""
        found: Member | None = self._members.get(key)
        if found is None:
            return Identity(key, verified=False, organisations=None, domains=None, works=None)
        return found.identity

    def opted_in(self, key: str) -> bool:
        """Whether a person appears to the viewer and chose to be found."""
        found = self._members.get(key)
        return found is not None and found.candidate.opted_in

    def cover(self, wanted: Wanted) -> tuple[Gap, ...]:
        """Must-haves that those with a seat do not cover by people of enough nations."""
        scores = self.scores(wanted, frozenset(map(str, self.seated)))
        gaps = []
        for at, skill in enumerate(wanted.must):
            nations = {
                one.nation for row, one in enumerate(scores.candidates) if scores.covers[row, at]
            }
            if len(nations) < NATIONS:
                gaps.append(Gap(skill.key, len(nations), NATIONS))
        return tuple(gaps)


def _records(programme: Programme, sight: Sight) -> Records:
    """Rules, and all that was declared and pinned as far as the viewer sees it."""
    register = programme.workspace.register
    folder = programme.workspace.settings.reference
    declared, pins = list[Declared](), list[Pin]()
    for row in TABLES["conflict"].seen(sight):
        one, other, day = str(row.one_id), str(row.other_id), dt.date.fromisoformat(row.time[:10])
        if row.kind == Conflict.Kind.DECLARED:
            declared.append(Declared(one, other, "one of the two", day, row.reason))
        else:
            pins.append(Pin(one, other, row.conflict, "the panel office", day, row.reason))
    rules = load_conflict_rules(folder, register.sources)
    return Records(rules, tuple(declared), tuple(pins))
