"""One opened programme: its keys, its clock, and standing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from comity.base.dates import moment
from comity.decisions.read_rules import default_rules
from comity.decisions.rules import Rules
from comity.programme.events.log import Writer, writing
from comity.programme.events.signing import Keys
from comity.programme.persons.vault import PersonKeys, new_person_keys
from comity.safeguards.labels import Level
from comity.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Programme:
    """What services need; ``clock`` and what is by chance are given in tests and demonstrations.

    ``rules`` say when a proposal may be approved; ``screening`` is the folder of the installation's
    own lists of organisations, None where none is set.
    """

    workspace: Workspace
    keys: Keys
    ceiling: Level = Level.PUBLIC
    rules: Rules = field(default_factory=default_rules, repr=False)
    screening: Path | None = field(default=None, repr=False)
    clock: Callable[[], dt.datetime] = field(default=moment, repr=False)
    new_id: Callable[[], UUID] = field(default=uuid4, repr=False)
    new_person_keys: Callable[[], PersonKeys] = field(default=new_person_keys, repr=False)

    def writing(self, actor: UUID) -> AbstractContextManager[Writer]:
        """Hold the writer's turn as an actor; see :func:`comity.programme.events.log.writing`."""
        return writing(self.keys, actor, self.clock, self.new_id)

    def today(self) -> dt.date:
        """The day on which standing is asked."""
        return self.clock().astimezone(dt.UTC).date()

    def may(self, nation: str, activity: str, on: dt.date) -> bool:
        """Whether standing says yes; an unknown opens nothing."""
        return self.workspace.may(nation, activity, on=on).answer == "yes"

    def held(self, nation: str, on: dt.date) -> frozenset[tuple[str, str]]:
        """Groups and statuses in force for a nation; see ``Workspace.in_force``."""
        return self.workspace.in_force(nation, on=on)
