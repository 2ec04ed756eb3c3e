"""What is close to a proposal, what is said of it, and what is still to be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from comity.overlap.dispositions import Disposition, Kind, Missing, missing
from comity.programme.models import Proposal
from comity.programme.reading.compared import key_of
from comity.programme.reading.filter import Sight
from comity.programme.reading.happenings import folded
from comity.programme.reading.lists import FIRST, Page, Window, page
from comity.programme.reading.objects import among
from comity.programme.reading.overlap import Resembling, similar
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views import DispositionView, UnseenView, View


@dataclass(frozen=True, slots=True)
class Said:
    """A disposition that counts, and what it is about."""

    disposition: DispositionView
    about: View


@dataclass(frozen=True, slots=True)
class Overlap:
    """A proposal among what resembles it, as far as the viewer sees.

    ``said`` are dispositions on the versions since the last material change, the last about each;
    ``missing`` says what still needs one.
    """

    found: Resembling
    said: tuple[Said, ...]
    missing: tuple[Missing, ...]


def overlap(viewer: Viewer, key: UUID) -> Overlap | None:
    """What resembles a proposal; None where it is hidden, closed or not there."""
    sight = Sight.of(viewer)
    row = TABLES["proposal"].few(sight, [key]).first()
    if row is None or not sight.content(row):
        return None
    return overlap_of(viewer, row)


def overlap_of(viewer: Viewer, row: Proposal) -> Overlap:
    """What resembles a proposal whose content is open to a viewer."""
    sight = Sight.of(viewer)
    found = similar(viewer, row.title, row.summary, leaving_out=row.id)
    held = TABLES["disposition"].seen(sight).filter(
        proposal=row.id, version__gte=folded(row.id).basis
    )  # fmt: skip
    last: dict[str, DispositionView] = {}
    # The latest come first.
    for view in TABLES["disposition"].views(sight, held):
        last.setdefault(key_of(view.table, view.about), view)
    seen = among(sight, {one.about for one in last.values()}, ("activity", "proposal"))
    said = tuple(Said(one, seen[one.about][1]) for one in last.values() if one.about in seen)
    given = [
        Disposition(key, cast("Kind", one.kind), one.reason) for key, one in last.items()
    ]  # fmt: skip
    names = {one.key: one.row.title for one in found.rows}
    return Overlap(found, said, tuple(missing(found.matches, given, names)))


def unseen(viewer: Viewer, window: Window = FIRST) -> Page[UnseenView]:
    """Proposals close to what their drafters may not see, for brokers: the latest first."""
    sight = Sight.of(viewer)
    rows = TABLES["unseen"].seen(sight)
    return cast("Page[UnseenView]", page(sight, "unseen", rows, window))
