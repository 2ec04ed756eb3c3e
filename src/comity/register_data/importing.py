"""Add a user's own facts beside the shipped ones: all rows of a table, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from comity.base.errors import RegisterError
from comity.base.files import move_into, staging_folder
from comity.reference.own_conflicts import Conflict
from comity.reference.own_facts import file_of
from comity.reference.plain import plain
from comity.reference.register import Register
from comity.reference.yaml_lines import LINE, read_yaml
from comity.register_data.own_rows import RowReader
from comity.register_data.own_table import read_table

_HEAD = "# Own facts, added by `comity facts import`; they may be mended here.\n"


class ImportRefusedError(RegisterError):
    """Rows cannot be used; ``complaints`` has a line for each, with file, line and its faults.

    Of a single row the message says it all.
    """

    def __init__(self, message: str, complaints: Sequence[str]):
        super().__init__(message)
        self.complaints = tuple(complaints)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was added: keys of facts and sources, the files, and conflicts of these facts."""

    kind: str
    keys: tuple[str, ...]
    sources: tuple[str, ...]
    files: tuple[Path, ...]
    conflicts: tuple[Conflict, ...]


def import_facts(register: Register, path: Path, folder: Path, kind: str | None = None) -> Imported:
    """Read a table of own facts and write them to a folder.

    Args:
        register: with what the folder holds already.
        path: a CSV; its columns are those of the exported table.
        folder: made if it does not exist; what it holds is kept.
        kind: one of ``comity.reference.own_facts.KINDS``; told by the columns if not given.

    Raises:
        InputError: the file or its columns cannot be used.
        ImportRefusedError: a row cannot be used; nothing was written.
        OutputError: the folder cannot be written; nothing there has changed.
    """
    table = read_table(path, kind)
    reader = RowReader(register, table, path.name)
    found = reader.read()
    if reader.complaints:
        raise _refused(path.name, reader.complaints, len(table.rows) + len(table.complaints))
    sources = [source for one in found for source in one.sources]
    with staging_folder(folder) as staged:
        _append(folder, staged, table.kind, [one.entry for one in found])
        if sources:
            _append(folder, staged, "sources", [plain(source) for source in sources])
        files = move_into(staged, folder)
    after = Register(register.folder, [*(f for f in register.own_folders if f != folder), folder])
    keys = {one.fact.key for one in found}
    return Imported(
        table.kind,
        tuple(one.fact.key for one in found),
        tuple(source.key for source in sources),
        tuple(files),
        tuple(conflict for conflict in after.conflicts if conflict.own in keys),
    )


def _refused(file: str, complaints: Sequence[str], rows: int) -> ImportRefusedError:
    """One line for each row that cannot be used, with all its faults."""
    faults: dict[str, list[str]] = {}
    for complaint in complaints:
        where, _, fault = complaint.partition(": ")
        if fault not in faults.setdefault(where, []):
            faults[where].append(fault)
    lines = [f"{where}: {' '.join(told)}" for where, told in faults.items()]
    if len(lines) == 1:
        told = f"{lines[0]} Nothing was written: mend it and import it again."
    else:
        told = (
            f"{file}: {len(lines)} of {rows} rows cannot be used, so nothing was written: mend "
            "them and import it again."
        )
    return ImportRefusedError(told, lines)


def _append(folder: Path, staged: Path, name: str, entries: list[dict[str, Any]]) -> None:
    """Write a file anew with more entries at its end."""
    place = file_of(folder, name)
    before = read_yaml(place).get(name, []) if place.exists() else []
    content = {"schema": 1, name: [*(_without_lines(entry) for entry in before), *entries]}
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    (staged / place.name).write_text(_HEAD + text, encoding="utf-8")


def _without_lines(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {key: _without_lines(value) for key, value in entry.items() if key != LINE}
    return [_without_lines(item) for item in entry] if isinstance(entry, list) else entry
