"""What resembles a text among the activities and proposals of all bodies that a viewer may read.

Titles are compared always, other texts of a row only where its content is open to the viewer. A
score depends on two texts alone (:mod:`comity.overlap`); nothing is counted over rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from comity.overlap.index import Match
from comity.overlap.shared import SharedTerm
from comity.programme.reading.compared import Compared, compared, key_of
from comity.programme.reading.filter import Sight
from comity.programme.reading.objects import among
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import ActivityView, ProposalView, View

FEW = 5


@dataclass(frozen=True, slots=True)
class Similar:
    """A row that resembles a draft: how much, and by which terms.

    ``of`` says which of the draft's texts is meant, ``text`` is that of the row, its title unless
    ``content``; spans of ``shared`` are of these two.
    """

    table: str
    row: ActivityView | ProposalView
    score: float
    close: bool
    of: int
    text: str
    content: bool
    shared: tuple[SharedTerm, ...]

    @property
    def key(self) -> str:
        """Its name among the rows that are compared."""
        return key_of(self.table, self.row.id)


@dataclass(frozen=True, slots=True)
class Resembling:
    """What was found, best first, and by which method; every close one is among ``rows``.

    ``matches`` are the same as the comparison gave them.
    """

    method: str
    rows: tuple[Similar, ...]
    matches: tuple[Match, ...]


def similar(
    viewer: Viewer, *texts: str, leaving_out: UUID | None = None, limit: int = FEW
) -> Resembling:
    """Rows that resemble any of a draft's texts, such as its title and its summary.

    Args:
        viewer: who may read what is compared.
        texts: each is compared by itself; empty ones are left out.
        leaving_out: a proposal that is not compared with itself.
        limit: how many are shown where fewer are close.

    Raises:
        InputError: a text is too long.
    """
    sight = Sight.of(viewer)
    rows = compared(sight)
    best: dict[str, tuple[Match, int]] = {}
    for number, text in enumerate(texts):
        for match in rows.similar(text, limit + 1) if text.strip() else ():
            if match.key not in best or match.score > best[match.key][0].score:
                best[match.key] = match, number
    if leaving_out is not None:
        best.pop(key_of("proposal", leaving_out), None)
    ranked = sorted(best.values(), key=lambda one: (-one[0].score, one[0].key))
    told = [one for place, one in enumerate(ranked) if one[0].close or place < limit]
    seen = among(sight, {_row(match) for match, _ in told}, ("activity", "proposal"))
    told = [one for one in told if _row(one[0]) in seen]
    shown = tuple(_told(*one, rows, seen) for one in told)
    return Resembling(rows.method, shown, tuple(match for match, _ in told))


def _row(match: Match) -> UUID:
    return UUID(match.key.partition(" ")[2])


def _told(match: Match, number: int, rows: Compared, seen: dict[UUID, tuple[str, View]]) -> Similar:
    table, view = seen[_row(match)]
    assert isinstance(view, ActivityView | ProposalView)
    text, content = rows.text(match), match.text > 0
    return Similar(table, view, match.score, match.close, number, text, content, match.shared)
