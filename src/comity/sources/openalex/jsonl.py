"""Read gzip JSON lines into batches of columns; every line that cannot be used is counted."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from isal import isal_zlib

from comity.base.errors import InputError
from comity.sources.openalex import options as why
from comity.sources.openalex.columns import Columns, Ints
from comity.sources.openalex.lookups import FIELD, INSTITUTION, WORK, Lookups, number_of
from comity.sources.openalex.options import Options
from comity.sources.openalex.works import (
    EXPECTED,
    NEGATIVE,
    NO_NATION,
    Work,
    abstract,
    decoder,
    read_leniently,
)
from comity.sources.reading import Rejects

# Of the file; unzipped, and the works made of it, larger ones leave the core's cache.
_BLOCK = 1 << 16
_GZIP = 31
BATCH = 25_000
_MOST = 2**31 - 1  # citations that the tables can hold


@dataclass
class Tally:
    """What a file held besides works: rejects with an example, drift, and how much was read."""

    rejects: Rejects = field(default_factory=Rejects)
    drift: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    kept: int = 0


def read_jsonl(path: Path, lookups: Lookups, options: Options, tally: Tally) -> Iterator[Columns]:
    """Batches of a file of JSON lines, gzipped or not.

    Raises:
        InputError: the file cannot be opened.
    """
    reader = decoder(options.text)
    gathered = Gathered(lookups, options, tally, path.name)
    line_number = 0
    for chunk, lines in _chunks(path, tally):
        tally.bytes += len(chunk)
        try:
            works = reader.decode_lines(chunk)
            numbers = _numbers(chunk, line_number, lines, len(works))
        except (msgspec.DecodeError, UnicodeDecodeError):
            works, numbers = _line_by_line(chunk, reader, line_number, path.name, options, tally)
        else:
            tally.rejects.read += len(works)
        line_number += lines
        gathered.add(works, numbers)
        if len(gathered.work) >= BATCH:
            yield gathered.columns()
            gathered = Gathered(lookups, options, tally, path.name, gathered.seen)
    if len(gathered.work):
        yield gathered.columns()
    if not tally.rejects.read:
        tally.rejects.read += 1
        if not tally.rejects.counts:
            tally.rejects.add(why.EMPTY, path.name)


def _chunks(path: Path, tally: Tally) -> Iterator[tuple[memoryview, int]]:
    """Chunks of whole lines and how many; a file cut short gives what can be read of it.

    A line that two blocks share is a chunk of its own, so that nothing else is copied.
    """
    waiting: list[bytes] = []
    for block in _blocks(path, tally):
        end = block.rfind(b"\n") + 1
        if not end:
            waiting.append(block)
            continue
        start = 0
        if waiting:
            start = block.index(b"\n") + 1
            yield memoryview(b"".join([*waiting, block[:start]])), 1
        if start < end:
            yield memoryview(block)[start:end], _lines(block, start)
        waiting = [block[end:]] if end < len(block) else []
    rest = b"".join(waiting)
    if rest.strip():
        yield memoryview(rest), 1


def _lines(block: bytes, start: int) -> int:
    """How many lines end in a block; ``count`` would look at each byte, five times as slow."""
    lines = 0
    while start := block.find(b"\n", start) + 1:
        lines += 1
    return lines


def _blocks(path: Path, tally: Tally) -> Iterator[bytes]:
    """The file's content, unzipped if it is gzip; members of one file follow each other."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_BLOCK)
            if data[:2] != b"\x1f\x8b":
                if path.suffix == ".gz" and data.strip() and data.lstrip()[:1] not in b"{[":
                    tally.rejects.add(why.NO_GZIP, path.name)
                    return
                while data:
                    yield data
                    data = stream.read(_BLOCK)
                return
            member = isal_zlib.decompressobj(wbits=_GZIP)
            while data:
                try:
                    yield member.decompress(data)
                except isal_zlib.error:  # type: ignore[misc] # the stub calls it a function
                    break
                if member.eof:
                    data = member.unused_data.lstrip(b"\0") or stream.read(_BLOCK)
                    if data:
                        member = isal_zlib.decompressobj(wbits=_GZIP)
                    continue
                data = stream.read(_BLOCK)
            if not member.eof:
                tally.rejects.add(why.CUT_SHORT, path.name)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}).") from error


def _line_by_line(
    chunk: memoryview, reader: Any, before: int, name: str, options: Options, tally: Tally
) -> tuple[list[Work], Sequence[int]]:
    """The works of a chunk that holds bad lines, and the lines they stand in."""
    works: list[Work] = []
    numbers: list[int] = []
    for number, line in enumerate(bytes(chunk).split(b"\n"), before + 1):
        if not line.strip():
            continue
        tally.rejects.read += 1
        try:
            found = reader.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            found = read_leniently(line, options.text, tally.drift)
        if found is None:
            tally.rejects.add(why.NOT_JSON, f"{name}, line {number}")
        else:
            works.append(found)
            numbers.append(number)
    return works, numbers


def _numbers(chunk: memoryview, before: int, lines: int, works: int) -> Sequence[int]:
    """The lines that the works of a chunk stand in; empty ones are passed over."""
    if works == lines:
        return range(before + 1, before + 1 + lines)
    split = enumerate(bytes(chunk).split(b"\n"), before + 1)
    return [number for number, line in split if line.strip()]


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
        self.cited.append(min(max(cited, 0), _MOST))
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
