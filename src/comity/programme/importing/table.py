"""A CSV file to rows, strictly: UTF-8, commas, a line of names, each row with its line number.

Cells are texts and stay texts: ``=cmd`` is four letters here, and nothing is worked out.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from comity.base.errors import InputError

LARGEST = 50_000_000
_CELL = 2_000_000


@dataclass(frozen=True, slots=True)
class Columns:
    """The names a file must have, and those that it may have."""

    needed: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row by its first line in the file; ``fault`` says why it has no cells."""

    number: int
    cells: dict[str, str]
    fault: str = ""


def read_table(name: str, data: bytes, columns: Columns) -> list[Line]:
    """The rows of a file; empty lines are none.

    Raises:
        InputError: it is too large, not UTF-8, its quotes do not close, or its columns are not
            those asked for; the line names the file, and where in it.
    """
    if len(data) > LARGEST:
        raise InputError(f"{name} has {len(data):,} bytes: split it below {LARGEST:,}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}, line {line}: not UTF-8; save the file as UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{name}, line {line}: a NUL character; save the file as CSV in UTF-8.")
    # The library's own limit is below what a text may have; ours is told row by row.
    csv.field_size_limit(max(csv.field_size_limit(), LARGEST))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    names: list[str] | None = None
    first = 1
    try:
        for cells in reader:
            if names is None and cells:
                names = _names(name, cells, columns)
            elif names is not None and any(cells):
                lines.append(_line(first, names, cells))
            first = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{name}, line {first}: its quotes cannot be read ({error}); write a quote within a "
            "cell twice, and close each."
        ) from None
    if names is None:
        raise InputError(f"{name} is empty: give a line of names ({', '.join(columns.needed)}).")
    return lines


def _names(name: str, cells: list[str], columns: Columns) -> list[str]:
    names = [cell.strip() for cell in cells]
    known = (*columns.needed, *columns.others)
    if lacking := [one for one in columns.needed if one not in names]:
        hint = "; separate columns by commas" if len(names) == 1 else ""
        raise InputError(f"{name}, line 1: the column {lacking[0]!r} is missing; add it{hint}.")
    for one in names:
        if one not in known:
            raise InputError(
                f"{name}, line 1: the column {one[:40]!r} is not known; use {', '.join(known)}."
            )
        if names.count(one) > 1:
            raise InputError(f"{name}, line 1: the column {one!r} stands twice; remove one.")
    return names


def _line(number: int, names: list[str], cells: list[str]) -> Line:
    if len(cells) != len(names):
        return Line(number, {}, f"it has {len(cells)} cells, not {len(names)}: mend its commas.")
    if any(len(cell) > _CELL for cell in cells):
        return Line(number, {}, f"a cell has more than {_CELL:,} characters: shorten it.")
    return Line(number, dict(zip(names, (cell.strip() for cell in cells), strict=True)))
