"""A concrete case against the rules of a call: each passed, failed or unknown, and what to change.

Which rules there are is data (``eligibility.yml``). An unverified rule never fails a case. The
whole is *not eligible* where a rule fails, *unknown* where one is unknown, else *eligible*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from comity.base.errors import InputError
from comity.reference.eligibility_rules import Call, EligibilityRule, Programme
from comity.reference.facts import Source
from comity.reference.register import Register
from comity.reference.rules import Condition
from comity.standing import amount_checks, people_checks
from comity.standing.asked import Asked, Found, Meets, Outcome
from comity.standing.cases import Case
from comity.standing.conditions import Tester
from comity.standing.facts import Holdings

Answer = Literal["eligible", "not eligible", "unknown"]

TESTS: dict[str, Callable[[Asked], Found]] = {
    "standing": people_checks.standing,
    "distinct": people_checks.distinct,
    "organisation": people_checks.organisation,
    "priorities": people_checks.priorities,
    "count": people_checks.count,
    "stated": people_checks.stated,
    "kind": people_checks.kind,
    "template": people_checks.template,
    "deadline": amount_checks.deadline,
    "duration": amount_checks.duration,
    "lead-time": amount_checks.lead_time,
    "budget": amount_checks.budget,
    "share": amount_checks.share,
    "no-cost": amount_checks.no_cost,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One rule held against a case.

    Attributes:
        rule: the rule.
        outcome: passed, failed or unknown.
        case: what the case says, in words.
        change: what to change, say or ask; None where it passed.
        set: a part of the case and the value with which the rule passes, where one can be computed.
        warning: what is close to failing or was left aside.
        basis: public, inferred or unverified; or that an official source is awaited.
        source: keys of the sources of the rule and of the facts behind the outcome.
        dates: of these sources; of a page without one, the day on which it was read.
    """

    rule: EligibilityRule
    outcome: Outcome
    case: str
    change: str | None
    set: tuple[str, object] | None
    warning: str | None
    basis: str
    source: tuple[str, ...]
    dates: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        until = self.rule.valid_until
        return {
            "rule": self.rule.key,
            "number": self.rule.rule,
            "outcome": self.outcome,
            "says": self.rule.says,
            "case": self.case,
            "change": self.change,
            "set": None if self.set is None else {"field": self.set[0], "value": self.set[1]},
            "warning": self.warning,
            "basis": self.basis,
            "from": self.rule.valid_from.text,
            "until": None if until is None else until.text,
            "source": list(self.source),
            "dates": list(self.dates),
            "note": self.rule.note,
        }


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a case is eligible under a call, and why; ``notes`` say what was not asked."""

    programme: Programme
    call: Call
    answer: Answer
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "answer": self.answer,
            "programme": self.programme.key,
            "call": self.call.call,
            "rows": [row.as_dict() for row in self.rows],
            "notes": list(self.notes),
        }


def find_call(register: Register, programme: str, call: str) -> tuple[Programme, Call]:
    """A programme and a call of it.

    Raises:
        InputError: there is none; the message lists them.
    """
    rules = register.eligibility
    found = rules.programmes.get(programme.strip().casefold())
    if found is None:
        known = ", ".join(rules.programmes)
        raise InputError(f"unknown programme {programme!r}: choose one of {known}.")
    calls = {one.call: one for one in rules.calls_of(found.key)}
    if call.strip() not in calls:
        known = ", ".join(calls)
        raise InputError(f"unknown call {call!r} of {found.key}: choose one of {known}.")
    return found, calls[call.strip()]


def eligible(
    register: Register,
    case: Case,
    programme: Programme,
    call: Call,
    known: dt.date = dt.date.max,
    holdings: Holdings | None = None,
) -> Eligibility:
    """Hold a case against the rules of a call.

    Args:
        register: with the rules, and with who was an Ally or a partner when.
        case: as :func:`comity.standing.read_cases.read_case` reads it.
        programme: as :func:`find_call` finds it.
        call: of the programme.
        known: only facts and rules public by this day count; all by default.
        holdings: the register's, where they were read before.
    """
    offered = {kind.key.casefold(): kind.key for kind in call.kinds}
    if case.kind is not None:
        case = replace(case, kind=offered.get(case.kind.casefold(), case.kind))
    rules = [
        rule
        for rule in register.eligibility.rules_of(call)
        if rule.known(register.sources, known) and (not rule.kinds or case.kind in rule.kinds)
    ]
    meets = meeting(holdings or Holdings(register), known, call)
    valid = register.eligibility.lists.get(call.priorities or "")
    rows = tuple(_row(Asked(case, rule, call, valid, meets), programme, register) for rule in rules)
    notes = [] if call.note is None else [call.note]
    if call.kinds and case.kind not in offered.values():
        notes.append("Rules of single kinds of grant were not asked: say which kind it is.")
    return Eligibility(programme, call, _answer(rows), rows, tuple(notes))


def meeting(holdings: Holdings, known: dt.date, call: Call) -> Meets:
    """Whether nations meet conditions, by what they hold."""
    testers: dict[tuple[str, dt.date], Tester] = {}

    def on(nation: str, day: dt.date, of: Condition) -> tuple[bool | None, tuple[str, ...]]:
        at = nation, day
        if at not in testers:
            testers[at] = Tester(holdings, nation, day, known)
        outcome = testers[at].test(of)
        return outcome.value, tuple(key for held in outcome.facts for key in held.fact.source)

    def meets(
        nation: str, day: dt.date | None, of: Condition
    ) -> tuple[bool | None, tuple[str, ...]]:
        if day is not None:
            return on(nation, day, of)
        found = [on(nation, one, of) for one in _days(holdings.turns(nation, known), call)]
        if any(value is not False for value, _ in found):
            return None, ()
        return False, tuple(key for _, keys in found for key in keys)

    return meets


def _days(turns: Sequence[dt.date], call: Call) -> list[dt.date]:
    """The first day of a call and those of its days on which what a nation holds may change."""
    # Since when a call was open that is only attested is unknown.
    first = dt.date.min if call.attested else call.valid_from.first
    ends = [span.last for span in (call.closes, call.valid_until) if span is not None]
    return [first, *(day for day in turns if first < day <= min(ends, default=dt.date.max))]


def _answer(rows: tuple[Row, ...]) -> Answer:
    outcomes = {row.outcome for row in rows}
    if "failed" in outcomes:
        return "not eligible"
    return "unknown" if "unknown" in outcomes or not rows else "eligible"


def _row(asked: Asked, programme: Programme, register: Register) -> Row:
    rule = asked.rule
    found = TESTS[rule.test](asked)
    unsure = rule.basis == "unverified" and found.outcome == "failed"
    source = tuple(dict.fromkeys((*rule.source, *found.sources)))
    return Row(
        rule=rule,
        outcome="unknown" if unsure else found.outcome,
        case=found.said,
        change=_change(rule, found, programme),
        set=found.set,
        warning=found.warning,
        basis=_basis(rule, register),
        source=source,
        dates=tuple(_date(register.sources[key]) for key in source),
    )


def _date(source: Source) -> str:
    return f"{'read ' if source.date_basis == 'read' else ''}{source.date.text}"


def _basis(rule: EligibilityRule, register: Register) -> str:
    unofficial = all(register.sources[key].tier == "C" for key in rule.source)
    return f"{rule.basis}, awaiting an official source" if unofficial else rule.basis


def _change(rule: EligibilityRule, found: Found, programme: Programme) -> str | None:
    if found.outcome == "failed":
        text = rule.change.format(**found.fill)
        return f"{text} ({programme.ask})" if rule.basis == "unverified" else text
    if found.outcome == "passed":
        return None
    parts = [f"say {', '.join(found.missing)}"] if found.missing else []
    parts += [f"ask {programme.ask}: {found.open}"] if found.open else []
    return "; ".join(parts)
