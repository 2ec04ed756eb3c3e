"""Dialogues and exercises: observers and participants, and what standing is asked of them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from paged import text
from written import refused

from comity.base.errors import InputError

PARTNERS = "status:sto-enhanced-partner"
END = dt.date(2026, 12, 31)


@pytest.fixture
def dialogue(team):
    """A policy dialogue of IST that is open to partners across the globe and Singapore."""
    return team("group:PATG", "group:PfP", "nation:SGP", code="IST-ASIA-2026", type="dialogue")


@pytest.fixture
def exercise(team):
    return team("group:PATG", "group:PfP", "nation:SGP", code="IST-CWIX-2026", type="exercise")


def change(programme, who, part, does):
    from comity.programme.reading.viewer import viewer
    from comity.programme.services.participation import change_part

    return change_part(programme, viewer(programme, who.person), part, part=does, mode="remote")


def test_a_nation_goes_from_observer_to_participant(programme, dialogue, coordinator, join) -> None:
    from comity.programme.models import Participation

    seoul = coordinator("KOR")
    part = join(seoul, dialogue, part="observer")
    assert isinstance(part, UUID)
    assert change(programme, seoul, part, "participant") == part
    assert Participation.objects.get().part == "participant"
    assert change(programme, seoul, part, "observer") == part


def test_each_class_has_its_own_parts(programme, dialogue, team, coordinator, join) -> None:
    brussels = coordinator("BEL")
    for part in ("member", "lead", "attendee"):
        with pytest.raises(InputError, match=r"choose one of observer, participant"):
            join(brussels, dialogue, part=part)
    work = team()
    for part in ("observer", "participant"):
        with pytest.raises(InputError, match="choose one of member, lead, attendee"):
            join(brussels, work, part=part)
    own = join(brussels, work)
    with pytest.raises(InputError, match="no nation is observer"):
        change(programme, brussels, own, "observer")


@pytest.mark.parametrize(
    ("nation", "rule"),
    [("KOR", None), ("SGP", None), ("BEL", None), ("CHE", "consultation-other-partners")],
)
def test_a_dialogue_asks_whom_nato_consults(dialogue, coordinator, join, nation, rule) -> None:
    told = join(coordinator(nation), dialogue, part="observer")
    assert isinstance(told, UUID) if rule is None else refused(told, rule)


@pytest.mark.parametrize(
    ("nation", "answer"), [("BEL", "yes"), ("KOR", "exercise-partners"), ("SGP", "exercise")]
)
def test_an_exercise_asks_its_own_question(exercise, coordinator, join, nation, answer) -> None:
    told = join(coordinator(nation), exercise, part="participant")
    assert isinstance(told, UUID) if answer == "yes" else refused(told, answer)


def test_where_the_record_is_silent_the_office_admits(
    programme, office, exercise, coordinator, join
) -> None:
    from comity.programme.services.nomination import admit

    seoul = coordinator("KOR")
    refused(join(seoul, exercise, part="observer"), "exercise-partners")
    given = ("KOR", "an invitation", "the letter of May", END)
    assert isinstance(admit(programme, office, exercise, *given), UUID)
    assert isinstance(join(seoul, exercise, part="observer"), UUID)


def test_a_role_in_a_dialogue_asks_the_same(programme, office, dialogue, write, look) -> None:
    from comity.programme.services.roles import Wanted, give_role

    day = dt.date(2026, 11, 1)
    # Singapore may be consulted, and what it may do in work is unknown.
    for nation, rule in (("SGP", None), ("CHE", "consultation-other-partners")):
        person = write.person(nation)
        told = give_role(programme, office, Wanted(person, "member", day, activity=dialogue))
        assert isinstance(told, UUID) if rule is None else refused(told, rule)


def test_an_activity_says_as_what_a_nation_could_take_part(
    programme, dialogue, exercise, coordinator, join, look
) -> None:
    from comity.programme.reading.entitled import entitled, stands
    from comity.programme.reading.uptake import uptake

    seoul = coordinator("KOR")
    told = stands(programme, look(seoul.person), dialogue)
    assert (told.answer, told.part, told.asked) == ("yes", "observer", "consultation")
    told = stands(programme, look(seoul.person), exercise)
    assert (told.answer, told.part, told.asked) == ("unknown", "observer", "exercise")
    brussels = look(coordinator("BEL").person)
    assert stands(programme, brussels, exercise).rule == "exercise-allies"
    assert stands(programme, brussels, dialogue).rule == "cpow-allies"
    join(seoul, dialogue, part="observer")
    (row,) = entitled(programme, look(seoul.person)).takes_part
    assert row.part == "observer"
    # It is no use of the programme of work.
    assert {one.activities for one in uptake(programme, look(seoul.person), ["KOR"], 2026)} == {0}


def test_a_page_offers_observers_and_participants(
    programme, dialogue, coordinator, join, door
) -> None:
    seoul = coordinator("KOR")
    client, address = door.signed_in(seoul.person), f"/programme/activities/{dialogue}"
    said = client.get(address).content.decode()
    assert "<option>observer</option><option>participant</option>" in said
    assert "<option>member</option>" not in said
    client.post(f"{address}/join", {"part": "observer", "mode": "remote"})
    said = text(client.get(address))
    assert "Policy dialogue" in said
    assert "The part of" in said
    assert "Take part for" not in said


def test_codes_of_dialogues_are_this_registers_own(programme, office) -> None:
    from comity.programme.services.activities import NewActivity, register

    with pytest.raises(InputError, match="a type without public codes"):
        register(programme, office, NewActivity("IST-187", "exercise", "IST", "Trial"))


def test_an_import_takes_an_observer_by_default(programme, office, dialogue) -> None:
    from comity.programme.importing.run import run_import
    from comity.programme.models import Participation

    rows = f"id,activity,nation,since\n{UUID(int=2**90)},{dialogue},KOR,2026-10-01\n".encode()
    run_import(programme, office, {"participations": rows}, dry=False)
    assert Participation.objects.get().part == "observer"


def test_a_participant_for_whom_nobody_is_named_waits_and_an_observer_does_not(
    programme, dialogue, coordinator, join, look
) -> None:
    from comity.programme.reading.coordinating import queue

    seoul = coordinator("KOR")
    part = join(seoul, dialogue, part="observer")
    assert queue(look(seoul.person)).nominations.total == 0
    change(programme, seoul, part, "participant")
    assert queue(look(seoul.person)).nominations.total == 1
