"""The planner: which slot next, so that no nation bears more than its turn.

For each meeting in order, slots that nobody refuses are ranked by, first to last,

1. how far the spread of what nations bore (most less least) would be above the bound;
2. what nations bore after it, sorted from most to least, compared place by place (leximax): first
   the one who bore most shall bear least, then the second, and so on;
3. the sum of points; 4. the earlier start.

The bound is the most that one meeting may cost a nation (``Scale.most``), unless another is given:
nobody gets ahead of anybody by more than one worst meeting. If some slot keeps to it, the first
rule takes none that does not, so that the bound holds by induction; the plan says after which
meeting no slot kept it. ``docs/meetings.md`` says when one always does.

The cost of a meeting is a table over the quarter hours of its window, made once for a nation; a
slot's is the greatest of the quarters that it touches.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from comity.base.errors import InputError
from comity.meetings.burden import QUARTERS, Scale
from comity.meetings.ledger import Ledger
from comity.meetings.places import Place
from comity.meetings.series import Plan, Planned, Series, WrittenRound
from comity.meetings.slots import Slot, slot_at
from comity.meetings.zones import QUARTER, changes, offset, zone

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class _Window:
    """Possible starts of one meeting; ``points`` and ``refused`` have a row a start."""

    starts: list[dt.datetime]
    points: Whole
    refused: Truth


def plan(
    series: Series,
    places: tuple[Place, ...],
    scale: Scale,
    ledger: Ledger | None = None,
    bound: int | None = None,
) -> Plan:
    """Plan a series.

    Args:
        series: what is wanted.
        places: who meets, each nation once, the host among them.
        scale: how times are judged, and what is refused.
        ledger: what was borne before; none is an empty one.
        bound: of the spread, in points; the most that one meeting may cost if not given.

    Raises:
        InputError: nobody meets, a nation stands twice, the host is not among them, or the bound
            is negative.
    """
    nations = [place.nation for place in places]
    if not nations or len(set(nations)) < len(nations):
        raise InputError("give the nations that meet, each once")
    if series.host not in nations:
        raise InputError(f"the host {series.host} is not among the nations that meet: add it")
    if bound is not None and bound < 0:
        raise InputError(f"the bound {bound} is negative: give points from 0")
    within = scale.most(places) if bound is None else bound
    borne = ledger or Ledger()
    begun, done = borne.spread(nations), []
    for index in range(series.count):
        window = _window(series, index, places, scale)
        one, borne = _choose(series, index, places, scale, window, borne, within)
        done.append(one)
    return Plan(tuple(done), borne, within, begun, _notes(series, places, done, within))


def _window(series: Series, index: int, places: tuple[Place, ...], scale: Scale) -> _Window:
    host = zone(next(p.time_zone for p in places if p.nation == series.host))
    first, last = series.days(index)
    begin = _midnight(first, host)
    end = _midnight(last + dt.timedelta(days=1), host)
    long = -(-series.minutes // 15)
    count = (end - begin) // QUARTER + long
    cells = [begin + QUARTER * i for i in range(count)]
    points = np.empty((count - long + 1, len(places)), dtype=np.int64)
    refused = np.empty(points.shape, dtype=np.bool_)
    for column, place in enumerate(places):
        cost, no = _cells(place, scale, begin, count)
        points[:, column] = np.lib.stride_tricks.sliding_window_view(cost, long).max(axis=1)
        refused[:, column] = np.lib.stride_tricks.sliding_window_view(no, long).any(axis=1)
    stride = series.step // 15
    kept = slice(0, count - long, stride)
    return _Window(cells[kept], points[kept], refused[kept])


def _midnight(day: dt.date, where: ZoneInfo) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=where).astimezone(dt.UTC)


def _cells(place: Place, scale: Scale, begin: dt.datetime, count: int) -> tuple[Whole, Truth]:
    """Points and refusals of a place for quarter hours of UTC from ``begin`` on."""
    end = begin + QUARTER * count
    shift = np.full(count, offset(begin, place.time_zone) // QUARTER, dtype=np.int64)
    for change in changes(place.time_zone, begin, end):
        shift[(change.instant - begin) // QUARTER :] = change.after // QUARTER
    since = (begin - _EPOCH) // QUARTER + np.arange(count)
    day, quarter = np.divmod(since + shift, QUARTERS)
    # A clock put back over midnight shows the earlier day again.
    first, last = int(day.min()), int(day.max())
    days = range(first, last + 1)
    free = np.array([place.day_off(_EPOCH.date() + dt.timedelta(days=one)) for one in days])
    off = free[day - first]
    cost = np.array(scale.quarter_points(place))[quarter]
    refused = np.array([one is not None for one in scale.quarter_refusals(place)])[quarter]
    cost += off * scale.assumptions.day_off_points
    return cost, refused | (off & scale.refuse_days_off)


def _choose(
    series: Series, index: int, places: tuple[Place, ...], scale: Scale,
    window: _Window, ledger: Ledger, bound: int,
) -> tuple[Planned, Ledger]:  # fmt: skip
    meeting, nations = series.meeting(index), [place.nation for place in places]
    accepted = np.flatnonzero(~window.refused.any(axis=1))
    before = ledger.levels(nations)
    if not len(accepted):
        written = _written(series, index, places, scale, window)
        spread = max(before.values()) - min(before.values())
        return Planned(meeting, (), written, before, spread), ledger
    levels = np.array([before[nation] for nation in nations], dtype=np.int64)
    order = accepted[ranked(levels + window.points[accepted], bound)]
    slots = _listed(series, places, scale, window, order)
    after = ledger.with_meeting(meeting, slots[0].points)
    return Planned(meeting, slots, None, after.levels(nations), after.spread(nations)), after


def ranked(after: Whole, bound: int) -> NDArray[np.intp]:
    """Rows of what nations would have borne, a column a nation, best first by the rules above."""
    falling = -np.sort(-after, axis=1)
    above = np.maximum(0, falling[:, 0] - falling[:, -1] - bound)
    # The last key is the first to be compared; equal rows keep the order of time.
    keys = [after.sum(axis=1), *reversed(falling.T), above]
    return np.lexsort(keys)


def _listed(
    series: Series, places: tuple[Place, ...], scale: Scale, window: _Window,
    order: NDArray[np.intp],
) -> tuple[Slot, ...]:  # fmt: skip
    """The best slots, starts that cost each nation the same being one."""
    same: dict[bytes, list[int]] = {}
    for row in order:
        same.setdefault(window.points[row].tobytes(), []).append(int(row))
    reference = next(p.time_zone for p in places if p.nation == series.host)
    found = []
    for first, *more in list(same.values())[: series.listed]:
        also = tuple(window.starts[row] for row in more)
        start = window.starts[first]
        found.append(slot_at(places, scale, start, series.minutes, reference, also))
    return tuple(found)


def _written(
    series: Series, index: int, places: tuple[Place, ...], scale: Scale, window: _Window
) -> WrittenRound:
    opens, closes = series.days(index)
    refusals = window.refused.sum(axis=1)
    best = np.lexsort([window.points.sum(axis=1), window.points.max(axis=1), refusals])[0]
    reference = next(p.time_zone for p in places if p.nation == series.host)
    nearest = slot_at(places, scale, window.starts[int(best)], series.minutes, reference)
    against = [one for one in nearest.places if one.refused]
    who = "; ".join(f"{one.name} ({', '.join(one.refused)})" for one in against)
    reason = (
        f"No time from {opens} to {closes} is accepted by all {len(places)}; at the nearest, "
        f"{nearest.start:%Y-%m-%d %H:%M} UTC, it is refused by {who}."
    )
    return WrittenRound(opens, closes, nearest, reason)


def _notes(
    series: Series, places: tuple[Place, ...], done: list[Planned], bound: int
) -> tuple[str, ...]:
    notes = [
        f"Public holidays of {place.name} in {year} are not known; ask before inviting."
        for place in places
        for year in sorted({d.year for i in range(series.count) for d in series.days(i)})
        if year not in place.holidays.known
    ]
    over = next((one for one in done if one.spread > bound), None)
    if over is not None:
        notes.append(
            f"The spread is above the bound of {bound} points after {over.meeting} "
            f"({over.spread}): no accepted slot kept it; refuse less, or hold some in writing."
        )
    return tuple(notes)
