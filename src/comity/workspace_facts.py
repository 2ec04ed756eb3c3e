"""What the front door answers about the register as data and about a user's own facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from comity.base.errors import InputError
from comity.reference.own_conflicts import Conflict
from comity.reference.own_facts import KINDS, is_own
from comity.workspace_base import OpenedWorkspace

if TYPE_CHECKING:
    from comity.register_data.importing import Imported


@dataclass(frozen=True, slots=True)
class ListedFact:
    """One fact of the register or of the user's own, as a row."""

    kind: str
    key: str
    own: bool
    about: str
    of: str
    granted_by: str | None
    valid_from: str
    valid_until: str | None
    source: str
    conflicts_with: str


class FactsDesk(OpenedWorkspace):
    """The part of a workspace that gives the register away and takes own facts in."""

    def export_facts(self, directory: Path | str) -> list[Path]:
        """Write the shipped register as CSV and JSON with a schema and a citation file.

        Raises:
            OutputError: the folder cannot be written; nothing there has changed.
        """
        from comity.register_data.export import export_register

        return export_register(self.register, Path(directory))

    def import_facts(
        self, path: Path | str, kind: str | None = None, folder: Path | str | None = None
    ) -> Imported:
        """Add own facts from a CSV; see ``comity facts import --help`` for its columns.

        Args:
            path: the CSV.
            kind: ``statuses``, ``instruments``, ``memberships`` or ``cooperation_records``; told
                by the columns if not given.
            folder: where own facts stand; ``facts/`` of the workspace by default.

        Raises:
            InputError: the file cannot be used, or there is no workspace and no folder is named.
            RegisterError: a row cannot be used; nothing was written.
            OutputError: the folder cannot be written.
        """
        from comity.reference.register import Register
        from comity.register_data.importing import import_facts

        place = Path(folder) if folder is not None else self.settings.facts
        if place is None and self.settings.root is not None:
            place = self.settings.root / "facts"
        if place is None:
            raise InputError(
                "no workspace to put facts in: name --facts DIR, or set $COMITY_WORKSPACE."
            )
        others = [own for own in self.register.own_folders if own != place]
        folders = [*others, place] if place.is_dir() else others
        register = Register(self.settings.reference, folders)
        found = import_facts(register, Path(path), place, kind)
        self.settings = replace(self.settings, facts=place)
        self.register = Register(self.settings.reference, [*others, place])
        # What was made of the facts before is made anew when asked for.
        for made in ("analysis", "_rules"):
            self.__dict__.pop(made, None)
        return found

    def facts(self, kind: str | None = None, own: bool = False) -> list[ListedFact]:
        """Statuses, instruments, memberships and records of cooperation, own ones marked.

        Args:
            kind: only of this kind.
            own: only the user's own.

        Raises:
            InputError: no such kind.
        """
        if kind is not None and kind not in KINDS:
            raise InputError(f"unknown kind {kind!r}: choose {', '.join(KINDS)}.")
        against: dict[str, list[str]] = {}
        for one in self.register.conflicts:
            against.setdefault(one.own, []).append(one.shipped)
            against.setdefault(one.shipped, []).append(one.own)
        about = {f.key: f for f in self.register.frameworks}
        rows = []
        for name in (kind,) if kind else KINDS:
            for fact in getattr(self.register, name):
                if own and not is_own(fact.key):
                    continue
                of = next(
                    getattr(fact, at) for at in ("framework", "group", "kind") if hasattr(fact, at)
                )
                granted = getattr(fact, "granted_by", None) or (
                    about[of].granted_by if of in about else None
                )
                parties = getattr(fact, "parties", None)
                rows.append(
                    ListedFact(
                        name, fact.key, is_own(fact.key),
                        " ".join(parties) if parties else fact.nation, of, granted,
                        fact.valid_from.text,
                        fact.valid_until.text if fact.valid_until is not None else None,
                        " ".join(fact.source), " ".join(against.get(fact.key, [])),
                    )
                )  # fmt: skip
        return rows

    def fact_conflicts(self) -> list[Conflict]:
        """Where own facts and the register contradict each other; neither wins."""
        return self.register.conflicts
