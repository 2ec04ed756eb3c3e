"""The planner: its order, its bound, what it says where no time is accepted."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.meetings.assumptions import Assumptions, Span
from comity.meetings.burden import Refusal, Scale
from comity.meetings.ledger import Ledger
from comity.meetings.places import Place
from comity.meetings.planner import plan, ranked
from comity.meetings.series import Plan, Series
from comity.meetings.slots import slot_at
from comity.meetings.zones import local

MakePlace = Callable[..., Place]
Gather = Callable[..., tuple[Place, ...]]
# Monday.
SERIES = Series("s", "BEL", dt.date(2026, 1, 5), 3, every=7, window=5)


def pair(place: MakePlace) -> tuple[Place, ...]:
    return (place("BEL", "Europe/Brussels"), place("JPN", "Asia/Tokyo"))


def by_hand(after: list[list[int]], bound: int) -> list[int]:
    def key(row: int) -> tuple[object, ...]:
        falling = sorted(after[row], reverse=True)
        return (max(0, falling[0] - falling[-1] - bound), falling, sum(falling), row)

    return sorted(range(len(after)), key=key)


@given(
    st.lists(st.lists(st.integers(0, 99), min_size=3, max_size=3), min_size=1, max_size=30),
    st.integers(0, 60),
)
def test_slots_are_ranked_as_the_rules_say(after: list[list[int]], bound: int) -> None:
    assert ranked(np.array(after), bound).tolist() == by_hand(after, bound)


@settings(max_examples=40)
@given(st.data())
def test_the_bound_holds_where_those_who_bore_more_can_bear_no_more(data: st.DataObject) -> None:
    """The condition under which docs/meetings.md proves the bound, on any windows that meet it."""
    most, count = 48, data.draw(st.integers(2, 5))
    cost = st.lists(st.integers(0, most), min_size=count, max_size=count)
    borne = np.zeros(count, dtype=np.int64)
    for _ in range(12):
        rows = data.draw(st.lists(cost, max_size=4))
        # One slot costs those who bore more no more than those who bore less.
        kind = np.array(sorted(data.draw(cost)))
        fair = np.empty(count, dtype=np.int64)
        fair[np.argsort(-borne, kind="stable")] = kind
        after = borne + np.array([*rows, fair.tolist()])
        borne = after[ranked(after, most)[0]]
        assert borne.max() - borne.min() <= most


def test_the_plan_by_hand(assumptions: Assumptions, place: MakePlace) -> None:
    # Brussels 9 is Tokyo 17 in winter: an hour after Tokyo's day, or one before that of Brussels.
    found = plan(SERIES, pair(place), Scale(assumptions))
    assert [one.meeting for one in found.meetings] == ["s/1", "s/2", "s/3"]
    first = found.meetings[0].chosen
    assert first is not None
    # Half an hour each is the least for the one who bears most.
    assert first.start == dt.datetime(2026, 1, 5, 7, 30, tzinfo=dt.UTC)
    assert first.points == {"BEL": 2, "JPN": 2}
    lines = {one.nation: one for one in first.places}
    assert lines["BEL"].sentence == "Bel: Mon 08:30–09:30, 2 points"
    assert (lines["JPN"].time, lines["JPN"].offset) == ("16:30–17:30", "UTC+09:00")
    # The same time on other days costs the same and is no alternative of its own.
    assert [one.day for one in first.also] == [6, 7, 8, 9]
    assert len(found.meetings[0].slots) == SERIES.listed
    assert found.spread == 0
    assert found.held


def test_every_listed_slot_is_in_its_window_on_the_hosts_clock_and_accepted(
    assumptions: Assumptions, gathered: Gather
) -> None:
    series = replace(SERIES, count=6, step=30, minutes=75)
    found = plan(series, gathered("BEL JPN USA"), Scale(assumptions, (Refusal(Span(0, 240)),)))
    for index, one in enumerate(found.meetings):
        first, last = series.days(index)
        for slot in one.slots:
            for start in (slot.start, *slot.also):
                here = local(start, "Europe/Brussels")
                assert first <= here.date() <= last
                assert here.minute in (0, 30)
            assert slot.accepted
            assert all(not 0 <= int(p.time[:2]) < 4 for p in slot.places)


@pytest.mark.parametrize("month", [3, 10])
def test_the_table_of_costs_is_that_of_single_times_over_changes_of_clocks(
    assumptions: Assumptions, gathered: Gather, month: int
) -> None:
    series = Series(
        "s", "BEL", dt.date(2026, month, 20), 1, every=14, window=14, listed=50, step=15
    )
    places, scale = gathered("BEL USA KOR"), Scale(assumptions, refuse_days_off=False)
    for slot in plan(series, places, scale).meetings[0].slots:
        for start in (slot.start, *slot.also):
            assert slot_at(places, scale, start, series.minutes).points == slot.points


@pytest.mark.parametrize("month", [3, 4, 9, 10])
@pytest.mark.parametrize(
    "zone",
    [
        "Africa/Cairo",
        "America/Scoresbysund",
        "Asia/Beirut",
        "America/Havana",
        "Australia/Lord_Howe",
    ],
)
def test_clocks_put_back_over_midnight_or_by_half_an_hour_cost_what_they_show(
    assumptions: Assumptions, place: MakePlace, zone: str, month: int
) -> None:
    here = place("BEL", zone, weekend=frozenset({5}))
    series = Series("s", "BEL", dt.date(2026, month, 10), 1, 31, 31, 30, step=15, listed=200)
    scale = Scale(assumptions, refuse_days_off=False)
    seen = 0
    for slot in plan(series, (here,), scale).meetings[0].slots:
        for start in (slot.start, *slot.also):
            assert scale.cost(here, start, 30).points == slot.points["BEL"]
            seen += 1
    # Distinct costs are few, so that every start of the window was looked at.
    assert seen >= 31 * 96 - 4


def test_a_plan_goes_on_where_the_ledger_ended(assumptions: Assumptions, place: MakePlace) -> None:
    places, scale = pair(place), Scale(assumptions)
    whole = plan(replace(SERIES, count=6), places, scale)
    begun = plan(SERIES, places, scale)
    rest = replace(SERIES, first=SERIES.first + dt.timedelta(days=21), numbered_from=4)
    ended = plan(rest, places, scale, begun.ledger)
    assert ended.ledger == whole.ledger
    assert (*begun.meetings, *ended.meetings) == whole.meetings


def test_an_earlier_burden_is_levelled_by_the_next_slot(
    assumptions: Assumptions, place: MakePlace
) -> None:
    earlier = Ledger().with_meeting("old/1", {"BEL": 0, "JPN": 40})
    found = plan(SERIES, pair(place), Scale(assumptions), earlier)
    assert found.begun == 40
    first = found.meetings[0].chosen
    assert first is not None
    assert first.points["JPN"] == 0
    assert found.spread < 40


def refusing(
    assumptions: Assumptions,
    places: tuple[Place, ...],
    span: Span = Span(1380, 360),  # noqa: B008
) -> Plan:
    return plan(SERIES, places, Scale(assumptions, (Refusal(span),)))


def test_where_no_time_is_accepted_a_written_round_is_the_answer_with_who_refuses(
    assumptions: Assumptions, place: MakePlace
) -> None:
    places = (*pair(place), place("USA", "America/New_York"))
    # Only from 8 to 19 local: three continents share no hour.
    found = refusing(assumptions, places, Span(1140, 480))
    one = found.meetings[0]
    assert one.chosen is None
    assert one.slots == ()
    assert one.written is not None
    assert (one.written.opens, one.written.closes) == (dt.date(2026, 1, 5), dt.date(2026, 1, 9))
    against = [p.nation for p in one.written.nearest.places if p.refused]
    assert len(against) == 1
    assert "never 19:00–08:00" in one.written.reason
    # Nobody bears anything by writing.
    assert found.ledger == Ledger()
    assert found.held


def test_a_week_of_holidays_is_a_written_round_that_names_them(
    assumptions: Assumptions, place: MakePlace
) -> None:
    named = {dt.date(2026, 1, 4) + dt.timedelta(days=i): "New Year" for i in range(7)}
    places = (place("BEL", "Europe/Brussels", named=named), place("JPN", "Asia/Tokyo"))
    found = plan(SERIES, places, Scale(assumptions))
    assert found.meetings[0].written is not None
    assert "Bel (New Year)" in found.meetings[0].written.reason
    assert found.meetings[1].chosen is not None


def test_weekends_of_either_kind_are_left_free(assumptions: Assumptions, gathered: Gather) -> None:
    series = replace(SERIES, window=7)
    found = plan(series, gathered("BEL ISR KOR"), Scale(assumptions))
    for one in found.meetings:
        assert one.chosen is not None
        starts = (one.chosen.start, *one.chosen.also)
        assert {local(s, "Asia/Jerusalem").weekday() for s in starts} <= {0, 1, 2, 3}


def test_a_bound_that_no_slot_keeps_is_said_not_to_be_held(
    assumptions: Assumptions, place: MakePlace
) -> None:
    # Two in Europe and one in Japan who never meet out of Europe's day: Japan bears it all.
    places = (*pair(place), place("FRA", "Europe/Paris"))
    scale = Scale(assumptions, (Refusal(Span(1020, 540), frozenset({"BEL", "FRA"})),))
    found = plan(replace(SERIES, count=8), places, scale, bound=10)
    assert not found.held
    assert found.bound == 10
    assert any("above the bound of 10 points after s/3" in note for note in found.notes)


def test_holidays_that_are_not_known_are_noted(assumptions: Assumptions, gathered: Gather) -> None:
    found = plan(SERIES, gathered("BEL UKR"), Scale(assumptions))
    assert found.notes == (
        "Public holidays of Ukraine in 2026 are not known; ask before inviting.",
    )
    chosen = found.meetings[0].chosen
    assert chosen is not None
    assert chosen.places[1].reasons == ("public holidays of 2026 not known",)


def test_the_order_of_nations_given_changes_nothing(
    assumptions: Assumptions, gathered: Gather
) -> None:
    places = gathered("BEL JPN USA")
    plans = [
        plan(SERIES, tuple(order), Scale(assumptions)) for order in itertools.permutations(places)
    ]
    chosen = [[m.chosen.start for m in one.meetings if m.chosen] for one in plans]
    assert all(one == chosen[0] for one in chosen)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"count": 0}, "count is 0"),
        ({"window": 8}, "window is 8; give 1 to 7"),
        ({"every": 0}, "every is 0"),
        ({"minutes": 10}, "minutes is 10"),
        ({"step": 20}, "step is 20"),
        ({"key": " "}, "needs a key"),
        ({"first": dt.date(2095, 1, 1)}, "begins in 2095"),
    ],
)
def test_a_series_that_cannot_be_planned_is_refused(changed: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        replace(SERIES, **changed)


def test_who_meets_must_be_said_once_with_the_host(
    assumptions: Assumptions, place: MakePlace
) -> None:
    scale = Scale(assumptions)
    for places in ((), pair(place) * 2):
        with pytest.raises(InputError, match="each once"):
            plan(SERIES, places, scale)
    with pytest.raises(InputError, match="BEL is not among"):
        plan(SERIES, (place("JPN"),), scale)
    with pytest.raises(InputError, match="-1 is negative"):
        plan(SERIES, pair(place), scale, bound=-1)
