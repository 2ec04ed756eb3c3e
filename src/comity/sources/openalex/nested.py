"""A batch of works in nested Arrow columns as flat columns, without a step for each work."""

from __future__ import annotations

import msgspec
import numpy as np

from comity.evidence.engines.arrow import Bools, Rows
from comity.sources.openalex import options as why
from comity.sources.openalex.columns import Columns, Ints
from comity.sources.openalex.gathering import Tally
from comity.sources.openalex.lookups import FIELD, WORK, Lookups
from comity.sources.openalex.options import Options
from comity.sources.openalex.placing import Authors, asked_once, named
from comity.sources.openalex.shapes import ABSTRACT
from comity.sources.openalex.works import EXPECTED, NEGATIVE, phrase_rules

_ABSTRACTS = 200  # as Python's own texts at a time


class Nested:
    """Rows of one file, in the shape that is wanted."""

    def __init__(self, rows: Rows, lookups: Lookups, options: Options, tally: Tally, name: str):
        """Take rows; what they leave out and how they drift is counted in ``tally``."""
        self.rows, self.lookups, self.options = rows, lookups, options
        self.tally, self.name = tally, name

    def columns(self, seen: set[int]) -> Columns:
        """The batch; ``seen`` are the works of the file before it."""
        rows = self.rows
        work = rows.numbers("id", WORK)
        year = rows.ints("publication_year")
        kept = np.flatnonzero(self._wanted(work, year, seen))
        # The place of each row among the works kept; −1 for those left out.
        place = np.full(rows.size, -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        self._count(kept)
        cited = rows.ints("cited_by_count")[kept]
        if negative := int(np.count_nonzero(cited < 0)):
            self.tally.drift[NEGATIVE] += negative
        rules = self._topics(place, len(kept))
        titles = self._titles(kept, rules)
        authors = Authors(rows, self.lookups, self.tally, place)
        fund_work, fund_nation = self._funders(place)
        return Columns(
            work=work[kept], year=year[kept], type=self._types(kept),
            field=rows.numbers("primary_topic.field.id", FIELD)[kept],
            cited=np.maximum(cited, 0), rules=rules,
            author_work=authors.work, place_author=authors.author, place_nation=authors.nation,
            place_organisation=authors.organisation, place_defence=authors.defence,
            fund_work=fund_work, fund_nation=fund_nation, titles=titles,
            names=authors.names(rules),
        )  # fmt: skip

    def _wanted(self, work: Ints, year: Ints, seen: set[int]) -> Bools:
        """The rows to count; the others are counted by the first reason that holds."""
        options, rows = self.options, self.rows
        self.tally.rejects.read += rows.size
        reasons = {
            why.NO_ID: work == 0,
            why.NO_YEAR: (year < why.FIRST_YEAR) | (year > why.LAST_YEAR),
            why.RETRACTED: (rows.ints("is_retracted") > 0) & (not options.retracted),
            why.XPAC: (rows.ints("is_xpac") > 0) & (not options.xpac),
            why.OTHER_YEAR: (year < options.first) | (year > options.last),
        }
        if options.types:
            kinds = rows.texts("type")
            reasons[why.OTHER_TYPE] = (
                np.ones(rows.size, dtype=bool) if kinds is None
                else kinds.spread(lambda kind: kind in options.types) == 0
            )  # fmt: skip
        keep = np.ones(rows.size, dtype=bool)
        for reason, holds in reasons.items():
            self._reject(reason, keep & holds)
            keep &= ~holds
        again = np.zeros(rows.size, dtype=bool)
        chosen = np.flatnonzero(keep)
        again[chosen] = _seen_before(work[chosen].tolist(), seen)
        self._reject(why.AGAIN, again)
        return keep & ~again

    def _reject(self, reason: str, rejected: Bools) -> None:
        found = np.flatnonzero(rejected)
        if len(found):
            [work] = self.rows.strings("id", found[:1])
            named = f" ({work})" if work else ""
            example = f"{self.name}, row {self.rows.start + int(found[0])}{named}"
            self.tally.rejects.add(reason, example)
            self.tally.rejects.counts[reason] += len(found) - 1

    def _count(self, kept: Ints) -> None:
        self.tally.kept += len(kept)
        for name in EXPECTED:
            if lacking := int(np.count_nonzero(self.rows.missing(name)[kept])):
                self.tally.drift[f"{name}: missing or null"] += lacking

    def _types(self, kept: Ints) -> Ints:
        kinds = self.rows.texts("type")
        words = [] if kinds is None else kinds.words()
        # The last one is that of works without a type.
        words = [*(word or "unknown" for word in words), "unknown"]
        at = np.full(len(kept), -1) if kinds is None else kinds.at[kept]
        numbers = np.bincount(at % len(words), minlength=len(words)).tolist()
        for word, number in zip(words, numbers, strict=True):
            if number:
                self.tally.types[word] += number
        codes = [self.lookups.types.get(word, 0) for word in words]
        return np.array(codes, dtype=np.int64)[at]

    def _topics(self, place: Ints, size: int) -> Ints:
        rules = np.zeros(size, dtype=np.int64)
        offsets, topics = self.rows.offsets("topics"), self.rows.texts("topics.id")
        if offsets is not None and topics is not None:
            known = self.lookups.topics
            at = np.repeat(place, np.diff(offsets))
            masks = topics.spread(lambda topic: known.get(topic, 0))[offsets[0] : offsets[-1]]
            used = (at >= 0) & (masks != 0)
            np.bitwise_or.at(rules, at[used], masks[used])
        return rules

    def _titles(self, kept: Ints, rules: Ints) -> dict[int, str]:
        """Titles of works with a technology; with phrases asked for, their rules are set here."""
        if self.options.text:
            self._match(kept, rules)
        chosen = np.flatnonzero(rules)
        titles = self.rows.strings("title", kept[chosen])
        return dict(zip(chosen.tolist(), [title or "" for title in titles], strict=True))

    def _match(self, kept: Ints, rules: Ints) -> None:
        """Set the rules whose phrases stand in title or abstract, one step after the other."""
        matcher = self.lookups.matcher
        if matcher is None:
            return
        for start in range(0, len(kept), _ABSTRACTS):
            some = kept[start : start + _ABSTRACTS]
            titles, indices = (self.rows.strings(path, some) for path in ("title", ABSTRACT))
            raws = (msgspec.Raw((index or "null").encode()) for index in indices)
            found = phrase_rules(matcher, titles, raws, self.tally.drift)
            rules[start : start + len(some)] |= np.array(found, dtype=np.int64)

    def _funders(self, place: Ints) -> tuple[Ints, Ints]:
        """Works and nations of defence funders."""
        offsets = self.rows.offsets("funders")
        if offsets is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        at = np.repeat(place, np.diff(offsets))
        items = np.arange(offsets[0], offsets[-1])[at >= 0]
        name, ror = (named(self.rows, f"funders.{part}", items) for part in ("display_name", "ror"))
        nation = asked_once(
            name.at * len(ror.words) + ror.at,
            lambda first: map(self.lookups.funder_nation, name.of(first), ror.of(first)),
        )
        return at[at >= 0][nation > 0], nation[nation > 0]


def _seen_before(works: list[int], seen: set[int]) -> list[bool]:
    """Whether each work was seen before; all of them are seen then."""
    if seen.isdisjoint(works):
        before = len(seen)
        seen.update(works)
        if len(seen) == before + len(works):
            return [False] * len(works)
        seen.difference_update(works)
    again = []
    for work in works:
        again.append(work in seen)
        seen.add(work)
    return again
