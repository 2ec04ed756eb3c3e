"""Works gathered one by one into columns, and the tally of what was left out."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np

from comity.sources.openalex import options as why
from comity.sources.openalex.columns import MOST_CITATIONS, Columns, Ints
from comity.sources.openalex.lookups import FIELD, WORK, Lookups, number_of
from comity.sources.openalex.options import Options
from comity.sources.openalex.works import (
    EXPECTED,
    NEGATIVE,
    NO_NATION,
    Authorship,
    Work,
    phrase_rules,
)
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
        rules = [
            self._take(work, rules) for work, rules in zip(kept, self._in_text(kept), strict=True)
        ]
        self.rules.extend(rules)
        titled = zip(range(first, first + len(kept)), kept, rules, strict=True)
        self.titles.update((place, work.title or "") for place, work, held in titled if held)
        self._places(kept, first)
        for place, work in enumerate(kept, first):
            for funder in work.funders or ():
                nation = self.lookups.funder_nation(funder.display_name, funder.ror)
                if nation:
                    self.fund_work.append(place)
                    self.fund_nation.append(nation)

    def _in_text(self, works: list[Work]) -> list[int]:
        """The phrase rules that hold for each work."""
        if self.matcher is None:
            return [0] * len(works)
        abstracts = [work.abstract_inverted_index for work in works]  # type: ignore[attr-defined]
        titles = [work.title for work in works]
        return phrase_rules(self.matcher, titles, abstracts, self.tally.drift)

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

    def _take(self, work: Work, rules: int) -> int:
        """Take a work's own figures in; its rules, those of its topics included."""
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
        return rules

    def _places(self, works: list[Work], first: int) -> None:
        """Take in where the authors of works are; one step after the other for all of them."""
        lookups = self.lookups
        owned = [
            (place, one) for place, work in enumerate(works, first)
            for one in work.authorships or ()
        ]  # fmt: skip
        start = len(self.author_work)
        self.author_work.extend([place for place, _ in owned])
        found = [
            (author, place, one)
            for author, (place, authorship) in enumerate(owned, start)
            for one in authorship.institutions or ()
        ]
        by_alpha2 = lookups.by_alpha2
        nations = [by_alpha2.get(one.country_code or "", 0) for _, _, one in found]
        if 0 in nations:
            self.tally.drift[NO_NATION] += sum(
                1 for nation, (_, _, one) in zip(nations, found, strict=True)
                if not nation and one.country_code
            )  # fmt: skip
            found = [one for one, nation in zip(found, nations, strict=True) if nation]
            nations = [nation for nation in nations if nation]
        numbers = [lookups.institution(one.id) for _, _, one in found]
        rows = [
            (author, nation, number,
             lookups.is_defence(number, one.display_name, one.ror, nation))
            for (author, _, one), nation, number in zip(found, nations, numbers, strict=True)
        ]  # fmt: skip
        rules = self.rules
        for (_, place, one), nation, number in zip(found, nations, numbers, strict=True):
            if rules[place] and number:
                self.names[number] = (one.display_name or "", nation)
        lost = set(range(start, start + len(owned))).difference([row[0] for row in rows])
        if lost:
            rows += [
                (author, nation, 0, 0)
                for author in lost
                for nation in self._elsewhere(owned[author - start][1])
            ]
            rows.sort(key=itemgetter(0))
        for column, values in zip(
            (self.place_author, self.place_nation, self.place_organisation, self.place_defence),
            zip(*rows, strict=True),
            strict=False,
        ):
            column.extend(values)

    def _elsewhere(self, authorship: Authorship) -> list[int]:
        """The nations of an author whose affiliations name no institution with a nation."""
        by_alpha2 = self.lookups.by_alpha2
        nations = [by_alpha2.get(code, 0) for code in authorship.countries or () if code]
        if 0 in nations:
            self.tally.drift[NO_NATION] += nations.count(0)
        if not any(nations):
            nations = self.lookups.resolve(authorship.raw_affiliation_strings)
        return [nation for nation in nations if nation]

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
