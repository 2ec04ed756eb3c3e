"""Read a cube: which series it holds, and their rows with coverage applied."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from comity.base.errors import EvidenceError
from comity.evidence.engines.duckdb import read_parquet
from comity.evidence.manifest import Series, read_manifest


@dataclass(frozen=True, slots=True)
class Cube:
    """An opened cube: ``series`` by key; rows are read when asked for."""

    folder: Path
    series: dict[str, Series]

    def of(self, key: str) -> Series:
        """The series of that key.

        Raises:
            EvidenceError: the cube has none.
        """
        if key not in self.series:
            raise EvidenceError(
                f"no series {key!r} in {str(self.folder)!r}: see `comity evidence list`."
            )
        return self.series[key]

    def with_table(self, table: str, kind: str | None = None) -> list[Series]:
        """Series that have rows in a table, by key, of one kind if asked."""
        return [
            series
            for _, series in sorted(self.series.items())
            if table in series.tables and (kind is None or series.kind == kind)
        ]

    def rows(
        self,
        table: str,
        series: str,
        technologies: list[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Rows of one series, of some technologies and with some columns if asked."""
        names = [name for name in self.of(series).files if f".{table}." in name]
        paths = [self.folder / name for name in names]
        equal = None if technologies is None else {"technology": technologies}
        return read_parquet(paths, columns, equal)

    def checksum(self) -> str:
        """One short checksum over all files of the cube, for citation."""
        text = "".join(
            f"{name}{sha}" for s in self.series.values() for name, sha in s.files.items()
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_cube(folder: Path) -> Cube:
    """Open a cube.

    Raises:
        EvidenceError: there is none, or its manifest is damaged.
    """
    series = read_manifest(folder)
    if not series:
        raise EvidenceError(
            f"no evidence in {str(folder)!r}: build some with `comity evidence build`."
        )
    return Cube(folder, series)
