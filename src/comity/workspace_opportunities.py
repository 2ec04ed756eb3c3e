"""What the front door answers about opportunities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.workspace_models import ModelDesk
from comity.workspace_words import DayLike, day_of, names_of, technologies_of

if TYPE_CHECKING:
    from comity.analysis.opportunities import Opportunity, OpportunityTable
    from comity.briefs.register_reasons import Statement


class OpportunityDesk(ModelDesk):
    """The part of a workspace that lists where cooperation would pay, and says why."""

    def opportunities(
        self,
        nations: str | Sequence[str],
        against: str = "NATO",
        technologies: str | Sequence[str] | None = None,
        top: int | None = 20,
        on: DayLike = None,
        *,
        by: str = "likely",
        runs: int = 0,
    ) -> OpportunityTable:
        """Where cooperation would pay: pairs below their expectation, with two scores kept apart.

        Args:
            nations: codes, names or group keys (a group stands for its members).
            against: a group key.
            technologies: keys, names or source fields; those of joint records by default.
            top: how many rows; all with None.
            on: the day of memberships and needs, before whose year windows end; today by default.
            by: ``likely`` or ``gain``, what ranks the rows.
            runs: how often the joint records are drawn anew to tell how often each row stays.

        Returns:
            ``rows`` (see :class:`comity.analysis.opportunities.Opportunity`) and ``frame()``.

        Raises:
            InputError: an unknown nation, group or technology, or no joint records to answer with.
        """
        from comity.analysis.opportunities import opportunities

        analysis, day = self.analysis, day_of(on)
        register = analysis.register
        group = register.groups.get(against)
        asked = [n for m in names_of(register, nations) for n in analysis.members(m, day)]
        codes, members = list(dict.fromkeys(asked)), analysis.members_of(group, day)
        keys = None if technologies is None else technologies_of(register, technologies)
        chosen = (keys, day, top, by, runs)
        return opportunities(analysis, codes, members, group.key, *chosen)

    def explain(self, found: Opportunity, against: str, on: DayLike = None) -> list[Statement]:
        """What stands behind a row of :meth:`opportunities`, each statement with its sources."""
        from comity.analysis.reasons import reasons
        from comity.briefs.reasons import statements

        behind = reasons(self.analysis, found, day_of(on))
        return statements(self.analysis.register, behind, day_of(on).isoformat(), against)
