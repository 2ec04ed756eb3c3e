"""One's own account: values, appearance, codes, export, keys for programs, erasing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from written import kinds

ME = "/programme/me"


def _text(response):
    return response.content.decode()


@pytest.fixture
def tokyo(people, door):
    """The Japanese coordinator, signed in just now."""
    return door.signed_in(people.tokyo)


def _stale(client):
    """Let a session's sign-in be some minutes ago."""
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [one | {"at": one["at"] - 400} for one in records]
    session.save()
    return client


@pytest.fixture
def mail(settings_of_mail):
    from django.core import mail

    mail.outbox = []
    return mail


@pytest.fixture
def settings_of_mail():
    from django.test import override_settings

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


def test_own_values_are_shown_with_purpose_basis_and_retention(people, tokyo):
    from comity.programme.persons.fields import personal_fields

    page = _text(tokyo.get(ME))
    assert "NC JPN" in page
    assert "nc@jpn.example" in page
    assert "NC BEL" not in page
    for field in personal_fields().values():
        for words in (field.title, field.purpose, f"{field.retention} days after"):
            assert words in page, field.key
    assert "national coordinator" in page
    assert str(people.tokyo) in page


def test_a_value_is_set_and_removed(people, tokyo):
    response = tokyo.post(f"{ME}/set", {"field": "languages", "value": "JA, en"})
    assert (response.status_code, response["Location"]) == (303, ME)
    assert people.shown(people.tokyo, people.tokyo)["languages"] == "ja en"
    assert tokyo.post(f"{ME}/remove", {"field": "languages"}).status_code == 303
    assert "languages" not in people.shown(people.tokyo, people.tokyo)


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("set", {"field": "shoe", "value": "1"}), ("set", {"field": "orcid", "value": "12"}),
        ("set", {"field": "name", "value": ""}), ("set", {}), ("remove", {"field": "name"}),
        ("remove", {"field": "shoe"}), ("appear", {"to": "the world"}), ("appear", {}),
    ],
)  # fmt: skip
def test_a_value_or_choice_that_cannot_be_is_told_so(people, tokyo, action, given):
    before = kinds()
    assert tokyo.post(f"{ME}/{action}", given).status_code == 400
    assert kinds() == before


def test_it_is_ones_own_value_whatever_person_a_form_names(people, tokyo):
    given = {"field": "languages", "value": "fr", "person": str(people.brussels)}
    tokyo.post(f"{ME}/set", given)
    assert people.shown(people.tokyo, people.tokyo)["languages"] == "fr"
    assert "languages" not in people.shown(people.brussels, people.brussels)


def test_an_address_is_changed_by_who_proved_lately_who_she_is(people, door):
    given = {"field": "email", "value": "new@jpn.example"}
    account = door.account(people.tokyo)
    account.set_unusable_password()
    account.save()
    response = _stale(door.signed_in(people.tokyo)).post(f"{ME}/set", given)
    # Who has no way to prove it here, as by a provider alone, is not asked.
    assert response["Location"] == ME
    door.password(people.tokyo)
    client = _stale(door.signed_in(people.tokyo))
    response = client.post(f"{ME}/set", given | {"value": "newer@jpn.example"})
    assert response["Location"] == "/accounts/reauthenticate/?next=%2Fprogramme%2Fme"
    assert people.shown(people.tokyo, people.tokyo)["email"] == "new@jpn.example"


def test_an_address_is_verified_by_a_code_of_a_letter(people, tokyo, mail):
    from allauth.account.models import EmailAddress

    tokyo.post(f"{ME}/set", {"field": "email", "value": "new@jpn.example"})
    page = _text(tokyo.get(ME))
    assert "not verified" in page
    assert tokyo.post(f"{ME}/code").status_code == 303
    (letter,) = mail.outbox
    assert letter.to == ["new@jpn.example"]
    code = re.search(r"Your code is (\S+)", letter.body)[1]
    assert code not in _text(tokyo.get(ME))
    wrong = tokyo.post(f"{ME}/verify", {"code": "AAAAAAAA"})
    assert wrong.status_code == 403
    assert "the code is not valid" in _text(wrong).lower()
    assert tokyo.post(f"{ME}/verify", {"code": code})["Location"] == ME
    assert "not verified" not in _text(tokyo.get(ME))
    # One signs in by it from then on.
    assert EmailAddress.objects.filter(email="new@jpn.example", primary=True).count() == 1
    again = tokyo.post(f"{ME}/code")
    assert again.status_code == 403
    assert len(mail.outbox) == 1


def test_a_site_without_mail_makes_no_code(people, tokyo):
    from comity.programme.models import PersonCode

    response = tokyo.post(f"{ME}/code")
    assert response.status_code == 409
    assert "sends no mail" in _text(response)
    assert not PersonCode.objects.exists()


def test_mail_that_fails_is_told_without_the_code(people, tokyo):
    from django.test import override_settings

    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_TIMEOUT=2,
    ):  # fmt: skip
        response = tokyo.post(f"{ME}/code")
    assert response.status_code == 503
    assert "could not be sent" in _text(response)


def test_to_whom_one_appears_is_chosen(people, tokyo):
    from comity.programme.persons.appearing import Appears

    assert people.shown(people.brussels, people.tokyo) == {}
    response = tokyo.post(f"{ME}/appear", {"to": str(Appears.SIGNED_IN)})
    assert response["Location"] == ME
    assert people.shown(people.brussels, people.tokyo)["name"] == "NC JPN"
    assert 'value="all who are signed in" checked' in _text(tokyo.get(ME))


def test_everything_held_of_oneself_is_a_file(people, tokyo):
    response = tokyo.get(f"{ME}/export.json")
    assert response["Content-Type"] == "application/json"
    assert "attachment" in response["Content-Disposition"]
    found = response.json()
    assert found["person"] == str(people.tokyo)
    values = {one["field"]: one["value"] for one in found["fields"]}
    assert values["email"] == "nc@jpn.example"
    assert "nc@bel.example" not in _text(response)
    assert "sequence" not in _text(response)


# Keys for programs.


def test_a_key_is_shown_once_works_and_is_ended(people, tokyo):
    from comity.programme.accounts.tokens import person_of

    made = tokyo.post(f"{ME}/keys/new", {"words": "a notebook", "days": "30"})
    key = re.search(r"comity_[\w-]+", _text(made))[0]
    now = people.programme.clock()
    assert person_of(key, now) == people.tokyo
    page = _text(tokyo.get(f"{ME}/keys"))
    assert "a notebook" in page
    assert key not in page
    number = re.search(r'name="key" value="([0-9a-f-]{36})"', page)[1]
    assert tokyo.post(f"{ME}/keys/end", {"key": number})["Location"] == f"{ME}/keys"
    assert person_of(key, now) is None


def test_anothers_key_stays_and_nothing_is_told_of_it(people, tokyo, door):
    from comity.programme.accounts.tokens import person_of, tokens_of

    brussels = door.signed_in(people.brussels)
    made = brussels.post(f"{ME}/keys/new", {"words": "hers", "days": "1"})
    key = re.search(r"comity_[\w-]+", _text(made))[0]
    (held,) = tokens_of(people.brussels)
    assert "hers" not in _text(tokyo.get(f"{ME}/keys"))
    answers = [
        tokyo.post(f"{ME}/keys/end", {"key": number})
        for number in (str(held.id), "999999", "x", "", "9" * 30)
    ]
    assert {(one.status_code, one["Location"]) for one in answers} == {(303, f"{ME}/keys")}
    assert person_of(key, people.programme.clock()) == people.brussels


@pytest.mark.parametrize(
    "given", [{"words": "", "days": "1"}, {"words": "x", "days": "91"}, {"words": "x", "days": "0"},
              {"words": "x", "days": "-1"}, {"words": "x", "days": "many"}, {"words": "x" * 61,
              "days": "1"}],
)  # fmt: skip
def test_a_key_that_cannot_be_is_told_so(people, tokyo, given):
    assert tokyo.post(f"{ME}/keys/new", given).status_code == 400


def test_a_key_is_made_by_who_proved_lately_who_she_is(people, door):
    from comity.programme.accounts.tokens import tokens_of

    door.password(people.tokyo)
    client = _stale(door.signed_in(people.tokyo))
    response = client.post(f"{ME}/keys/new", {"words": "x", "days": "1"})
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert tokens_of(people.tokyo) == ()


# Erasing.


def test_erasing_says_what_goes_and_what_stays(people, tokyo):
    from comity.programme.persons.fields import personal_records

    page = _text(tokyo.get(f"{ME}/erase"))
    for key in ("nation", "roles"):
        assert personal_records()[key].retention in page
    assert "Type the word erase" in page


@pytest.mark.parametrize("word", ["", "yes", "ERASE"])
def test_without_the_word_nothing_is_erased(people, tokyo, word):
    response = tokyo.post(f"{ME}/erased", {"word": word})
    assert response.status_code == 400
    assert "nothing was erased" in _text(response)
    assert tokyo.get(ME).status_code == 200


def test_who_erases_herself_is_signed_out_and_gone(people, tokyo):
    response = tokyo.post(f"{ME}/erased", {"word": "erase"})
    assert response.status_code == 200
    assert "all other values are gone" in _text(response)
    assert tokyo.get(ME).status_code == 302
    assert people.shown(people.brussels, people.tokyo) == {}
    assert "person-erased" in kinds()


def test_the_only_administrator_is_not_erased(people, door):
    client = door.signed_in(people.administrator)
    response = client.post(f"{ME}/erased", {"word": "erase"})
    assert response.status_code == 403
    assert "the only administrator" in _text(response).lower()
    assert client.get(ME).status_code == 200


def test_who_signed_in_long_ago_proves_who_she_is_before_erasing(people, door):
    door.password(people.tokyo)
    client = _stale(door.signed_in(people.tokyo))
    response = client.post(f"{ME}/erased", {"word": "erase"})
    assert response["Location"] == "/accounts/reauthenticate/?next=%2Fprogramme%2Fme%2Ferase"
    assert "person-erased" not in kinds()


# The door.

WRITES = (
    "set", "remove", "code", "verify", "appear", "erased", "keys/new", "keys/end",
)  # fmt: skip


@pytest.mark.parametrize("action", WRITES)
def test_no_form_works_without_its_token_by_another_method_or_signed_out(people, door, action):
    before = kinds()
    strict = door.signed_in(people.tokyo, enforce_csrf_checks=True)
    given = {"field": "languages", "value": "fr", "word": "erase", "to": "nobody", "days": "1"}
    assert strict.post(f"{ME}/{action}", given | {"words": "x"}).status_code == 403
    assert strict.get(f"{ME}/{action}").status_code == 405
    signed_out = door.anybody().post(f"{ME}/{action}", given)
    assert signed_out["Location"].startswith("/accounts/login/")
    assert kinds() == before


@pytest.mark.parametrize("page", ["", "/export.json", "/erase", "/keys"])
def test_own_pages_are_for_who_has_signed_in(people, door, page):
    assert door.anybody().get(f"{ME}{page}")["Location"].startswith("/accounts/login/")
    assert door.signed_in(people.brussels).get(f"{ME}{page}").status_code == 200


def test_the_site_names_no_machine_of_mail_in_its_answer(people, tokyo):
    """Settings are looked at by name only; a password in the address of the mail stays there."""
    from comity.web.site import current

    current().web = replace(current().web, mail="smtps://user:secret@mail.example:465")
    assert "secret" not in _text(tokyo.post(f"{ME}/code"))
