"""Small cells are not told, nor can they be found by subtracting the others from the total.

Cells from 1 to 4 are hidden. Where that hides one cell alone, or cells that together are fewer
than 5, the next smallest is hidden as well, since the total would give them away; where nothing is
left to hide, the total is hidden, too. A zero is told: it is about nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts by name, None where one is hidden; the total, None where it would tell."""

    counts: tuple[tuple[str, int | None], ...]
    total: int | None

    def hidden(self, name: str) -> bool:
        """Whether a cell is hidden."""
        return dict(self.counts)[name] is None


def suppressed(counts: Mapping[str, int]) -> Cells:
    """Counts with small cells hidden."""
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST}
    others = sorted(
        (name for name, count in counts.items() if count >= SMALLEST),
        key=lambda name: (counts[name], name),
    )
    total: int | None = sum(counts.values())
    while hidden and _given_away([counts[name] for name in hidden]):
        if not others:
            total = None
            break
        hidden.add(others.pop(0))
    return Cells(
        tuple((name, None if name in hidden else count) for name, count in counts.items()), total
    )


def _given_away(hidden: list[int]) -> bool:
    return len(hidden) < 2 or sum(hidden) < SMALLEST
