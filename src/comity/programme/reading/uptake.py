"""Uptake from the register: what a nation may use beside the use that is on record, by year.

The same table as ``comity uptake``, with participations as use. What the viewer may not see is not
counted, and no use on record is *unknown*, never "no": the register may not hold all there was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from comity.base.errors import InputError
from comity.programme.models import Activity, Participation
from comity.programme.reading.filter import visible
from comity.programme.reading.viewer import Viewer
from comity.programme.services.standing import HOSTED, PFP, WORK, WORK_PFP, body_of, talks

if TYPE_CHECKING:
    from comity.programme.programme import Programme

CMRE = "cmre-pow"
CLASSES = (WORK, WORK_PFP, HOSTED, CMRE)
# Before the organisation was formed nothing was asked of it.
_EARLIEST = 2012
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class UptakeRow:
    """One nation, class of activities and year.

    ``entitled`` is standing's answer on 31 December, or on the viewer's day in its own year;
    ``rules`` and ``source`` are the keys behind it. ``used`` is *yes* or *unknown*, ``activities``
    the number in which a part was held at any time of the year.
    """

    nation: str
    activity_class: str
    year: int
    entitled: Literal["yes", "no", "unknown"]
    rules: tuple[str, ...]
    source: tuple[str, ...]
    used: Literal["yes", "unknown"]
    activities: int


def class_of(programme: Programme, activity: Activity, part: str) -> str:
    """The class of activities that a part uses: the key of what standing is asked for.

    Empty for dialogues and exercises, which are no work of the STO.
    """
    if talks(programme, activity.type):
        return ""
    if part == Participation.Part.ATTENDEE:
        return HOSTED
    body = body_of(programme, activity.body)
    work = body.work if body and body.work else WORK
    return WORK_PFP if work == WORK and PFP in activity.open_to else work


def uptake(
    programme: Programme,
    viewer: Viewer,
    nations: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
) -> tuple[UptakeRow, ...]:
    """Rows by nation, class and year, of every class that has been open in the year.

    Args:
        programme: whose register is read.
        viewer: whose rights and day count.
        nations: those asked for; by default all with a part that the viewer sees.
        first: year; by default that of the first part.
        last: year; by default the viewer's.

    Raises:
        InputError: an unknown nation, years in the wrong order or in the future, too many rows.
    """
    rows = Participation.objects.select_related("activity").filter(since__lte=viewer.day)
    codes = [programme.workspace.register.nations.resolve(one) for one in nations]
    if codes:
        rows = rows.filter(nation__in=codes)
    parts = list(visible(rows, viewer, "activity"))
    years = _years(parts, viewer.day, first, last)
    asked = tuple(dict.fromkeys(codes)) or tuple(sorted({part.nation for part in parts}))
    if len(asked) * len(CLASSES) * len(years) > _MOST:
        raise InputError(f"more than {_MOST:,} rows: ask for fewer nations or years.")
    used: dict[tuple[str, str, int], set[object]] = {}
    for part in parts:
        key = class_of(programme, part.activity, part.part)
        for year in years:
            if part.since.year <= year and (part.until is None or part.until.year >= year):
                used.setdefault((part.nation, key, year), set()).add(part.activity_id)
    return tuple(
        _row(programme, nation, key, year, viewer.day, len(used.get((nation, key, year), ())))
        for nation in asked
        for key in CLASSES
        for year in years
    )


def _years(
    parts: Iterable[Participation], day: dt.date, first: int | None, last: int | None
) -> range:
    begins = min((part.since.year for part in parts), default=day.year) if first is None else first
    ends = day.year if last is None else last
    begins = begins if first is not None else max(_EARLIEST, begins)
    if ends < begins or ends > day.year or begins < _EARLIEST:
        raise InputError(
            f"the years {begins} to {ends} cannot be asked for: from {_EARLIEST} on, in order, and "
            f"not after {day.year}."
        )
    return range(begins, ends + 1)


def _row(
    programme: Programme, nation: str, key: str, year: int, day: dt.date, count: int
) -> UptakeRow:
    said = programme.workspace.may(nation, key, on=min(dt.date(year, 12, 31), day))
    rules = tuple(dict.fromkeys(reason.rule.key for reason in said.because))
    source = tuple(dict.fromkeys(s for r in said.because for s in r.as_dict()["source"]))
    return UptakeRow(
        nation, key, year, said.answer, rules, source, "yes" if count else "unknown", count
    )
