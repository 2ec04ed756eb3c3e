"""What every reader of third-party files needs: rows, field keys, counted rejects."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from comity.base.errors import InputError
from comity.evidence.manifest import Reject

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'"}
# Of an example: a file's name may have 255 letters, and its line comes after it.
_LONGEST = 300
UNREADABLE = (OSError, EOFError, UnicodeDecodeError, zlib.error, csv.Error)


def open_text(path: Path) -> TextIO:
    """Open a text file, gzipped or not, to read.

    Raises:
        InputError: it is empty, a zip archive or a workbook.
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    if not start:
        raise InputError(f"{path.name}: is empty; check the file.")
    if start == _ZIP and path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        raise InputError(f"{path.name}: is a workbook: save its sheet as CSV.")
    if start == _ZIP:
        raise InputError(f"{path.name}: is a zip archive: unpack it.")
    # Programs that write for spreadsheets put a mark before the first letter; it is no text.
    if path.suffix == ".gz" or start.startswith(_GZIP):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def require_columns(path: Path, header: Sequence[str], columns: Iterable[str], do: str) -> None:
    """Refuse a header that lacks a column, saying so if it is empty or separated otherwise.

    Raises:
        InputError: with what to ``do`` about a missing column.
    """
    if not any(name.strip() for name in header):
        raise InputError(f"{path.name}: is empty; check the file.")
    for column in columns:
        if column not in header:
            for separator, named in _SEPARATORS.items():
                if len(header) == 1 and separator in header[0]:
                    raise InputError(
                        f"{path.name}: looks separated by {named}: save it with commas."
                    )
            raise InputError(f"{path.name}: column {column!r} is missing; {do}")


def csv_rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, gzipped or not, that must have these columns.

    Raises:
        InputError: the file cannot be read or a column is missing.
    """
    try:
        with open_text(path) as stream:
            # A row cut short has empty cells, which its reader counts as a reject.
            reader = csv.DictReader(stream, restval="")
            require_columns(path, reader.fieldnames or [], columns, "is it the file?")
            yield from reader
    except UNREADABLE as error:
        raise InputError(f"{path.name}: cannot be read ({error}); check the file.") from error


def field_key(scheme: str, text: str) -> str:
    """The cube's key for a source's own field: ``wipo:computer-technology``."""
    return f"{scheme}:{re.sub(r'[^0-9A-Za-z]+', '-', text).strip('-')}"


@dataclass
class Rejects:
    """Counts rows that cannot be used, by reason, with the first example of each."""

    read: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, example: str) -> None:
        """Count one row that cannot be used."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        self.examples.setdefault(reason, example[:_LONGEST])

    def listed(self) -> tuple[Reject, ...]:
        """The rejects for the manifest, in the order of their reasons."""
        return tuple(Reject(r, n, self.examples[r]) for r, n in sorted(self.counts.items()))

    def refuse_above(self, share: float, file: str) -> None:
        """Stop where more than the declared share of rows cannot be used.

        Raises:
            InputError: names the most frequent reason.
        """
        total = sum(self.counts.values())
        if self.read and total > share * self.read:
            reason = max(self.counts, key=lambda r: self.counts[r])
            raise InputError(
                f"{file}: {total} of {self.read} rows cannot be used (mostly: {reason}, e.g. "
                f"{self.examples[reason]!r}), above the {share:.1%} this source allows."
            )
