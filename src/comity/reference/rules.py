"""Activities that a nation may ask to take part in, and the rules that open or shut them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from comity.reference.facts import Fact

Effect = Literal["opens", "shuts", "requires", "may-open"]
Basis = Literal["public", "inferred", "unverified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One test of what a nation holds, or several of them; exactly one field is given.

    ``status`` and ``instrument`` are keys of frameworks, ``group`` and ``suspended`` of groups,
    ``nation`` codes; several in one field mean any of them. ``always`` holds for every nation, as
    where a programme has ended.
    """

    status: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    nation: tuple[str, ...] = ()
    always: bool = False
    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()
    not_: Condition | None = None

    def given(self) -> list[str]:
        """Names of the fields that are given."""
        return [one.name for one in fields(self) if getattr(self, one.name)]

    def leaves(self) -> list[Condition]:
        """The single tests of the condition."""
        inner = [*self.any, *self.all, *([self.not_] if self.not_ else [])]
        return [leaf for one in inner for leaf in one.leaves()] if inner else [self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Fact):
    """Something that a nation may take part in or use.

    Attributes:
        key: as asked for.
        name: in a sentence after "may", such as "take part in sessions of the Board".
        kind: what sort of activity.
        programme: key of the framework it belongs to.
        body: who decides on it.
        ask: whom to ask where the public record is silent.
    """

    key: str
    name: str
    kind: Literal["body", "programme", "grant", "instrument", "initiative", "panel", "data"]
    definition: str
    ask: str
    programme: str | None = None
    body: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Fact):
    """What opens or shuts activities (decision 0005).

    Attributes:
        key: of the rule.
        activity: keys of the activities it is about.
        effect: what follows where the condition holds.
        when: the condition.
        basis: whether the public record says it, it is inferred, or nobody confirmed it.
        says: a clause for the sentence, such as "enhanced partners take part in the Board".
        rule: its number among the rules of the domain, such as R3.
        supersedes: keys of rules that it takes the place of from its first day.
    """

    key: str
    activity: tuple[str, ...]
    effect: Effect
    when: Condition
    basis: Basis
    says: str
    rule: str | None = None
    supersedes: tuple[str, ...] = ()
