"""Technologies: definitions, the official lists that name them, and the rules of their evidence."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from comity.base.errors import InputError, RegisterError
from comity.reference.facts import Fact, load_collection
from comity.reference.nations import normalise

Basis = Literal["direct", "proxy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Fact):
    """An official list's edition that names the technology, with class and horizon if published."""

    list: str
    edition: str
    name: str
    class_: str | None = None
    horizon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRule:
    """Words that a text must hold: any of, all of (``a|b`` are alternatives), none of."""

    id: str
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    language: str = "en"
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRule:
    """Which fields of a source's own scheme stand for the technology, directly or by proxy."""

    scheme: str
    basis: Basis
    fields: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    rules: tuple[PhraseRule, ...] = ()
    version: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology(Fact):
    """One technology of the register."""

    key: str
    name: str
    short: str
    definition: str
    aliases: tuple[str, ...] = ()
    lists: tuple[Listing, ...] = ()
    rules: tuple[EvidenceRule, ...] = ()
    evidence_gaps: str = ""

    def rule(self, scheme: str) -> EvidenceRule | None:
        """The rule for one scheme (``wipo``, ``nsf``, ``h2020`` …), if there is one."""
        return next((rule for rule in self.rules if rule.scheme == scheme), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEdition(Fact):
    """One edition of an official list; ``complete`` says whether all of it was at hand."""

    key: str
    list: str
    edition: str
    title: str
    publisher: str
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk(Fact):
    """How an entry of one list edition became, or did not become, one of another."""

    key: str
    relation: str
    from_list: str | None = None
    from_name: str | None = None
    to_list: str | None = None
    to_name: str | None = None


class Technologies:
    """All technologies by key, in the register's order."""

    def __init__(self, technologies: list[Technology]):
        """Take the technologies as loaded; aliases must be unique."""
        self._technologies = {t.key: t for t in technologies}
        self._spellings: dict[str, str] = {}
        for technology in technologies:
            for text in (technology.key, technology.name, technology.short, *technology.aliases):
                other = self._spellings.setdefault(normalise(text), technology.key)
                if other != technology.key:
                    raise RegisterError(
                        f"technologies.yml: {text!r} names both {other!r} and "
                        f"{technology.key!r}; remove it from one."
                    )

    def __iter__(self) -> Iterator[Technology]:
        """Iterate in the register's order."""
        return iter(self._technologies.values())

    def __contains__(self, key: object) -> bool:
        return key in self._technologies

    def __getitem__(self, key: str) -> Technology:
        return self._technologies[key]

    def codes(self) -> list[str]:
        """The keys in the register's order."""
        return list(self._technologies)

    def resolve(self, text: str) -> str:
        """The key of a technology by key, name or alias; ``all`` and source fields pass through.

        Raises:
            InputError: nothing fits; the message suggests or lists the keys.
        """
        if text == "all" or ":" in text:
            return text
        spelling = normalise(text)
        if spelling in self._spellings:
            return self._spellings[spelling]
        close = difflib.get_close_matches(spelling, self._spellings, n=2, cutoff=0.7)
        keys = list(dict.fromkeys(self._spellings[s] for s in close))
        hint = (
            f"did you mean {' or '.join(keys)}?" if keys else f"choose {', '.join(self.codes())}."
        )
        raise InputError(f"unknown technology {text!r}: {hint}")


def load_technologies(folder: Path) -> Technologies:
    """Read ``technologies.yml``."""
    path = folder / "technologies.yml"
    return Technologies(load_collection(Technology, path, "technologies"))


def load_list_editions(folder: Path) -> list[ListEdition]:
    """Read the official lists of ``technologies.yml``."""
    return load_collection(ListEdition, folder / "technologies.yml", "lists")


def load_crosswalk(folder: Path) -> list[Crosswalk]:
    """Read the edges between list editions of ``technologies.yml``."""
    return load_collection(Crosswalk, folder / "technologies.yml", "crosswalk")
