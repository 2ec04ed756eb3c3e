"""What a test of a case is given, and what it finds: passed, failed or unknown, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from comity.reference.eligibility_rules import Call, EligibilityRule, Parameters, PriorityList
from comity.reference.rules import Condition
from comity.standing.cases import Case, Person

Outcome = Literal["passed", "failed", "unknown"]
Set = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Found:
    """What a test found.

    Attributes:
        outcome: of the test.
        said: what the case says, in words.
        missing: parts of the case that would have to be said.
        fill: words for the braces of the rule's ``change``.
        set: a part of the case and the value that would pass, where it can be computed.
        warning: what is close to failing.
        open: what the register leaves open, in words.
        sources: keys of sources of the facts behind it.
    """

    outcome: Outcome
    said: str
    missing: tuple[str, ...] = ()
    fill: Mapping[str, str] = field(default_factory=dict)
    set: Set | None = None
    warning: str | None = None
    open: str | None = None
    sources: tuple[str, ...] = ()


# Whether a nation meets a condition on a day, and the keys of sources that say so. Without a day:
# False where it does so on no day on which the call was open, else None.
Meets = Callable[[str, dt.date | None, Condition], tuple[bool | None, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a test is given: the case, the rule, the call with its priorities, the register."""

    case: Case
    rule: EligibilityRule
    call: Call
    priorities: PriorityList | None
    meets: Meets

    @property
    def needs(self) -> Parameters:
        """What the rule gives the test."""
        return self.rule.with_

    def people(self) -> tuple[list[Person], list[str]]:
        """The people whom the rule is about, and the roles of which the case says nothing."""
        given = self.case.people
        persons = [one for role in self.needs.who for one in given.get(role, ())]
        # Further directors need no mention.
        silent = [r for r in self.needs.who if r not in given and r != "co_directors"]
        return persons, [f"people.{role}" for role in silent]
