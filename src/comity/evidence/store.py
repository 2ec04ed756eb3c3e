"""Read a cube: which series it holds, and their rows with coverage applied."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from comity.base.errors import EvidenceError
from comity.evidence.engines.duckdb import (
    Bounds,
    find_texts,
    read_columns,
    read_parquet,
    read_works,
)
from comity.evidence.manifest import Series, read_series

if TYPE_CHECKING:
    import pandas as pd


# Rows, and whether everything was looked at.
Found = tuple[list[tuple[Any, ...]], bool]


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
        return read_parquet(self._files(table, series), columns, _equal(technologies))

    def columns(
        self,
        table: str,
        series: str,
        technologies: list[str] | None = None,
        columns: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
    ) -> dict[str, npt.NDArray[Any]]:
        """The same as one array a column: an unknown number is nan, an unknown text None.

        ``years`` leaves out rows that are not wholly within these.
        """
        return read_columns(self._files(table, series), columns, _equal(technologies), years)

    def _files(self, table: str, series: str) -> list[Path]:
        return [self.folder / name for name in self.of(series).files if f".{table}." in name]

    def keeps_works(self, series: str) -> list[str]:
        """The technologies whose works a series keeps; none where it was not built from works."""
        names = [name for name in self.of(series).files if name.startswith(f"{series}.works.")]
        return sorted(name.split(".")[2] for name in names)

    def has_works(self, series: str, technology: str) -> bool:
        """Whether the works behind a technology's numbers were kept."""
        return self._works_file(series, technology) is not None

    def works(
        self,
        series: str,
        technology: str,
        nations: Sequence[str],
        first: int,
        last: int,
        limit: int | None = None,
        organisation: str | None = None,
        work: str | None = None,
    ) -> tuple[pd.DataFrame, int]:
        """The works behind a cell: those with all of the nations, most cited first, and how many.

        ``organisation`` keeps the works of one, by its identifier; ``work`` one work.

        Raises:
            EvidenceError: the series keeps no works of that technology.
        """
        name = self._works_file(series, technology)
        if name is None:
            raise EvidenceError(
                f"series {series!r} keeps no works of {technology!r}: build it from works."
            )
        if organisation is not None:
            # Works name organisations without the scheme.
            organisation = organisation.rpartition(":")[2]
        return read_works(self.folder / name, nations, first, last, limit, organisation, work)

    def organisations_called(self, words: Sequence[str], bounds: Bounds) -> Found:
        """Organisations whose name holds all words: identifier, name, nation; no order.

        Returns:
            The rows, those with most credit anywhere first, and whether all were looked at.
        """
        files = [
            path for s in self.with_table("organisations")
            for path in self._files("organisations", s.key)
        ]  # fmt: skip
        columns = ("organisation_id", "name", "nation")
        return _joined(find_texts(path, "name", words, columns, "credit", bounds) for path in files)

    def works_called(self, words: Sequence[str], bounds: Bounds) -> Found:
        """Works whose title holds all words: technology, identifier, title, year, nations.

        Returns:
            The rows, the most cited of a technology first, and whether all were looked at.
        """
        columns = ("work_id", "title", "year", "nations")
        found = []
        for key in sorted(self.series):
            for technology in self.keeps_works(key):
                name = self._works_file(key, technology)
                if name is None:
                    continue
                rows, all_of = find_texts(
                    self.folder / name, "title", words, columns, "citations", bounds
                )
                found.append(([(technology, *row) for row in rows], all_of))
        return _joined(found)

    def _works_file(self, series: str, technology: str) -> str | None:
        start = f"{series}.works.{technology}."
        return next((name for name in self.of(series).files if name.startswith(start)), None)

    def checksum(self) -> str:
        """One short checksum over all files of the cube, for citation."""
        text = "".join(
            f"{name}{sha}" for s in self.series.values() for name, sha in s.files.items()
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _joined(parts: Iterable[Found]) -> Found:
    """Rows of several files, and whether all of each was looked at."""
    rows: list[tuple[Any, ...]] = []
    everything = True
    for found, all_of in parts:
        rows += found
        everything = everything and all_of
    return rows, everything


def _equal(technologies: list[str] | None) -> dict[str, list[str]] | None:
    return None if technologies is None else {"technology": technologies}


def open_cube(folder: Path) -> Cube:
    """Open a cube.

    Raises:
        EvidenceError: there is none, or its manifest is damaged.
    """
    return Cube(folder, read_series(folder))
