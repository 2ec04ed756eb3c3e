"""Addresses are proved by one-time codes, by their owner alone."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from peopled import ADA, HARU, at, code, sound, verified, verify

# Codes.


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
