"""Many worlds of each sort, in the test and in `make twin`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from seeing import Seeing
from twins import Tally, compare, without_chance
from worlds import SORTS, TODAY, World, worlds

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@contextmanager
def letters_kept() -> Iterator[None]:
    """Mail is kept in memory, and nothing is by chance."""
    from django.test.utils import override_settings

    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend), without_chance():
        yield


def run(
    programme: Programme, sort: str, count: int, tally: Tally, most: int | None = 3,
    begin: int | None = None,
) -> None:  # fmt: skip
    """Hold the twins of generated worlds against each other; differences are in the tally."""
    seeing = Seeing(programme.workspace, TODAY)
    assert sort in SORTS

    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(worlds(seeing, sort))
    def one(world: World) -> None:
        found = compare(programme, world, tally, most)
        tally.differences += [f"[{sort} {world.salt}] {words}" for words in found]

    with letters_kept():
        (one if begin is None else seed(begin)(one))()
