"""Read Parquet files of works into batches of columns; what cannot be read is counted."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from comity.base.errors import InputError
from comity.evidence.engines.arrow import Rows
from comity.sources.openalex import options as why
from comity.sources.openalex.columns import Columns
from comity.sources.openalex.gathering import BATCH, Gathered, Tally
from comity.sources.openalex.lookups import Lookups
from comity.sources.openalex.nested import Nested
from comity.sources.openalex.options import Options
from comity.sources.openalex.shapes import ABSTRACT, Works, opened
from comity.sources.openalex.works import Work, decoder, read_leniently

_RECORDS = 500  # as Python's own objects at a time


def read_parquet_works(
    path: Path, lookups: Lookups, options: Options, tally: Tally
) -> Iterator[Columns]:
    """Batches of a Parquet file in the schema of works, up to where it is damaged.

    Raises:
        InputError: the file cannot be opened.
    """
    works, reason = opened(path, options)
    if works is None:
        tally.rejects.read += 1
        tally.rejects.add(reason, path.name)
        return
    tally.bytes += path.stat().st_size
    yield from _Reader(works, lookups, options, tally).batches()


class _Reader:
    """One file being read."""

    def __init__(self, works: Works, lookups: Lookups, options: Options, tally: Tally):
        self.works, self.lookups, self.options, self.tally = works, lookups, options, tally
        self.name = works.file.path.name
        self.seen: set[int] = set()

    def batches(self) -> Iterator[Columns]:
        """Batches up to the first that cannot be read, which is counted as one reject."""
        works, tally = self.works, self.tally
        found = works.file.batches(works.leaves, works.repeating, BATCH)
        row = 0
        while True:
            before = copy.deepcopy(tally)
            try:
                rows = next(found, None)
                if rows is None:
                    return
                columns = self._columns(rows)
            except InputError:
                vars(tally).update(vars(before))
                tally.rejects.read += 1
                tally.rejects.add(why.DAMAGED, f"{self.name}, row {row}")
                return
            row += rows.size
            if len(columns.work):
                yield columns

    def _columns(self, rows: Rows) -> Columns:
        if self.works.plain and not rows.gaps():
            nested = Nested(rows, self.lookups, self.options, self.tally, self.name)
            return nested.columns(self.seen)
        return self._row_by_row(rows)

    def _row_by_row(self, rows: Rows) -> Columns:
        """Rows of another shape, each read as if it were a line of JSON."""
        gathered = Gathered(self.lookups, self.options, self.tally, self.name, self.seen)
        reader = decoder(self.options.text)
        for start in range(0, rows.size, _RECORDS):
            works = [self._work(record, reader) for record in rows.records(start, _RECORDS)]
            self.tally.rejects.read += len(works)
            gathered.add(works, range(rows.start + start, rows.start + start + len(works)))
        return gathered.columns()

    def _work(self, record: dict[str, Any], reader: Any) -> Work:
        for name in self.works.texts:
            found = _parsed(record[name])
            if isinstance(found, dict | list):
                record[name] = found
                self.tally.drift[f"{name}: JSON in a text"] += 1
        if ABSTRACT in record:
            record[ABSTRACT] = _parsed(record[ABSTRACT])
        line = msgspec.json.encode(record, enc_hook=str)
        try:
            work: Work = reader.decode(line)
        except msgspec.DecodeError:
            # A row is always an object.
            work = read_leniently(line, self.options.text, self.tally.drift) or Work()
        return work


def _parsed(text: Any) -> Any:
    """What a text holds if it is JSON, else the text itself."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError):
        return text
