"""Rules to verdicts: may a nation take part in an activity on a day, and why (decision 0005)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from comity.base.errors import InputError
from comity.reference.register import Register
from comity.reference.rules import Activity, Rule
from comity.standing.conditions import Outcome, Tester
from comity.standing.facts import Held, Holdings
from comity.standing.lists import Listed, Lists
from comity.standing.sentences import sentence

if TYPE_CHECKING:
    from comity.standing.later import Later

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule, and the fact it was held against; ``fact`` None where none is on record.

    ``vague`` says that the rule's own dates leave open whether it was in force; ``lists`` are those
    on which a "no" rests, beside or in place of a fact.
    """

    rule: Rule
    fact: Held | None
    holds: bool | None
    vague: bool = False
    lists: tuple[Listed, ...] = ()

    @property
    def rests_on(self) -> str:
        """What the link rests on.

        ``fact``, ``list`` (the nation is not on it), ``silence`` (no fact, and no complete list),
        or ``rule`` alone.
        """
        if self.fact is not None:
            return "fact"
        if self.lists:
            return "list"
        return "silence" if self.holds is None and not self.vague else "rule"

    def as_dict(self) -> dict[str, Any]:
        """The link of the chain: its dates are those of the fact, else of the rule."""
        source = self.rule.source if self.fact is None else self.fact.fact.source
        listed = [key for one in self.lists for key in one.source]
        until = self.rule.valid_until.text if self.rule.valid_until else None
        return {
            "rule": self.rule.key,
            "fact": None if self.fact is None else self.fact.key,
            "from": self.rule.valid_from.text if self.fact is None else self.fact.since,
            "until": until if self.fact is None else self.fact.until,
            "source": list(dict.fromkeys([*source, *self.rule.source, *listed])),
            "rests_on": self.rests_on,
            "lists": [one.as_dict() for one in self.lists],
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a nation may take part in an activity on a day, with the reasons.

    ``later`` is what became public only after the day by which facts counted and changes the
    answer; it is looked for by :func:`comity.standing.later.with_later`.
    """

    nation: str
    activity: Activity
    day: dt.date
    answer: Answer
    because: tuple[Reason, ...]
    sentence: str
    later: Later | None = None

    @property
    def reason(self) -> str:
        """The sentence without the repetition of nation, activity and day."""
        _, found, told = self.sentence.partition(", because ")
        return (told if found else self.sentence.partition(": ")[2]).rstrip(".")

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "answer": self.answer,
            "because": [reason.as_dict() for reason in self.because],
            "sentence": self.sentence,
            "later": None if self.later is None else self.later.as_dict(),
        }


class Rulebook:
    """The rules of the register over what nations hold."""

    def __init__(
        self,
        register: Register,
        holdings: Holdings | None = None,
        rules: Sequence[Rule] | None = None,
    ):
        """Take the register; ``holdings`` and ``rules`` stand in for its own in a what-if."""
        self.register = register
        self.holdings = holdings or Holdings(register)
        self._given = rules

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """The rules that decide."""
        return self.register.rules if self._given is None else self._given

    @cached_property
    def _by_activity(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
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

    @cached_property
    def _lists(self) -> Lists:
        return Lists(self.register)

    def about(self, activity: Activity) -> list[Rule]:
        """Every rule of an activity, whenever it is in force."""
        return self._by_activity.get(activity.key, [])

    def rules_of(self, activity: Activity, day: dt.date, known: dt.date) -> list[Rule]:
        """Rules of an activity that may be in force on a day and were public by another."""
        return [rule for rule, _ in self._in_force(activity, day, known)]

    def _in_force(
        self, activity: Activity, day: dt.date, known: dt.date
    ) -> list[tuple[Rule, bool]]:
        """Rules, each with whether it is in force for certain."""
        sources = self.register.sources
        dated = [(rule, rule.holds(day)) for rule in self._by_activity.get(activity.key, [])]
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
        answer, because = self.answer(nation, activity, day, day if known is None else known)
        name = self.register.nations.name(nation)
        return Verdict(
            nation, activity, day, answer, because, sentence(name, activity, day, answer, because)
        )

    def answer(
        self, nation: str, activity: Activity, day: dt.date, known: dt.date
    ) -> tuple[Answer, tuple[Reason, ...]]:
        """The answer and its reasons without the sentence; ``nation`` need be none on record."""
        tester = Tester(self.holdings, nation, day, known)
        in_force = self._in_force(activity, day, known)
        vague = {rule.key for rule, sure in in_force if not sure}
        tested = [(r, _weighed(r, tester.test(r.when), sure)) for r, sure in in_force]
        answer, deciding = decide(tested)
        return answer, tuple(
            reason
            for r, outcome in deciding
            for reason in _reasons(
                r, outcome, r.key in vague, self._lists_of(r, outcome, answer, day, known)
            )
        )

    def _lists_of(
        self, rule: Rule, outcome: Outcome, answer: Answer, day: dt.date, known: dt.date
    ) -> tuple[Listed, ...]:
        """The lists on which a "no" rests: none where a fact that holds shuts."""
        if answer != "no" or (outcome.value and outcome.facts):
            return ()
        return self._lists.of(rule, day, known)

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
        if (r.effect == "may-open" and (o.value is True or (o.value is None and o.facts)))
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


def _reasons(rule: Rule, outcome: Outcome, vague: bool, lists: tuple[Listed, ...]) -> list[Reason]:
    facts: list[Held | None] = [*outcome.facts] or [None]
    return [Reason(rule, fact, outcome.value, vague, lists) for fact in facts]
