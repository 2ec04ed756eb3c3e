"""Travel that a series held at a distance saves, as an estimate with its assumptions.

Each nation but the host would send delegates from its seat of government to the host's and back,
along the great circle, at a stated speed. Real routes are longer and have changes; trains and
those who would not have come are not looked at. The hosts are the stated rotation, in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.base.errors import InputError
from comity.meetings.assumptions import Assumptions
from comity.meetings.seats import Seats, distance_km


@dataclass(frozen=True, slots=True)
class Saved:
    """What one nation's delegates need not travel: kilometres and hours of flight."""

    nation: str
    km: float
    hours: float


@dataclass(frozen=True, slots=True)
class TravelSaved:
    """The estimate for all.

    Attributes:
        nations: one line each, by code.
        km, hours: sums, of delegates.
        assumption: what the estimate assumes, in one sentence.
        unverified: nations whose seat is not verified.
    """

    nations: tuple[Saved, ...]
    km: float
    hours: float
    assumption: str
    unverified: tuple[str, ...]


def travel_saved(
    seats: Seats,
    nations: Sequence[str],
    rotation: Sequence[str],
    meetings: int,
    assumptions: Assumptions,
    delegates: int | None = None,
) -> TravelSaved:
    """The travel that meetings at a distance save, against hosts in turn.

    Args:
        seats: of governments.
        nations: who meets.
        rotation: hosts, in turn, from the first meeting on.
        meetings: that are held at a distance (written rounds save travel too, if they replace one).
        assumptions: the speed, and the delegates of each nation where none are given.
        delegates: of each nation.

    Raises:
        InputError: a nation has no seat, no host is given, or a number is negative.
    """
    people = assumptions.delegates if delegates is None else delegates
    if meetings < 0 or people < 0:
        raise InputError("meetings and delegates cannot be negative")
    if not rotation:
        raise InputError("name at least one host, against whose seat travel is told")
    trips = [seats[rotation[index % len(rotation)]] for index in range(meetings)]
    lines = []
    for nation in sorted(set(nations)):
        km = people * sum(2 * distance_km(seats[nation], host) for host in trips)
        lines.append(Saved(nation, km, km / assumptions.flight_speed))
    assumption = (
        f"Estimate: {people} delegate{'' if people == 1 else 's'} of each nation to the host and "
        f"back, {meetings} times, hosts in turn {', '.join(rotation)}; great circles between seats "
        f"of government at {assumptions.flight_speed:g} km/h ({assumptions.flight_note})."
    )
    asked = {*nations, *rotation}
    unverified = tuple(n for n in sorted(asked) if seats[n].status == "unverified")
    km = sum(one.km for one in lines)
    return TravelSaved(tuple(lines), km, km / assumptions.flight_speed, assumption, unverified)
