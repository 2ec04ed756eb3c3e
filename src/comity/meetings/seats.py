"""Seats of government: where a nation's clock and a distance are taken.

The register of nations holds capitals with coordinates and zone (GeoNames). Where government sits
elsewhere, ``seats.csv`` beside it says so, with source and the day it was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from comity.base.errors import InputError
from comity.meetings.tables import RowError, rows
from comity.meetings.zones import names
from comity.reference.nations import Nation, Nations

_COLUMNS = (
    "nation", "seat", "latitude", "longitude", "time_zone", "status", "source", "checked",
)  # fmt: skip
STATUSES = frozenset({"two sources", "register", "unverified"})
# Mean radius of the Earth (IUGG 1980), km.


@dataclass(frozen=True, slots=True)
class Seat:
    """A nation's seat of government.

    Attributes:
        nation: its code.
        name: of the city.
        latitude, longitude: in degrees.
        time_zone: name in the IANA database.
        status: ``register`` (the capital), ``two sources`` or ``unverified``.
        source: where it is said.
    """

    nation: str
    name: str
    latitude: float
    longitude: float
    time_zone: str
    status: str
    source: str


class Seats:
    """Seats of all nations that have one."""

    def __init__(self, seats: dict[str, Seat], nations: Nations):
        self._seats = seats
        self._nations = nations

    def __contains__(self, nation: object) -> bool:
        return nation in self._seats

    def __getitem__(self, nation: str) -> Seat:
        """A nation's seat.

        Raises:
            InputError: the nation is not known, or has no seat to take a clock from.
        """
        if nation in self._seats:
            return self._seats[nation]
        if nation in self._nations:
            raise InputError(
                f"{self._nations.name(nation)} has no seat of government on record: leave it out"
            )
        raise InputError(f"unknown nation {nation!r}: write an ISO 3166 code")

    def codes(self) -> list[str]:
        """Nations with a seat, in order."""
        return sorted(self._seats)


def load_seats(nations: Nations, folder: Path) -> Seats:
    """Capitals of the register, with the seats of ``seats.csv`` in their place where they differ.

    Raises:
        InputError: a row cannot be used; the line says which and why.
    """
    found = {
        code: seat for code in nations.codes() if (seat := _capital(nations[code])) is not None
    }
    path, seen = folder / "seats.csv", set[str]()
    for line, row in rows(path, _COLUMNS):
        if row["nation"] not in nations or row["nation"] in seen:
            raise RowError(path, line, f"{row['nation']!r} is unknown or stands twice")
        seen.add(row["nation"])
        found[row["nation"]] = _seat(path, line, row)
    return Seats(found, nations)


def distance_km(one: Seat, other: Seat) -> float:
    """Great-circle distance in kilometres on a sphere; the Earth's differs by 0.5 %."""
    # Loaded for this only: planning needs no arrays.
    from comity.indicators.gravity import great_circle

    places = great_circle((one.latitude, other.latitude), (one.longitude, other.longitude))
    return float(places[0, 1])


def _capital(nation: Nation) -> Seat | None:
    if not nation.time_zone or nation.latitude is None or nation.longitude is None:
        return None
    return Seat(
        nation.nation, nation.capital, nation.latitude, nation.longitude, nation.time_zone,
        "register", "; ".join(nation.source),
    )  # fmt: skip


def _seat(path: Path, line: int, row: dict[str, str]) -> Seat:
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
    except ValueError:
        raise RowError(path, line, "latitude and longitude must be degrees") from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise RowError(path, line, "latitude is within 90 and longitude within 180 degrees")
    if row["time_zone"] not in names():
        raise RowError(path, line, f"unknown time zone {row['time_zone']!r}")
    if row["status"] not in STATUSES:
        raise RowError(path, line, f"status is one of {', '.join(sorted(STATUSES))}")
    return Seat(
        row["nation"], row["seat"], latitude, longitude, row["time_zone"], row["status"],
        row["source"],
    )  # fmt: skip
