"""The ledger of an activity's meetings: what nations bore by them, as far as a viewer sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from comity.meetings.ledger import Borne, Ledger
from comity.meetings.travel import TravelSaved, travel_saved
from comity.programme.models import Meeting
from comity.programme.reading.clocks import desk
from comity.programme.reading.filter import Sight
from comity.programme.reading.objects import one
from comity.programme.reading.shown_meetings import nations_seen
from comity.programme.reading.tables import TABLES
from comity.programme.reading.viewer import Viewer

if TYPE_CHECKING:
    from comity.programme.programme import Programme

SENTENCE = (
    "A level is the sum of the points that a nation bears by all meetings of the activity that are "
    "not cancelled, as far as you may see them and the nations in them, coming ones among them. "
    "Who takes part later begins at the mean of the others. The next slot is chosen so that who "
    "bears most bears least."
)
_BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Level:
    """What a nation bears by ``meetings`` meetings, of which ``free`` cost it nothing."""

    nation: str
    points: int
    meetings: int
    free: int


@dataclass(frozen=True, slots=True)
class Told:
    """Levels by nation, the spread between them (most less least), and what that means."""

    levels: tuple[Level, ...]
    spread: int
    meetings: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Travel:
    """The travel that the meetings of a series at a distance save."""

    series: UUID
    title: str
    meetings: int
    saved: TravelSaved


def ledger(viewer: Viewer, activity: UUID) -> Told | None:
    """The ledger of an activity; None where it is hidden or not there."""
    if one(viewer, "activity", activity) is None:
        return None
    rows = entries(viewer, activity)
    summed = borne(rows)
    levels = summed.levels(entry.nation for entry in summed.entries)
    told = tuple(
        Level(
            nation, level, sum(nation in points for points in rows),
            sum(points.get(nation) == 0 for points in rows),
        )
        for nation, level in levels.items()
    )  # fmt: skip
    return Told(told, summed.spread(levels), len(rows), SENTENCE)


def entries(viewer: Viewer, activity: UUID) -> list[dict[str, int]]:
    """Points by nation of each meeting that was not cancelled, by time, as the viewer sees them."""
    sight = Sight.of(viewer)
    seen = nations_seen(sight, [activity])[activity]
    rows = _held(sight).filter(series__activity=activity).order_by("start", "id")
    told = rows.values_list("points", flat=True)
    return [{nation: points[nation] for nation in points if nation in seen} for points in told]


def borne(meetings: Iterable[dict[str, int]]) -> Ledger:
    """A ledger with one entry a nation: what it bore by meetings, in their order.

    Summed as they come: a ledger of all entries would be read anew for each.
    """
    summed = Ledger()
    for points in meetings:
        # Who is new to them begins at the mean of those who meet with it.
        after = summed.with_meeting("next", points) if points else summed
        levels = after.levels({entry.nation for entry in after.entries})
        summed = Ledger(tuple(Borne(_BEFORE, nation, levels[nation]) for nation in levels))
    return summed


def travel(programme: Programme, viewer: Viewer, activity: UUID) -> tuple[Travel, ...]:
    """The travel saved by the meetings of each series of an activity, as far as the viewer sees.

    Of nations that meet in it; meetings that are cancelled, and rounds in writing, save none here.
    """
    clocks, sight = desk(programme), Sight.of(viewer)
    seen = nations_seen(sight, [activity])[activity]
    found = []
    for row in TABLES["series"].seen(sight).filter(activity=activity):
        held = list(_held(sight).filter(series=row).values_list("points", flat=True))
        nations = sorted({nation for points in held for nation in points} & seen)
        hosts = tuple(row.rotation) or (row.host,)
        saved = travel_saved(
            clocks.seats, nations, hosts, len(held), clocks.assumptions, row.delegates
        )
        found.append(Travel(row.id, row.title, len(held), saved))
    return tuple(found)


def _held(sight: Sight) -> QuerySet[Meeting, Any]:
    """Meetings at an hour that a viewer sees and that were not cancelled."""
    rows: QuerySet[Meeting, Any] = TABLES["meeting"].seen(sight)
    return rows.filter(cancelled=False).exclude(start="")
