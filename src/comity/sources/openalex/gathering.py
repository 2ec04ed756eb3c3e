"""Works gathered one by one into columns, and the tally of what was left out."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from comity.sources.openalex import options as why
from comity.sources.openalex.columns import MOST_CITATIONS, Columns, Ints
from comity.sources.openalex.lookups import FIELD, INSTITUTION, WORK, Lookups, number_of
from comity.sources.openalex.options import Options
from comity.sources.openalex.works import EXPECTED, NEGATIVE, NO_NATION, Work, abstract
from comity.sources.reading import Rejects

BATCH = 25_000  # works


@dataclass
class Tally:
    """What a file held besides works: rejects with an example, drift, and how much was read."""

    rejects: Rejects = field(default_factory=Rejects)
    drift: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    kept: int = 0


class Gathered:
    """Works gathered into growing arrays until they are made into columns."""

    def __init__(
        self,
        lookups: Lookups,
        options: Options,
        tally: Tally,
        name: str,
        seen: set[int] | None = None,
    ):
        """Start an empty batch; ``seen`` are the works of the same file before it."""
        self.lookups, self.options, self.tally, self.name = lookups, options, tally, name
        self.seen: set[int] = set() if seen is None else seen
        self.matcher = lookups.matcher if options.text else None
        self.work, self.year, self.type = array("q"), array("q"), array("q")
        self.field, self.cited, self.rules = array("q"), array("q"), array("q")
        self.author_work = array("q")
        self.place_author, self.place_nation = array("q"), array("q")
        self.place_organisation, self.place_defence = array("q"), array("q")
        self.fund_work, self.fund_nation = array("q"), array("q")
        self.titles: dict[int, str] = {}
        self.names: dict[int, tuple[str, int]] = {}

    def add(self, works: list[Work], numbers: Sequence[int]) -> None:
        """Take works in, which stand in lines; what the options leave out is counted by reason."""
        first, kept = len(self.work), []
        for number, work in zip(numbers, works, strict=True):
            reason = self._unwanted(work)
            if reason:
                named = f" ({work.id})" if work.id else ""
                self.tally.rejects.add(reason, f"{self.name}, line {number}{named}")
            else:
                kept.append(work)
        for place, (work, rules) in enumerate(zip(kept, self._in_text(kept), strict=True), first):
            self._take(work, place, rules)

    def _in_text(self, works: list[Work]) -> list[int]:
        """The phrase rules that hold for each work, one step after the other for all.

        The automaton is large: sought in one go, it stays in the core's cache.
        """
        if self.matcher is None:
            return [0] * len(works)
        match, drift = self.matcher.match, self.tally.drift
        words = [abstract(work.abstract_inverted_index, drift) for work in works]  # type: ignore[attr-defined]
        return [match(work.title or "", text) for work, text in zip(works, words, strict=True)]

    def _unwanted(self, work: Work) -> str:
        options = self.options
        number = number_of(work.id, WORK)
        if not number:
            return why.NO_ID
        year = work.publication_year
        if year is None or not why.FIRST_YEAR <= year <= why.LAST_YEAR:
            return why.NO_YEAR
        if work.is_retracted and not options.retracted:
            return why.RETRACTED
        if work.is_xpac and not options.xpac:
            return why.XPAC
        if not options.first <= year <= options.last:
            return why.OTHER_YEAR
        if options.types and work.type not in options.types:
            return why.OTHER_TYPE
        if number in self.seen:
            return why.AGAIN
        self.seen.add(number)
        self.work.append(number)
        self.year.append(year)
        return ""

    def _take(self, work: Work, place: int, rules: int) -> None:
        lookups, drift = self.lookups, self.tally.drift
        for name in EXPECTED:
            if getattr(work, name) is None:
                drift[f"{name}: missing or null"] += 1
        kind = work.type or "unknown"
        self.tally.types[kind] += 1
        self.tally.kept += 1
        self.type.append(lookups.types.get(kind, 0))
        primary = work.primary_topic
        self.field.append(
            number_of(primary.field.id, FIELD) if primary is not None and primary.field else 0
        )
        cited = work.cited_by_count or 0
        if cited < 0:
            drift[NEGATIVE] += 1
        self.cited.append(min(max(cited, 0), MOST_CITATIONS))
        topics = lookups.topics
        for topic in work.topics or ():
            rules |= topics.get(topic.id or "", 0)
        self.rules.append(rules)
        if rules:
            self.titles[place] = work.title or ""
        self._places(work, place, rules)

    def _places(self, work: Work, place: int, rules: int) -> None:
        by_alpha2 = self.lookups.by_alpha2
        for authorship in work.authorships or ():
            author = len(self.author_work)
            self.author_work.append(place)
            placed = False
            for institution in authorship.institutions or ():
                nation = by_alpha2.get(institution.country_code or "", 0)
                if not nation:
                    if institution.country_code:
                        self.tally.drift[NO_NATION] += 1
                    continue
                placed = True
                number = number_of(institution.id, INSTITUTION)
                self.place_author.append(author)
                self.place_nation.append(nation)
                self.place_organisation.append(number)
                self.place_defence.append(
                    self.lookups.is_defence(
                        number, institution.display_name, institution.ror, nation
                    )
                )
                if rules and number:
                    self.names[number] = (institution.display_name or "", nation)
            if not placed:
                nations = [by_alpha2.get(code, 0) for code in authorship.countries or () if code]
                if 0 in nations:
                    self.tally.drift[NO_NATION] += nations.count(0)
                if not any(nations):
                    nations = self.lookups.resolve(authorship.raw_affiliation_strings)
                self._by_nation([nation for nation in nations if nation], author)
        for funder in work.funders or ():
            nation = self.lookups.funder_nation(funder.display_name, funder.ror)
            if nation:
                self.fund_work.append(place)
                self.fund_nation.append(nation)

    def _by_nation(self, nations: list[int], author: int) -> None:
        """An author whose affiliations name no institution with a nation."""
        for nation in nations:
            self.place_author.append(author)
            self.place_nation.append(nation)
            self.place_organisation.append(0)
            self.place_defence.append(0)

    def columns(self) -> Columns:
        """The batch as columns."""

        def ints(values: array[int]) -> Ints:
            return np.frombuffer(values, dtype=np.int64) if values else np.zeros(0, np.int64)

        return Columns(
            work=ints(self.work), year=ints(self.year), type=ints(self.type),
            field=ints(self.field), cited=ints(self.cited), rules=ints(self.rules),
            author_work=ints(self.author_work), place_author=ints(self.place_author),
            place_nation=ints(self.place_nation),
            place_organisation=ints(self.place_organisation),
            place_defence=ints(self.place_defence), fund_work=ints(self.fund_work),
            fund_nation=ints(self.fund_nation), titles=self.titles, names=self.names,
        )  # fmt: skip
