"""Fields of persons, and the vault that keeps their values."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peopled import ADA

from comity.base.errors import InputError

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
        ("sector", " Academia ", "academia"),
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
        ("sector", "the sector of my choice", "must be one of government"),
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
