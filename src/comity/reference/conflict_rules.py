"""Read ``conflict_rules.yml``: when a conflict of interest is suspected, with provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from comity.base.errors import RegisterError
from comity.reference.facts import Fact, Source, check_sources, collect
from comity.reference.yaml_lines import read_yaml

FILE = "conflict_rules.yml"
# Which part of an identity each test looks at.
NEEDS = {"organisation": "organisations", "joint-work": "works", "domain": "domains"}
# Tests that count back a number of years.
_DATED = ("organisation", "joint-work")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRule(Fact):
    """One rule: what it tests, over how many years back, and what it says in words."""

    key: str
    test: Literal["organisation", "joint-work", "domain"]
    says: str
    years: int | None = None

    @property
    def needs(self) -> str:
        """The part of an identity that it looks at."""
        return NEEDS[self.test]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressProvider(Fact):
    """A domain under which anybody gets an address, so that sharing it tells nothing."""

    key: str


@dataclass(frozen=True, slots=True)
class ConflictRules:
    """All rules, and the domains of providers of addresses."""

    rules: tuple[ConflictRule, ...]
    providers: frozenset[str]

    def is_provider(self, domain: str) -> bool:
        """Whether a domain, in small letters, is that of a provider of addresses."""
        return domain in self.providers


def load_conflict_rules(folder: Path, sources: Mapping[str, Source]) -> ConflictRules:
    """Read the rules of the register's folder.

    Raises:
        RegisterError: names file and line.
    """
    content = read_yaml(folder / FILE)
    rules = collect(ConflictRule, content, "rules", FILE)
    providers = collect(AddressProvider, content, "address_providers", FILE)
    check_sources([*rules, *providers], sources, FILE)
    for rule in rules:
        if (rule.test in _DATED) != (rule.years is not None):
            wrong = "needs 'years'; add it" if rule.test in _DATED else "takes no 'years'"
            raise RegisterError(f"{rule.read_at}: the test {rule.test!r} {wrong}.")
        if rule.years is not None and rule.years < 0:
            raise RegisterError(f"{rule.read_at}: years: {rule.years} is less than none.")
    return ConflictRules(tuple(rules), frozenset(one.key.casefold() for one in providers))
