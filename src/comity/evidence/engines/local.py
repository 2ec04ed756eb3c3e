"""DuckDB as an engine of the aggregation: in memory up to a limit, then on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from comity.base.errors import InputError, OutputError

_VECTORS = 15  # of 2,048 rows in a batch


class LocalEngine:
    """One process on one machine."""

    def __init__(self, threads: int, memory: str, spill: Path):
        """Open with a number of threads and a limit such as ``1GB``; ``spill`` takes the rest."""
        self._spill = tempfile.TemporaryDirectory(prefix="spill-", dir=spill)
        try:
            self._connection = duckdb.connect(
                config={
                    # With one thread DuckDB 1.5 waits for ever where a large sum does not fit.
                    "threads": max(threads, 2),
                    "memory_limit": memory,
                    "temp_directory": self._spill.name,
                    "preserve_insertion_order": False,
                    # The system caches files already.
                    "enable_external_file_cache": False,
                }
            )
        except duckdb.Error as error:
            self._spill.cleanup()
            raise InputError(
                f"the engine cannot be opened ({str(error).splitlines()[0]}): check --memory, such "
                "as 1GB, and --threads."
            ) from error

    def tables(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Name tables that lie in Parquet files of one schema each."""
        for name, paths in files.items():
            listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
            self._connection.execute(
                f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet([{listed}])"
            )

    def small(self, name: str, frame: pd.DataFrame) -> None:
        """Name a small table given as a frame."""
        self._connection.register("frame", frame)
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM frame")
        self._connection.unregister("frame")

    def define(self, name: str, query: str, keep: bool = False) -> None:
        """Name the result of a query; ``keep`` computes it once."""
        kind = "TABLE" if keep else "VIEW"
        self._run(f"CREATE OR REPLACE {kind} {name} AS {query}")

    def query(self, query: str) -> pd.DataFrame:
        """The rows of a query; sums must be cast to BIGINT or DOUBLE."""
        return self._run(query).df()

    def batches(self, query: str) -> Iterator[pd.DataFrame]:
        """The same some rows at a time, one batch at least; no other query runs in between."""
        result = self._run(query)
        rows = self._fetched(result)
        while True:
            yield rows
            rows = self._fetched(result)
            if not len(rows):
                return

    def _run(self, query: str) -> duckdb.DuckDBPyConnection:
        with _roomy():
            return self._connection.execute(query)

    def _fetched(self, result: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        # The rows are counted while they are fetched.
        with _roomy():
            return result.fetch_df_chunk(_VECTORS)

    def close(self) -> None:
        """Close it and remove what it wrote."""
        self._connection.close()
        self._spill.cleanup()


@contextmanager
def _roomy() -> Iterator[None]:
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise OutputError(
            f"the aggregation ran out of room ({str(error).splitlines()[0]}): free disk space "
            "or raise --memory; the evidence that was there is untouched."
        ) from error
