"""Rules to verdicts: may a nation take part in an activity on a day, and why (decision 0005)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from comity.base.errors import InputError
from comity.reference.register import Register
from comity.reference.rules import Activity, Rule
from comity.standing.conditions import Outcome, Tester
from comity.standing.facts import Held, Holdings

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule, and the fact it was held against; ``fact`` None where none is on record.

    ``vague`` says that the rule's own dates leave open whether it was in force.
    """

    rule: Rule
    fact: Held | None
    holds: bool | None
    vague: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The link of the chain: its dates are those of the fact, else of the rule."""
        source = self.rule.source if self.fact is None else self.fact.fact.source
        until = self.rule.valid_until.text if self.rule.valid_until else None
        return {
            "rule": self.rule.key,
            "fact": None if self.fact is None else self.fact.key,
            "from": self.rule.valid_from.text if self.fact is None else self.fact.since,
            "until": until if self.fact is None else self.fact.until,
            "source": list(dict.fromkeys([*source, *self.rule.source])),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a nation may take part in an activity on a day, with the reasons."""

    nation: str
    activity: Activity
    day: dt.date
    answer: Answer
    because: tuple[Reason, ...]
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "answer": self.answer,
            "because": [reason.as_dict() for reason in self.because],
            "sentence": self.sentence,
        }


class Rulebook:
    """The rules of the register over what nations hold."""

    def __init__(self, register: Register, holdings: Holdings | None = None):
        """Take the register; ``holdings`` stands in for its facts in a what-if."""
        self.register = register
        self.holdings = holdings or Holdings(register)

    @cached_property
    def _rules(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.register.rules:
            for activity in rule.activity:
                found.setdefault(activity, []).append(rule)
        return found

    @cached_property
    def _activities(self) -> dict[str, Activity]:
        found = {}
        for one in self.register.activities:
            for name in (one.key, *one.aliases):
                found[name.casefold()] = one
        return found

    def activity(self, text: str) -> Activity:
        """The activity of that key or other name.

        Raises:
            InputError: there is none; the message lists them.
        """
        found = self._activities.get(text.strip().casefold())
        if found is None:
            known = ", ".join(one.key for one in self.register.activities)
            raise InputError(f"unknown activity {text!r}: choose one of {known}.")
        return found

    def rules_of(self, activity: Activity, day: dt.date, known: dt.date) -> list[Rule]:
        """Rules of an activity that may be in force on a day and were public by another."""
        return [rule for rule, _ in self._in_force(activity, day, known)]

    def _in_force(
        self, activity: Activity, day: dt.date, known: dt.date
    ) -> list[tuple[Rule, bool]]:
        """Rules, each with whether it is in force for certain."""
        sources = self.register.sources
        dated = [(rule, rule.holds(day)) for rule in self._rules.get(activity.key, [])]
        held = [(r, now) for r, now in dated if now is not False and r.known(sources, known)]
        gone = {key for rule, now in held if now for key in rule.supersedes}
        doubtful = {key for rule, now in held if now is None for key in rule.supersedes}
        return [(r, now is True and r.key not in doubtful) for r, now in held if r.key not in gone]

    def verdict(
        self, nation: str, activity: Activity, day: dt.date, known: dt.date | None = None
    ) -> Verdict:
        """Whether a nation may take part in an activity on a day.

        Args:
            nation: its code.
            activity: as :meth:`activity` finds it.
            day: the day asked about.
            known: only facts and rules public by this day count; ``day`` by default.
        """
        public = day if known is None else known
        tester = Tester(self.holdings, nation, day, public)
        in_force = self._in_force(activity, day, public)
        vague = {rule.key for rule, sure in in_force if not sure}
        tested = [(r, _weighed(r, tester.test(r.when), sure)) for r, sure in in_force]
        answer, deciding = decide(tested)
        because = tuple(
            reason for r, outcome in deciding for reason in _reasons(r, outcome, r.key in vague)
        )
        name = self.register.nations.name(nation)
        return Verdict(
            nation, activity, day, answer, because, sentence(name, activity, day, answer, because)
        )

    def verdicts(self, nation: str, day: dt.date, known: dt.date | None = None) -> list[Verdict]:
        """The verdict on every activity that exists on a day, in the order of the register."""
        return [
            self.verdict(nation, one, day, known)
            for one in self.register.activities
            if one.holds(day) is not False
        ]


def decide(tested: Sequence[tuple[Rule, Outcome]]) -> tuple[Answer, list[tuple[Rule, Outcome]]]:
    """The answer and the rules that make it, by the table of decision 0005."""
    sure = [(r, o) for r, o in tested if r.basis != "unverified"]
    shut = [(r, o) for r, o in sure if r.effect == "shuts" and o.value is True]
    lacking = [(r, o) for r, o in sure if r.effect == "requires" and o.value is False]
    if shut or lacking:
        return "no", shut or lacking
    open_questions = [
        (r, o) for r, o in sure if r.effect in ("shuts", "requires") and o.value is None
    ]
    opening = [(r, o) for r, o in sure if r.effect == "opens" and o.value is True]
    # An unverified rule never decides; that it may shut leaves the answer open.
    doubts = [
        (r, o) for r, o in tested
        if r.basis == "unverified" and (
            (r.effect == "shuts" and o.value is not False)
            or (r.effect == "requires" and o.value is not True)
        )
    ]  # fmt: skip
    if opening and not open_questions and not doubts:
        return "yes", opening
    ways = [
        (r, o) for r, o in tested
        if (r.effect == "may-open" and o.value is True)
        or (r.effect == "opens" and o.value is None)
        or (r.effect == "opens" and o.value is True and r.basis == "unverified")
    ]  # fmt: skip
    return "unknown", [*open_questions, *doubts, *ways, *opening]


def _weighed(rule: Rule, outcome: Outcome, in_force: bool) -> Outcome:
    """An outcome that would decide is unknown where the rule may not have been in force."""
    decides = rule.effect != "requires"
    if in_force or outcome.value is not decides:
        return outcome
    return Outcome(None, outcome.facts)


def _reasons(rule: Rule, outcome: Outcome, vague: bool) -> list[Reason]:
    facts: list[Held | None] = [*outcome.facts] or [None]
    return [Reason(rule, fact, outcome.value, vague) for fact in facts]


def sentence(
    name: str, activity: Activity, day: dt.date, answer: Answer, because: Sequence[Reason]
) -> str:
    """The verdict in one sentence, with the facts, their dates and the rules."""
    what = f"{name} {{}} {activity.name} on {day.isoformat()}"
    if answer == "unknown":
        start = f"Unknown whether {what.format('may')}"
        told = _told(because) if because else "the public record is silent"
        return f"{start}: {told}; ask {activity.ask}."
    start = what.format("may" if answer == "yes" else "may not")
    return f"{answer.capitalize()}: {start}, because {_told(because)}."


def _told(because: Sequence[Reason]) -> str:
    parts = []
    for rule in dict.fromkeys(reason.rule.key for reason in because):
        mine = [reason for reason in because if reason.rule.key == rule]
        facts = [_fact(reason) for reason in mine if reason.fact is not None]
        basis = {"public": "", "inferred": " (inferred)", "unverified": " (unverified)"}
        said = f"{mine[0].rule.says}{basis[mine[0].rule.basis]}"
        if mine[0].vague:
            said += f" (dated {mine[0].rule.valid_from.text}: perhaps not in force)"
        if facts:
            parts.append(f"{said} [{'; '.join(facts)}]")
        else:
            lacking = {
                True: "",
                False: " [no such fact on record]",
                None: " [whether it does is not on record]",
            }
            parts.append(f"{said}{lacking[mine[0].holds]}")
    return "; and ".join(parts)


def _fact(reason: Reason) -> str:
    held = reason.fact
    assert held is not None
    word = "by" if held.fact.attested else "since"
    until = f" until {held.until}" if held.until else ""
    by = f", granted by {held.granted_by}" if held.granted_by and held.kind == "status" else ""
    doubt = ""
    if reason.holds is None and not reason.vague:
        unsure = held.fact.status == "unverified"
        doubt = " (not confirmed)" if unsure else " (date too coarse to tell)"
    if held.disputes:
        doubt = " (own facts and the register differ)"
    mine = " (own)" if held.own else ""
    state = " suspended" if held.suspended else ""
    return f"{held.name}{mine}{state} {word} {held.since}{until}{by}{doubt}"
