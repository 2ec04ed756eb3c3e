"""Before and after each agreement with the Alliance: an event study with matched nations.

It shows whether a nation's ties with the members grew more, after the year of an agreement, than
those of nations of like size, distance and earlier ties without one. It does not show why: nations
choose whom to agree with, agreements stand close together, and few nations can be compared.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from comity.analysis.agreement_dates import Agreement, agreements, engaged
from comity.analysis.agreement_rows import (
    APART,
    FELL,
    ROSE,
    SAME,
    AgreementStudy,
    Event,
    Overall,
)
from comity.analysis.ally_ties import PLACEBO, SHORTEST, AllyTies, ally_ties
from comity.analysis.group_levels import last_covered, levels, measured
from comity.base.dates import last_complete_year
from comity.base.errors import InputError
from comity.indicators.event_study import Effect, mean_effect
from comity.reference.groups import Group

if TYPE_CHECKING:
    from comity.analysis.query import Analysis

_NAN = float("nan")


def study(analysis: Analysis, nation: str, group: Group, day: dt.date) -> AgreementStudy:
    """Test the claim and every agreement of a nation by a day.

    Raises:
        InputError: the nation is a member, has no agreement on record (unless the record says
            that it is no partner), or no joint records.
    """
    register = analysis.register
    if nation in analysis.members_of(group, day):
        raise InputError(f"{nation} is a member of {group.key}: name a nation outside it.")
    listed = agreements(register, day)
    own = [one for one in listed if one.nation == nation]
    if not own and not _said_to_have_none(analysis, nation, day):
        raise InputError(
            f"no agreement of {nation} in the register by {day} (no instrument, no granted "
            f"status): `comity ties {nation} --with {group.key}` tells of its ties."
        )
    told = levels(analysis, nation, group, day)
    last = last_complete_year(day)
    made = [
        ally_ties(analysis, measure, key, series, last_covered(analysis, series, key, last))
        for measure, key, series in measured(analysis)
    ]
    fields = [one for one in made if one is not None]
    asked = _Asked(analysis, group, day)
    rows: list[Event] = []
    overall: list[Overall | None] = []
    for one in fields:
        tests = {
            key: _tested(asked, one, key, [a.year for a in listed if a.nation == key[0]])
            for key in dict.fromkeys((a.nation, a.year) for a in listed)
        }
        rows += [
            _event(one, list(same), own, tests[nation, year])
            for year, same in groupby(own, key=lambda a: a.year)
        ]
        overall.append(_overall(one, tests))
    found = tuple(one for one in overall if one is not None)
    keys = tuple(one.key for one in own)
    return AgreementStudy(nation, group.key, keys, tuple(told), tuple(rows), found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every test needs to know."""

    analysis: Analysis
    group: Group
    day: dt.date

    def members(self, year: int) -> list[str]:
        """The group as a year began, so that accessions make no jump; else as it is."""
        return self.group.on(dt.date(year, 1, 1)) or self.group.on(self.day)


@dataclass(frozen=True, slots=True)
class _Test:
    """The effects at an agreement's year and at its placebo date; None where none can be told."""

    effects: tuple[Effect, Effect | None] | None
    placebo: Effect | None
    why: str = ""


def _tested(asked: _Asked, one: AllyTies, key: tuple[str, int], years: Sequence[int]) -> _Test:
    nation, year = key
    if nation not in one.panel.nations:
        return _Test(None, None, "not covered")
    if one.windows(year) is None:
        late = year > one.last - SHORTEST
        why = f"evidence ends {one.last}" if late else f"evidence begins {one.series.years[0]}"
        return _Test(None, None, why)
    found = _compared(asked, one, nation, year)
    before = year - PLACEBO
    windows = one.windows(before)
    # Another agreement in the placebo's windows would make it no placebo.
    clean = windows is not None and not any(
        windows[0].first <= other <= windows[1].last for other in years
    )
    placebo = _compared(asked, one, nation, before) if clean else None
    if found is None:
        return _Test(None, None, "too few nations or records to compare")
    return _Test(found, None if placebo is None else placebo[0])


def _compared(
    asked: _Asked, one: AllyTies, nation: str, year: int
) -> tuple[Effect, Effect | None] | None:
    windows = one.windows(year)
    if windows is None:
        return None
    register = asked.analysis.register
    with_one = engaged(register, asked.group, windows[0].first, windows[1].last)
    without = set(one.panel.nations) - with_one
    return one.compare(nation, year, asked.members(year), without, seed=year)


def _event(one: AllyTies, same: list[Agreement], own: list[Agreement], test: _Test) -> Event:
    """The row of one year's agreements in one series."""
    nation, year = same[0].nation, same[0].year
    windows = one.windows(year)
    years = (windows[0].text, windows[1].text) if windows else ("", "")
    effects = test.effects
    total, median = effects if effects is not None else (None, None)
    also = [
        a.key
        for a in own
        if windows and a.year != year and windows[0].first <= a.year <= windows[1].last
    ]
    return Event(
        nation, " ".join(a.key for a in same), year, one.measure, one.series.key, one.technology,
        *years, *_shares(total), *_shares(median), year - PLACEBO, *_shares(test.placebo),
        " ".join(one.panel.nations[i] for i in total.matches) if total else "",
        total.compared if total else 0, total.unlike if total else _NAN, " ".join(also),
        " ".join(dict.fromkeys(key for a in same for key in a.source)), _words(test),
    )  # fmt: skip


def _words(test: _Test) -> str:
    """The verdict on one agreement."""
    if test.effects is None:
        return f"not testable: {test.why}"
    sign = _sign(test.effects[0])
    if sign and test.placebo is not None and _sign(test.placebo) == sign:
        return APART
    return {1: ROSE, -1: FELL, 0: SAME}[sign]


def _overall(one: AllyTies, tests: dict[tuple[str, int], _Test]) -> Overall | None:
    """All tested agreements of one series, nations resampled; None with fewer than two nations."""

    def by_nation(which: Iterable[tuple[str, Effect | None]]) -> list[list[Effect]]:
        kept: dict[str, list[Effect]] = {}
        for nation, found in which:
            if found is not None:
                kept.setdefault(nation, []).append(found)
        return list(kept.values())

    real = by_nation((key[0], t.effects[0] if t.effects else None) for key, t in tests.items())
    placebo = by_nation((key[0], t.placebo) for key, t in tests.items())
    if len(real) < 2:
        return None
    mean = _share_of(mean_effect(real))
    before = _share_of(mean_effect(placebo)) if len(placebo) > 1 else (_NAN,) * 3
    count = sum(map(len, real))
    return Overall(one.measure, one.series.key, len(real), count, *mean, *before)


def _said_to_have_none(analysis: Analysis, nation: str, day: dt.date) -> bool:
    return any(
        s.nation == nation and s.framework == "not-a-partner" and s.holds(day) is not False
        for s in analysis.register.statuses
    )


def _sign(found: Effect) -> int:
    return 1 if found.low > 0 else -1 if found.high < 0 else 0


def _shares(found: Effect | None) -> tuple[float, float, float]:
    return (_NAN,) * 3 if found is None else _share_of(found[:3])


def _share_of(logs: tuple[float, float, float]) -> tuple[float, float, float]:
    """Differences of logs as shares."""
    value, low, high = map(math.expm1, logs)
    return value, low, high
