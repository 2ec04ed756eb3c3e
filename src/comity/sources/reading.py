"""What every reader of third-party files needs: rows, field keys, counted rejects."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from comity.base.errors import InputError
from comity.evidence.manifest import Reject


def csv_rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, gzipped or not, that must have these columns.

    Raises:
        InputError: the file cannot be read or a column is missing.
    """
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8", newline="")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8", newline="")
        ) as stream:
            # A row cut short has empty cells, which its reader counts as a reject.
            reader = csv.DictReader(stream, restval="")
            for column in columns:
                if column not in (reader.fieldnames or []):
                    raise InputError(f"{path.name}: column {column!r} is missing; is it the file?")
            yield from reader
    except (OSError, EOFError, UnicodeDecodeError, zlib.error, csv.Error) as error:
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
        self.examples.setdefault(reason, example[:80])

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
