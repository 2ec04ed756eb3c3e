"""Many worlds of each sort, in the test and in `make twin`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from plans import TODAY, World
from seeing import Seeing
from twins import Tally, compare, without_chance
from worlds import SORTS, worlds

if TYPE_CHECKING:
    from comity.programme.programme import Programme


CHUNK = 250


@contextmanager
def letters_kept() -> Iterator[None]:
    """Mail is kept in memory, and nothing is by chance."""
    from django.test.utils import override_settings

    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend), without_chance():
        yield


def run(
    programme: Programme, sort: str, count: int, tally: Tally, most: int | None = 1,
    begin: int = 0,
) -> None:  # fmt: skip
    """Hold the twins of so many worlds against each other; differences are in the tally.

    A world that was there already, apart from its identifiers, is left out and counts for nothing.
    """
    seeing = Seeing(programme.workspace, TODAY)
    assert sort in SORTS
    wanted = tally.worlds + count

    def one(world: World) -> None:
        if tally.worlds == wanted or world.digest in tally.seen:
            return
        tally.seen.add(world.digest)
        found = compare(programme, world, tally, most)
        tally.differences += [f"[{sort} {world.salt}] {words}" for words in found]

    with letters_kept():
        while tally.worlds < wanted:
            # The seed goes on with each chunk: one generator remembers all that it made.
            begin += 1
            chosen = settings(
                max_examples=max(20, min(CHUNK, wanted - tally.worlds)), deadline=None,
                database=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            seed(begin)(chosen(given(worlds(seeing, sort))(one)))()
