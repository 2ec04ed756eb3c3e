"""The nested columns of a Parquet file of works, and how to read those of another shape."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from comity.base.errors import InputError
from comity.evidence.engines.shards import fetch, schema_of
from comity.sources.openalex import options as why

# The nested columns: what is read of each, and the shape it needs for that.
_NESTED = {
    "authorships": (
        "authorships[1].institutions[1].id, authorships[1].institutions[1].display_name, "
        "authorships[1].institutions[1].ror, authorships[1].institutions[1].country_code, "
        "authorships[1].countries[1]",
        "STRUCT(institutions STRUCT(id VARCHAR, display_name VARCHAR, ror VARCHAR, "
        "country_code VARCHAR)[], countries VARCHAR[], raw_affiliation_strings VARCHAR[])[]",
    ),
    "topics": ("topics[1].id", "STRUCT(id VARCHAR)[]"),
    "primary_topic": ("primary_topic.field.id", "STRUCT(id VARCHAR, field STRUCT(id VARCHAR))"),
    "funders": (
        "funders[1].display_name, funders[1].ror", "STRUCT(display_name VARCHAR, ror VARCHAR)[]",
    ),
}  # fmt: skip


def opened(path: Path) -> tuple[int, dict[str, str], str]:
    """How many rows of works a file holds, its columns and their types; why none, if none.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}).") from error
    if empty:
        return 0, {}, why.EMPTY
    try:
        columns = schema_of(path)
        rows = int(fetch(f"SELECT count(*) AS n FROM {file_rows(path)}")["n"][0])
    except InputError:
        return 0, {}, why.DAMAGED
    if rows and "id" not in columns:
        return 0, columns, why.NO_WORKS
    return rows, columns, why.EMPTY


def shaped(path: Path, columns: dict[str, str], drift: Counter[str]) -> str:
    """How to select all columns so that the nested ones have the shape that is read.

    A column that lacks some of it is read with nulls in its place; one that is of another type
    altogether is left out of ``columns`` and counted.
    """
    casts = []
    for name in [name for name in _NESTED if name in columns]:
        used, shape = _NESTED[name]
        cast = f'TRY_CAST("{name}" AS {shape}) AS "{name}"'
        if _fits(path, used):
            continue
        if columns[name] in ("JSON", "VARCHAR") or not _fits(path, cast):
            drift[f"{name}: of another type"] += 1
        if _fits(path, cast):
            casts.append(cast)
        else:
            del columns[name]
    return f"* REPLACE ({', '.join(casts)})" if casts else "*"


def _fits(path: Path, selected: str) -> bool:
    try:
        fetch(f"DESCRIBE SELECT {selected} FROM {file_rows(path)}")
    except InputError:
        return False
    return True


def file_rows(path: Path) -> str:
    """A Parquet file as a table of SQL, with the number of each row."""
    quoted = str(path).replace("'", "''")
    return f"read_parquet('{quoted}', file_row_number=true)"
