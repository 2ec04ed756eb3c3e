"""What the front door answers about standing: who may take part in what, on a day."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from comity.base.dates import today
from comity.workspace_opportunities import OpportunityDesk
from comity.workspace_words import DayLike, day_of

if TYPE_CHECKING:
    from comity.standing.admitted import Profile
    from comity.standing.compare import Difference, Unequal
    from comity.standing.standing import Standing
    from comity.standing.verdicts import Rulebook, Verdict
    from comity.standing.what_if import Change


class StandingDesk(OpportunityDesk):
    """The part of a workspace that says who may take part in what, and why.

    ``on`` is the day asked about, today by default; ``known`` the last day by which facts and rules
    must have been public, ``on`` by default. What became public since and changes an answer is told
    beside it.
    """

    @cached_property
    def _rules(self) -> Rulebook:
        from comity.reference.rule_checks import check_standing
        from comity.standing.verdicts import Rulebook

        # Nobody is told yes or no from data that contradict themselves.
        check_standing(self.register)
        return Rulebook(self.register)

    def standing(self, nation: str, on: DayLike = None, known: DayLike = None) -> Standing:
        """Statuses, instruments (superseded ones marked) and entitlements of a nation on a day.

        Raises:
            InputError: an unknown nation, or a day in the future.
        """
        from comity.standing.standing import standing

        code = self.register.nations.resolve(nation)
        return standing(self._rules, code, *_days(on, known), today())

    def on_record(self, on: DayLike = None) -> dict[str, int]:
        """How many statuses, memberships and instruments were public by a day, by nation."""
        day = day_of(on)
        holdings = self._rules.holdings
        counted = {nation: len(holdings.of(nation, day)) for nation in holdings.nations()}
        return {nation: count for nation, count in counted.items() if count}

    def in_force(
        self, nation: str, on: DayLike = None, known: DayLike = None
    ) -> frozenset[tuple[str, str]]:
        """Groups and statuses of a nation in force on a day, as ``("group", "NATO")``.

        Suspended memberships, and what the record leaves open on that day, are left out.

        Raises:
            InputError: an unknown nation, or a day in the future.
        """
        code = self.register.nations.resolve(nation)
        day, public = _days(on, known)
        kinds = {"membership": "group", "status": "status"}
        return frozenset(
            (kinds[held.kind], held.of)
            for held in self._rules.holdings.of(code, public)
            if held.kind in kinds and not held.suspended and held.holds(day)
        )

    def may(self, nation: str, activity: str, on: DayLike = None, known: DayLike = None) -> Verdict:
        """Whether a nation may take part in an activity: yes, no or unknown, with the reasons.

        Raises:
            InputError: an unknown nation or activity, or a day in the future.
        """
        from comity.standing.later import with_later

        code = self.register.nations.resolve(nation)
        day, public = _days(on, known)
        verdict = self._rules.verdict(code, self._rules.activity(activity), day, public)
        return with_later(self._rules, verdict, public, today())

    def what_if(
        self, nation: str, add: str, on: DayLike = None, known: DayLike = None
    ) -> tuple[Change, ...]:
        """What would open, and what stay shut and why, if a nation held a status or instrument.

        Raises:
            InputError: an unknown nation or status, or one that it holds.
        """
        from comity.standing.what_if import what_if

        code = self.register.nations.resolve(nation)
        return what_if(self._rules, code, add, *_days(on, known), today())

    def compare(
        self, first: str, second: str, on: DayLike = None, known: DayLike = None
    ) -> tuple[Difference, ...]:
        """The verdicts of two nations on every activity, those that differ first.

        Raises:
            InputError: an unknown nation.
        """
        from comity.standing.compare import compare

        one, other = (self.register.nations.resolve(name) for name in (first, second))
        return compare(self._rules, one, other, *_days(on, known), today())

    def unequal(self, on: DayLike = None, known: DayLike = None) -> tuple[Unequal, ...]:
        """Pairs of nations in one framework with different entitlements, and the reasons.

        What became public after ``known`` is told with each; pairs that differ only by that come
        last, with ``difference.same``.
        """
        from comity.standing.compare import unequal

        return unequal(self._rules, *_days(on, known), today())

    def admitted(self, on: DayLike = None, known: DayLike = None) -> tuple[Profile, ...]:
        """Nations that became STO Enhanced Partners as they stood before, then other partners.

        By default each stands as what was public on the day of its profile has it; ``later`` holds
        what became public after.
        """
        from comity.standing.admitted import profiles

        day, public = _days(on, known)
        return profiles(self._rules, day, None if known is None else public, today())


def _days(on: DayLike, known: DayLike) -> tuple[dt.date, dt.date]:
    day = day_of(on)
    return day, day if known is None else day_of(known)
