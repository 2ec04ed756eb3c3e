"""Points of inconvenience: cases by hand, their rise outside working hours, refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError
from comity.meetings.assumptions import Assumptions, Span, parse_span
from comity.meetings.burden import Refusal, Scale, touched
from comity.meetings.ledger import JOINED, Borne, Ledger
from comity.meetings.places import Place

MakePlace = Callable[..., Place]
NIGHT = Refusal(Span(1380, 360))


def tokyo(hour: int, minute: int = 0, day: int = 2) -> dt.datetime:
    """A time in Tokyo of March 2026; the 2nd is a Monday."""
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.mark.parametrize(
    ("start", "minutes", "points"),
    [
        (tokyo(9), 480, 0),  # the whole working day
        (tokyo(17), 15, 1),  # the first quarter after it
        (tokyo(8, 45), 15, 1),  # the last before it
        (tokyo(17), 60, 4),  # an hour after: four quarters
        (tokyo(8), 60, 4),
        (tokyo(16), 90, 2),  # half an hour over
        (tokyo(21, 30), 60, 22),  # until 22:30, five and a half hours after 17:00
        (tokyo(22), 90, 42),  # the last half hour lies in the night: 26 + 16
        (tokyo(1, 0), 15, 48),  # 8 hours before 9:00, in the night: 32 + 16
        (tokyo(6), 60, 12),  # three hours before 9:00, the night is over
        (tokyo(5, 45), 60, 29),  # 13 quarters before and the night's 16
        (tokyo(17, 1), 1, 1),  # a begun quarter counts
        (tokyo(16, 59), 2, 1),
    ],
)
def test_points_by_hand(
    assumptions: Assumptions, place: MakePlace, start: dt.datetime, minutes: int, points: int
) -> None:
    assert Scale(assumptions).cost(place(), start, minutes).points == points


def test_points_rise_away_from_working_hours_and_the_night_is_worst(
    assumptions: Assumptions, place: MakePlace
) -> None:
    for span in (Span(540, 1020), Span(480, 960), Span(600, 1110), Span(420, 900)):
        points = Scale(assumptions).quarter_points(place(hours=span))
        assert sum(one == 0 for one in points) == (span.end - span.start) // 15
        turned = [points[(span.end // 15 + i) % 96] for i in range(96)]
        off = turned[: 96 - (span.end - span.start) // 15]
        night = [assumptions.night.covers((span.end + 15 * i) % 1440) for i in range(len(off))]
        evening = [p for p, no in zip(off, night, strict=True) if not no]
        if any(night):
            dark = [p for p, no in zip(off, night, strict=True) if no]
            assert min(dark) > min(evening)
            assert max(dark) == max(off)
        # Up to the middle of the gap they rise, from there they fall, but for the night's step.
        steps = [p - 16 * no for p, no in zip(off, night, strict=True)]
        half = len(steps) // 2
        assert steps[:half] == sorted(steps[:half])
        assert steps[half:] == sorted(steps[half:], reverse=True)


@given(st.integers(0, 2000), st.integers(1, 600), st.integers(0, 300))
def test_a_longer_meeting_never_costs_less_and_a_day_off_never_either(
    assumptions: Assumptions, place: MakePlace, begin: int, minutes: int, more: int
) -> None:
    start = dt.datetime(2026, 3, 2, tzinfo=dt.UTC) + dt.timedelta(minutes=begin)
    scale = Scale(assumptions, refuse_days_off=False)
    plain, off = place(), place(weekend=frozenset(range(7)))
    cost = scale.cost(plain, start, minutes)
    assert scale.cost(plain, start, minutes + more).points >= cost.points
    assert scale.cost(off, start, minutes).points == cost.points + assumptions.day_off_points
    assert cost.points <= scale.most((plain,)) <= scale.most((plain, off))


def test_a_day_off_is_that_of_the_nations_own_clock(
    assumptions: Assumptions, place: MakePlace
) -> None:
    saturday = place(weekend=frozenset({5}), named={dt.date(2026, 3, 3): "Dolls' Day"})
    scale = Scale(assumptions)
    # Friday 20:00 UTC is Saturday in Tokyo.
    friday = dt.datetime(2026, 3, 6, 20, tzinfo=dt.UTC)
    assert scale.cost(saturday, friday, 60).refused == ("weekend",)
    assert scale.cost(saturday, friday - dt.timedelta(hours=8), 60).refused == ()
    assert scale.cost(saturday, tokyo(10, day=3), 60).refused == ("Dolls' Day",)
    assert scale.cost(saturday, tokyo(10, day=3), 60).points == 16
    lenient = Scale(assumptions, refuse_days_off=False)
    assert lenient.cost(saturday, friday, 60).refused == ()


def test_years_whose_holidays_are_not_known_are_said_not_to_be(place: MakePlace) -> None:
    unknown = place(known=range(2026, 2027))
    assert unknown.why_off(dt.date(2027, 3, 2)) == ("public holidays of 2027 not known",)
    assert unknown.why_off(dt.date(2026, 3, 2)) == ()
    assert not unknown.day_off(dt.date(2027, 3, 2))


def test_never_between_23_and_6_is_the_nations_clock_and_may_be_one_nations(
    assumptions: Assumptions, place: MakePlace
) -> None:
    scale = Scale(assumptions, (NIGHT,))
    assert scale.cost(place(), tokyo(22), 60).refused == ()
    assert scale.cost(place(), tokyo(22, 15), 60).refused == ("never 23:00–06:00",)
    assert scale.cost(place(), tokyo(5, 59), 60).refused == ("never 23:00–06:00",)
    assert scale.cost(place(), tokyo(6), 60).refused == ()
    only = Scale(assumptions, (Refusal(NIGHT.span, frozenset({"KOR"})),))
    assert only.cost(place(), tokyo(2), 60).refused == ()
    assert only.cost(place("KOR"), tokyo(2), 60).refused
    # What is refused is no part of the most that a meeting may cost.
    assert (Scale(assumptions).most((place(),)), scale.most((place(),))) == (48, 24)


def test_lengths_and_times_out_of_bounds_are_refused() -> None:
    for minutes in (0, -5, 1441):
        with pytest.raises(InputError, match="from 1 to 1440"):
            touched(tokyo(9), minutes)
    with pytest.raises(InputError, match="has no zone"):
        touched(dt.datetime(2026, 3, 2), 60)
    assert len(touched(tokyo(9, 7), 15)) == 2


def test_a_span_that_crosses_midnight_covers_both_sides() -> None:
    span = parse_span("23:00", "06:00")
    assert [span.covers(m) for m in (1379, 1380, 0, 359, 360)] == [False, True, True, True, False]
    assert not Span(600, 600).covers(600)
    assert parse_span("00:00", "24:00").covers(1439)


def test_the_ledger_adds_up_and_takes_back() -> None:
    ledger = Ledger().with_meeting("s/1", {"JPN": 20, "BEL": 0}).with_meeting("s/2", {"BEL": 12})
    assert ledger.levels(["JPN", "BEL"]) == {"BEL": 12, "JPN": 20}
    assert ledger.spread(["JPN", "BEL"]) == 8
    assert ledger.without("s/1").levels(["BEL"]) == {"BEL": 12}
    assert Ledger().spread([]) == 0


def test_who_joins_later_owes_nothing_for_before() -> None:
    ledger = Ledger().with_meeting("s/1", {"JPN": 21, "BEL": 10})
    assert ledger.levels(["JPN", "BEL", "KOR"])["KOR"] == 15
    after = ledger.with_meeting("s/2", {"JPN": 0, "BEL": 0, "KOR": 4})
    assert Borne(JOINED, "KOR", 15) in after.entries
    assert after.levels(["KOR"]) == {"KOR": 19}


@given(st.lists(st.dictionaries(st.sampled_from("ABC"), st.integers(0, 64), min_size=3)))
def test_a_level_is_the_sum_of_what_was_borne(meetings: list[dict[str, int]]) -> None:
    ledger = Ledger()
    for index, points in enumerate(meetings):
        ledger = ledger.with_meeting(f"s/{index}", points)
    assert ledger.levels("ABC") == {n: sum(one[n] for one in meetings) for n in "ABC"}


def test_a_ledger_refuses_what_cannot_be() -> None:
    ledger = Ledger().with_meeting("s/1", {"JPN": 1})
    for key in ("s/1", JOINED):
        with pytest.raises(InputError, match="is in the ledger already"):
            ledger.with_meeting(key, {"JPN": 2})
    with pytest.raises(InputError, match="cannot be negative"):
        Ledger((Borne("s/1", "JPN", -1),))
    with pytest.raises(InputError, match="stands twice"):
        Ledger((Borne("s/1", "JPN", 1), Borne("s/1", "JPN", 2)))
