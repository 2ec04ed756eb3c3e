"""What the front door answers about opportunities and sets of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.workspace_claims import ClaimDesk
from comity.workspace_models import ModelDesk
from comity.workspace_words import DayLike, day_of, known_kind, names_of, technologies_of

if TYPE_CHECKING:
    from comity.briefs.register_reasons import Statement
    from comity.opportunities.listing import OpportunityTable
    from comity.opportunities.rows import Opportunity
    from comity.portfolio.table import Portfolio


class OpportunityDesk(ModelDesk, ClaimDesk):
    """The part of a workspace that lists where cooperation would pay and chooses sets."""

    def opportunities(
        self,
        nations: str | Sequence[str] | None = None,
        against: str = "NATO",
        technologies: str | Sequence[str] | None = None,
        top: int | None = 20,
        on: DayLike = None,
        *,
        by: str = "likely",
        runs: int = 0,
        clear: float | None = None,
    ) -> OpportunityTable:
        """Where cooperation would pay: pairs below their expectation, with two scores kept apart.

        Args:
            nations: codes, names or group keys (a group stands for its members); every nation by
                default.
            against: a group key.
            technologies: keys, names or source fields; those of joint records by default.
            top: how many rows; all with None.
            on: the day of memberships and needs, before whose year windows end; today by default.
            by: ``likely`` or ``gain``, what ranks the rows.
            runs: how often the evidence is drawn anew to tell how often each row stays; of a list
                by gain at most 200.
            clear: only pairs that are below expectation with at least this probability; 0.8 by
                default, 0 for every candidate.

        Returns:
            ``rows`` (see :class:`comity.opportunities.rows.Opportunity`) and ``frame()``.

        Raises:
            InputError: an unknown nation, group or technology, or no joint records to answer with.
        """
        from comity.opportunities.listing import CLEAR, opportunities

        analysis, day = self.analysis, day_of(on)
        register = analysis.register
        group = register.groups.get(against)
        named = register.nations.codes() if nations is None else names_of(register, nations)
        asked = [n for m in named for n in analysis.members(m, day)]
        codes, members = list(dict.fromkeys(asked)), analysis.members_of(group, day)
        keys = None if technologies is None else technologies_of(register, technologies)
        chosen = (keys, day, top, by, runs)
        least = CLEAR if clear is None else clear
        return opportunities(analysis, codes, members, group.key, *chosen, clear=least)

    def explain(self, found: Opportunity, against: str, on: DayLike = None) -> list[Statement]:
        """What stands behind a row of :meth:`opportunities`, each statement with its sources."""
        from comity.briefs.reasons import statements
        from comity.opportunities.reasons import reasons

        behind = reasons(self.analysis, found, day_of(on))
        return statements(self.analysis.register, behind, day_of(on).isoformat(), against)

    def portfolio(
        self,
        against: str = "NATO",
        budget: int = 10,
        partners: str | Sequence[str] | None = None,
        technologies: str | Sequence[str] | None = None,
        per_partner: int = 3,
        joinable: bool = True,
        on: DayLike = None,
        *,
        without: str | Sequence[str] | None = None,
        maximise: str = "gaps",
        kind: str | None = None,
        clear: float = 0.8,
    ) -> Portfolio:
        """The set of new activities of a group with partners that covers most (docs/portfolio.md).

        Args:
            against: the group whose members take part.
            budget: at most so many activities.
            partners: only with these nations or members of these groups; any outsider by default.
            technologies: only in these, with at least one in each; any, and all fields together,
                by default.
            per_partner: at most so many with one partner.
            joinable: only partners with a status or instrument in force on the day.
            on: the day of memberships, statuses and needs; windows of evidence end before its year.
            without: nations (as partners and as members), groups or technologies to leave out.
            maximise: ``gaps``, ``records`` (of one unit) or ``gain``.
            kind: ``publication``, ``patent`` or ``project``; all by default.
            clear: only pairs that are below expectation with at least this probability; every
                candidate with 0.

        Raises:
            InputError: unknown names, nothing to choose from, or constraints that exclude each
                other, by name.
        """
        from comity.portfolio.ask import answer

        return answer(
            self.analysis, against, day_of(on), budget=budget, per_partner=per_partner,
            partners=partners, technologies=technologies, without=without, joinable=joinable,
            maximise=maximise, kind=known_kind(kind), clear=clear,
        )  # fmt: skip
