"""Run an import: the dry run is the real one taken back, so that every fate is what would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from comity.base.errors import InputError
from comity.programme.importing.rows import TABLES, Done, Fate, Importer
from comity.programme.importing.table import Line, read_table
from comity.programme.reading.viewer import Viewer
from comity.programme.services.acting import acting
from comity.programme.services.guard import Refusal

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class Report:
    """Every row's fate, in the order of the files; ``written`` says whether anything was."""

    fates: tuple[Fate, ...]
    written: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had each fate."""
        return dict(Counter(one.fate for one in self.fates))

    @property
    def rejected(self) -> tuple[Fate, ...]:
        """The rows that were rejected."""
        return tuple(one for one in self.fates if one.fate == "rejected")


def run_import(
    programme: Programme,
    viewer: Viewer,
    files: Mapping[str, bytes],
    *,
    dry: bool = True,
    partial: bool = False,
) -> Report:
    """Import files as a person, with her rights: ``activities``, ``participations``,
    ``documents``, ``roles``.

    Args:
        programme: whose register is filled.
        viewer: who imports; a row that she may not bring is rejected with the refusal.
        files: content by name of the table.
        dry: nothing is written.
        partial: the other rows are written though some were rejected; by default none is.

    Raises:
        InputError: an unknown table, or a file that cannot be read; nothing is written then.
    """
    for name in files:
        if name not in TABLES:
            raise InputError(f"{name[:40]!r} cannot be imported: choose {', '.join(TABLES)}.")
    lines = {
        name: read_table(f"{name}.csv", files[name], columns)
        for name, (columns, _) in TABLES.items()
        if name in files
    }
    who = acting(programme, viewer)
    if isinstance(who, Refusal):
        raise InputError(who.sentence)
    with transaction.atomic():
        fates = tuple(
            fate
            for name in lines
            for fate in _fates(programme, who, name, TABLES[name][1], lines[name])
        )
        rejected = any(one.fate == "rejected" for one in fates)
        written = not dry and (partial or not rejected)
        if not written:
            transaction.set_rollback(True)
    return Report(fates, written)


def _fates(
    programme: Programme, viewer: Viewer, name: str, importer: Importer, lines: list[Line]
) -> list[Fate]:
    seen: dict[str, int] = {}
    found = []
    for line in lines:
        given = line.cells.get("id", "").lower()[:40]
        fault = line.fault
        if given and given in seen:
            fault = f"its UUID stands in line {seen[given]} already: remove one of the two."
        seen.setdefault(given, line.number)
        if fault:
            found.append(Fate(name, line.number, given, "rejected", reason=fault, rule="file"))
            continue
        found.append(_fate(programme, viewer, name, importer, line, given))
    return found


def _fate(
    programme: Programme, viewer: Viewer, name: str, importer: Importer, line: Line, given: str
) -> Fate:
    done: Done | Refusal
    try:
        # A row is brought as a whole: what a part of it wrote before a refusal is taken back.
        with transaction.atomic():
            done = importer(programme, viewer, line.cells)
            if isinstance(done, Refusal):
                transaction.set_rollback(True)
    except InputError as error:
        return Fate(name, line.number, given, "rejected", reason=str(error), rule="file")
    if isinstance(done, Refusal):
        return Fate(name, line.number, given, "rejected", reason=done.sentence, rule=done.rule)
    return Fate(name, line.number, given, done.fate, done.changes)
