"""Sign-in: a password alone opens nothing, nobody signs up, wrong tries are bounded."""

from __future__ import annotations

import re

import pytest
from peopled import HARU
from signed import PASSWORD

from comity.base.errors import InputError
from comity.programme.services.guard import Refusal

ROOT = "root@example.org"


def _code(secret):
    from comity.base.dates import moment
    from comity.programme.accounts.one_time import one_time_code

    return one_time_code(secret, moment())


def _login(client, password=PASSWORD, address=ROOT):
    return client.post("/accounts/login/", {"login": address, "password": password})


@pytest.fixture
def root(people, door):
    door.password(people.administrator)
    return people.administrator


def test_who_has_not_signed_in_is_sent_to_sign_in_and_back(root, door):
    client = door.anybody()
    response = client.get("/programme")
    assert (response.status_code, response["Location"]) == (
        302, "/accounts/login/?next=%2Fprogramme",
    )  # fmt: skip
    assert response["Cache-Control"] == "no-store"


def test_a_password_alone_opens_nothing_until_a_second_factor_is_set_up(root, door):
    client = door.anybody()
    assert _login(client)["Location"] == "/programme"
    assert client.get("/programme")["Location"].startswith("/accounts/2fa/totp/activate/")
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/programme").status_code == 302
    done = client.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/programme").status_code == 200


def test_who_has_a_second_factor_is_asked_for_it_before_she_is_in(root, door):
    first = door.anybody()
    _login(first)
    page = first.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    first.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
    codes = re.findall(
        r"<code>(\w+)</code>", first.get("/accounts/2fa/recovery-codes/").content.decode()
    )
    second = door.anybody()
    assert _login(second)["Location"].startswith("/accounts/2fa/authenticate/")
    assert second.get("/programme")["Location"].startswith("/accounts/login/")
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert second.get("/programme").status_code == 200
    # A recovery code works once.
    third = door.anybody()
    _login(third)
    third.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert third.get("/programme").status_code == 302


def test_the_secret_of_a_second_factor_is_not_readable_in_the_database(root, door):
    from allauth.mfa.models import Authenticator

    client = door.anybody()
    _login(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    client.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data
    assert secret not in str(kept)


def test_an_address_without_an_account_and_a_wrong_password_are_told_alike(root, door):
    def told(client, **given):
        page = _login(client, **given).content.decode()
        return re.search(r'class="errorlist.*?</ul>', page, re.S)[0]

    assert told(door.anybody(), password="wrong") == told(
        door.anybody(), address="nobody@example.org"
    )


def test_wrong_passwords_are_bounded_for_an_address(root, door):
    from django.core.cache import cache

    cache.clear()
    client = door.anybody()
    for _ in range(5):
        _login(client, password="wrong")
    response = _login(client)
    assert "Location" not in response
    assert "Too many failed login attempts" in response.content.decode()
    cache.clear()


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "3rdparty/", "3rdparty/signup/", "password/set/"]
)
def test_what_the_house_does_not_offer_of_sign_in_is_not_there(root, door, path):
    assert door.signed_in(root).get(f"/accounts/{path}").status_code == 404


def test_a_form_of_another_site_or_without_its_token_is_refused(root, door):
    client = door.anybody(enforce_csrf_checks=True)
    assert _login(client).status_code == 403
    response = client.post("/accounts/login/", {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_an_invitation_sets_a_password_once(people, door):
    from comity.programme.accounts.opening import invite

    viewer = people.look(people.administrator)
    invited = invite(people.programme, viewer, people.tokyo)
    client = door.anybody()
    form = client.get(invited.path)
    client.post(form["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    assert _login(door.anybody(), address="nc@jpn.example")["Location"] == "/programme"
    assert "not valid" in door.anybody().get(invited.path, follow=True).content.decode()


def test_who_neither_administers_nor_coordinates_opens_no_account(people, door):
    from comity.programme.accounts.opening import invite

    other = people.look(people.brussels)
    refused = invite(people.programme, other, people.tokyo)
    assert isinstance(refused, Refusal)


def test_a_weak_password_and_a_person_without_an_address_are_refused(people, appoint):
    from comity.programme.accounts.opening import set_password

    with pytest.raises(InputError, match="12"):
        set_password(people.programme, people.tokyo, "short")
    with pytest.raises(InputError, match="no e-mail address"):
        set_password(people.programme, appoint("BEL"), PASSWORD)


def test_nobody_takes_over_the_account_of_a_compatriot(people, door):
    from comity.programme.accounts.opening import invite
    from comity.programme.services.people import set_value

    door.password(people.administrator)
    brussels = people.look(people.brussels)
    told = set_value(people.programme, brussels, people.administrator, "email", "me@example.org")
    assert told.rule in ("verified-value", "not-there")
    haru = people.registered(HARU, by=people.tokyo)
    tokyo = people.look(people.tokyo)
    assert set_value(people.programme, tokyo, haru, "email", "haru2@example.jp") is None
    assert invite(people.programme, tokyo, haru).address == "haru2@example.jp"
    assert set_value(people.programme, tokyo, haru, "email", "x@example.jp").rule == (
        "verified-value"
    )
    door.password(haru)
    assert invite(people.programme, tokyo, haru).rule == "open-account"
    assert invite(people.programme, people.look(people.administrator), haru).path


def test_a_lost_authenticator_is_removed_by_who_runs_the_programme(people, door):
    from allauth.mfa.models import Authenticator

    from comity.programme.accounts.closing import remove_second_factors
    from comity.programme.accounts.models import Account

    client = door.signed_in(people.tokyo)
    made = client.post("/programme/me/keys/new", {"words": "a notebook", "days": "30"})
    key = re.search(r"comity_[\w-]+", made.content.decode())[0]
    account = Account.objects.get(person=people.tokyo)
    Authenticator.objects.filter(user=account).delete()
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert remove_second_factors(people.tokyo) == 1
    assert not Authenticator.objects.filter(user=account).exists()
    bearer = {"Authorization": f"Bearer {key}"}
    assert door.anybody().get("/api/programme/v1/me", headers=bearer).status_code == 401
    with pytest.raises(InputError, match="no account"):
        remove_second_factors(people.programme.new_id())


def test_keys_end_with_the_password(people, door):
    from comity.programme.accounts.opening import set_password
    from comity.programme.accounts.tokens import new_token, person_of

    door.signed_in(people.tokyo)
    now = people.programme.clock()
    key = new_token(people.tokyo, "a notebook", 30, now)
    assert person_of(key, now) == people.tokyo
    set_password(people.programme, people.tokyo, PASSWORD)
    assert person_of(key, now) is None


def test_an_account_goes_when_its_person_is_erased(people, door):
    from comity.programme.accounts.models import Account
    from comity.programme.services.people import erase_person

    client = door.signed_in(people.tokyo)
    assert client.get("/programme").status_code == 200
    erase_person(people.programme, people.look(people.tokyo), people.tokyo)
    assert not Account.objects.filter(person=people.tokyo).exists()
    assert client.get("/programme").status_code == 302


def test_a_key_opens_the_interface_for_its_days_and_is_kept_as_a_hash(people, door):
    import datetime as dt

    from comity.programme.accounts import tokens
    from comity.programme.accounts.models import ApiToken

    door.account(people.tokyo)
    now = people.programme.clock()
    key = tokens.new_token(people.tokyo, "a notebook", 1, now)
    assert tokens.person_of(key, now) == people.tokyo
    assert tokens.person_of(key, now + dt.timedelta(days=2)) is None
    assert tokens.person_of(key + "x", now) is None
    assert key not in str(ApiToken.objects.values())
    (held,) = tokens.tokens_of(people.tokyo)
    tokens.end_token(people.brussels, held.id)
    assert tokens.tokens_of(people.tokyo)
    tokens.end_token(people.tokyo, held.id)
    assert tokens.person_of(key, now) is None
    for words, days in (("", 1), ("x", 0), ("x", 91)):
        with pytest.raises(InputError):
            tokens.new_token(people.tokyo, words, days, now)


def test_the_code_of_an_authenticator_is_that_of_the_standard():
    import base64
    import datetime as dt

    from comity.programme.accounts.one_time import one_time_code

    # RFC 6238, appendix B, SHA-1, the last six of eight digits.
    secret = base64.b32encode(b"12345678901234567890").decode()
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert one_time_code(secret, dt.datetime.fromtimestamp(seconds, dt.UTC)) == code


def test_codes_are_told_of_a_demonstration_only(people, door):
    from comity.programme.accounts.demonstration import code_of, open_accounts

    door.account(people.tokyo)
    with pytest.raises(InputError, match="demonstration only"):
        code_of("nc@jpn.example")
    with pytest.raises(InputError, match="demonstration only"):
        open_accounts(people.programme, [people.tokyo])


def test_people_of_a_demonstration_sign_in_as_everybody_does(programme, door, appoint):
    from comity.programme.accounts.demonstration import code_of, open_accounts
    from comity.programme.services.marking import mark_as_invented
    from comity.programme.services.roles import first_administrator

    mark_as_invented(programme)
    person = first_administrator(programme, "BEL", {"name": "Root", "email": ROOT})
    password = open_accounts(programme, [person])
    client = door.anybody()
    assert _login(client, password)["Location"].startswith("/accounts/2fa/authenticate/")
    client.post("/accounts/2fa/authenticate/", {"code": code_of(ROOT)})
    page = client.get("/programme")
    assert page.status_code == 200
    assert "Demonstration: everything here is invented" in page.content.decode()
    with pytest.raises(InputError, match="no account"):
        code_of("nobody@example.org")


def test_who_came_in_by_a_provider_is_shown_that_she_has_no_second_factor_here(root, door):
    page = door.signed_in(root).get("/accounts/2fa/")
    assert page.status_code == 200
    assert "Set up a second factor" in page.content.decode()


def test_a_forgotten_password_is_set_by_a_plain_letter_and_no_other_address_gets_one(root, door):
    from django.core import mail
    from django.test import override_settings

    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        DEFAULT_FROM_EMAIL="comity@example.org",
    ):
        mail.outbox = []
        for address in ("nobody@example.org", ROOT):
            response = door.anybody().post("/accounts/password/reset/", {"email": address})
            assert response["Location"] == "/accounts/password/reset/done/"
        (letter,) = mail.outbox
    assert (letter.to, letter.from_email) == ([ROOT], "comity@example.org")
    assert not letter.alternatives
    assert not letter.subject.startswith("[")
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)[1]
    assert "Set your password" in door.anybody().get(link, follow=True).content.decode()
