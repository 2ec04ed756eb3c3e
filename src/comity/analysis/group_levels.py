"""A report's claim that cooperation with a group is below expectation, measured every way.

By the sum over members and by the median member, raw and adjusted for distance, beside nations in
the same position (methods §5), in every series of joint records that can tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from comity.analysis.group_ties import COMPARABLE, GroupTie, adjusted_tie, group_tie
from comity.analysis.windows import choose_links
from comity.base.dates import last_complete_year
from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL
from comity.indicators import MINIMUM_EXPECTED, GroupAffinity
from comity.reference.groups import Group

if TYPE_CHECKING:
    from comity.analysis.query import Analysis

# What is measured, in which technology and kind of record; robotics is the core of autonomy.
MEASURES = (
    ("all fields", ALL, "publication"),
    ("AI", "ai", "publication"),
    ("robotics", "autonomy", "publication"),
    ("joint projects", ALL, "project"),
)
# Of the largest year's joint records: below, a source has left the field.
_REMAINS = 0.1
BELOW, ABOVE = "below expectation", "above expectation"
RAW_ONLY, PARTLY = "below before adjustment only", "below, adjusted in part"
AS_EXPECTED, DEPENDS = "about as expected", "depends on the measure"
TOO_LITTLE = "too little evidence"


@dataclass(frozen=True, slots=True)
class Level:
    """A nation's ties with a group in one series: joint records over expected ones.

    ``value`` is over the sum, ``median`` of the median member, ``adjusted`` and
    ``adjusted_median`` the same against gravity's expectation; each with the ends of its 90 %
    interval, nan where too little is expected. ``asked`` tells the nation asked for from those
    beside it.
    """

    nation: str
    asked: bool
    measure: str
    series: str
    source: str
    technology: str
    window: str
    joint: float
    expected: float
    value: float
    low: float
    high: float
    median: float
    median_low: float
    median_high: float
    adjusted: float
    adjusted_low: float
    adjusted_high: float
    adjusted_median: float
    adjusted_median_low: float
    adjusted_median_high: float
    members: int
    missing: str
    verdict: str


def measured(analysis: Analysis) -> list[tuple[str, str, Series]]:
    """Measure, technology and series of all joint records that a claim can be held against."""
    found = []
    for measure, technology, kind in MEASURES:
        for series in analysis.cube.with_table("links", kind):
            # Among conference papers of a subject, all papers are no science as a whole.
            whole = series.links_totals and series.source != "papers"
            if whole if technology == ALL else technology in series.technologies:
                found.append((measure, technology, series))
    return found


def last_covered(analysis: Analysis, series: Series, technology: str, last: int) -> int:
    """The last year up to ``last`` in which a series covers a technology.

    A source may leave a field before it ends, as conference papers leave robotics; years of less
    than a tenth of the joint records of its largest year are remains.
    """
    rows = analysis.cube.columns("links", series.key, [technology], ["year", "joint"])
    if series.pooled or series.links_windows or not len(rows["year"]):
        return last
    years, place = np.unique(rows["year"].astype(int), return_inverse=True)
    joint = np.bincount(place, rows["joint"])
    held = years[joint >= _REMAINS * joint.max()]
    return min(last, int(held.max()))


def levels(analysis: Analysis, nation: str, group: Group, day: dt.date) -> list[Level]:
    """Rows of the nation and of those beside it, by measure and series.

    Raises:
        InputError: no joint records of the nation in any series before that day.
    """
    members = analysis.members_of(group, day)
    beside = [n for n in COMPARABLE if n != nation and n not in members]
    rows: list[Level] = []
    for measure, technology, series in measured(analysis):
        end = last_covered(analysis, series, technology, last_complete_year(day))
        window = choose_links(series, None, end)
        if window is None or nation not in series.links_nations:
            continue
        panel, found = analysis.tie_panel(series, window, technology)
        for one in (nation, *beside):
            if one in panel.nations:
                raw = group_tie(panel, found, one, group.key, members)
                adjusted = adjusted_tie(panel, found, one, members)
                rows.append(_level(one, one == nation, measure, technology, raw, adjusted, series))
    if not rows:
        raise InputError(
            f"no joint records of {nation} with {group.key}: no series of the evidence covers it."
        )
    return rows


def _level(
    nation: str,
    asked: bool,
    measure: str,
    technology: str,
    raw: GroupTie,
    adjusted: GroupAffinity | None,
    series: Series,
) -> Level:
    nan = float("nan")
    found = raw.estimate
    own = raw.enough
    level = adjusted if adjusted is not None and adjusted.expected >= MINIMUM_EXPECTED else None
    figures, beyond = _six(own), _six(level)
    words = verdict([*figures, *beyond]) if own is not None else TOO_LITTLE
    joint, expected = (nan, nan) if found is None else (found.joint, found.expected)
    return Level(
        nation, asked, measure, series.key, series.source, technology, raw.window, joint, expected,
        *figures, *beyond, len(raw.members), " ".join(raw.missing), words,
    )  # fmt: skip


def _six(found: GroupAffinity | None) -> tuple[float, float, float, float, float, float]:
    """Sum and median with their intervals."""
    nan = float("nan")
    return (nan, nan, nan, nan, nan, nan) if found is None else found[:6]


def verdict(figures: Sequence[float]) -> str:
    """The words of four estimates (sum, median, both adjusted), each as value, low, high.

    Below means that the 90 % interval lies below one, which is P(affinity < 1) ≥ 0.95; an estimate
    that cannot be given has no say, unless there is none after adjustment.
    """
    signs = [
        -1 if high < 1.0 else 1 if low > 1.0 else 0
        for value, low, high in zip(figures[::3], figures[1::3], figures[2::3], strict=True)
        if value == value
    ]
    raw = sum(value == value for value in figures[0:6:3])
    if not signs or raw == len(signs):
        return TOO_LITTLE
    if set(signs) == {-1}:
        return BELOW
    if set(signs) == {1}:
        return ABOVE
    if set(signs) == {0}:
        return AS_EXPECTED
    if set(signs[:raw]) != {-1}:
        return DEPENDS
    return PARTLY if -1 in signs[raw:] else RAW_ONLY
