"""Series of meetings through the services: shown, written as shown, levelled, and by whom seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from meeting_series import FIRST, FOUR, opening
from written import OPEN, kinds, only, refused

from comity.base.errors import InputError


def test_a_fixed_hour_always_hurts_the_same_capital(programme, meeting_lead, meet) -> None:
    # rust-community 27: the ledger levels twelve meetings of the four; a fixed hour would not.
    from comity.programme.models import Event
    from comity.programme.reading.ledger import ledger
    from comity.programme.reading.meetings import meetings

    who, activity = meeting_lead
    series = meet()
    told = meetings(who, activity=activity)
    assert (told.total, {one.series for one in told.rows}) == (12, {series})
    found = ledger(who, activity)
    assert [one.nation for one in found.levels] == sorted(FOUR)
    assert found.spread <= 48
    assert {one.points > 0 for one in found.levels} == {True}
    # Of one hour held always, 13:00 UTC, Tokyo and Seoul would bear all.
    assert max(one.points for one in found.levels) < 288
    body = Event.objects.get(kind="series-planned").body
    assert '"held":true' in body


def test_what_is_written_is_what_was_shown(programme, meeting_lead) -> None:
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meetings import open_series, preview

    who, activity = meeting_lead
    asked = opening(activity, 3)
    shown = preview(programme, who, asked)
    assert kinds().count("meeting-planned") == 0
    assert shown.digest == preview(programme, who, asked).digest
    assert open_series(programme, who, asked, shown.digest)
    told = meetings(who, activity=activity).rows
    assert [one.start for one in told] == [m.chosen.start for m in shown.plan.meetings]
    assert [dict(one.points) for one in told] == [m.chosen.points for m in shown.plan.meetings]
    assert not shown.shared
    assert any("Asia/Tokyo" in line for line in shown.provenance[1])


def test_a_plan_that_changed_since_it_was_shown_is_not_written(
    programme, meeting_lead, write
) -> None:
    from comity.programme.services.meetings import open_series, preview

    who, activity = meeting_lead
    asked = opening(activity, 2)
    shown = preview(programme, who, asked)
    write.part(activity, "AUS")
    refused(open_series(programme, who, asked, shown.digest), "plan-shown")
    refused(open_series(programme, who, asked, "guessed"), "plan-shown")
    assert kinds().count("series-opened") == 0


def test_the_next_meetings_go_on_where_the_ledger_ended(
    programme, meeting_lead, meet, write
) -> None:
    from comity.programme.reading.ledger import ledger
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_terms import When
    from comity.programme.services.meetings import plan_next, preview_next

    who, activity = meeting_lead
    series = meet(count=4)
    before = {one.nation: one.points for one in ledger(who, activity).levels}
    write.part(activity, "AUS")
    when = When(dt.date(2027, 4, 5), 2)
    shown = preview_next(programme, who, series, when)
    assert dict(shown.asked.borne) == before
    # Who joins later begins at the mean of the others.
    mean = sum(before.values()) // 4
    first = shown.plan.meetings[0]
    assert first.levels["AUS"] == mean + first.chosen.points["AUS"]
    assert plan_next(programme, who, series, when, shown.digest) == series
    assert [one.number for one in meetings(who, series=series).rows] == [1, 2, 3, 4, 5, 6]
    after = {one.nation: one.points for one in ledger(who, activity).levels}
    assert after == shown.plan.meetings[-1].levels


def test_where_no_hour_is_accepted_a_round_is_written_and_may_get_an_hour(
    programme, meeting_lead, meet
) -> None:
    from comity.programme.reading.clocks import local_times
    from comity.programme.reading.ledger import ledger
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meeting_changes import move

    who, activity = meeting_lead
    meet(count=1, refusals=("18:00-09:00",), rotation=("BEL", "JPN"))
    (one,) = meetings(who, activity=activity).rows
    assert (one.start, one.opens, one.closes) == (None, FIRST, FIRST + dt.timedelta(days=6))
    assert one.points == ledger(who, activity).levels == ()
    assert local_times(programme, who, one.id) is None
    to = dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC)
    assert move(programme, who, one.id, to, "all gave way") == one.id
    assert {n for n, _ in meetings(who, activity=activity).rows[0].points} == set(FOUR)


def test_bad_terms_are_refused_in_a_line(programme, meeting_lead, write) -> None:
    from comity.programme.services.meetings import preview

    who, activity = meeting_lead
    cases = [
        ({"title": " "}, "the title is missing"),
        ({"title": "a\nb"}, "several lines"),
        ({"host": "FRA"}, "the host FRA is not among the nations that meet"),
        ({"host": "XXX"}, "unknown nation 'XXX'"),
        ({"rotation": ("ATA",)}, "has no seat of government"),
        ({"apart": ("XXX",)}, "'XXX' is no nation"),
        ({"minutes": 5}, "minutes is 5"),
        ({"window": 40}, "window is 40"),
        ({"step": 20}, "step is 20"),
        ({"count": 0}, "count is 0"),
        ({"count": 104, "window": 31, "every": 31}, "at most 10,000 are planned at once"),
        ({"first": dt.date(2026, 11, 1)}, "give a day after 2026-11-01"),
        ({"delegates": 51}, "51 delegates"),
        ({"refusals": ("JPN",)}, "write them as JPN KOR 23:00-06:00"),
        ({"refusals": ("XXX 23:00-06:00",)}, "'XXX' is no nation"),
        ({"refusals": ("23:00-06:07",)}, "06:07 is not on a quarter hour"),
        ({"refusals": ("22:00-23:00",) * 21}, "21 lines"),
        ({"link": "ftp://example.org"}, "begins https://"),
        ({"about": "x" * 4_001}, "4,001 characters"),
    ]
    for given, line in cases:
        with pytest.raises(InputError, match=line.replace("(", r"\(")):
            preview(programme, who, opening(activity, **given))
    write.part(activity, "ATA")
    with pytest.raises(InputError, match="Antarctica has no seat of government on record"):
        preview(programme, who, opening(activity, 1))
    assert preview(programme, who, opening(activity, 1, apart=("ATA",))).asked.nations == (
        "BEL", "JPN", "KOR", "USA",
    )  # fmt: skip


def test_only_its_lead_and_the_office_of_its_body_plan(programme, meeting_lead, meet, write, look):
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.guard import NOT_THERE
    from comity.programme.services.meeting_changes import cancel
    from comity.programme.services.meeting_terms import When
    from comity.programme.services.meetings import open_series, plan_next, preview

    who, activity = meeting_lead
    series = meet(count=1)
    key = meetings(who, activity=activity).rows[0].id
    member, office = write.person("JPN"), write.person("FRA")
    write.role(member, "member", activity=activity)
    write.role(office, "panel-office", body="IST")
    asked = opening(activity, 1)
    for act in (
        lambda by: preview(programme, by, asked),
        lambda by: open_series(programme, by, asked, ""),
        lambda by: plan_next(programme, by, series, When(FIRST, 1), ""),
        lambda by: cancel(programme, by, key, "why"),
    ):
        refused(act(look(member)), "role")
        assert act(look(write.person("KOR"))) in (NOT_THERE, refused(act(look(member)), "role"))
    assert cancel(programme, look(office), key, "why") == key


def test_who_does_not_see_the_series_sees_nothing_of_it(programme, meeting_lead, meet, write, look):
    from comity.programme.reading.meetings import meetings, next_of, series
    from comity.programme.services.guard import NOT_THERE
    from comity.programme.services.meeting_changes import cancel

    who, activity = meeting_lead
    made = meet(count=2)
    key = meetings(who, activity=activity).rows[0].id
    stranger = look(write.person("SGP"))
    assert series(stranger, activity=activity).total == 0
    assert meetings(stranger, activity=activity).total == 0
    assert next_of(stranger, activity) is None
    assert cancel(programme, stranger, key, "why") == NOT_THERE
    # Of a nation that meets everybody sees when.
    assert meetings(look(write.person("KOR")), activity=activity).total == 2
    write.relabelled("series", made, only("nation:BEL"))
    assert meetings(look(write.person("KOR")), activity=activity).total == 0


def test_points_of_a_nation_are_told_to_who_sees_that_it_takes_part(
    programme, meeting_lead, write, look
) -> None:
    from comity.programme.reading.history import history
    from comity.programme.reading.ledger import ledger, travel
    from comity.programme.reading.meetings import meetings
    from comity.programme.services.meetings import open_series, preview

    who, activity = meeting_lead
    write.part(activity, "AUS", metadata=only("nation:BEL"))
    asked = opening(activity, 1)
    shown = preview(programme, who, asked)
    open_series(programme, who, asked, shown.digest, labels=(only("nation:BEL"), OPEN))
    other = look(write.person("KOR"))
    (seen,) = meetings(other, activity=activity).rows
    assert {nation for nation, _ in seen.points} == set(FOUR)
    assert (seen.content, bool(seen.marks.lacks)) == (None, True)
    assert {one.nation for one in ledger(other, activity).levels} == set(FOUR)
    (saved,) = travel(programme, other, activity)
    assert {one.nation for one in saved.saved.nations} == set(FOUR)
    assert {nation for nation, _ in meetings(who, activity=activity).rows[0].points} > set(FOUR)
    said = [one.says for one in history(other, "meeting", seen.id)]
    assert not any(word in repr(said) for word in ("AUS", "example.org"))
    # Nor does who cannot see it plan for it.
    person = write.person("KOR")
    write.role(person, "lead", activity=activity)
    assert "AUS" not in preview(programme, look(person), asked).asked.nations


def test_markings_name_no_nation_whose_part_is_not_seen(
    programme, meeting_lead, meet, write, look
) -> None:
    from comity.programme.reading.history import history
    from comity.programme.reading.latest import latest
    from comity.programme.reading.meetings import meetings, series

    who, activity = meeting_lead
    for nation in ("AUS", "NOR"):
        write.part(activity, nation, metadata=only("nation:BEL"))
    made = meet(count=1)
    other = look(write.person("KOR"))
    (one,), (of,) = meetings(other).rows, series(other).rows
    named = (
        "PUBLIC Releasable to BEL, body IST, JPN, KOR, other nations, those in an activity and USA"
    )
    assert {one.marks.metadata, one.marks.content, of.marks.metadata} == {named}
    said = [*history(other, "meeting", one.id), *history(other, "series", made)]
    assert {event.marking for event in said} == {named}
    recent = [one for one in latest(other).rows if one.table in ("series", "meeting")]
    assert {one.happened.marking for one in recent} == {named}
    # To who sees their parts, all are named; and to a nation itself.
    (seen,) = meetings(who).rows
    assert "AUS, BEL, body IST, JPN, KOR, NOR," in seen.marks.metadata
    (own,) = meetings(look(write.person("AUS"))).rows
    assert own.marks.metadata.startswith("PUBLIC Releasable to AUS, BEL,")


def test_of_two_who_plan_at_once_the_second_is_shown_anew(programme, meeting_lead, write, look):
    from comity.programme.services.meetings import open_series, preview

    who, activity = meeting_lead
    office = write.person("FRA")
    write.role(office, "panel-office", body="IST")
    asked = opening(activity, 2)
    shown = [preview(programme, by, asked) for by in (who, look(office))]
    assert shown[0].digest == shown[1].digest
    assert open_series(programme, who, asked, shown[0].digest)
    refused(open_series(programme, look(office), asked, shown[1].digest), "plan-shown")


def test_an_activity_that_is_over_meets_no_more(programme, meeting_lead, meet, write) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.services.meetings import preview

    who, activity = meeting_lead
    write.event(ActivityChanged(status="completed", title="Trust"), activity)
    refused(preview(programme, who, opening(activity, 1)), "activity-status")


def test_mine_are_the_coming_meetings_of_activities_in_which_one_has_a_role(
    programme, meeting_lead, meet, write, look
) -> None:
    from comity.programme.reading.meetings import meetings

    who, _ = meeting_lead
    meet(count=2)
    assert meetings(who, mine=True, coming=True).total == 2
    assert meetings(replace(who, day=dt.date(2027, 1, 1)), mine=True, coming=True).total == 1
    other = look(write.person("KOR"))
    assert meetings(other).total == 2
    assert meetings(other, mine=True).total == 0
