"""Places for the planner: real ones from the register, and plain ones without days off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from comity.base.settings import PACKAGE
from comity.meetings.assumptions import Assumptions, Hours, Span, Weekend, load_assumptions
from comity.meetings.days_off import Holidays
from comity.meetings.places import Place, gather
from comity.meetings.seats import Seats, load_seats
from comity.reference.register import Register

MakePlace = Callable[..., Place]
Gather = Callable[..., tuple[Place, ...]]


@pytest.fixture(scope="session")
def assumptions() -> Assumptions:
    return load_assumptions(PACKAGE / "reference" / "data")


@pytest.fixture(scope="session")
def seats(register: Register) -> Seats:
    return load_seats(register.nations, PACKAGE / "reference" / "data")


@pytest.fixture(scope="session")
def gathered(register: Register, seats: Seats, assumptions: Assumptions) -> Gather:
    def make(codes: str, years: range = range(2023, 2033)) -> tuple[Place, ...]:
        return gather(codes.split(), register.nations, seats, assumptions, years)

    return make


@pytest.fixture(scope="session")
def place() -> MakePlace:
    def make(
        nation: str = "JPN",
        time_zone: str = "Asia/Tokyo",
        hours: Span = Span(540, 1020),  # noqa: B008
        weekend: frozenset[int] = frozenset(),
        named: dict[dt.date, str] | None = None,
        known: range = range(1990, 2100),
    ) -> Place:
        return Place(
            nation, nation.title(), "Seat", time_zone, Hours(hours, "test"),
            Weekend(weekend, "test"), Holidays(named or {}, frozenset(known), "test"),
        )  # fmt: skip

    return make
