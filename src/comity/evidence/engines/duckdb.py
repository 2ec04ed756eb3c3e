"""DuckDB: reads the Parquet files of a cube and writes them with the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from comity.base.errors import EvidenceError
from comity.evidence.tables import TABLES


def write_parquet(frame: pd.DataFrame, table: str, keys: Sequence[str], path: Path) -> None:
    """Write a table sorted by its key; one thread, so that equal rows give equal bytes."""
    columns = ", ".join(f'CAST("{c.name}" AS {c.type}) AS "{c.name}"' for c in TABLES[table])
    order = ", ".join(f'"{key}"' for key in keys)
    with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as connection:
        connection.register("frame", frame)
        connection.execute(
            f"COPY (SELECT {columns} FROM frame ORDER BY {order}) TO '{_quoted(path)}' "
            "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 12)"
        )


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    """One connection for all reading: to open another takes longer than to read a table."""
    return duckdb.connect()


def read_parquet(
    paths: Sequence[Path],
    columns: Sequence[str] | None = None,
    equal: Mapping[str, Sequence[object]] | None = None,
) -> pd.DataFrame:
    """Read Parquet files into one frame, keeping rows whose columns take one of the given values.

    Raises:
        EvidenceError: a file is missing or damaged.
    """
    chosen = ", ".join(f'"{c}"' for c in columns) if columns else "*"
    files = ", ".join(f"'{_quoted(path)}'" for path in paths)
    conditions = []
    values: list[object] = []
    for column, allowed in (equal or {}).items():
        conditions.append(f'"{column}" IN ({", ".join("?" * len(allowed)) or "NULL"})')
        values.extend(allowed)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    try:
        query = f"SELECT {chosen} FROM read_parquet([{files}]){where}"
        with _reader().cursor() as cursor:
            return cursor.execute(query, values).df()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise EvidenceError(f"the evidence cannot be read ({reason}): rebuild it.") from error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
