"""DuckDB: reads the Parquet files of a cube and writes them with the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import numpy.typing as npt

from comity.base.errors import EvidenceError, OutputError
from comity.evidence.ordering import key_numbers
from comity.evidence.tables import TABLES, WORKS

if TYPE_CHECKING:
    import pandas as pd

_BATCH = 30_720  # rows that are handed over at a time: a quarter of those written together


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many rows a search looks at, and how many it tells."""

    looked_at: int
    told: int


def write_parquet(frame: pd.DataFrame, table: str, keys: Sequence[str], path: Path) -> None:
    """Write a table sorted by its key; one thread, so that equal rows give equal bytes.

    Rows are put in order by numbers and handed over some at a time: DuckDB's own sorting holds
    all of them at once, and their texts.
    """
    columns = ", ".join(f'CAST("{c.name}" AS {c.type}) AS "{c.name}"' for c in TABLES[table])
    import pyarrow as pa

    order = np.argsort(key_numbers(frame, keys), kind="stable")
    schema = pa.Schema.from_pandas(frame, preserve_index=False)
    batches = (
        batch
        for start in range(0, len(order), _BATCH)
        for batch in pa.Table.from_pandas(
            frame.iloc[order[start : start + _BATCH]], schema, preserve_index=False
        ).to_batches()
    )
    try:
        with duckdb.connect(config={"threads": 1, "preserve_insertion_order": True}) as connection:
            connection.register("frame", pa.RecordBatchReader.from_batches(schema, batches))
            connection.execute(
                f"COPY (SELECT {columns} FROM frame) TO '{_quoted(path)}' "
                "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 12)"
            )
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OutputError(
            f"cannot write to {str(path.parent)!r} ({str(error).splitlines()[0]}): free some "
            "space; the evidence that was there is untouched."
        ) from error


def works_fault(path: Path, technology: str) -> str:
    """What is wrong with a file of works that stand behind a technology; empty if nothing is."""
    names = ", ".join(f"'{c.name} {c.type}'" for c in WORKS)
    queries = {
        "its columns are not those of the table": f"""SELECT
            count(*) FILTER (c NOT IN ({names})) + abs(count(*) - {len(WORKS)}) FROM
            (SELECT column_name || ' ' || column_type AS c FROM
            (DESCRIBE SELECT * FROM read_parquet('{_quoted(path)}')))""",
        "a work stands in it twice": "SELECT count(*) - count(DISTINCT work_id) FROM works",
        "a work of another technology stands in it": f"""SELECT count(*) FROM works WHERE NOT
            list_contains(string_split(technologies, ' '), '{_quoted(technology)}')""",
    }
    try:
        with _reader().cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP VIEW works AS SELECT * FROM read_parquet('{_quoted(path)}')"
            )
            for fault, query in queries.items():
                [(number,)] = cursor.execute(query).fetchall()
                if number:
                    return fault
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    return ""


@cache
def _reader() -> duckdb.DuckDBPyConnection:
    """One connection for all reading: to open another takes longer than to read a table."""
    return duckdb.connect()


def read_parquet(
    paths: Sequence[Path],
    columns: Sequence[str] | None = None,
    equal: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Read Parquet files into one frame, keeping rows whose columns take one of the given values.

    Raises:
        EvidenceError: a file is missing or damaged.
    """
    with _selected(paths, columns, equal) as result:
        return result.df()


def read_columns(
    paths: Sequence[Path],
    columns: Sequence[str] | None = None,
    equal: Mapping[str, Sequence[str]] | None = None,
    years: tuple[int, int] | None = None,
) -> dict[str, npt.NDArray[Any]]:
    """The same as one array a column: an unknown number is nan, an unknown text None.

    ``years`` keeps rows that lie wholly within the first and the last of them.

    Raises:
        EvidenceError: a file is missing or damaged.
    """
    with _selected(paths, columns, equal, years) as result:
        return {name: _unmasked(values) for name, values in result.fetchnumpy().items()}


def _unmasked(values: Any) -> npt.NDArray[Any]:
    unknown: Any = None if values.dtype == object else np.nan
    masked = isinstance(values, np.ma.MaskedArray)
    return np.where(values.mask, unknown, values.data) if masked else np.asarray(values)


@contextmanager
def _selected(
    paths: Sequence[Path],
    columns: Sequence[str] | None,
    equal: Mapping[str, Sequence[str]] | None,
    years: tuple[int, int] | None = None,
) -> Iterator[duckdb.DuckDBPyConnection]:
    chosen = ", ".join(f'"{c}"' for c in columns) if columns else "*"
    # Values stand in the text: to take parameters, DuckDB would load pandas.
    conditions = [
        f'"{column}" IN ({_listed(allowed) or "NULL"})' for column, allowed in (equal or {}).items()
    ]
    if years is not None:
        conditions.append(f"year >= {years[0]:d} AND until <= {years[1]:d}")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    try:
        with _reader().cursor() as cursor:
            yield cursor.execute(f"SELECT {chosen} FROM read_parquet([{_listed(paths)}]){where}")
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise EvidenceError(f"the evidence cannot be read ({reason}): rebuild it.") from error


def read_works(
    path: Path,
    nations: Sequence[str],
    first: int,
    last: int,
    limit: int | None,
    organisation: str | None = None,
    work: str | None = None,
) -> tuple[pd.DataFrame, int]:
    """Works of one technology with all of some nations in some years, most cited first.

    ``organisation`` keeps those of one, as works name it; ``work`` keeps one work.

    Returns:
        The works, at most ``limit``, and how many there are.

    Raises:
        EvidenceError: the file is missing or damaged.
    """
    conditions = ["year BETWEEN ? AND ?"]
    values: list[object] = [first, last]
    for nation in nations:
        conditions.append("contains(concat(' ', nations, ' '), concat(' ', ?::VARCHAR, ' '))")
        values.append(nation)
    if organisation is not None:
        conditions.append("contains(concat(' ', organisations, ' '), concat(' ', ?::VARCHAR, ' '))")
        values.append(organisation)
    if work is not None:
        conditions.append("work_id = ?")
        values.append(work)
    chosen = f"FROM read_parquet('{_quoted(path)}') WHERE {' AND '.join(conditions)}"
    limited = "" if limit is None else f" LIMIT {limit:d}"
    try:
        with _reader().cursor() as cursor:
            counted = cursor.execute(f"SELECT count(*) {chosen}", values).fetchone()
            rows = cursor.execute(
                f"SELECT * {chosen} ORDER BY citations DESC, work_id{limited}", values
            ).df()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise EvidenceError(f"the works cannot be read ({reason}): rebuild the series.") from error
    return rows, int(counted[0]) if counted else 0


def find_texts(
    path: Path,
    column: str,
    words: Sequence[str],
    columns: Sequence[str],
    order: str,
    bounds: Bounds,
) -> tuple[list[tuple[Any, ...]], bool]:
    """Rows whose text holds all words, without regard to case and accents.

    Args:
        path: a Parquet file.
        column: whose texts.
        words: folded.
        columns: of the rows that are told.
        order: by which column, the largest first.
        bounds: how many rows are looked at and how many are told.

    Returns:
        The rows, and whether all rows of the file were looked at.

    Raises:
        EvidenceError: the file is missing or damaged.
    """
    chosen = ", ".join(f'"{name}"' for name in columns)
    folded = f'contains(lower(strip_accents("{column}")), ?::VARCHAR)'
    where = " AND ".join([folded] * len(words))
    source = f"(SELECT * FROM read_parquet('{_quoted(path)}') LIMIT {bounds.looked_at:d})"
    try:
        with _reader().cursor() as cursor:
            counted = cursor.execute(
                f"SELECT sum(num_rows) FROM parquet_file_metadata('{_quoted(path)}')"
            ).fetchone()
            rows = cursor.execute(
                f"SELECT {chosen} FROM {source} WHERE {where} "
                f'ORDER BY "{order}" DESC, {chosen} LIMIT {bounds.told:d}',
                list(words),
            ).fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise EvidenceError(f"the evidence cannot be searched ({reason}): rebuild it.") from error
    return rows, bool(counted and counted[0] <= bounds.looked_at)


def _listed(texts: Sequence[Path | str]) -> str:
    return ", ".join(f"'{_quoted(text)}'" for text in texts)


def _quoted(text: Path | str) -> str:
    return str(text).replace("'", "''")
