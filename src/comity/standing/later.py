"""What became public only after the day by which facts count, and what it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from comity.reference.facts import Fact
from comity.standing.sentences import sentence

if TYPE_CHECKING:
    from comity.standing.verdicts import Answer, Reason, Rulebook, Verdict


@dataclass(frozen=True, slots=True)
class Later:
    """The answer for the same day by facts and rules that became public later.

    Attributes:
        by: only what was public by this day counted in the answer that was given.
        answer: the answer for the day asked about by all that is public now.
        since: the first day from which what was public gives that answer.
        read: that day is only the one on which a page without a date was read.
        because: the reasons that were known on that day.
    """

    by: dt.date
    answer: Answer
    since: dt.date
    read: bool
    because: tuple[Reason, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON; ``known`` is the day to ask again with."""
        return {
            "answer": self.answer, "known": self.since.isoformat(),
            "basis": "read" if self.read else "published",
            "because": [reason.as_dict() for reason in self.because],
        }  # fmt: skip


def with_later(rules: Rulebook, verdict: Verdict, known: dt.date, horizon: dt.date) -> Verdict:
    """A verdict that tells what became public after the day by which facts counted.

    Args:
        rules: that gave the verdict.
        verdict: from facts and rules public by ``known``.
        known: the day by which they had to be public.
        horizon: the last day whose publications are told, as a rule today.

    Returns:
        The verdict itself where nothing published later changes its answer.
    """
    if known >= horizon:
        return verdict
    nation, activity, day = verdict.nation, verdict.activity, verdict.day
    found = rules.verdict(nation, activity, day, horizon)
    if found.answer == verdict.answer:
        return verdict
    dated = [one for one in _published(rules, verdict) if known < one[0] <= horizon]
    since = horizon
    for at in sorted({at for at, _ in dated}, reverse=True):
        one = rules.verdict(nation, activity, day, at)
        if one.answer != found.answer:
            break
        since, found = at, one
    read = [read for at, read in dated if at == since]
    later = Later(known, found.answer, since, bool(read) and all(read), found.because)
    name = rules.register.nations.name(nation)
    told = sentence(name, activity, day, verdict.answer, verdict.because, later)
    return replace(verdict, later=later, sentence=told)


def published(fact: Fact, rules: Rulebook) -> tuple[dt.date, bool]:
    """The first day on which a fact was public, and whether its page was only read then."""
    if fact.announced is not None:
        return fact.announced.first, False
    sources = [rules.register.sources[key] for key in fact.source]
    first = min(sources, key=lambda one: (one.date.first, one.date_basis == "read"))
    return first.date.first, first.date_basis == "read"


def _published(rules: Rulebook, verdict: Verdict) -> Iterator[tuple[dt.date, bool]]:
    """Days on which what bears on a verdict became public."""
    wanted: set[str] = set()
    for rule in rules.about(verdict.activity):
        if rule.holds(verdict.day) is not False:
            yield published(rule, rules)
            for leaf in rule.when.leaves():
                wanted.update(key.casefold() for key in (*leaf.group, *leaf.suspended))
                wanted.update((*leaf.status, *leaf.instrument))
                for key in leaf.status:
                    about = rules.holdings.framework(key)
                    if about is not None and about.complete_from is not None:
                        yield about.complete_from.last, False
    for held in rules.holdings.of(verdict.nation, dt.date.max):
        # An instrument of another kind may take the place of one that a rule names.
        if held.kind == "instrument" or held.of in wanted or held.of.casefold() in wanted:
            yield published(held.fact, rules)
