"""Persons: values apart from the chain, proved addresses, opt-in appearance, erasure, retention."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from comity.base.errors import InputError

ADA = {"name": "Ada Lovelace", "email": "Ada.Lovelace@Example.org"}
HARU = {"name": "原田 春", "email": "haru@example.jp", "organisation": "防衛装備庁"}


@pytest.fixture
def people(programme):
    """An administrator and coordinators of Japan and Belgium, who are registered by services."""
    return People(programme)


class People:
    """Registers persons and looks as them."""

    def __init__(self, programme):
        from comity.programme.services.roles import first_administrator

        self.programme = programme
        self.administrator = first_administrator(
            programme, "BEL", {"name": "Root", "email": "root@example.org"}
        )
        self.tokyo = self.coordinator("JPN")
        self.brussels = self.coordinator("BEL")

    def coordinator(self, nation):
        person = self.registered(
            {"name": f"NC {nation}", "email": f"nc@{nation.lower()}.example"}, nation
        )
        self.give(self.administrator, person, "national-coordinator", nation=nation)
        return person

    def give(self, giver, person, role, **scope):
        from comity.programme.services.roles import Wanted, give_role

        since = scope.pop("since", dt.date(2026, 10, 1))
        given = give_role(self.programme, self.look(giver), Wanted(person, role, since, **scope))
        assert isinstance(given, UUID), given
        return given

    def registered(self, values, nation="JPN", by=None):
        from comity.programme.services.people import register_person

        viewer = self.look(by or self.administrator)
        found = register_person(self.programme, viewer, nation, values)
        assert isinstance(found, UUID), found
        return found

    def look(self, person, on=None):
        from comity.programme.reading.viewer import viewer

        return viewer(self.programme, person, on)

    def shown(self, viewer, person):
        """The fields that a viewer sees of a person, with their values."""
        from comity.programme.models import Person
        from comity.programme.persons.store import shown

        found = shown(self.programme, self.look(viewer), Person.objects.filter(id=person))
        return {key: one.value for key, one in found.get(person, {}).items()}


def at(programme, moment):
    """The programme as it is opened at another time; its clock goes on from there."""
    seconds = itertools.count()
    return replace(programme, clock=lambda: moment + dt.timedelta(seconds=next(seconds)))


def sound(programme):
    from comity.programme.events.verify import verify

    return verify(programme.keys.public).sound


# Values.


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("name", "  Ada \t Lovelace ", "Ada Lovelace"),
        ("name", "Zoe\u0308", "Zoë"),
        ("email", " Ada@EXAMPLE.Org ", "Ada@example.org"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid", "0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("ror", "01GGX4157", "https://ror.org/01ggx4157"),
        ("gender", "prefer not to say", "prefer not to say"),
        ("gender", "agender, mostly", "agender, mostly"),
        ("languages", "ja, en ja", "ja en"),
        ("time-zone", "Asia/Tokyo", "Asia/Tokyo"),
    ],
)
def test_a_value_is_kept_in_one_spelling(field, given, kept) -> None:
    from comity.programme.persons.fields import checked

    assert checked(field, given) == kept
    assert checked(field, kept) == kept


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("name", " \n ", "one line of 1 to 120"),
        ("name", "x" * 121, "one line of 1 to 120"),
        ("name", "Ada\u202eLovelace", "control characters"),
        ("name", "Ada\ud800", "control characters"),
        ("email", "ada", "name@domain.example"),
        ("email", "ada@localhost", "name@domain.example"),
        ("email", "a b@example.org", "name@domain.example"),
        ("email", "ada@example.org\nBcc: x@example.org", "name@domain.example"),
        ("email", f"{'a' * 65}@example.org", "name@domain.example"),
        ("orcid", "0000-0002-1825-0098", "wrong check digit"),
        ("orcid", "0000000218250097", "must be written as"),
        ("ror", "https://ror.org/01ggx4158", "wrong check digits"),
        ("ror", "CERN", "must be written as"),
        ("languages", "Japanese", "ISO 639"),
        ("languages", "", "ISO 639"),
        ("time-zone", "JST-9", "not known"),
        ("time-zone", "../../etc/passwd", "not known"),
        ("shoe-size", "43", "no field 'shoe-size'"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_one_line(field, given, said) -> None:
    from comity.programme.persons.fields import checked

    with pytest.raises(InputError, match=said) as refused:
        checked(field, given)
    assert "\n" not in str(refused.value)


@given(st.from_regex(r"[0-9]{15}", fullmatch=True), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_of_an_orcid_is_found(digits, at_place, by) -> None:
    from comity.programme.persons.fields import checked

    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    last = (12 - total % 11) % 11
    whole = digits + ("X" if last == 10 else str(last))

    def written(text):
        return "-".join(text[start : start + 4] for start in (0, 4, 8, 12))

    assert checked("orcid", written(whole)) == written(whole)
    if at_place == 15 and last == 10:
        wrong = whole[:15] + str(by)
    else:
        changed = (int(whole[at_place]) + by) % 10
        wrong = f"{whole[:at_place]}{changed}{whole[at_place + 1 :]}"
    with pytest.raises(InputError, match="check digit"):
        checked("orcid", written(wrong))


# The vault.


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["name", "email"]))
def test_what_is_encrypted_opens_for_its_person_field_and_key_alone(value, field) -> None:
    from comity.programme.persons import vault

    ada, haru = uuid4(), uuid4()
    keys = vault.new_person_keys()
    sealed = vault.encrypt(keys, ada, field, value)
    assert vault.decrypt(keys, ada, field, sealed) == value
    assert sealed != vault.encrypt(keys, ada, field, value)
    turned = bytes([sealed[0] ^ 1]) + sealed[1:]
    for wrong in (
        (keys, haru, field, sealed),
        (keys, ada, "gender", sealed),
        (vault.new_person_keys(), ada, field, sealed),
        (keys, ada, field, turned),
        (keys, ada, field, b""),
    ):
        with pytest.raises(InputError, match="does not open"):
            vault.decrypt(*wrong)


def test_keys_of_a_person_open_with_the_programmes_key_alone() -> None:
    from comity.programme.persons import vault

    ada, wrapping = uuid4(), b"w" * 32
    keys = vault.new_person_keys()
    wrapped = vault.wrap(wrapping, ada, keys)
    assert vault.unwrap(wrapping, ada, *wrapped) == keys
    assert keys.encryption != keys.commitment
    assert keys.encryption.hex() not in repr(keys)
    for key, person, pair in (
        (b"x" * 32, ada, wrapped),
        (wrapping, uuid4(), wrapped),
        (wrapping, ada, wrapped[::-1]),
    ):
        with pytest.raises(InputError, match="restore the keys") as refused:
            vault.unwrap(key, person, *pair)
        assert "\n" not in str(refused.value)


def test_a_commitment_tells_nothing_without_the_persons_key() -> None:
    from comity.programme.persons import vault

    one, other = vault.new_person_keys(), vault.new_person_keys()
    assert vault.commit(one, "name", "Ada") == vault.commit(one, "name", "Ada")
    assert vault.commit(one, "name", "Ada") != vault.commit(other, "name", "Ada")
    assert vault.commit(one, "name", "Ada") != vault.commit(one, "organisation", "Ada")


def test_a_lost_or_wrong_key_is_one_clear_line(people) -> None:
    person = people.registered(ADA)
    people.programme = replace(
        people.programme, keys=replace(people.programme.keys, wrapping=b"0" * 32)
    )
    with pytest.raises(InputError, match="restore the keys that belong to this database"):
        people.shown(people.tokyo, person)


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


# Codes.


def code(people, person, by=None):
    from comity.programme.services.verifying import send_code

    return send_code(people.programme, people.look(by or person), person)


def verify(people, person):
    from comity.programme.services.verifying import verify_value

    refusal = verify_value(people.programme, person, code(people, person).code)
    assert refusal is None, refusal


def verified(people, person):
    from comity.programme.persons.store import verified_value

    return verified_value(people.programme, person, "email")


def test_an_address_is_verified_by_its_code_once(people) -> None:
    from comity.programme.persons.store import verified_person
    from comity.programme.services.verifying import verify_value

    person = people.registered(ADA)
    assert verified(people, person) is None
    assert verified_person(people.programme, "email", "Ada.Lovelace@example.org") is None
    letter = code(people, person)
    assert letter.address == "Ada.Lovelace@example.org"
    assert letter.code in letter.text
    assert letter.code not in repr(letter)
    spaced = f" {letter.code[:4].lower()}-{letter.code[4:]} "
    assert verify_value(people.programme, person, spaced) is None
    assert verified(people, person) == "Ada.Lovelace@example.org"
    assert verified_person(people.programme, "email", "ada.lovelace@EXAMPLE.org") == person
    again = verify_value(people.programme, person, letter.code)
    assert again.rule == "code"
    assert sound(people.programme)


def test_the_code_is_in_no_file(people, tmp_path) -> None:
    person = people.registered(ADA)
    letter = code(people, person)
    for path in tmp_path.iterdir():
        assert letter.code.encode() not in path.read_bytes()


def test_wrong_old_and_missing_codes_are_refused_alike(people) -> None:
    from comity.programme.services.verifying import verify_value

    person = people.registered(ADA)
    programme = people.programme
    nobody = verify_value(programme, uuid4(), "ABCDEFGH")
    none_sent = verify_value(programme, person, "ABCDEFGH")
    letter = code(people, person)
    wrong = verify_value(programme, person, "ABCDEFGH")
    late = at(programme, dt.datetime(2026, 11, 1, 13, tzinfo=dt.UTC))
    old = verify_value(late, person, letter.code)
    assert nobody == none_sent == wrong == old
    assert nobody.rule == "code"
    assert verified(people, person) is None


def test_five_wrong_tries_void_a_code_and_five_codes_a_day_are_all(people) -> None:
    from comity.programme.services.verifying import verify_value

    person = people.registered(ADA)
    programme = people.programme
    letter = code(people, person)
    for _ in range(4):
        assert verify_value(programme, person, "ABCDEFGH").rule == "code"
    assert verify_value(programme, person, letter.code) is None

    other = people.registered(HARU)
    letter = code(people, other)
    for _ in range(5):
        verify_value(programme, other, "ABCDEFGH")
    assert verify_value(programme, other, letter.code).rule == "code"
    for _ in range(4):
        letter = code(people, other)
    assert code(people, other).rule == "code-limit"
    tomorrow = at(programme, dt.datetime(2026, 11, 2, 13, tzinfo=dt.UTC))
    people.programme = tomorrow
    letter = code(people, other)
    assert verify_value(tomorrow, other, letter.code) is None


def test_a_code_does_not_verify_another_value(people) -> None:
    from comity.programme.services.people import set_value
    from comity.programme.services.verifying import verify_value

    person = people.registered(ADA)
    letter = code(people, person)
    set_value(people.programme, people.look(person), person, "email", "mallory@example.org")
    assert verify_value(people.programme, person, letter.code).rule == "code"
    set_value(people.programme, people.look(person), person, "email", ADA["email"])
    assert verify_value(people.programme, person, letter.code).rule == "code"
    assert verified(people, person) is None


def test_changing_a_verified_address_unverifies_it_and_only_she_may(people) -> None:
    from comity.programme.services.people import set_value

    person = people.registered(HARU)
    verify(people, person)
    refused = set_value(
        people.programme, people.look(people.tokyo), person, "email", "evil@example.org"
    )
    assert refused.rule == "verified-value"
    assert verified(people, person) == "haru@example.jp"
    own = people.look(person)
    assert set_value(people.programme, own, person, "email", "h@example.jp") is None
    assert verified(people, person) is None


def test_whether_an_address_is_registered_shows_to_its_owner_alone(people) -> None:
    from comity.programme.services.verifying import verify_value

    first = people.registered(HARU, "JPN", by=people.tokyo)
    verify(people, first)
    # Brussels registers the same address, and learns nothing.
    second = people.registered(HARU, "BEL", by=people.brussels)
    letter = code(people, second, by=people.brussels)
    wrong = verify_value(people.programme, second, "ABCDEFGH")
    assert wrong.rule == "code"
    refused = verify_value(people.programme, second, letter.code)
    assert refused.rule == "one-account"
    assert verified(people, second) is None
    assert verified(people, first) == "haru@example.jp"


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
    Mail.objects.create(person_id=person, event="e", created="c")
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


# The documents.


def test_every_field_says_what_it_is_for() -> None:
    from comity.programme.persons.fields import personal_fields, personal_records

    fields = personal_fields()
    assert [key for key, field in fields.items() if field.required] == ["name", "email"]
    assert not fields["gender"].required
    assert "prefer not to say" in fields["gender"].choices
    for field in fields.values():
        assert field.purpose.endswith(".")
        assert "Art." in field.legal_basis
        assert 0 < field.retention <= 730
    assert personal_records()["letters"].days == 30
