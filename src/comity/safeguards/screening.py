"""Organisations against the user's lists: names that are similar, for a named person to judge.

A hit says that a name is similar, nothing of the organisation. No hit is never a clearance. Only
organisations are screened, never persons. Results stay inside the programme: an import contract
keeps them out of briefs and public pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from comity.base.errors import InputError
from comity.safeguards.screening_names import (
    Prepared,
    Vocabulary,
    abbreviations,
    is_abbreviation,
    words,
)

# Measured by benchmarks/screening.py; see docs/screening.md.
THRESHOLD = 0.8
# Beside an equal abbreviation so much of the name must be similar; short ones are many's.
BESIDE_ABBREVIATION = 0.3
OLD_AFTER = 365


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that takes part, by its name and other names.

    Raises:
        InputError: a name has no word.
    """

    name: str
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (self.name, *self.aliases):
            if not words(name):
                raise InputError(f"{name!r} is no name of an organisation; write it in words.")


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list, with the line of the file that it begins on."""

    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ScreeningList:
    """A list as its issuer published it.

    Attributes:
        issuer: who published it.
        title: what it is called.
        date: the day of this edition.
        source: where it was got from.
        entries: its organisations, at least one.

    Raises:
        InputError: a part is empty.
    """

    issuer: str
    title: str
    date: dt.date
    source: str
    entries: tuple[ListEntry, ...]

    def __post_init__(self) -> None:
        for name in ("issuer", "title", "source"):
            if not getattr(self, name).strip():
                raise InputError(f"a screening list has no {name}; state it.")
        if not self.entries:
            raise InputError(f"the list {self.title!r} has no entry; give the list itself.")

    @property
    def called(self) -> str:
        """The list in words: issuer, title and date."""
        return f"{self.issuer}, {self.title}, {self.date}"

    def age(self, on: dt.date) -> int:
        """Days from its date to a day.

        Raises:
            InputError: the list is of a later day.
        """
        if on < self.date:
            raise InputError(f"the list {self.called} is of a day after {on}; take another day.")
        return (on - self.date).days


@dataclass(frozen=True, slots=True)
class Hit:
    """A name similar to an entry, and why it was found so."""

    name: str
    entry: ListEntry
    spelling: str
    listed: str
    similarity: float
    why: str

    @property
    def sentence(self) -> str:
        """What may be said of it, and no more."""
        return (
            f"name similar to an entry on [{self.listed}]; unverified; "
            "not a finding about the organisation"
        )


@dataclass(frozen=True, slots=True)
class Screening:
    """The answer for one organisation: hits, the most similar first, and the lists with ages."""

    organisation: Organisation
    on: dt.date
    hits: tuple[Hit, ...]
    lists: tuple[str, ...]
    old: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is shown: each hit, or that none was found; then lists that are old."""
        none = f"no name similar was found on [{'; '.join(self.lists)}]; this is not a clearance"
        return (*((hit.sentence for hit in self.hits) if self.hits else (none,)), *self.old)


class Screener:
    """Lists made ready, for many organisations.

    Args:
        lists: the user's lists, at least one.
        old_after: days after which a list is said to be old.
        threshold: the similarity from which a name is a hit.
    """

    def __init__(
        self,
        lists: Sequence[ScreeningList],
        old_after: int = OLD_AFTER,
        threshold: float = THRESHOLD,
    ):
        if not lists:
            raise InputError("no list to screen against; give at least one.")
        if old_after < 1:
            raise InputError(f"old after {old_after} days is no age; give a day or more.")
        if not 0 < threshold <= 1:
            raise InputError(f"threshold {threshold} is no similarity; give more than 0 to 1.")
        self._lists = tuple(_Ready(one, threshold) for one in lists)
        self._old_after = old_after

    def screen(self, organisation: Organisation, on: dt.date) -> Screening:
        """Every entry to which a name of the organisation is similar.

        Raises:
            InputError: it is no organisation, or a list is of a day after ``on``.
        """
        # A person's name must not get here by an oversight, whatever the type checker was told.
        if not isinstance(organisation, Organisation):
            raise InputError("only organisations are screened, never persons; give an Organisation")
        hits = [hit for one in self._lists for hit in one.hits(organisation)]
        hits.sort(key=lambda hit: (-hit.similarity, hit.listed, hit.entry.name))
        ages = [(one.given, one.given.age(on)) for one in self._lists]
        return Screening(
            organisation,
            on,
            tuple(hits),
            tuple(f"{given.called}, {age} days old" for given, age in ages),
            tuple(
                f"the list [{given.called}] is {age} days old, more than the "
                f"{self._old_after} set: get its present edition"
                for given, age in ages if age > self._old_after
            ),
        )  # fmt: skip


class _Ready:
    """One list with the words of its entries."""

    def __init__(self, given: ScreeningList, threshold: float):
        self.given = given
        self._threshold = threshold
        self._vocabulary = Vocabulary((one.name, *one.aliases) for one in given.entries)
        self._spellings = [
            [
                (name, self._vocabulary.joined(words(name)))
                for name in (one.name, *one.aliases) if not is_abbreviation(name)
            ]
            for one in given.entries
        ]  # fmt: skip
        self._short = [
            frozenset().union(*(abbreviations(name) for name in (one.name, *one.aliases)))
            for one in given.entries
        ]
        self._with: dict[str, set[int]] = {}
        for at, spellings in enumerate(self._spellings):
            for word in {word for _, held in spellings for word in held} | self._short[at]:
                self._with.setdefault(word, set()).add(at)

    def hits(self, organisation: Organisation) -> list[Hit]:
        """The best hit for each entry, over all names of the organisation."""
        found: dict[int, Hit] = {}
        for name in (organisation.name, *organisation.aliases):
            mine, short = self._vocabulary.prepared(name), abbreviations(name)
            touched = (self._with.get(word, set()) for word in mine.reached | short)
            for at in sorted(set[int]().union(*touched)):
                hit = self._hit(name, mine, short, at)
                if hit and (at not in found or hit.similarity > found[at].similarity):
                    found[at] = hit
        return list(found.values())

    def _hit(self, name: str, mine: Prepared, short: frozenset[str], at: int) -> Hit | None:
        entry, best, spelling, common = self.given.entries[at], 0.0, "", tuple[str, ...]()
        for candidate, theirs in self._spellings[at]:
            value, shared = self._vocabulary.similarity(mine, theirs)
            if value > best:
                best, spelling, common = value, candidate, shared
        if best >= self._threshold:
            why = f"words in common: {', '.join(common)}"
            return Hit(name, entry, spelling, self.given.called, best, why)
        same = sorted(short & self._short[at])
        if same and (best >= BESIDE_ABBREVIATION or is_abbreviation(name)):
            why = f"the same abbreviation: {same[0]}"
            return Hit(name, entry, same[0], self.given.called, self._threshold, why)
        return None
