"""Programmes, their calls, and the rules that a case is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from comity.base.dates import DateSpan
from comity.reference.facts import Fact
from comity.reference.rules import Basis, Condition

Test = Literal[
    "standing", "distinct", "organisation", "priorities", "count", "stated", "kind", "template",
    "deadline", "duration", "lead-time", "budget", "share", "no-cost",
]  # fmt: skip
Attribute = Literal["national", "resident", "employed", "established"]
Unit = Literal["months", "days", "working days"]
Countable = Literal["end_users", "priorities"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Fact):
    """A programme that one applies to.

    Attributes:
        key: of the framework it is.
        ask: whom to ask where the public record is silent.
        roles: what people of a case may be.
        costs: heads under which a case may list what it asks money for.
        ally_role: what someone of an Ally is in a joint application.
        partner_role: what someone of a partner nation is.
    """

    key: str
    name: str
    ask: str
    roles: tuple[str, ...]
    costs: tuple[str, ...] = ()
    ally_role: str | None = None
    partner_role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of grant: ``framework`` is its key among frameworks."""

    key: str
    name: str
    framework: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Fact):
    """One call of a programme, in force from its first day to its last.

    Attributes:
        programme: key of its programme.
        call: how the programme numbers it, such as ``2024``; its template has the same version.
        kinds: kinds of grant that it offers; none for a programme without kinds.
        closes: the last day to submit, where it is on record.
        priorities: key of the list of priorities valid for it.
    """

    key: str
    programme: str
    call: str
    name: str
    kinds: tuple[Kind, ...] = ()
    closes: DateSpan | None = None
    priorities: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """One priority; ``aliases`` are its parts and other names."""

    number: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityList(Fact):
    """A list of priorities; one not ``complete`` cannot say that a priority is not in it."""

    key: str
    name: str
    complete: bool
    priorities: tuple[Priority, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a test needs; ``eligibility_file.NEEDS`` says which.

    Attributes:
        who: roles of the people it is about.
        must: what of a person must fit.
        of: the condition that a nation must meet on the day of submission.
        one_of: values that are allowed.
        none_of: heads of cost that are not.
        field: the part of the case that is counted or must be stated, or a head of cost.
        least: the smallest value that passes.
        most: the largest.
        warn: below this a pass carries a warning.
        unit: of a duration.
        currency: of a budget, as ISO 4217 writes it.
    """

    who: tuple[str, ...] = ()
    must: tuple[Attribute, ...] = ()
    of: Condition | None = None
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    field: str | None = None
    least: float | None = None
    most: float | None = None
    warn: float | None = None
    unit: Unit | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityRule(Fact):
    """One rule that a case passes or fails.

    Attributes:
        programme: key of the programme.
        calls: the calls it holds for; all of the programme in its time if none is named.
        kinds: the kinds of grant it holds for; all if none is named.
        test: what is done with the case.
        with_: what the test needs.
        basis: as of every rule; one that is unverified never fails a case.
        says: what it asks for, in one clause.
        change: what to change where it fails; names in braces are filled in by the test.
        rule: its number among the rules of the domain.
    """

    key: str
    programme: str
    test: Test
    basis: Basis
    says: str
    change: str
    calls: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    with_: Parameters = Parameters()
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """Everything in ``eligibility.yml``: programmes, lists and calls by key, and the rules."""

    programmes: Mapping[str, Programme]
    lists: Mapping[str, PriorityList]
    calls: Mapping[str, Call]
    rules: tuple[EligibilityRule, ...]

    def facts(self) -> list[Fact]:
        """All its facts."""
        keyed = (self.programmes, self.lists, self.calls)
        return [*(fact for one in keyed for fact in one.values()), *self.rules]

    def calls_of(self, programme: str) -> list[Call]:
        """The calls of a programme, the earliest first."""
        mine = [call for call in self.calls.values() if call.programme == programme]
        return sorted(mine, key=lambda call: (call.valid_from.first, call.key))

    def rules_of(self, call: Call) -> list[EligibilityRule]:
        """The rules that hold for a call, in the order of the file."""
        day = call.valid_from.last
        return [
            rule
            for rule in self.rules
            if rule.programme == call.programme
            and (call.call in rule.calls if rule.calls else rule.holds(day) is not False)
        ]
