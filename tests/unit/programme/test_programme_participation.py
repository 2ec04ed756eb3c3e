"""A nation's part: standing is asked on the day, and a refusal names rule, date and source."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peopled import People
from written import kinds, refused

from comity.base.errors import InputError
from comity.safeguards.labels import Label, Level

ENHANCED = "status:sto-enhanced-partner"
NOBODY_HAS = UUID(int=2**127)


def test_a_nation_joins_changes_and_leaves(programme, team, coordinator, join) -> None:
    from comity.programme.models import Participation
    from comity.programme.services.participation import change_part, end

    made, belgium = team(), coordinator("BEL")
    part = join(belgium, made, mode="remote")
    row = Participation.objects.get(id=part)
    assert (row.nation, row.part, row.mode, row.since) == (
        "BEL", "member", "remote", programme.today(),
    )  # fmt: skip
    refused(join(belgium, made), "one-part")
    assert change_part(programme, belgium, part, part="lead", mode="on-site") == part
    assert change_part(programme, belgium, part, part="lead", mode="on-site") == part
    with pytest.raises(InputError, match="before it begins"):
        end(programme, belgium, part, dt.date(2020, 1, 1))
    assert end(programme, belgium, part, programme.today()) == part
    assert kinds()[-3:] == ["participation-begun", "participation-changed", "participation-ended"]
    with pytest.raises(InputError, match="is no part"):
        join(belgium, made, part="chair")
    with pytest.raises(InputError, match="is no mode"):
        join(belgium, made, mode="by-post")
    with pytest.raises(InputError, match="is no nation"):
        join(belgium, made, nation="XYZ")


def test_what_has_ended_is_joined_anew(programme, team, coordinator, join, on) -> None:
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.participation import change_part, end

    made, belgium = team(), coordinator("BEL")
    part = join(belgium, made)
    end(programme, belgium, part, programme.today())
    later = on("2026-11-20")
    now = viewer(later, belgium.person)
    refused(end(later, now, part, dt.date(2026, 11, 25)), "ended")
    refused(change_part(later, now, part, part="lead", mode="remote"), "ended")
    assert join(belgium, made, by=later) != part


def test_only_the_nations_own_coordinator_speaks_for_it(
    programme, team, coordinator, join, office
) -> None:
    from comity.programme.services.guard import NOT_THERE
    from comity.programme.services.participation import change_part, end

    made, belgium, germany = team(), coordinator("BEL"), coordinator("DEU")
    for who in (germany, office):
        told = refused(join(who, made, "BEL"), "role")
        assert told.sentence.startswith("this needs the role of national coordinator for BEL")
    part = join(belgium, made)
    # The office is told of it and may not end it; to Germany it is not there.
    refused(end(programme, office, part, programme.today()), "role")
    assert end(programme, germany, part, programme.today()) == NOT_THERE
    assert end(programme, germany, NOBODY_HAS, programme.today()) == NOT_THERE
    assert change_part(programme, germany, part, part="lead", mode="remote") == NOT_THERE


def test_a_no_refuses_with_rule_date_and_source(team, coordinator, join) -> None:
    """Russia's cooperation is suspended: neither opening nor an admission lifts that."""
    made = team("nation:RUS", "group:PfP")
    told = refused(join(coordinator("RUS"), made), "suspended-partners")
    assert told.since == "2014-04-01"
    assert told.source
    assert told.sentence.startswith("No: Russia may not take part")


def test_an_unknown_refuses_with_whom_to_ask_until_the_office_admits(
    programme, team, coordinator, join, office
) -> None:
    from comity.programme.models import Admission
    from comity.programme.services.nomination import admit

    made, morocco = team("group:MD"), coordinator("MAR")
    told = refused(join(morocco, made), "cpow-partners")
    assert "ask its national coordinator, or the STO Collaboration Support Office" in told.sentence
    until = dt.date(2027, 1, 1)
    given = ("MAR", "Decision 12 of the panel", "minutes of 2026-10-02", until)
    refused(admit(programme, morocco, made, *given), "role")
    with pytest.raises(InputError, match="the source of the basis is missing"):
        admit(programme, office, made, "MAR", "Decision 12", " ", until)
    with pytest.raises(InputError, match="has passed"):
        admit(programme, office, made, *given[:3], dt.date(2026, 1, 1))
    admit(programme, office, made, *given)
    assert Admission.objects.get().basis == "Decision 12 of the panel"
    # An admission lets take part; to lead needs standing of one's own.
    refused(join(morocco, made, part="lead"), "lead")
    assert isinstance(join(morocco, made), UUID)


def test_an_admission_ends(programme, team, coordinator, join, office, on) -> None:
    from comity.programme.services.nomination import admit

    made, morocco = team("group:MD"), coordinator("MAR")
    admit(programme, office, made, "MAR", "Decision", "minutes", dt.date(2026, 11, 10))
    refused(join(morocco, made, by=on("2026-11-11")), "cpow-partners")
    assert isinstance(join(morocco, made, by=on("2026-11-10")), UUID)


def test_an_admission_lifts_no_refusal_that_comes_later(
    programme, team, coordinator, join, office
) -> None:
    """Admitted while the record was silent; then the activity is marked for PfP, which shuts."""
    from comity.programme.services.activities import open_to
    from comity.programme.services.nomination import admit

    made = team("group:MD", labels=(Label.public(), Label.public()))
    admit(programme, office, made, "MAR", "Decision", "minutes", dt.date(2027, 1, 1))
    open_to(programme, office, made, ("group:PfP",), "decided anew")
    refused(join(coordinator("MAR"), made), "cpow-open-to-pfp-only")


def test_what_is_refused_or_open_is_not_admitted(programme, team, office) -> None:
    from comity.programme.services.nomination import admit

    made = team("group:PfP", "nation:RUS")
    until = dt.date(2027, 1, 1)
    refused(admit(programme, office, made, "RUS", "x", "y", until), "suspended-partners")
    refused(admit(programme, office, made, "BEL", "x", "y", until), "admission")
    # Of China the record is silent in general; the marking for PfP shuts it out.
    refused(admit(programme, office, made, "CHN", "x", "y", until), "cpow-open-to-pfp-only")


def test_an_activity_that_is_public_is_not_open_to_all(team, coordinator, join) -> None:
    """R5: Japan sees the public record and may take part in general, but not in this one."""
    made = team(labels=(Label.public(), Label.public()))
    told = refused(join(coordinator("JPN"), made), "R5")
    assert "IST-187 is open to NATO only, and JPN is none of them on 2026-11-01" in told.sentence
    assert "ask the IST panel office" in told.sentence
    assert isinstance(join(coordinator("BEL"), made), UUID)


def test_one_marked_for_pfp_asks_that_question(team, coordinator, join) -> None:
    made = team("group:PfP", labels=(Label.public(), Label.public()))
    assert isinstance(join(coordinator("AUT"), made), UUID)
    refused(join(coordinator("MAR"), made), "cpow-open-to-pfp-only")
    assert isinstance(join(coordinator("BEL"), made), UUID)
    # Switzerland holds the general yes besides.
    assert isinstance(join(coordinator("CHE"), made), UUID)


def test_a_hidden_activity_and_none_are_alike_and_nothing_is_written(
    team, coordinator, join
) -> None:
    from comity.programme.services.guard import NOT_THERE

    made, singapore = team("group:PfP"), coordinator("SGP")
    before = kinds()
    assert join(singapore, made) == join(singapore, NOBODY_HAS) == NOT_THERE
    assert kinds() == before


def test_the_status_of_korea_changes_what_it_may_on_the_day(
    programme, appoint, on, office, join, team
) -> None:
    """Enhanced from 1 March 2025: not visible the day before, joinable on the day."""
    from comity.programme.reading.entitled import entitled
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.guard import NOT_THERE

    to_enhanced = team(ENHANCED)
    to_korea = team("nation:KOR", code="IST-188")
    korea = viewer(programme, appoint("KOR", ("national-coordinator", {"nation": "KOR"})))
    eve, day = on("2025-02-28"), on("2025-03-01")

    def could(by):
        now = viewer(by, korea.person)
        return {one.activity: one.answer for one in entitled(by, now).could}

    assert could(eve) == {to_korea: "unknown"}
    assert could(day) == {to_enhanced: "yes", to_korea: "yes"}
    assert join(korea, to_enhanced, by=eve) == NOT_THERE
    # By what was known on the eve, the record is silent on Korea.
    told = refused(join(korea, to_korea, by=eve), "cpow-partners")
    assert told.since == "2011-04-15"
    assert programme.workspace.may("KOR", "cpow-activity", "2025-03-01", "2025-02-28").answer == (
        "unknown"
    )
    assert isinstance(join(korea, to_enhanced, by=day), UUID)
    assert could(day) == {to_korea: "yes"}
    taken = entitled(day, viewer(day, korea.person)).takes_part
    assert [(one.activity, one.part) for one in taken] == [(to_enhanced, "member")]


def test_entitled_tells_whom_to_ask_and_hides_what_is_hidden(
    programme, team, coordinator, join
) -> None:
    from comity.programme.reading.entitled import entitled

    hidden = team(code="IST-190")
    seen = team(code="IST-189", labels=(Label.public(), Label.public()))
    team(code="IST-191", status="completed", labels=(Label.public(), Label.public()))
    japan, singapore = coordinator("JPN"), coordinator("SGP")
    (one,) = entitled(programme, japan).could
    assert (one.activity, one.answer, one.ask) == (
        seen, "not-open", "the IST panel office at the STO Collaboration Support Office",
    )  # fmt: skip
    (one,) = entitled(programme, singapore).could
    assert (one.answer, one.refusal.rule) == ("unknown", "cpow-record")
    assert "Collaboration Support Office" in one.ask
    belgium = coordinator("BEL")
    assert [one.code for one in entitled(programme, belgium).could] == ["IST-189", "IST-190"]
    second = entitled(programme, belgium, could=slice(1, 2))
    assert [one.code for one in second.could] == ["IST-190"]
    join(belgium, hidden)
    # Another's part is told to those it concerns only.
    assert entitled(programme, coordinator("DEU"), "BEL").takes_part == ()
    assert [one.code for one in entitled(programme, belgium).takes_part] == ["IST-190"]
    beyond = entitled(programme, belgium, parts=slice(1, 2))
    assert (beyond.takes_part, beyond.parts) == ((), 1)


def test_a_part_that_may_not_be_seen_decides_nothing(team, coordinator, join, programme) -> None:
    """Two worlds: with and without a hidden lead, everybody else gets the same answers."""
    from comity.programme.reading.entitled import entitled
    from comity.programme.reading.uptake import uptake

    made, germany = team(), coordinator("DEU")

    def answers():
        return entitled(programme, germany, "BEL"), uptake(programme, germany, ["BEL"])

    before = answers()
    assert isinstance(join(coordinator("BEL"), made, part="lead"), UUID)
    after = answers()
    assert before[0].takes_part == after[0].takes_part == ()
    assert before[0].could == after[0].could
    assert before[1] == after[1]
    assert isinstance(join(germany, made, part="lead"), UUID)


def test_one_lead_that_is_seen(team, coordinator, join) -> None:
    made = team()
    told = Label.of(Level.PUBLIC, ["group:NATO"])
    join(coordinator("BEL"), made, part="lead", label=told)
    refusal = refused(join(coordinator("DEU"), made, part="lead"), "one-lead")
    assert refusal.sentence == "BEL leads IST-187: ask it to hand over first."


def test_a_meeting_is_attended_through_its_host(programme, team, coordinator, join) -> None:
    made = team("nation:MAR", code="IST-200", type="RSY")
    morocco, belgium = coordinator("MAR"), coordinator("BEL")
    refused(join(morocco, made, part="attendee"), "hosted-activity")
    told = Label.of(Level.PUBLIC, ["group:NATO", "nation:MAR"])
    join(belgium, made, part="lead", label=told)
    refused(join(coordinator("DEU"), made, "MAR", part="attendee"), "role")
    # The host's coordinator handles the attendance of nationals of partners.
    assert isinstance(join(belgium, made, "MAR", part="attendee"), UUID)
    refused(join(coordinator("LUX"), team(code="IST-201"), part="attendee"), "attendee")


@pytest.mark.parametrize("status", ["awaiting-publication", "completed", "cancelled"])
def test_what_is_over_is_not_joined(team, coordinator, join, status) -> None:
    refused(join(coordinator("BEL"), team(status=status)), "activity-status")


def test_a_label_above_the_ceiling_is_refused(team, coordinator, join) -> None:
    label = Label.of(Level.NATO_UNCLASSIFIED, ["group:NATO"])
    made, belgium = team(), coordinator("BEL")
    before = kinds()
    refused(join(belgium, made, label=label), "ceiling")
    assert kinds() == before


def test_a_coordinator_nominates_persons_of_her_nation(
    programme, team, coordinator, join, appoint
) -> None:
    from comity.programme.models import Role
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.guard import NOT_THERE
    from comity.programme.services.nomination import nominate

    made, belgium = team(), coordinator("BEL")
    ada, other = appoint("BEL"), appoint("DEU")
    refused(nominate(programme, belgium, made, ada, "member"), "part")
    join(belgium, made)
    refused(nominate(programme, belgium, made, ada, "lead"), "part")
    # A person of another nation is not hers to see.
    assert nominate(programme, belgium, made, other, "member") == NOT_THERE
    assert nominate(programme, belgium, NOBODY_HAS, ada, "member") == NOT_THERE
    with pytest.raises(InputError, match="cannot be nominated"):
        nominate(programme, belgium, made, ada, "administrator")
    role = nominate(programme, belgium, made, ada, "member")
    assert Role.objects.get(id=role).person_id == ada
    assert f"activity:{made}" in viewer(programme, ada).holder.tokens


@pytest.mark.parametrize(
    ("nation", "body", "day", "rule"),
    [
        ("BEL", "IST", "2026-11-01", None),
        ("JPN", "STB", "2026-11-01", None),
        ("KOR", "STB", "2025-02-28", "stb-session-partners-report"),
        ("KOR", "STB", "2025-03-01", None),
        ("SGP", "STB", "2025-03-01", "stb-session-only-enhanced"),
        ("AUT", "NMSG", "2026-11-01", None),
        ("AUT", "IST", "2026-11-01", "sto-panel"),
        ("BEL", "CSO", "2026-11-01", "no-members"),
    ],
)
def test_a_seat_in_a_body_follows_standing(programme, nation, body, day, rule) -> None:
    from comity.programme.services.guard import Refusal
    from comity.programme.services.roles import Wanted, give_role

    people = People(programme)
    person = people.registered({"name": "A B", "email": "a@b.example"}, nation)
    since = until = dt.date.fromisoformat(day)
    # An administrator reaches each person by its identifier.
    for role, scope in (("panel-office", {"body": body}), ("administrator", {})):
        people.give(people.administrator, people.tokyo, role, since=since, **scope)
    office = people.look(people.tokyo)
    told = give_role(programme, office, Wanted(person, "member", since, "", body, None, until))
    assert (told.rule if isinstance(told, Refusal) else None) == rule


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["join", "change", "end"]),
        st.sampled_from(["BEL", "DEU", "NOR"]),
        st.sampled_from(["lead", "member"]),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_done_there_is_one_lead_and_one_part_a_nation(
    programme, team, appoint, look, steps
) -> None:
    """All parts are told to the Alliance; yesterday's last day frees the place."""
    from comity.programme.events.verify import verify
    from comity.programme.models import Participation
    from comity.programme.services import participation as parts

    made, told = team(), Label.of(Level.PUBLIC, ["group:NATO"])
    who = {
        nation: look(appoint(nation, ("national-coordinator", {"nation": nation})))
        for nation in ("BEL", "DEU", "NOR")
    }
    today = programme.today()
    before = today - dt.timedelta(days=1)
    running = Participation.objects.filter(activity=made).exclude(until__lt=today)
    for step, nation, part in steps:
        own = running.filter(nation=nation).first()
        if step == "join":
            new = parts.NewPart(made, nation, part, since=before, label=told)
            parts.join(programme, who[nation], new)
        elif own is not None and step == "change":
            parts.change_part(programme, who[nation], own.id, part=part, mode="remote")
        elif own is not None:
            parts.end(programme, who[nation], own.id, before)
        assert running.filter(part="lead").count() <= 1
        nations = list(running.values_list("nation", flat=True))
        assert len(nations) == len(set(nations))
    assert verify(programme.keys.public).sound
