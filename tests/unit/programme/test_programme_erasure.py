"""Erasure and retention: nothing of hers stays, and the chain still verifies."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from peopled import ADA, HARU, at, code, sound, verify

from comity.base.errors import InputError

# Erasure.


def bytes_of(folder: Path) -> bytes:
    """All files of the database as they stand on the disk."""
    return b"".join(
        path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix != ".keys"
    )


def secrets_of(person):
    """What is kept of her values and keys, as bytes in the tables."""
    from comity.programme.models import PersonKey, PersonValue

    key = PersonKey.objects.get(person_id=person)
    rows = PersonValue.objects.filter(person_id=person)
    return [bytes(key.encryption), bytes(key.commitment), *(bytes(row.value) for row in rows)]


word = st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=8, max_size=60)


@given(name=word, organisation=word, gender=word, filler=st.integers(0, 40))
@settings(
    max_examples=12,
    # Each example writes a database: a smaller one that fails tells no more.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_after_erasure_nothing_of_hers_is_in_the_file(
    people, tmp_path, name, organisation, gender, filler
) -> None:
    from comity.programme.models import Event, Mail, Person
    from comity.programme.services.people import erase_person, set_value

    tag = uuid4().hex
    values = {
        "name": f"{name} {tag}", "email": f"a{tag}@example.org",
        "organisation": f"{organisation} {tag}",
    }  # fmt: skip
    person = people.registered(values)
    own = {"gender": f"{gender[:20]} {tag}", "languages": "ja en", "time-zone": "Asia/Tokyo"}
    for field, value in own.items():
        assert set_value(people.programme, people.look(person), person, field, value) is None
    for number in range(filler):
        # Rows come and go around hers, so that pages are divided and joined.
        set_value(people.programme, people.look(person), person, "gender", f"{tag}{number}")
    role = people.give(people.tokyo, person, "member", body="IST")
    kept = people.shown(person, person)
    Mail.objects.create(person_id=person, event="e", created="")
    secrets = secrets_of(person)
    looked_for = [kept["name"].encode(), kept["email"].encode(), tag.encode(), *secrets]
    before = bytes_of(tmp_path)
    # Values are never there as text; as encrypted, with the keys, they are until she is erased.
    assert all(one in before for one in secrets)

    events = Event.objects.count()
    erased = erase_person(people.programme, people.look(person), person)

    assert (erased.roles_ended, erased.scrubbed) == (1, True)
    after = bytes_of(tmp_path)
    assert not [one for one in looked_for if one in after]
    assert not Mail.objects.filter(person_id=person).exists()
    assert Person.objects.get(id=person).erased
    kinds = list(Event.objects.filter(sequence__gt=events).values_list("kind", flat=True))
    assert kinds == ["role-ended", "relabelled", "person-erased"]
    assert str(Event.objects.filter(kind="role-ended").latest("sequence").object) == str(role)
    assert sound(people.programme)


def test_the_retention_writes_the_file_anew(people, tmp_path) -> None:
    from django.db import connection

    from comity.programme.persons.retention import run
    from comity.programme.services.people import erase_person

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
        # As an older SQLite would, or another program that has the file open.
        cursor.execute("PRAGMA secure_delete=OFF")
    person = people.registered(HARU)
    kept = secrets_of(person)
    erase_person(people.programme, people.look(person), person)
    assert any(one in bytes_of(tmp_path) for one in kept)
    assert run(people.programme).scrubbed
    assert not any(one in bytes_of(tmp_path) for one in kept)


def test_nothing_of_an_erased_person_can_be_reached(people) -> None:
    from comity.programme.models import Notice, PersonCode
    from comity.programme.persons.store import keys_of, verified_person
    from comity.programme.services.people import erase_person, register_person, set_value
    from comity.programme.services.verifying import verify_value

    person = people.registered(HARU)
    verify(people, person)
    old = people.look(person)
    other = people.registered(ADA)
    refused = erase_person(people.programme, people.look(people.tokyo), other)
    assert refused.rule == "erase-person"
    assert (
        erase_person(people.programme, people.look(people.administrator), person).person == person
    )
    with pytest.raises(InputError, match="no such account"):
        people.look(person)
    with pytest.raises(InputError, match="no such account"):
        keys_of(people.programme.keys.wrapping, person)
    assert verified_person(people.programme, "email", HARU["email"]) is None
    assert people.shown(people.tokyo, person) == {}
    assert not Notice.objects.filter(person_id=person).exists()
    assert not PersonCode.objects.filter(person_id=person).exists()
    # A page that is still open does nothing.
    assert set_value(people.programme, old, person, "name", "X").rule == "signed-in"
    assert register_person(people.programme, old, "JPN", HARU).rule == "signed-in"
    assert verify_value(people.programme, person, "ABCDEFGH").rule == "code"
    again = erase_person(people.programme, people.look(people.administrator), person)
    assert again.rule == "not-there"
    # Her address is free again.
    verify(people, people.registered(HARU))


def test_the_only_administrator_is_not_erased(people) -> None:
    from comity.programme.services.people import erase_person

    viewer = people.look(people.administrator)
    assert erase_person(people.programme, viewer, people.administrator).rule == "last-administrator"
    people.give(people.administrator, people.registered(ADA), "administrator")
    assert erase_person(people.programme, viewer, people.administrator).roles_ended == 1


def test_where_the_chain_holds_a_name_is_told_before_erasing(people) -> None:
    from comity.programme.events.kinds import ActivityChanged
    from comity.programme.labelling import PUBLIC_LABEL
    from comity.programme.models import Event
    from comity.programme.persons.erasure import mentions

    person = people.registered({"name": "An", "email": "an@example.org"})
    assert mentions(people.programme, person) == ()
    with people.programme.writing(people.tokyo) as write:
        for title in ("Trust and teams", "Trust, by An", "AN's proposal"):
            write(ActivityChanged(status="active", title=title), uuid4(), PUBLIC_LABEL)
    last = Event.objects.latest("sequence").sequence
    assert mentions(people.programme, person) == (last - 1, last)


def test_what_cannot_be_overwritten_now_is_said(people) -> None:
    from django.db import transaction

    from comity.programme.persons.erasure import Erased
    from comity.programme.persons.scrubbing import scrub

    with transaction.atomic():
        assert scrub() is False
    assert scrub() is True
    assert "run the retention" in Erased(uuid4(), 0, False).sentence
    assert "run the retention" not in Erased(uuid4(), 0, True).sentence


# Retention.


def years_on(people, **add):
    moment = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC) + dt.timedelta(**add)
    people.programme = at(people.programme, moment)
    return people.programme


def test_values_go_when_their_time_is_past_and_not_before(people) -> None:
    from comity.programme.models import Event
    from comity.programme.persons.retention import due, run
    from comity.programme.persons.store import values_of
    from comity.programme.services.people import set_value

    person = people.registered(HARU)
    set_value(people.programme, people.look(person), person, "languages", "ja")
    people.give(people.tokyo, person, "member", body="IST", until=dt.date(2026, 11, 11))

    def fields(days):
        # From the last day of her role.
        found = due(years_on(people, days=10 + days))
        return [(one.fields, one.whole) for one in found if one.person == person]

    assert fields(90) == []
    assert fields(91) == [(("languages",), False)]
    assert fields(365) == [(("languages",), False)]
    assert fields(366) == [(("email", "languages"), False)]
    assert fields(731) == [(("email", "languages", "name", "organisation"), True)]

    kept = run(years_on(people, days=10 + 91))
    assert (kept.values, kept.persons, kept.scrubbed) == (1, 0, True)
    last = Event.objects.latest("sequence")
    assert (last.kind, last.actor) == ("person-value-set", str(UUID(int=0)))
    assert json.loads(last.body) == {"commitment": "", "field": "languages"}
    left = values_of(people.programme, [person])[person]
    assert {key: one.value for key, one in left.items()} == HARU
    assert run(years_on(people, days=10 + 92)).values == 0
    assert sound(people.programme)


def test_a_person_goes_with_her_last_value_and_who_holds_a_role_stays(people) -> None:
    from comity.programme.models import Person
    from comity.programme.persons.retention import run

    # Never had a role: time counts from the registration.
    person = people.registered(ADA)
    assert run(years_on(people, days=730)).persons == 0
    assert run(years_on(people, days=731)).persons == 1
    gone = Person.objects.filter(erased=True).values_list("id", flat=True)
    assert list(gone) == [person]
    assert sound(people.programme)


def test_codes_letters_and_notices_go_in_time(people) -> None:
    from comity.programme.events.log import stamp
    from comity.programme.models import Label, Mail, Notice, PersonCode
    from comity.programme.persons.retention import run

    person = people.registered(ADA)
    code(people, person)
    label = Label.objects.first()
    Mail.objects.all().delete()
    Notice.objects.all().delete()
    noon = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
    for number, sent in enumerate(("", stamp(noon))):
        Mail.objects.create(person_id=person, event=str(number), created="", sent=sent)
        Notice.objects.create(
            person_id=person, event=str(number), object=person, kind="k", time=stamp(noon),
            label=label, done=bool(number),
        )  # fmt: skip
    kept = run(years_on(people, hours=1))
    assert (kept.codes, kept.letters, kept.notices) == (0, 0, 0)
    assert run(years_on(people, days=2)).codes == 1
    assert not PersonCode.objects.exists()
    assert run(years_on(people, days=31)).letters == 1
    assert run(years_on(people, days=366)).notices == 1
    # What was not sent, and what still waits, stays.
    assert [one.event for one in Mail.objects.all()] == ["0"]
    assert [one.event for one in Notice.objects.all()] == ["0"]
