"""Washington, Brussels, Tokyo and Seoul: no common office hour, and a burden that is shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.meetings.assumptions import Assumptions
from comity.meetings.burden import Scale
from comity.meetings.days_off import Holidays
from comity.meetings.places import Place
from comity.meetings.planner import plan as planned
from comity.meetings.planner import ranked
from comity.meetings.series import Series
from comity.meetings.slots import shared_office_times, slot_at

Gather = Callable[..., tuple[Place, ...]]
FOUR = "USA BEL JPN KOR"
# The most that one meeting may cost with the house's hours and no refusal but days off.
BOUND = 48


def bare(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """As if nobody had a public holiday, so that none can be what stands in the way."""
    return tuple(replace(one, holidays=Holidays({}, one.holidays.known, "none")) for one in places)


def test_in_2026_they_share_no_office_hour_on_any_weekday(gathered: Gather) -> None:
    year = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert shared_office_times(bare(gathered(FOUR)), *year) == ()
    # Brussels and London do, so that the question can be answered with yes.
    monday = dt.date(2026, 1, 5)
    assert shared_office_times(bare(gathered("BEL GBR")), monday, monday) == (
        (dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), dt.datetime(2026, 1, 5, 16, tzinfo=dt.UTC)),
    )


# rust-community 27: one hour, kept for all meetings, always hurt the same capitals.
@settings(max_examples=12)
@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2029, 12, 1)),
    st.sampled_from([14, 28, 30]),
    st.sampled_from([30, 60, 90, 120]),
    st.sampled_from(FOUR.split()),
)
def test_over_12_meetings_the_spread_of_burden_stays_under_the_stated_bound(
    assumptions: Assumptions, gathered: Gather, first: dt.date, every: int, minutes: int, host: str
) -> None:
    places, scale = gathered(FOUR), Scale(assumptions)
    series = Series("s", host, first, 12, every=every, minutes=minutes)
    found = planned(series, places, scale)
    assert found.bound == scale.most(places) == BOUND
    assert all(one.spread <= BOUND for one in found.meetings)
    assert found.held
    # The plan's levels are those of its ledger, and each chosen slot's of a single look.
    assert found.meetings[-1].levels == found.ledger.levels(FOUR.split())
    chosen = found.meetings[0].chosen
    if chosen is not None:
        assert slot_at(places, scale, chosen.start, minutes).points == chosen.points


def test_one_fixed_hour_would_have_hurt_the_same_capitals(
    assumptions: Assumptions, gathered: Gather
) -> None:
    places, scale = bare(gathered(FOUR)), Scale(assumptions)
    starts = [dt.datetime(2026, 1, 6, 13, tzinfo=dt.UTC) + dt.timedelta(28 * i) for i in range(12)]
    sums = dict.fromkeys(FOUR.split(), 0)
    for start in starts:
        for nation, points in slot_at(places, scale, start, 60).points.items():
            sums[nation] += points
    # Tokyo from 22 to 23 each time: 24 points, twelve times.
    assert sums["JPN"] == sums["KOR"] == 288
    assert sums["BEL"] == 0
    series = Series("s", "BEL", dt.date(2026, 1, 5), 12)
    assert planned(series, places, scale).spread <= BOUND < 288


def test_the_bound_holds_for_any_number_of_meetings_in_any_order_of_clock_changes(
    assumptions: Assumptions, gathered: Gather
) -> None:
    """All that four can be apart, followed to its end: 12 meetings are no luck.

    Washington and Brussels change clocks apart, Tokyo and Seoul never: three states of the
    clocks. In a week without holidays each offers the same costs every time. From nought, every
    choice of the planner is followed under every state next, ties taken every way.
    """
    places, scale = bare(gathered(FOUR)), Scale(assumptions)
    clocks = []
    for monday in (dt.date(2026, 1, 12), dt.date(2026, 3, 16), dt.date(2026, 6, 8)):
        begin = dt.datetime.combine(monday, dt.time(), dt.UTC)
        starts = [begin + dt.timedelta(minutes=30 * i) for i in range(5 * 48)]
        costs = [[scale.cost(place, at, 60) for place in places] for at in starts]
        kept = [[c.points for c in row] for row in costs if not any(c.refused for c in row)]
        clocks.append(np.unique(np.array(kept), axis=0))
    seen, todo = {(0, 0, 0, 0)}, [(0, 0, 0, 0)]
    while todo:
        state = np.array(todo.pop())
        for cost in clocks:
            after = state + cost
            best = np.sort(after[ranked(after, BOUND)[0]])
            for row in after[(np.sort(after, axis=1) == best).all(axis=1)]:
                apart = tuple(int(v) for v in row - row.min())
                if apart not in seen:
                    seen.add(apart)
                    todo.append(apart)
                    assert len(seen) < 20_000
    assert max(max(state) for state in seen) <= BOUND
    assert len(seen) > 100
