"""Two nations side by side, and whether every difference inside a framework has a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from comity.reference.groups import Group
from comity.reference.own_facts import is_own
from comity.reference.rules import Rule
from comity.standing.conditions import Tester
from comity.standing.facts import Held
from comity.standing.joinable import PARTNERSHIPS
from comity.standing.later import with_later
from comity.standing.verdicts import Answer, Rulebook, Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """One activity on which two nations' verdicts differ, or not."""

    first: Verdict
    second: Verdict

    @property
    def same(self) -> bool:
        """Whether both have the same answer."""
        return self.first.answer == self.second.answer

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "activity": self.first.activity.key, "same": self.same,
            self.first.nation: self.first.as_dict(), self.second.nation: self.second.as_dict(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unequal:
    """Two nations of one framework with different answers on an activity.

    Where both answers are the same, they differ by what became public only later.

    Attributes:
        framework: key of the group.
        difference: the two verdicts, each with what became public later.
        reasons: facts of either that weigh differently in a rule of the activity.
        rules: rules that name one of the two by itself, each with the nation named.
        confirmed: whether a rule that is public or inferred makes the difference; else it rests on
            one that nobody confirmed, or on no reason on record.
    """

    framework: str
    difference: Difference
    reasons: tuple[Held, ...]
    rules: tuple[tuple[str, Rule], ...]
    confirmed: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        one, other = self.difference.first, self.difference.second
        return {
            "framework": self.framework, "activity": one.activity.key,
            "same": self.difference.same,
            "nation": one.nation, "answer": one.answer,
            "other": other.nation, "other_answer": other.answer,
            "reason": [
                *({"nation": h.nation, "rule": None, "fact": h.key, "from": h.since,
                   "until": h.until, "source": list(h.fact.source)} for h in self.reasons),
                *({"nation": nation, "rule": rule.key, "fact": None, "from": rule.valid_from.text,
                   "until": rule.valid_until.text if rule.valid_until else None,
                   "source": list(rule.source)} for nation, rule in self.rules),
            ],
            "confirmed": self.confirmed,
            "later": None if one.later is None else one.later.as_dict(),
            "other_later": None if other.later is None else other.later.as_dict(),
        }  # fmt: skip


def compare(
    rules: Rulebook,
    first: str,
    second: str,
    day: dt.date,
    known: dt.date,
    horizon: dt.date | None = None,
) -> tuple[Difference, ...]:
    """The verdicts of two nations on every activity, those that differ first.

    What became public after ``known`` is told up to ``horizon``; nothing of it by default.
    """
    told = known if horizon is None else horizon
    one, other = (
        [with_later(rules, v, known, told) for v in rules.verdicts(nation, day, known)]
        for nation in (first, second)
    )
    pairs = zip(one, other, strict=True)
    return tuple(sorted((Difference(a, b) for a, b in pairs), key=lambda one: one.same))


def unequal(
    rules: Rulebook, day: dt.date, known: dt.date, horizon: dt.date | None = None
) -> tuple[Unequal, ...]:
    """Every pair of nations in one framework whose entitlements differ, with the reasons.

    What became public after ``known`` is told up to ``horizon``, nothing of it by default; pairs
    that differ only by that come last.
    """
    told = known if horizon is None else horizon
    found = []
    # In each of these partners are offered the same basis (principle of non-discrimination, R4).
    for key in PARTNERSHIPS:
        group = rules.register.groups.get(key)
        verdicts = {
            n: [with_later(rules, v, known, told) for v in rules.verdicts(n, day, known)]
            for n in _members(rules, group, day)
        }
        for first, second in combinations(sorted(verdicts), 2):
            for a, b in zip(verdicts[first], verdicts[second], strict=True):
                if a.answer != b.answer:
                    found.append(_unequal(rules, group.key, Difference(a, b), known))
                elif _by_all(a) != _by_all(b):
                    found.append(_unequal(rules, group.key, Difference(a, b), told))
    return tuple(sorted(found, key=lambda one: one.difference.same))


def _members(rules: Rulebook, group: Group, day: dt.date) -> set[str]:
    """Nations of a group on a day that are not suspended, own ones among them."""
    own = {
        m.nation for m in rules.register.memberships
        if is_own(m.key) and m.group == group.key and m.status is None and m.holds(day)
    }  # fmt: skip
    return {*group.on(day), *own}


def _by_all(verdict: Verdict) -> Answer:
    """The answer by all that is public now."""
    return verdict.answer if verdict.later is None else verdict.later.answer


def _unequal(rules: Rulebook, framework: str, between: Difference, known: dt.date) -> Unequal:
    """A difference with its reasons: what weighs differently in the rules behind either answer.

    A rule that weighs alike for both accounts for nothing, whichever facts it rests on.
    """
    a, b = between.first, between.second
    behind = {
        r.rule.key for v in (a, b) for r in (*v.because, *(v.later.because if v.later else ()))
    }
    testers = [Tester(rules.holdings, v.nation, v.day, known) for v in (a, b)]
    facts: dict[str, Held] = {}
    named: list[tuple[str, Rule]] = []
    confirmed = False
    for rule in rules.rules_of(a.activity, a.day, known):
        found = [tester.test(rule.when) for tester in testers]
        if rule.key not in behind or found[0].value == found[1].value:
            continue
        confirmed = confirmed or rule.basis != "unverified"
        facts |= {held.key: held for outcome in found for held in outcome.facts}
        listed = {code for leaf in rule.when.leaves() for code in leaf.nation}
        named += [(n, rule) for n in (a.nation, b.nation) if n in listed]
    return Unequal(framework, between, tuple(facts.values()), tuple(named), confirmed)
