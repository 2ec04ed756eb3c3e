"""The world's outlines, drawn as the boundary policy says, and their projection."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Point = tuple[float, float]

_WORLD = Path(__file__).resolve().parent / "assets" / "world.json"
# Coefficients of the Equal Earth projection (Šavrič, Patterson & Jenny 2019).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_SQUEEZE = math.sqrt(3) / 2


@dataclass(frozen=True, slots=True)
class World:
    """Rings of each nation or territory and the lines drawn dashed, in degrees."""

    nations: dict[str, tuple[tuple[Point, ...], ...]]
    dashed: tuple[tuple[Point, ...], ...]


@cache
def load_world() -> World:
    """The outlines that ``recipes/world_map.py`` made under ``boundary_policy.yml``."""
    content = json.loads(_WORLD.read_text(encoding="utf-8"))
    return World(
        {code: tuple(map(_points, rings)) for code, rings in content["nations"].items()},
        tuple(map(_points, content["dashed"])),
    )


def _points(line: list[list[float]]) -> tuple[Point, ...]:
    return tuple((x, y) for x, y in line)


def project(longitude: float, latitude: float) -> Point:
    """Equal Earth: areas are true, so that a shaded map does not favour the north.

    Args:
        longitude: degrees, −180 to 180.
        latitude: degrees, −90 to 90.

    Returns:
        x in ±155, y in ±76, y upwards; about a degree at the centre is one unit.
    """
    theta = math.asin(_SQUEEZE * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = math.radians(longitude) * math.cos(theta) / (_SQUEEZE * slope)
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return round(math.degrees(x), 3), round(math.degrees(y), 3)
