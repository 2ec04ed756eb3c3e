"""Where the authors of a batch of nested works are, by institution, nation or raw affiliation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from comity.evidence.engines.arrow import Bools, Rows
from comity.sources.openalex.columns import Ints
from comity.sources.openalex.gathering import Tally
from comity.sources.openalex.lookups import INSTITUTION, Lookups
from comity.sources.openalex.shapes import RAW
from comity.sources.openalex.works import NO_NATION

_INSTITUTIONS = "authorships.institutions"
_COUNTRIES = "authorships.countries"
_RAW = f"authorships.{RAW}"
_NATIONS = 1024
_Placed = tuple[Ints, Ints, Ints]


@dataclass(frozen=True, slots=True)
class Named:
    """Texts of some items: of each its place among ``words``, whose last is None."""

    at: Ints
    words: list[str | None]

    def of(self, rows: Ints) -> list[str | None]:
        """The texts of some of them."""
        return [self.words[at] for at in self.at[rows].tolist()]


def named(rows: Rows, path: str, items: Ints) -> Named:
    """The texts of some items; None for the item −1, and for all where the column is missing."""
    texts = rows.texts(path)
    if texts is None:
        return Named(np.zeros(len(items), dtype=np.int64), [None])
    words = [*texts.words(), None]
    return Named(np.append(texts.at, -1)[items] % len(words), words)


def asked_once(keys: Ints, ask: Callable[[Ints], Iterable[int]]) -> Ints:
    """A whole number for each key; ``ask`` is given the first place of each that there is."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return np.array([*ask(first)], dtype=np.int64)[inverse]


class Authors:
    """The authors of works that are kept, and the affiliations with a nation.

    Attributes:
        work: of each author its work's place.
        author: of each affiliation its author's number.
        nation: its nation, as an index.
        organisation: its institution's number; 0 where there is none.
        defence: 1 where that is a defence body.
    """

    def __init__(self, rows: Rows, lookups: Lookups, tally: Tally, place: Ints):
        """Take rows and the place of each among the works kept, −1 for those left out."""
        self._rows, self._lookups, self._tally = rows, lookups, tally
        offsets = rows.offsets("authorships")
        if offsets is None:
            offsets = np.zeros(rows.size + 1, dtype=np.int64)
        at = np.repeat(place, np.diff(offsets))
        self.work = at[at >= 0]
        # The number of each author of the file among those kept; −1 for the others.
        self._number = np.where(at >= 0, np.cumsum(at >= 0) - 1, -1)
        self._first = int(offsets[0])
        self.author, self.nation, self._item = self._affiliations()
        numbers = rows.texts(f"{_INSTITUTIONS}.id")
        self.organisation = (
            np.zeros(len(self._item), dtype=np.int64) if numbers is None
            else np.append(numbers.numbers(INSTITUTION), 0)[self._item]
        )  # fmt: skip
        self._name = named(rows, f"{_INSTITUTIONS}.display_name", self._item)
        self.defence = self._defence()

    def names(self, rules: Ints) -> dict[int, tuple[str, int]]:
        """Name and nation of the organisations of works with a technology."""
        chosen = (rules[self.work[self.author]] != 0) & (self.organisation > 0)
        last = dict(
            zip(
                self.organisation[chosen].tolist(),
                zip(self._name.at[chosen].tolist(), self.nation[chosen].tolist(), strict=True),
                strict=True,
            )
        )
        words = self._name.words
        return {number: (words[at] or "", nation) for number, (at, nation) in last.items()}

    def _affiliations(self) -> _Placed:
        """Author, nation and item among the institutions, −1 for none, of each affiliation."""
        found = [self._by_code(_INSTITUTIONS, f"{_INSTITUTIONS}.country_code")]
        for more in (self._countries, self._resolved):
            lost = np.ones(len(self.work), dtype=bool)
            for author, _, _ in found:
                lost[author] = False
            if lost.any():
                found.append(more(lost))
        if len(found) == 1:
            return found[0]
        author, nation, item = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order = np.argsort(author, kind="stable")
        return author[order], nation[order], item[order]

    def _by_code(self, path: str, leaf: str, wanted: Bools | None = None) -> _Placed:
        """Affiliations by the codes that a list of each author holds, of all authors or some."""
        codes = self._rows.texts(leaf)
        if codes is None:
            return _nowhere()
        author, items = self._listed(path, wanted)
        known = self._lookups.by_alpha2
        # −1 is a code of no nation.
        nation = codes.spread(lambda code: known.get(code, -1 if code else 0))[items]
        if unknown := int(np.count_nonzero(nation < 0)):
            self._tally.drift[NO_NATION] += unknown
        used = nation > 0
        return author[used], nation[used], items[used]

    def _countries(self, lost: Bools) -> _Placed:
        """Of authors whose institutions have no nation, by the nations named."""
        author, nation, _ = self._by_code(_COUNTRIES, _COUNTRIES, lost)
        return author, nation, np.full(len(author), -1)

    def _resolved(self, lost: Bools) -> _Placed:
        """Of authors of whom no nation is named at all, by their raw affiliations."""
        if self._lookups.resolver is None:
            return _nowhere()
        listed, items = self._listed(_RAW, lost)
        author: list[int] = []
        nation: list[int] = []
        texts = self._rows.strings(_RAW, items)
        for one, text in zip(listed.tolist(), texts, strict=True):
            found = [index for index in self._lookups.resolve([text or ""]) if index]
            author += [one] * len(found)
            nation += found
        return (
            np.array(author, dtype=np.int64), np.array(nation, dtype=np.int64),
            np.full(len(author), -1),
        )  # fmt: skip

    def _listed(self, path: str, wanted: Bools | None) -> tuple[Ints, Ints]:
        """The items in a list of each author, of all authors or some: whose each is, and which."""
        offsets = self._rows.offsets(path)
        if offsets is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        offsets = offsets[self._first : self._first + len(self._number) + 1]
        author = np.repeat(self._number, np.diff(offsets))
        used = author >= 0
        if wanted is not None:
            used[used] = wanted[author[used]]
        return author[used], np.arange(offsets[0], offsets[-1])[used]

    def _defence(self) -> Ints:
        """Whether each affiliation is with a defence body; each institution is asked for once."""
        ror = named(self._rows, f"{_INSTITUTIONS}.ror", self._item)
        flags = np.zeros(len(self._item), dtype=np.int64)

        def asked(chosen: Ints) -> Callable[[Ints], Iterable[int]]:
            def ask(first: Ints) -> Iterable[int]:
                at = chosen[first]
                return map(
                    self._lookups.is_defence, self.organisation[at].tolist(), self._name.of(at),
                    ror.of(at), self.nation[at].tolist(),
                )  # fmt: skip

            return ask

        chosen = np.flatnonzero(self.organisation > 0)
        flags[chosen] = self._lookups.are_defence(self.organisation[chosen], asked(chosen))
        chosen = np.flatnonzero((self.organisation == 0) & (self._item >= 0))
        if len(chosen):
            told = (self._name.at * len(ror.words) + ror.at) * _NATIONS + self.nation
            flags[chosen] = asked_once(told[chosen], asked(chosen))
        return flags


def _nowhere() -> _Placed:
    empty = np.zeros(0, dtype=np.int64)
    return empty, empty, empty
