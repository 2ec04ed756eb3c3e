"""Two nations side by side, and whether every difference inside a framework has a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from comity.reference.own_facts import is_own
from comity.standing.facts import Held
from comity.standing.joinable import PARTNERSHIPS
from comity.standing.later import with_later
from comity.standing.verdicts import Rulebook, Verdict


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

    ``reasons`` are the facts that only one of them holds and that a rule of the activity names;
    without one the difference has no reason on record.
    """

    framework: str
    difference: Difference
    reasons: tuple[Held, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        one, other = self.difference.first, self.difference.second
        return {
            "framework": self.framework, "activity": one.activity.key,
            "nation": one.nation, "answer": one.answer,
            "other": other.nation, "other_answer": other.answer,
            "reason": [
                {"nation": h.nation, "fact": h.key, "from": h.since, "until": h.until,
                 "source": list(h.fact.source)} for h in self.reasons
            ],
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


def unequal(rules: Rulebook, day: dt.date, known: dt.date) -> tuple[Unequal, ...]:
    """Every pair of nations in one framework whose entitlements differ, with the reasons."""
    found = []
    # In each of these partners are offered the same basis (principle of non-discrimination, R4).
    for key in PARTNERSHIPS:
        group = rules.register.groups.get(key)
        own = [
            m.nation for m in rules.register.memberships
            if is_own(m.key) and m.group == group.key and m.status is None and m.holds(day)
        ]  # fmt: skip
        members = sorted({*group.on(day), *own})
        verdicts = {n: rules.verdicts(n, day, known) for n in members}
        for first, second in combinations(members, 2):
            for a, b in zip(verdicts[first], verdicts[second], strict=True):
                if a.answer != b.answer:
                    reasons = tuple(_reasons(rules, a, b))
                    found.append(Unequal(group.key, Difference(a, b), reasons))
    return tuple(found)


def _reasons(rules: Rulebook, a: Verdict, b: Verdict) -> Iterator[Held]:
    """Facts behind either verdict that the other nation does not hold alike."""
    for mine, other in ((a, b), (b, a)):
        theirs = {(r.fact.kind, r.fact.of, r.holds) for r in other.because if r.fact is not None}
        for reason in mine.because:
            fact = reason.fact
            if fact is not None and (fact.kind, fact.of, reason.holds) not in theirs:
                yield fact
