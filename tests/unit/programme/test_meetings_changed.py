"""Meetings that move or are cancelled: points, what is refused, tables and notices."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from databases import BOTH
from meeting_series import FOUR
from written import kinds, refused

from comity.base.errors import InputError


def test_a_cancelled_meeting_is_taken_out_of_the_ledger(programme, meeting_lead, meet) -> None:
    from comity.programme.reading.ledger import ledger
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_changes import cancel, move

    who, activity = meeting_lead
    meet(count=2)
    first, second = meetings(who, activity=activity).rows
    assert cancel(programme, who, first.id, "nobody can come") == first.id
    kept = {one.nation: one.points for one in ledger(who, activity).levels}
    assert kept == dict(second.points)
    gone = meetings(who, activity=activity).rows[0]
    assert (gone.cancelled, gone.sequence, gone.content.reason) == (True, 1, "nobody can come")
    refused(cancel(programme, who, first.id, "again"), "cancelled")
    later = dt.datetime(2027, 2, 1, 13, tzinfo=dt.UTC)
    refused(move(programme, who, first.id, later, "again"), "cancelled")


def test_a_meeting_moves_to_a_time_whose_points_were_told_before(
    programme, meeting_lead, meet
) -> None:
    from comity.programme.reading.clocks import at, local_times
    from comity.programme.reading.meetings import meetings, next_of
    from comity.programme.services.meeting_changes import move

    who, activity = meeting_lead
    meet(count=1)
    (one,) = meetings(who, activity=activity).rows
    to = dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC)
    told = at(programme, who, one.id, to)
    assert told.points == {"BEL": 0, "JPN": 24, "KOR": 24, "USA": 4}
    assert move(programme, who, one.id, to, "the chair travels", "") == one.id
    moved = next_of(who, activity)
    assert (moved.start, dict(moved.points), moved.sequence) == (to, told.points, 1)
    assert moved.content.link == ""
    assert {p.nation: p.time for p in local_times(programme, who, one.id).places}["JPN"] == (
        "22:00–23:00"
    )
    # To move it where it is, is nothing.
    count = kinds().count("meeting-moved")
    assert move(programme, who, one.id, to, "again") == one.id
    assert kinds().count("meeting-moved") == count == 1


def test_bad_moves_are_refused_in_a_line(programme, meeting_lead, meet) -> None:
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_changes import cancel, move

    who, activity = meeting_lead
    meet(count=1)
    key = meetings(who, activity=activity).rows[0].id
    good = dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC)
    for to, line in (
        (good.replace(tzinfo=None), "has no zone"),
        (good.replace(minute=7), "on no quarter hour"),
        (good.replace(year=2020), "is past"),
        (good.replace(year=2031), "three years away"),
    ):
        with pytest.raises(InputError, match=line):
            move(programme, who, key, to, "why")
    with pytest.raises(InputError, match="the reason is missing"):
        move(programme, who, key, good, " ")
    with pytest.raises(InputError, match="the reason is missing"):
        cancel(programme, who, key, "")
    with pytest.raises(InputError, match="a user or password"):
        move(programme, who, key, good, "why", "https://a:b@example.org")


def test_meetings_stand_by_the_day_on_which_they_now_are(programme, meeting_lead, meet) -> None:
    from comity.programme.reading.meetings import meetings, next_of
    from comity.programme.services.meeting_changes import move

    who, activity = meeting_lead
    meet(count=3)
    first, second, third = (one.id for one in meetings(who, activity=activity).rows)
    move(programme, who, first, dt.datetime(2027, 6, 1, 13, tzinfo=dt.UTC), "later")
    assert [one.id for one in meetings(who, activity=activity).rows] == [second, third, first]
    assert next_of(who, activity).id == second


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_the_ledger_is_the_sum_of_meetings_that_stand(
    programme, meeting_lead, meet, seed, tmp_path
) -> None:
    from comity.programme.reading.ledger import ledger
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_changes import cancel, move
    from comity.programme.state.rebuild import differences

    who, activity = meeting_lead
    chance = random.Random(seed)
    meet(count=4)
    meet(count=3, title="Another", host="KOR", refusals=("22:00-07:00",))
    for number in range(8):
        one = chance.choice([one for one in meetings(who).rows if not one.cancelled])
        if chance.random() < 0.3:
            assert cancel(programme, who, one.id, "why") == one.id
        else:
            to = dt.datetime(2027, 1 + number, 11, chance.randint(0, 23), tzinfo=dt.UTC)
            assert move(programme, who, one.id, to, "why") == one.id
    told = [dict(one.points) for one in meetings(who).rows if not one.cancelled]
    sums = {nation: sum(points.get(nation, 0) for points in told) for nation in FOUR}
    found = ledger(who, activity)
    assert {one.nation: one.points for one in found.levels} == sums
    assert found.spread == max(sums.values()) - min(sums.values())
    assert differences(tmp_path) == ()


def test_who_has_no_clock_or_left_is_no_longer_reckoned_with_when_a_meeting_moves(
    programme, meeting_lead, meet, write
) -> None:
    from comity.programme.events.kinds import ParticipationEnded
    from comity.programme.models import Participation
    from comity.programme.reading.clocks import at
    from comity.programme.reading.meetings import next_of
    from comity.programme.services.meeting_changes import move

    who, activity = meeting_lead
    meet(count=1)
    write.part(activity, "ATA")
    write.part(activity, "AUS")
    usa = Participation.objects.get(nation="USA").id
    write.event(ParticipationEnded(until=dt.date(2026, 10, 30)), usa)
    key, to = next_of(who, activity).id, dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC)
    told = at(programme, who, key, to)
    assert move(programme, who, key, to, "why") == key
    assert dict(next_of(who, activity).points) == told.points
    assert told.points.keys() == {"AUS", "BEL", "JPN", "KOR"}


@pytest.mark.parametrize("programme", BOTH, indirect=True)
def test_the_tables_are_those_of_the_events(programme, meeting_lead, meet, tmp_path) -> None:
    from comity.programme.events.replay import replay
    from comity.programme.models import Meeting
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_changes import cancel, move
    from comity.programme.state.rebuild import differences

    who, activity = meeting_lead
    meet(count=2, rotation=("BEL", "USA"), refusals=("JPN, KOR 23:00–06:00",))
    first, second = meetings(who, activity=activity).rows
    move(programme, who, first.id, dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC), "why")
    cancel(programme, who, second.id, "why")
    assert differences(tmp_path) == ()
    for key in (first.id, second.id):
        folded = replay(key, "2030").fields
        row = Meeting.objects.get(id=key)
        for name in ("start", "points", "link", "sequence", "cancelled", "reason", "told"):
            assert folded[name] == getattr(row, name), name


def test_members_are_told_of_meetings_planned_moved_and_cancelled(
    programme, meeting_lead, meet, write, look
) -> None:
    from comity.programme.reading.meetings import meetings
    from comity.programme.reading.notices import waiting
    from comity.programme.services.meeting_changes import cancel, move

    who, activity = meeting_lead
    member, stranger = write.person("JPN"), write.person("KOR")
    write.role(member, "member", activity=activity)
    meet(count=2)
    first, second = meetings(who, activity=activity).rows
    move(programme, who, first.id, dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC), "why")
    cancel(programme, who, second.id, "why")
    told = [one.kind for one in waiting(look(member)) if one.kind != "role-given"]
    assert told == ["meeting-cancelled", "meeting-moved", "series-planned"]
    assert waiting(look(stranger)) == ()
    # Not who did it.
    assert [one.kind for one in waiting(who)] == ["role-given"]


def test_a_meeting_that_was_held_is_neither_moved_nor_cancelled(
    programme, meeting_lead, meet
) -> None:
    from comity.programme.models import Meeting
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_changes import cancel, move

    who, activity = meeting_lead
    meet()
    first = meetings(who, activity=activity).rows[0]
    at = first.start + dt.timedelta(days=7)
    # A quarter of an hour ago, on the clock of the programme.
    begun = programme.clock() - dt.timedelta(minutes=15)
    Meeting.objects.filter(id=first.id).update(start=f"{begun:%Y-%m-%dT%H:%MZ}")
    refused(cancel(programme, who, first.id, "nobody came"), "held")
    refused(move(programme, who, first.id, at, "too late"), "held")
    assert not meetings(who, activity=activity).rows[0].cancelled
