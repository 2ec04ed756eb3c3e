"""Read the lists that a user set: a folder of them, with ``lists.csv`` that says what each is.

Its columns are ``file``, ``issuer``, ``title``, ``date``, ``source`` and, if any, ``rule``:
the key of the rule whose named organisations the list holds. Nothing of it is ever shipped.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path

from comity.base.dates import parse_day
from comity.base.errors import InputError
from comity.register_data.screening_lists import read_screening_list
from comity.safeguards.screening import ScreeningList

MANIFEST = "lists.csv"
_NEEDED = ("file", "issuer", "title", "date", "source")
_COLUMNS = (*_NEEDED, "rule")
_MOST = 40


@dataclass(frozen=True, slots=True)
class ListSet:
    """A list, and the key of the rule whose organisations it names, if it names such."""

    given: ScreeningList
    rule: str


def read_lists(folder: Path | None) -> tuple[ListSet, ...]:
    """The lists of a folder, in the order of its manifest; none where there is no folder.

    Raises:
        InputError: names file and line of the first thing that cannot be used.
    """
    if folder is None or not folder.exists():
        return ()
    try:
        # A list that was put anew is read anew.
        state = tuple(sorted((p.name, p.stat().st_mtime_ns) for p in folder.iterdir()))
    except OSError as error:
        raise InputError(f"the folder of lists cannot be read ({error.strerror}).") from error
    return _read(folder, state)


@lru_cache(maxsize=4)
def _read(folder: Path, _: tuple[tuple[str, int], ...]) -> tuple[ListSet, ...]:
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{MANIFEST} cannot be read ({error.strerror}): write one that names each list."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{MANIFEST}: is not in UTF-8; save it in UTF-8.") from error
    reader = csv.reader(StringIO(text), strict=True)
    found: list[ListSet] = []
    names: list[str] = []
    try:
        for cells in reader:
            at = f"{MANIFEST}, line {reader.line_num}"
            row = [cell.strip() for cell in cells]
            if not any(row):
                continue
            if not names:
                names = _columns(row, at)
                continue
            if len(row) != len(names):
                raise InputError(f"{at}: {len(row)} cells for {len(names)} columns; mend it.")
            found.append(_list(folder, dict(zip(names, row, strict=True)), at))
    except csv.Error as error:
        raise InputError(f"{MANIFEST}, line {reader.line_num}: is no CSV ({error}).") from error
    if not found:
        raise InputError(f"{MANIFEST}: names no list; write one a line, or remove the folder.")
    if len(found) > _MOST:
        raise InputError(f"{MANIFEST}: names {len(found)} lists; at most {_MOST} can be.")
    return tuple(found)


def _columns(names: list[str], at: str) -> list[str]:
    wrong = set(names) - set(_COLUMNS) or set(_NEEDED) - set(names)
    if wrong or len(set(names)) < len(names):
        raise InputError(f"{at}: the columns must be {', '.join(_COLUMNS)}, each once.")
    return names


def _list(folder: Path, row: dict[str, str], at: str) -> ListSet:
    name = row["file"]
    if not name or Path(name).name != name:
        raise InputError(f"{at}: file {name[:60]!r} is no name of a file of the folder.")
    try:
        day = parse_day(row["date"], "the date")
        given = read_screening_list(folder / name, row["issuer"], row["title"], day, row["source"])
    except InputError as error:
        raise InputError(f"{at}: {error}") from error
    return ListSet(given, row.get("rule", ""))
