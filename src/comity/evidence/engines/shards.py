"""The tables of a shard, and writing one batch of them as flat Parquet."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from comity.base.errors import OutputError
from comity.evidence.engines import works_sql as sql

if TYPE_CHECKING:
    import pandas as pd

_INT = "BIGINT"
SHARD: dict[str, dict[str, str]] = {
    "works": {
        "work": _INT, "year": "SMALLINT", "type": "SMALLINT", "field": "SMALLINT",
        "reference": _INT, "cited": "INTEGER", "rules": _INT, "nations": "SMALLINT",
        "authors": "INTEGER", "unplaced": "INTEGER", "shard": "INTEGER",
    },
    "credits": {
        "work": _INT, "year": "SMALLINT", "field": "SMALLINT", "reference": _INT,
        "cited": "INTEGER", "rules": _INT, "nations": "SMALLINT", "nation": "SMALLINT",
        "credit": _INT, "square": _INT, "defence": "SMALLINT", "shard": "INTEGER",
    },
    "pairs": {
        "work": _INT, "year": "SMALLINT", "rules": _INT, "nations": "SMALLINT", "a": "SMALLINT",
        "b": "SMALLINT", "defence": "SMALLINT", "shard": "INTEGER",
    },
    "places": {
        "work": _INT, "year": "SMALLINT", "rules": _INT, "organisation": _INT,
        "nation": "SMALLINT", "credit": _INT, "shard": "INTEGER",
    },
    "details": {
        "work": _INT, "year": "SMALLINT", "rules": _INT, "cited": "INTEGER", "title": "VARCHAR",
        "nations": "VARCHAR", "organisations": "VARCHAR", "shard": "INTEGER",
    },
    "names": {"organisation": _INT, "name": "VARCHAR", "nation": "SMALLINT"},
}  # fmt: skip


# What Parquet calls the types of SQL; both engines read them as those.
_ARROW = {
    _INT: pa.int64(), "INTEGER": pa.int32(), "SMALLINT": pa.int16(), "VARCHAR": pa.string()
}  # fmt: skip


def write_part(tables: Mapping[str, Mapping[str, Any]], folder: Path, part: int) -> None:
    """Write one batch of a shard; a table without rows is written too, so that all can be read.

    Raises:
        OutputError: the disk is full or cannot be written.
    """
    for name, columns in tables.items():
        path = folder / f"{name}.{part:04d}.parquet"
        try:
            kinds = {column: _ARROW[kind] for column, kind in SHARD[name].items()}
            table = pa.table({c: pa.array(columns[c]).cast(kind) for c, kind in kinds.items()})
            pq.write_table(table, path, store_schema=False)
        except (OSError, pa.ArrowException) as error:
            number = error.errno if isinstance(error, OSError) else None
            reason = os.strerror(number) if number else str(error).splitlines()[0]
            raise OutputError(
                f"cannot write to {str(path)!r} ({reason}): free some space or choose another "
                "folder; the evidence that was there is untouched."
            ) from error


def parts(shards: Sequence[Path], table: str) -> list[Path]:
    """The files of one table over all shards."""
    return [path for shard in shards for path in sorted(shard.glob(f"{table}.*.parquet"))]


def write_works(
    shards: Sequence[Path],
    masks: Mapping[str, int],
    rules: Mapping[str, int],
    copies: pd.DataFrame,
    folder: Path,
    memory: str,
    threads: int,
) -> dict[str, Path]:
    """The table ``works`` in one file for each technology, sorted by year, for drilling down.

    Args:
        shards: finished shards.
        masks: {technology: mask}.
        rules: {technology/rule: mask}.
        copies: works that stand in several shards, with the shard that counts.
        folder: where the files go.
        memory: the engine's limit.
        threads: how many files are written at a time.
    """

    def named(names: Mapping[str, int]) -> str:
        cases = (
            f"CASE WHEN (rules & {mask}) <> 0 THEN '{name}' END" for name, mask in names.items()
        )
        return f"concat_ws(' ', {', '.join(cases)})"

    files = ", ".join("'" + str(p).replace("'", "''") + "'" for p in parts(shards, "details"))
    try:
        return _write_works(files, copies, masks, named(masks), named(rules), folder,
                            memory, threads)  # fmt: skip
    except duckdb.Error as error:
        raise OutputError(
            f"cannot write to {str(folder)!r} ({str(error).splitlines()[0]}): free some space or "
            "raise --memory; the evidence that was there is untouched."
        ) from error


def _write_works(
    details: str,
    copies: pd.DataFrame,
    masks: Mapping[str, int],
    technologies: str,
    rules: str,
    folder: Path,
    memory: str,
    threads: int,
) -> dict[str, Path]:
    # One thread for each file and a total order: the same works give the same bytes.
    config: dict[str, Any] = {
        "threads": 1, "memory_limit": memory, "temp_directory": str(folder),
        "enable_external_file_cache": False,
    }  # fmt: skip
    with duckdb.connect(config=config) as connection:
        connection.register("copies", copies)
        # A copy counts by the first shard with the work, even if only a later one has a technology.
        once = sql.once("details", bool(len(copies)))
        connection.execute(
            f"CREATE TABLE details AS WITH details AS (FROM read_parquet([{details}])) {once}"
        )

        def written(technology: str) -> tuple[str, Path | None]:
            path = folder / f"{technology}.parquet"
            quoted = str(path).replace("'", "''")
            with connection.cursor() as cursor:
                counted = cursor.execute(
                    f"""COPY (SELECT concat('W', work) AS work_id, year, title, nations,
                    organisations, {technologies} AS technologies, {rules} AS rules,
                    cited AS citations
                    FROM details WHERE (rules & {masks[technology]}) <> 0 ORDER BY year, work)
                    TO '{quoted}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)"""
                ).fetchone()
            return technology, path if counted and counted[0] else None

        with ThreadPoolExecutor(threads) as pool:
            return {key: path for key, path in pool.map(written, masks) if path is not None}
