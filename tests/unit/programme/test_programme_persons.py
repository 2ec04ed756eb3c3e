"""Persons: registered, set and seen as each chose, and exported."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

import pytest
from peopled import ADA, HARU, at, sound, verified, verify

from comity.base.errors import InputError

# Registering, setting and who sees what.


def test_no_value_stands_in_the_chain_and_the_commitment_fits(people) -> None:
    from comity.programme.models import Event
    from comity.programme.persons.store import keys_of
    from comity.programme.persons.vault import commit

    person = people.registered(HARU)
    texts = " ".join(Event.objects.values_list("body", flat=True))
    for value in HARU.values():
        assert value not in texts
        assert value not in json.loads(f'"{texts.replace(chr(34), "")}"')
    body = json.loads(Event.objects.get(kind="person-registered", object=str(person)).body)
    keys = keys_of(people.programme.keys.wrapping, person)
    assert body["commitments"] == {key: commit(keys, key, one) for key, one in HARU.items()}
    assert sound(people.programme)


def test_a_person_appears_to_herself_and_her_coordinator_only(people) -> None:
    person = people.registered(HARU)
    for viewer in (person, people.tokyo):
        assert people.shown(viewer, person) == HARU
    for viewer in (people.brussels, people.administrator):
        assert people.shown(viewer, person) == {}


def test_who_may_register_is_the_nations_coordinator_or_an_administrator(people) -> None:
    from comity.programme.reading.viewer import anybody
    from comity.programme.services.people import register_person

    day = dt.date(2026, 11, 1)
    assert people.registered(HARU, "JPN", by=people.tokyo)
    refused = register_person(people.programme, people.look(people.brussels), "JPN", ADA)
    assert (refused.rule, refused.since, refused.source) == (
        "register-person", "2026-11-01", ("the programme's roles",),
    )  # fmt: skip
    assert "JPN" in refused.sentence
    assert register_person(people.programme, anybody(day), "JPN", ADA).rule == "signed-in"
    with pytest.raises(InputError, match="needs the field email"):
        register_person(people.programme, people.look(people.tokyo), "JPN", {"name": "Ada"})
    with pytest.raises(InputError, match="set by the person alone"):
        register_person(
            people.programme, people.look(people.tokyo), "JPN", {**ADA, "gender": "woman"}
        )
    with pytest.raises(InputError, match="Atlantis"):
        register_person(people.programme, people.look(people.tokyo), "Atlantis", ADA)


def test_what_a_page_showed_of_the_past_gives_no_power_today(people) -> None:
    from comity.programme.models import Role
    from comity.programme.services.people import register_person
    from comity.programme.services.roles import end_role

    before = people.look(people.tokyo)
    held, today = Role.objects.get(person_id=people.tokyo), dt.date(2026, 11, 1)
    assert end_role(people.programme, before, held.id, today) is None
    later = at(people.programme, dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))
    assert before.holds("national-coordinator", nation="JPN")
    assert register_person(later, before, "JPN", HARU).rule == "register-person"


def test_a_field_that_is_hers_alone_is_set_and_seen_by_her_alone(people) -> None:
    from comity.programme.services.people import remove_value, set_value

    person = people.registered(HARU)
    programme = people.programme
    assert set_value(programme, people.look(person), person, "gender", "woman") is None
    assert people.shown(person, person)["gender"] == "woman"
    assert "gender" not in people.shown(people.tokyo, person)
    refused = set_value(programme, people.look(people.tokyo), person, "gender", "man")
    assert refused.rule == "set-value"
    # The event itself is for her alone, too.
    from comity.programme.models import Event
    from comity.programme.reading.filter import readable

    event = Event.objects.get(kind="person-value-set", object=str(person))
    assert event.label_id in readable(people.look(person).holder)
    assert event.label_id not in readable(people.look(people.tokyo).holder)
    assert remove_value(programme, people.look(person), person, "gender") is None
    assert "gender" not in people.shown(person, person)
    with pytest.raises(InputError, match="needs the field name"):
        remove_value(programme, people.look(person), person, "name")
    assert sound(programme)


def test_a_person_who_does_not_appear_is_answered_as_one_who_does_not_exist(people) -> None:
    from comity.programme.services.people import erase_person, remove_value, set_value
    from comity.programme.services.verifying import send_code

    there, viewer = people.registered(HARU), people.look(people.brussels)
    asked = (
        lambda person: set_value(people.programme, viewer, person, "name", "X"),
        lambda person: remove_value(people.programme, viewer, person, "organisation"),
        lambda person: send_code(people.programme, viewer, person),
        lambda person: erase_person(people.programme, viewer, person),
    )
    for ask in asked:
        assert ask(there) == ask(uuid4())
        assert ask(there).rule == "not-there"


def test_the_same_value_again_is_no_event_and_stays_verified(people) -> None:
    from comity.programme.models import Event
    from comity.programme.services.people import set_value

    person = people.registered(HARU)
    verify(people, person)
    before = Event.objects.count()
    same = set_value(people.programme, people.look(person), person, "email", "haru@EXAMPLE.jp")
    assert same is None
    assert Event.objects.count() == before
    assert verified(people, person) == "haru@example.jp"


# Appearing.


def test_she_appears_as_far_as_she_chose(people) -> None:
    from comity.programme.persons.appearing import Appears, choice_of
    from comity.programme.services.people import appear

    programme = people.programme
    person = people.registered({**HARU, "email": "h@example.jp"})
    people.give(people.tokyo, person, "member", body="IST")
    mate = people.registered(ADA, "BEL")
    people.give(people.brussels, mate, "member", body="IST")
    assert people.shown(mate, person) == {}
    open_to_others = {key: HARU[key] for key in ("name", "organisation")}

    assert appear(programme, people.look(person), Appears.BODIES) is None
    assert people.shown(mate, person) == open_to_others
    assert people.shown(people.brussels, person) == {}

    assert appear(programme, people.look(person), Appears.SIGNED_IN) is None
    assert people.shown(people.brussels, person) == open_to_others
    # By holding no role an administrator is signed in like others.
    assert people.shown(people.administrator, person) == open_to_others

    assert appear(programme, people.look(person), Appears.NOBODY) is None
    assert people.shown(mate, person) == {}
    assert choice_of(person) is Appears.NOBODY
    from comity.programme.models import Event

    asked = Event.objects.filter(kind="relabelled", object=str(person))
    assert set(asked.values_list("actor", flat=True)) == {str(person)}


def test_who_has_not_signed_in_sees_nobody(people) -> None:
    from comity.programme.models import Person
    from comity.programme.persons.appearing import Appears
    from comity.programme.persons.store import shown
    from comity.programme.reading.viewer import anybody
    from comity.programme.services.people import appear

    person = people.registered(HARU)
    appear(people.programme, people.look(person), Appears.SIGNED_IN)
    viewer = anybody(dt.date(2026, 11, 1))
    assert shown(people.programme, viewer, Person.objects.all()) == {}
    assert appear(people.programme, viewer, Appears.SIGNED_IN).rule == "signed-in"


def test_her_appearance_follows_her_roles(people) -> None:
    from comity.programme.persons.appearing import Appears
    from comity.programme.persons.retention import run
    from comity.programme.services.people import appear
    from comity.programme.services.roles import end_role

    person, mate = people.registered(HARU), people.registered(ADA, "BEL")
    people.give(people.brussels, mate, "member", body="IST")
    appear(people.programme, people.look(person), Appears.BODIES)
    assert people.shown(mate, person) == {}
    role = people.give(people.tokyo, person, "member", body="IST")
    assert people.shown(mate, person)
    end_role(people.programme, people.look(person), role, dt.date(2026, 11, 1))
    assert people.shown(mate, person)
    people.programme = at(people.programme, dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC))
    assert run(people.programme).appearances == 1
    assert people.shown(mate, person) == {}
    assert run(people.programme).appearances == 0


# Export.


def test_the_export_holds_everything_of_hers_and_nothing_of_others(people) -> None:
    from comity.programme.models import Label, Mail, Notice
    from comity.programme.persons.appearing import own_label
    from comity.programme.reading.viewer import anybody
    from comity.programme.services.people import export_own

    person = people.registered(HARU, by=people.tokyo)
    verify(people, person)
    people.give(people.tokyo, person, "member", body="IST")
    own = Label.objects.get(key=own_label(person, "JPN").key)
    Notice.objects.create(person_id=person, event="e", object=person, kind="k", time="t", label=own)
    Mail.objects.create(person_id=person, event="e", created="c", sent="s")
    found = export_own(people.programme, people.look(person))
    values = {one["field"]: one["value"] for one in found["fields"] if one["value"]}
    assert values == HARU
    assert [one["field"] for one in found["fields"] if one["verified"]] == ["email"]
    assert [one["role"] for one in found["roles"]] == ["member"]
    assert [one["kind"] for one in found["events"]] == [
        "person-registered", "person-value-verified", "role-given",
    ]  # fmt: skip
    assert [one["by"] for one in found["events"]] == ["another", "you", "another"]
    # One of the role, and the one made here.
    assert sorted(one["kind"] for one in found["notices"]) == ["k", "role-given"]
    assert len(found["letters"]) == 2
    text = json.dumps(found)
    assert str(people.tokyo) not in text
    assert "sequence" not in text
    assert export_own(people.programme, anybody(dt.date(2026, 11, 1))).rule == "signed-in"


def test_the_export_is_the_same_where_something_hidden_is_not(people) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.services.people import export_own
    from comity.safeguards.labels import Label, Level

    person = people.registered(HARU)
    before = export_own(people.programme, people.look(person))
    # She did it once, and may no longer read it.
    with people.programme.writing(person) as write:
        hidden = Label.of(Level.PUBLIC, ["nation:NOR"])
        write(ActivityChanged(status="active", title="x"), uuid4(), hidden)
    assert export_own(people.programme, people.look(person)) == before
