"""What standing says of a nation's part in one activity, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from comity.programme.models import Activity
from comity.programme.reading.entitled import Joinable, joinable
from comity.programme.reading.filter import Sight
from comity.programme.reading.viewer import Viewer
from comity.programme.services.guard import basis_of
from comity.programme.services.standing import AtWork

if TYPE_CHECKING:
    from comity.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class Stands:
    """Whether a nation may take part in an activity, besides what standing itself says.

    ``asked`` is the key of what standing was asked, which the explorer explains; ``rule``,
    ``since`` and ``source`` are what the answer rests on. ``said`` is the sentence of standing.
    """

    nation: str
    asked: str
    found: Joinable
    said: str
    rule: str
    since: str
    source: tuple[str, ...]


def stands(programme: Programme, viewer: Viewer, activity: UUID, nation: str = "") -> Stands | None:
    """Of a nation, the viewer's own by default, on her day; None where the activity is hidden.

    Raises:
        InputError: an unknown nation.
    """
    code = programme.workspace.register.nations.resolve(nation or viewer.nation)
    sight = Sight.of(viewer)
    rows = Activity.objects.select_related("content_label", "metadata_label")
    row = sight.rows(rows.filter(id=activity)).first()
    if row is None:
        return None
    work = AtWork(programme, viewer, code, viewer.day)
    found, verdict = joinable(programme, sight, work, code, row), work.verdict(row)
    if found.refusal is not None:
        basis = (found.refusal.rule, found.refusal.since, found.refusal.source)
    else:
        basis = basis_of(verdict)
    return Stands(code, verdict.activity.key, found, verdict.sentence, *basis)
