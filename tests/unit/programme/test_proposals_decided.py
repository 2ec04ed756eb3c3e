"""A proposal from idea to activity, by services alone: who may do what, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from cooperating import NATIONS
from written import refused

from comity.base.errors import InputError


def test_an_idea_becomes_an_activity_that_nations_agreed_to(cooperation) -> None:
    from comity.programme.models import Activity, Participation, Proposal

    key = cooperation.submitted()
    for nation, position in zip(NATIONS, ("lead", "contribute", "contribute", "support", "support"),
                                strict=True):  # fmt: skip
        assert cooperation.position(key, nation, position) == key
    assert cooperation.decide(key) == key
    row = Proposal.objects.get(id=key)
    assert row.stage == "approved"
    made = Activity.objects.get(id=row.activity_id)
    assert (made.code, made.title) == ("IST-300", "Trust in teams of humans and machines")
    parts = {p.nation: p.part for p in Participation.objects.filter(activity=made)}
    # Japan is an enhanced partner, to whom the activity was opened by being asked.
    assert parts == {"BEL": "lead", "CAN": "member", "JPN": "member"}
    assert made.open_to == ["nation:JPN"]
    assert "Approved on" in cooperation.standing(key).answer.words


def test_the_tables_of_proposals_are_made_again_from_the_log(cooperation, tmp_path) -> None:
    from comity.programme.state.rebuild import differences

    key = cooperation.submitted()
    cooperation.position(key, "BEL", "reserve", "Who pays?")
    assert differences(tmp_path) == ()


def test_what_is_missing_for_a_yes_is_said_and_refused(cooperation) -> None:
    key = cooperation.submitted()
    cooperation.position(key, "BEL", "support")
    answer = refused(cooperation.decide(key), "approval")
    assert "are needed" in answer.sentence
    assert "nation holds the position lead" in answer.sentence or "lead" in answer.sentence


def test_a_count_that_has_changed_since_it_was_read_is_refused(cooperation) -> None:
    key = cooperation.submitted()
    for nation in NATIONS:
        cooperation.position(key, nation, "lead")
    read = cooperation.standing(key).answer.key
    cooperation.position(key, "NOR", "object", "Not now.")
    refused(cooperation.decide(key, count=read), "approval")


@pytest.mark.parametrize("nation", ["CAN", "USA"])
def test_only_a_nations_coordinator_speaks_for_it(cooperation, nation) -> None:
    key = cooperation.submitted()
    by = cooperation.coordinators["BEL"]
    refused(cooperation.position(key, nation, "support", by=by), "role")
    refused(cooperation.position(key, nation, "support", by=cooperation.office), "role")


def test_a_draft_is_nobody_elses(cooperation) -> None:
    from comity.programme.services.guard import NOT_THERE

    key = cooperation.idea()
    assert cooperation.position(key, "BEL", "support") == NOT_THERE
    assert cooperation.standing(key, by=cooperation.coordinators["BEL"]) is None
    assert cooperation.standing(key, by=cooperation.drafter) is not None


def test_a_material_change_asks_nations_anew(cooperation) -> None:
    from comity.programme.services.proposals import revise

    key = cooperation.submitted()
    cooperation.position(key, "BEL", "support")
    other = cooperation.text(technologies=("ai", "quantum"))
    who = cooperation.look(cooperation.drafter)
    assert revise(cooperation.programme, who, key, other, "wider", material=False) == key
    found = cooperation.standing(key).proposal
    assert (found.version, found.asked, found.position("BEL")) == (2, (), None)


def test_standing_says_no_before_a_nation_is_asked(cooperation) -> None:
    from comity.programme.services.positions import submit

    key = cooperation.idea()
    who = cooperation.look(cooperation.office)
    answer = submit(cooperation.programme, who, key, 1, ("BEL", "RUS"))
    assert answer.source
    assert cooperation.standing(key).proposal.asked == ()


def test_silence_agrees_at_its_end_and_a_reservation_breaks_it(cooperation) -> None:
    from comity.programme.services.positions import open_silence, recall_position

    key = cooperation.submitted()
    cooperation.position(key, "BEL", "lead")
    programme, office = cooperation.programme, cooperation.office
    end = dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC)
    assert open_silence(programme, cooperation.look(office), key, 1, end) == key
    found = cooperation.standing(key)
    assert found.silence_stage == "running"
    assert len(found.expiry) == len(NATIONS)
    assert {one.instant for one in found.expiry} == {end}
    cooperation.position(key, "JPN", "reserve", "The place of data is open.")
    assert cooperation.standing(key).silence_stage == "broken"
    who = cooperation.look(cooperation.coordinators["JPN"])
    assert recall_position(programme, who, key, 1, "JPN", "answered") == key
    again = dt.datetime(2026, 11, 11, 12, tzinfo=dt.UTC)
    assert open_silence(programme, cooperation.look(office), key, 1, again) == key
    cooperation.programme = replace(programme, clock=lambda: again)
    assert cooperation.standing(key).silence_stage == "expired"
    assert cooperation.decide(key) == key
    carried = [one for one in cooperation.standing(key).proposal.positions if one.says_no]
    assert [one.taken.text for one in carried] == ["The place of data is open."]


def test_text_that_cannot_be_is_refused_before_anything_is_written(cooperation) -> None:
    from comity.programme.models import Event

    before = Event.objects.count()
    for wrong in (
        {"title": " "},
        {"technologies": ("magic",)},
        {"summary": ""},
        {"must": (), "nice": cooperation.text().must},
    ):
        with pytest.raises(InputError):
            cooperation.idea(**wrong)
    assert Event.objects.count() == before


def test_a_reader_opens_no_idea(cooperation, appoint) -> None:
    refused(cooperation.idea(by=appoint("BEL", ("reader", {}))), "role")
    assert isinstance(cooperation.idea(by=cooperation.office), UUID)


def test_every_notice_has_words(framework) -> None:
    from comity.programme.reading.notices import WORDS
    from comity.programme.state.notices import APPLY

    assert APPLY.keys() == WORDS.keys()


def test_a_nation_that_cannot_take_part_is_not_told(cooperation) -> None:
    from comity.programme.services.proposals import tell_nations

    key = cooperation.idea()
    who = cooperation.look(cooperation.drafter)
    answer = tell_nations(cooperation.programme, who, key, ("RUS",), "they asked")
    assert answer.source
    assert tell_nations(cooperation.programme, who, key, ("JPN",), "they asked") == key


def test_a_nation_of_unknown_standing_is_asked_only_where_that_is_said(cooperation) -> None:
    from comity.programme.services.positions import submit

    key = cooperation.idea()
    programme, who = cooperation.programme, cooperation.look(cooperation.office)
    refused(submit(programme, who, key, 1, ("BEL", "KEN")), "standing-unknown")
    assert submit(programme, who, key, 1, ("BEL", "KEN"), unknown=True) == key


def test_other_words_open_the_gate_of_overlap_again(machine) -> None:
    from comity.programme.services.gates import pass_gate
    from comity.programme.services.proposals import revise

    made = machine()
    key = made.idea()
    office = made.look(made.office)
    assert pass_gate(made.programme, office, key, 1, "overlap", "looked at") == key
    who = made.look(made.drafter)
    other = made.text(title="Trust in machines that fly")
    assert revise(made.programme, who, key, other, "clearer", material=False) == key
    assert made.standing(key).proposal.gates == ()


def test_a_drafter_without_a_role_drafts_no_more(cooperation) -> None:
    from comity.programme.models import Role
    from comity.programme.services.proposals import withdraw

    key = cooperation.idea()
    Role.objects.filter(person_id=cooperation.drafter).delete()
    refused(
        withdraw(cooperation.programme, cooperation.look(cooperation.drafter), key, "x"), "role"
    )
