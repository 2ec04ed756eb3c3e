"""Who may see what of a plan: by ``comity.safeguards`` alone, without tables and without a filter.

Tokens are derived here anew, from the plan and from standing, not by the programme's viewer.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from comity.safeguards.access import Holder, may_read
from comity.safeguards.labels import Level
from comity.workspace import Workspace


class Seeing:
    """The rule on plans, with standing on one day."""

    def __init__(self, workspace: Workspace, day: dt.date):
        """Take standing and the day."""
        self.ceiling = Level.PUBLIC
        self._in_force = cache(lambda nation: workspace.in_force(nation, on=day))
        self._unclassified = cache(
            lambda nation: workspace.may(nation, "nato-unclassified", on=day).answer == "yes"
        )
        self._day = day

    def tokens(self, plan: Any, person: str) -> frozenset[str]:
        """What a person of a plan holds."""
        nation = plan.nations[person]
        found = {"ALL", "role:signed-in", f"nation:{nation}", f"person:{plan.id(person)}"}
        found |= {f"{kind}:{key}" for kind, key in self._in_force(nation)}
        for held in plan.roles[person]:
            begun = held["since"] <= self._day
            if begun and (held["until"] is None or held["until"] >= self._day):
                found |= self._of_role(plan, held)
        return frozenset(found)

    def _of_role(self, plan: Any, held: dict[str, Any]) -> set[str]:
        if held["role"] == "administrator":
            return set()
        found = {f"role:{held['role']}"}
        for scope in (held["nation"], held["body"]):
            if scope:
                found.add(f"role:{held['role']}-{scope.lower()}")
        if held["body"]:
            found.add(f"body:{held['body']}")
        if held["activity"]:
            found.add(f"activity:{plan.id(held['activity'])}")
        return found

    def holder(self, plan: Any, person: str) -> Holder:
        """The holder of a person of a plan."""
        unclassified = self.ceiling >= Level.NATO_UNCLASSIFIED and self._unclassified(
            plan.nations[person]
        )
        level = Level.NATO_UNCLASSIFIED if unclassified else Level.PUBLIC
        return Holder(level, self.tokens(plan, person))

    def sees(self, plan: Any, person: str, name: str) -> bool:
        """Whether a person sees that a row is there: its own label and all that it hangs on."""
        holder = self.holder(plan, person)
        return self._sees(plan, holder, name)

    def _sees(self, plan: Any, holder: Holder, name: str) -> bool:
        return may_read(holder, plan.labels[name][1]) and all(
            self._sees(plan, holder, one) for one in plan.above[name]
        )
