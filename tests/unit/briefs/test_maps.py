"""The map is what the boundary policy says: every test point lies in its nation's outline."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import pytest

from comity.base.settings import PACKAGE
from comity.briefs.maps import load_world, project
from comity.reference.register import Register
from comity.reference.yaml_lines import read_yaml

POLICY = read_yaml(PACKAGE / "reference" / "data" / "boundary_policy.yml")


def inside(ring: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    found = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            found = not found
    return found


def nations_at(x: float, y: float) -> set[str]:
    return {
        nation
        for nation, rings in load_world().nations.items()
        if sum(inside(ring, x, y) for ring in rings) % 2
    }


@pytest.mark.parametrize("point", POLICY["points"], ids=lambda point: str(point["place"]))
def test_a_point_lies_in_one_nation_only(point: dict[str, object]) -> None:
    found = nations_at(float(str(point["longitude"])), float(str(point["latitude"])))
    assert found == {point["nation"]}


def test_no_de_facto_entity_is_drawn_and_every_outline_is_in_the_register(
    register: Register,
) -> None:
    drawn = set(load_world().nations)
    entities = {entry["entity"] for entry in POLICY["merged"] + POLICY["dropped"]}
    assert not drawn & entities
    assert drawn <= set(register.nations.codes())


def test_every_member_and_comparator_of_the_briefs_is_drawn(register: Register) -> None:
    wanted = {n for group in register.groups for n in group.on(dt.date(2026, 1, 1))}
    assert not wanted - set(load_world().nations)


def test_disputed_lines_are_dashed() -> None:
    # The line across Cyprus and the one at 38° in Korea, among others.
    lines = load_world().dashed
    assert any(any(32.5 < x < 34.2 and 34.9 < y < 35.3 for x, y in line) for line in lines)
    assert any(any(126 < x < 129 and 37.5 < y < 38.8 for x, y in line) for line in lines)


def test_the_projection_keeps_areas_and_its_published_corners() -> None:
    # Equal Earth: the pole line is 0.59247 of the equator, the map's ratio 2.05458.
    width, height = project(180, 0)[0], project(0, 90)[1]
    assert width / height == pytest.approx(2.05458, rel=1e-3)
    assert project(180, 90)[0] / width == pytest.approx(0.5925, rel=1e-3)

    def cell(latitude: float) -> float:
        (x0, y0), (x1, y1) = project(0, latitude), project(4, latitude + 4)
        x2, _ = project(4, latitude)
        return ((x1 + x2) / 2 - x0) * (y1 - y0)

    for latitude in (0.0, 30.0, 60.0):
        sphere = math.sin(math.radians(latitude + 4)) - math.sin(math.radians(latitude))
        assert cell(latitude) / sphere == pytest.approx(
            cell(0.0) / math.sin(math.radians(4)), rel=0.01
        )
