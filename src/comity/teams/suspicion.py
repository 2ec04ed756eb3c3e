"""What the rules suspect between two identities, and what they lack to tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Protocol

from comity.reference.conflict_rules import ConflictRule, ConflictRules


class Side(Protocol):
    """What rules look at; :class:`comity.teams.conflicts.Identity` is one."""

    @property
    def organisations(self) -> Mapping[str, dt.date | None] | None:
        """Organisations, each with the last day there."""

    @property
    def domains(self) -> frozenset[str] | None:
        """Domains of verified addresses."""

    @property
    def works(self) -> Mapping[str, int | None] | None:
        """Works, each with its year."""


def suspect(
    one: Side, other: Side, rules: ConflictRules, on: dt.date
) -> tuple[list[str], list[str]]:
    """What each rule suspects, and which rules lack what they need, both in words."""
    found: list[str] = []
    lacking: list[str] = []
    for rule in rules.rules:
        mine, theirs = getattr(one, rule.needs), getattr(other, rule.needs)
        if mine is None or theirs is None:
            lacking.append(f"{rule.says}: no {rule.needs} on record of both, so it was not checked")
            continue
        shared = _TESTS[rule.test](mine, theirs, rule, rules, on)
        found += [f"{rule.says}: {what} (rule {rule.key})" for what in sorted(shared)]
    return found, lacking


def _organisation(
    mine: Mapping[str, dt.date | None],
    theirs: Mapping[str, dt.date | None],
    rule: ConflictRule,
    rules: ConflictRules,
    on: dt.date,
) -> set[str]:
    since = _back(on, rule.years or 0)
    return {
        key for key in mine.keys() & theirs.keys()
        if all(last is None or last >= since for last in (mine[key], theirs[key]))
    }  # fmt: skip


def _works(
    mine: Mapping[str, int | None],
    theirs: Mapping[str, int | None],
    rule: ConflictRule,
    rules: ConflictRules,
    on: dt.date,
) -> set[str]:
    first = on.year - (rule.years or 0)
    joint = {key: mine[key] or theirs[key] for key in mine.keys() & theirs.keys()}
    # A joint work without a year may be a recent one.
    return {key for key, year in joint.items() if year is None or year >= first}


def _domain(
    mine: frozenset[str],
    theirs: frozenset[str],
    rule: ConflictRule,
    rules: ConflictRules,
    on: dt.date,
) -> set[str]:
    """Domains that are one, or of which one is a part of the other; providers' tell nothing."""
    return {
        b if f".{a}".endswith(f".{b}") else a
        for a in (x.casefold() for x in mine) for b in (x.casefold() for x in theirs)
        if (f".{a}".endswith(f".{b}") or f".{b}".endswith(f".{a}"))
        and not rules.is_provider(a) and not rules.is_provider(b)
    }  # fmt: skip


def _back(on: dt.date, years: int) -> dt.date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)


_TESTS: dict[str, Callable[..., set[str]]] = {
    "organisation": _organisation, "joint-work": _works, "domain": _domain,
}  # fmt: skip
