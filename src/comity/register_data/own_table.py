"""Read a table of own facts: rows with their lines, and every complaint about its columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comity.base.errors import InputError
from comity.reference.entries import SHAPES
from comity.reference.own_facts import KINDS
from comity.register_data.columns import SOURCE_FIELDS, TableColumn, columns_of

# The column that only tables of this kind have.
_TELLING = {"framework": "statuses", "group": "memberships", "parties": "cooperation_records"}
# What a row must have beside the source: `key` is made where none is given.
_NEEDS = {
    "statuses": ("nation", "framework", "valid_from"),
    "instruments": ("nation", "kind", "valid_from"),
    "memberships": ("nation", "group", "valid_from"),
    "cooperation_records": ("title", "parties", "kind", "valid_from"),
}


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table as read: its kind, and each row as {column: text} with the line it begins on."""

    kind: str
    columns: dict[str, TableColumn]
    rows: tuple[tuple[int, dict[str, str]], ...]
    complaints: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns that every row must fill."""
        return _NEEDS[self.kind]


def read_table(path: Path, kind: str | None) -> OwnTable:
    """Read a CSV of own facts.

    Args:
        path: a CSV in UTF-8 whose first line names its columns.
        kind: one of ``KINDS``; by default told by the columns.

    Raises:
        InputError: the file cannot be read, or its columns cannot be those of such facts.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(f"unknown kind {kind!r}: choose {', '.join(KINDS)}.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(_lines(stream))
    except IsADirectoryError as error:
        raise InputError(f"{str(path)!r} is a folder; name a CSV of facts.") from error
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: is not in UTF-8; save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise InputError(f"{path.name}: is no CSV ({error}); mend it.") from error
    if not lines:
        raise InputError(f"{path.name}, line 1: is empty; the first line names the columns.")
    names = [name.strip() for name in lines[0][1]]
    chosen = kind or _kind(path.name, names)
    columns = {column.name: column for column in columns_of(SHAPES[chosen])}
    _refuse_columns(path.name, chosen, names, columns)
    rows, complaints = [], []
    for line, cells in lines[1:]:
        if len(cells) > len(names):
            complaints.append(
                f"{path.name}, line {line}: {len(cells)} cells for {len(names)} columns; "
                "put a text with commas in quotes."
            )
            continue
        padded = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
        rows.append((line, dict(zip(names, padded, strict=True))))
    if not rows and not complaints:
        raise InputError(f"{path.name}, line 2: no row; write a fact a line.")
    return OwnTable(chosen, columns, tuple(rows), tuple(complaints))


def _lines(stream: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with the line each begins on."""
    reader = csv.reader(stream, strict=True)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = reader.line_num


def _kind(file: str, names: list[str]) -> str:
    for name, kind in _TELLING.items():
        if name in names:
            return kind
    if {"nation", "kind"} <= set(names):
        return "instruments"
    raise InputError(
        f"{file}, line 1: the columns do not tell the kind of facts; name it with --kind "
        f"{'|'.join(KINDS)}."
    )


def _refuse_columns(
    file: str, kind: str, names: list[str], columns: dict[str, TableColumn]
) -> None:
    where = f"{file}, line 1:"
    if repeated := [name for name in names if names.count(name) > 1]:
        raise InputError(f"{where} the column {repeated[0]!r} stands twice; rename or remove one.")
    if unknown := [name for name in names if name not in columns]:
        raise InputError(
            f"{where} unknown column {unknown[0]!r}; those of {kind} are {', '.join(columns)}."
        )
    missing = [name for name in _NEEDS[kind] if name not in names]
    if not {"source", "source_title"} & set(names):
        missing += [f"source_{name}" for name in SOURCE_FIELDS if name != "date_basis"]
    if missing:
        raise InputError(f"{where} the column {missing[0]!r} is missing; add it.")
