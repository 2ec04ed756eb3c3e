"""What one asks as a user of a world: visible rows, rows that she may not see, and none at all.

The same is asked in both twins, so that each difference is one of the world's and not of the
question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from plans import World
from planting import Identifiers

if TYPE_CHECKING:
    from comity.programme.programme import Programme

NOBODY = UUID("00000000-0000-4000-8000-00000000dead")


@dataclass
class Looking:
    """One user's looks at one of the twins."""

    programme: Programme
    world: World
    person: UUID
    identifiers: Identifiers
    client: Any = None

    def __post_init__(self) -> None:
        from comity.programme.reading.viewer import viewer

        self.who = viewer(self.programme, self.person)
        self.administers = self.who.holds("administrator")

    def keys(self, table: str) -> list[UUID]:
        """What is asked for in a table: a hidden row, one that may be visible, none."""
        found = (self.key(table, hidden=True), self.key(table, hidden=False), NOBODY)
        return list(dict.fromkeys(key for key in found if key is not None))

    def key(self, table: str, *, hidden: bool) -> UUID | None:
        """A row of a table, of what is hidden or of the rest, by the world's own chance."""
        names = self.world.names(table, hidden=hidden)
        return self.world.id(names[self.world.salt % len(names)]) if names else None


@dataclass(frozen=True)
class Ask:
    """One question: what is called, with what; ``writes`` says that it may change something."""

    words: str
    what: Callable[..., Any]
    given: tuple[Any, ...]
    more: dict[str, Any]
    writes: bool = False
    at: str = ""

    @property
    def path(self) -> str:
        """The function by its module, or the name of an address."""
        if self.at:
            return self.at.replace(" ", ":")
        return f"{self.what.__module__.rpartition('.')[2]}.{self.what.__name__}"

    @property
    def name(self) -> str:
        """The question by its path and words."""
        return f"{self.path} {self.words}"


def ask(words: str, what: Callable[..., Any], *given: Any, **more: Any) -> Ask:
    """A question that changes nothing."""
    return Ask(words, what, given, more)


def change(look: Looking, words: str, what: Callable[..., Any], *given: Any, **more: Any) -> Ask:
    """A question to what changes something for a user, or refuses to."""
    return Ask(words, what, (look.programme, look.who, *given), more, writes=True)
