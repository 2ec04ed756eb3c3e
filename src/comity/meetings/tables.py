"""Reading tables of ``reference/data``: one line of error with file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from comity.base.errors import InputError


class RowError(InputError):
    """A row of a table cannot be used."""

    def __init__(self, path: Path, line: int, what: str):
        super().__init__(f"{path.name}, line {line}: {what}; mend the row")


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV table with their lines; every column must stand and be filled.

    Raises:
        InputError: the table cannot be read, lacks a column, or a cell is empty.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: cannot be read as UTF-8; give a CSV table") from error
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != columns:
        raise InputError(f"{path.name}, line 1: the columns must be {', '.join(columns)}")
    for row in reader:
        for column in columns:
            if not row[column] or None in row:
                raise RowError(path, reader.line_num, f"{column!r} is empty or a cell too many")
        yield reader.line_num, row
