"""A world is a plan: steps that write one event each, and names that stand for its rows.

Among the steps are those of one object that its user may not see, with what hangs on it. Written
without those steps and with them it makes the twins.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from comity.safeguards.labels import Label, Level

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Step:
    """One event: ``twin`` is None in both worlds, else that world in which alone it stands."""

    name: str
    kind: str
    object: str
    label: Label
    fields: dict[str, Any]
    labels: tuple[Label, Label] | None = None
    actor: str = "clerk"
    twin: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """A plan; ``user`` may not see ``hidden``, whose steps are ``twin``."""

    salt: int
    ceiling: Level
    user: str
    roles: dict[str, tuple[dict[str, Any], ...]]
    tables: dict[str, str]
    before: tuple[Step, ...]
    hidden: tuple[Step, ...]
    later: tuple[Step, ...]
    sort: str
    about: str
    words: tuple[str, ...]

    def id(self, name: str) -> UUID:
        """The identifier of a row: by chance, and the same in both twins."""
        return identifier(self.salt, name)

    @property
    def digest(self) -> str:
        """The plan apart from its identifiers: worlds that differ in those alone are one."""
        known = {str(self.id(name)): name for name in (*self.tables, "activity-1", "nobody")}
        parts = [self.sort, self.ceiling.name]
        for step in (*self.before, *self.hidden, *self.later):
            told = (step.name, step.object, step.actor, step.twin, step.fields, step.more)
            parts.append(repr(told))
            for label in (step.label, *(step.labels or ())):
                # Tokens stand in the order of their texts, and so of the identifiers in them.
                named = _UUID.sub(lambda found: known[found[0]], label.text)
                parts.append(" ".join(sorted(named.split())))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def names(self, table: str, *, hidden: bool) -> tuple[str, ...]:
        """Rows of a table, of the hidden object's own or of the rest."""
        own = {step.object for step in self.hidden} | {self.about}
        born = {step.object for step in self.before}
        return tuple(
            name
            for name, one in self.tables.items()
            if one == table and ((name in own and name not in born) == hidden)
        )

    def without(self) -> tuple[Step, ...]:
        """The steps of the world without the object, after those that both share."""
        return tuple(s for s in (*self.hidden, *self.later) if s.twin in (None, "without"))

    def with_it(self) -> tuple[Step, ...]:
        """The steps of the world with the object, after those that both share."""
        return tuple(s for s in (*self.hidden, *self.later) if s.twin in (None, "with"))


@cache
def identifier(salt: int, name: str) -> UUID:
    """An identifier that tells nothing of its row's age."""
    return UUID(bytes=hashlib.md5(f"{salt}/{name}".encode()).digest())
