"""Clocks of nations: seats, hours and holidays of the register, and local times of meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING
from uuid import UUID

from comity.meetings.assumptions import Assumptions, load_assumptions, parse_span
from comity.meetings.burden import Refusal, Scale
from comity.meetings.places import Place, gather
from comity.meetings.seats import Seats, load_seats
from comity.meetings.slots import Slot, slot_at
from comity.meetings.zones import edition, names
from comity.programme.models import Person, Series
from comity.programme.persons.store import shown
from comity.programme.reading.filter import Sight
from comity.programme.reading.objects import one
from comity.programme.reading.viewer import Viewer
from comity.programme.reading.views_meetings import MeetingView, SeriesView
from comity.reference.register import Register

if TYPE_CHECKING:
    from comity.programme.programme import Programme


_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the planner knows of all nations."""

    register: Register
    seats: Seats
    assumptions: Assumptions

    def places(self, nations: Iterable[str], years: Iterable[int]) -> tuple[Place, ...]:
        """Nations as the planner sees them, by code.

        Raises:
            InputError: a nation is not known or has no seat of government.
        """
        return gather(nations, self.register.nations, self.seats, self.assumptions, years)

    def scale(self, refusals: Iterable[str], *, days_off: bool) -> Scale:
        """How times are judged, with lines of refusals as a series holds them."""
        return Scale(self.assumptions, tuple(refusal(line) for line in refusals), days_off)


@lru_cache(maxsize=4)
def _desk(register: Register) -> Desk:
    folder = register.folder
    return Desk(register, load_seats(register.nations, folder), load_assumptions(folder))


def desk(programme: Programme) -> Desk:
    """The clocks of a programme, read once."""
    return _desk(programme.workspace.register)


def refusal(line: str) -> Refusal:
    """A refusal from a line such as ``JPN KOR 23:00-06:00``; without nations it is of all.

    Raises:
        InputError: the hours are none.
    """
    *nations, hours = line.split()
    begin, _, end = hours.partition("-")
    return Refusal(parse_span(begin, end), frozenset(nations))


def editions() -> tuple[str, ...]:
    """What local times and holidays rest on, by name and edition."""
    return (f"tzdata {edition()}", f"holidays {version('holidays')}")


def at(programme: Programme, viewer: Viewer, meeting: UUID, start: dt.datetime) -> Slot | None:
    """What a time would mean for a meeting, to those who would meet then and are seen.

    These are the nations whose parts run, but for those without a seat of government, which have
    no clock. None where the meeting is hidden or not there.

    Raises:
        InputError: the time has no zone, or is so far away that no holidays are known.
    """
    found = one(viewer, "meeting", meeting)
    if not isinstance(found, MeetingView):
        return None
    series = _series(viewer, found)
    return slot_of(programme, series, with_clocks(programme, viewer, series), start, found.minutes)


def local_times(programme: Programme, viewer: Viewer, meeting: UUID) -> Slot | None:
    """The local times of a meeting; of a round in writing None, as of what is not there."""
    found = one(viewer, "meeting", meeting)
    if not isinstance(found, MeetingView) or found.start is None:
        return None
    nations = [nation for nation, _ in found.points]
    return slot_of(programme, _series(viewer, found), nations, found.start, found.minutes)


def _series(viewer: Viewer, meeting: MeetingView) -> SeriesView:
    series = one(viewer, "series", meeting.series)
    assert isinstance(series, SeriesView)  # whoever sees a meeting sees its series
    return series


def with_clocks(programme: Programme, who: Viewer, series: SeriesView | Series) -> list[str]:
    """Nations that meet now and have a clock, of a series that she sees who looks or acts."""
    activity = series.activity if isinstance(series, SeriesView) else series.activity_id
    seats = desk(programme).seats
    return [one for one in taking_part(who, activity, series.apart) if one in seats]


def slot_of(
    programme: Programme, series: SeriesView | Series, nations: Iterable[str], start: dt.datetime,
    minutes: int,
) -> Slot:  # fmt: skip
    """A time as nations see it, told beside the day of the series' host."""
    clocks = desk(programme)
    years = range(start.year - 1, start.year + 2)
    places = clocks.places(nations, years)
    scale = clocks.scale(series.refusals, days_off=series.days_off)
    return slot_at(places, scale, start, minutes, clocks.seats[series.host].time_zone)


def taking_part(viewer: Viewer, activity: UUID, apart: Iterable[str]) -> list[str]:
    """Nations that meet, by code: whose part runs on the viewer's day, seen by her, not apart."""
    parts = Sight.of(viewer).parts().filter(activity=activity, since__lte=viewer.day)
    parts = parts.exclude(until__lt=viewer.day).exclude(nation__in=list(apart))
    return sorted(set(parts.order_by().values_list("nation", flat=True)))


def own_zone(programme: Programme, viewer: Viewer) -> str:
    """The zone in which a viewer reads times: her own if she gave one, else her nation's."""
    person = viewer.person or _NOBODY
    values = shown(programme, viewer, Person.objects.filter(id=person)).get(person, {})
    own = values["time-zone"].value if "time-zone" in values else ""
    return own if own in names() else zone_of(programme, viewer.nation)


def zone_of(programme: Programme, nation: str) -> str:
    """The zone of a nation's seat of government; UTC where it has none."""
    seats = desk(programme).seats
    return seats[nation].time_zone if nation in seats else "UTC"
