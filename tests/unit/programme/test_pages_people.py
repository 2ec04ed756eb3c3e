"""Pages of persons: as far as they appear, and what coordinators and administrators do for them."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from paged import alike, body, made, text
from peopled import HARU


@pytest.fixture
def here(people, door):
    people.door = door
    people.haru = people.registered(HARU, by=people.tokyo)
    return people


def get(here, person, path, **query):
    return here.door.signed_in(person).get(f"/programme/{path}", query)


def send(here, person, path, **form):
    return here.door.signed_in(person).post(f"/programme/{path}", form)


def appears(here, person):
    from comity.programme.persons.appearing import Appears
    from comity.programme.services.people import appear

    assert appear(here.programme, here.look(person), Appears.SIGNED_IN) is None


def test_persons_are_listed_to_whom_they_appear(here):
    said = text(get(here, here.tokyo, "people"))
    assert "appear to you: 2 " in said
    assert HARU["name"] in said
    said = text(get(here, here.brussels, "people"))
    assert "appear to you: 2 " in said
    assert HARU["name"] not in said
    appears(here, here.haru)
    said = text(get(here, here.brussels, "people"))
    assert "appear to you: 3 " in said
    assert HARU["name"] in said
    assert HARU["email"] not in text(get(here, here.brussels, f"people/{here.haru}"))
    assert HARU["email"] in text(get(here, here.tokyo, f"people/{here.haru}"))


def test_the_list_is_narrowed_by_nation_and_activity(here, programme, write):
    key = write.activity()
    write.role(here.haru, "member", nation="JPN", activity=key)
    assert "appear to you: 2 " in text(get(here, here.tokyo, "people", nation="JPN"))
    assert "appear to you: 0 " in text(get(here, here.tokyo, "people", nation="BEL"))
    said = text(get(here, here.tokyo, "people", activity=str(key)))
    assert "appear to you: 1 " in said
    assert HARU["name"] in said
    assert get(here, here.tokyo, "people", nation="x").status_code == 400
    assert get(here, here.tokyo, "people", activity="x").status_code == 404


def test_who_does_not_appear_and_nobody_are_one_answer(here):
    client = here.door.signed_in(here.brussels)
    alike(client, "/programme/people/{}", here.haru)
    alike(client, "/programme/people/{}/roles", here.haru, "post", role="reader", nation="JPN")
    alike(client, "/programme/people/{}/invite", here.haru, "post")
    form = {"role": str(uuid4()), "until": "2027-01-01"}
    alike(client, "/programme/people/{}/roles/end", here.haru, "post", **form)


def test_a_coordinator_registers_persons_of_her_nation_alone(here):
    said = text(get(here, here.tokyo, "people"))
    assert "Register a person" in said
    form = {"nation": "JPN", "name": "Ito", "email": "ito@example.jp", "organisation": "ATLA"}
    key = made(send(here, here.tokyo, "people/register", **form), "people")
    said = text(get(here, here.tokyo, f"people/{key}"))
    assert "Ito" in said
    assert "ATLA" in said
    refused = send(here, here.tokyo, "people/register", **form | {"nation": "KOR"})
    assert refused.status_code == 403
    assert "coordinator" in text(refused)
    assert "Register a person" not in text(get(here, here.haru, "people"))
    assert send(here, here.haru, "people/register", **form).status_code == 403


@pytest.mark.parametrize("more", [{"nation": "x"}, {"name": ""}, {"email": ""}, {"email": "x"},
                                  {"ror": "x"}, {"nation": ""}])  # fmt: skip
def test_a_person_who_cannot_be_is_told_in_a_line(here, more):
    form = {"nation": "JPN", "name": "Ito", "email": "ito@example.jp"} | more
    assert send(here, here.tokyo, "people/register", **form).status_code == 400


def test_a_coordinator_gives_and_ends_a_role(here):
    path = f"people/{here.haru}"
    assert "Give a role" in text(get(here, here.tokyo, path))
    given = send(here, here.tokyo, f"{path}/roles", role="reader", nation="JPN", since="2026-11-01")
    assert given["Location"] == f"/programme/{path}"
    page = get(here, here.tokyo, path)
    assert "reader, Japan" in text(page)
    role = re.search(r'name="role" value="([0-9a-f-]{36})"', page.content.decode())[1]
    ended = send(here, here.tokyo, f"{path}/roles/end", role=role, until="2026-11-30")
    assert ended.status_code == 303
    assert "2026-11-30" in text(get(here, here.tokyo, path))


@pytest.mark.parametrize(
    ("form", "status"),
    [({"role": "x"}, 400), ({"role": "reader", "body": "IST"}, 400), ({}, 400),
     ({"role": "reader", "since": "soon"}, 400), ({"role": "member", "activity": "x"}, 400),
     ({"role": "reader", "until": "2020-01-01"}, 400), ({"role": "administrator"}, 403),
     ({"role": "panel-office", "body": "IST"}, 403),
     ({"role": "member", "activity": "00000000-0000-4000-8000-000000000001"}, 404)],
)  # fmt: skip
def test_a_role_that_cannot_be_given_is_told(here, form, status):
    assert send(here, here.tokyo, f"people/{here.haru}/roles", **form).status_code == status


@pytest.mark.parametrize("form", [{}, {"role": "x", "until": "2027-01-01"},
                                  {"role": "00000000-0000-4000-8000-000000000001"}])  # fmt: skip
def test_an_end_of_a_role_that_cannot_be_is_told_in_a_line(here, form):
    assert send(here, here.tokyo, f"people/{here.haru}/roles/end", **form).status_code == 400


def test_an_administrator_reaches_a_person_by_identifier_and_sees_no_value(here):
    page = get(here, here.administrator, f"people/{here.haru}")
    said = text(page)
    assert "by her identifier" in said
    assert HARU["name"] not in said
    assert "Japan" in said
    assert "appear to you: 1 " in text(get(here, here.administrator, "people"))
    given = send(
        here, here.administrator, f"people/{here.haru}/roles", role="release-officer", nation="JPN"
    )
    role = given["Location"].partition("?given=")[2]
    assert role in text(here.door.signed_in(here.administrator).get(given["Location"]))
    form = {"role": role, "until": "2026-11-30"}
    ended = send(here, here.administrator, f"people/{here.haru}/roles/end", **form)
    assert ended.status_code == 303
    nobody = get(here, here.administrator, f"people/{uuid4()}")
    assert nobody.status_code == 404


def test_an_invitation_shows_its_link_once_where_no_mail_is_set_up(here):
    path = f"people/{here.haru}"
    assert "shown to you once" in text(get(here, here.tokyo, path))
    answer = send(here, here.tokyo, f"{path}/invite")
    assert answer.status_code == 200
    link = re.search(
        r"http://testserver(/accounts/password/reset/key/[^<]+)", answer.content.decode()
    )
    assert here.door.anybody().get(link[1], follow=True).status_code == 200
    assert "/reset/key/" not in get(here, here.tokyo, path).content.decode()
    refused = send(here, here.haru, f"{path}/invite")
    assert refused.status_code == 403


def test_that_an_address_has_an_account_is_told_to_administrators_only(here):
    here.door.password(here.brussels)
    twins = [
        here.registered({"name": "Probe", "email": email}, by=here.tokyo)
        for email in ("nc@bel.example", "new@jpn.example")
    ]
    pages = [send(here, here.tokyo, f"people/{twin}/invite").content.decode() for twin in twins]
    links = [re.search(r"/accounts/password/reset/key/([^<]+)/", page)[1] for page in pages]
    masked = [
        re.sub(r'middlewaretoken" value="\w+"', "", page)
        .replace(link, "LINK")
        .replace(str(twin), "ID")
        .replace("nc@bel", "new@jpn")
        for page, link, twin in zip(pages, links, twins, strict=True)
    ]
    assert masked[0] == masked[1]
    assert [len(link) for link in links] == [len(links[0])] * 2
    opened = [
        here.door.anybody().get(f"/accounts/password/reset/key/{link}/", follow=True)
        for link in links
    ]
    assert ["not valid" in page.content.decode() for page in opened] == [True, False]
    # Who gives out accounts is told.
    told = send(here, here.administrator, f"people/{twins[0]}/invite")
    assert told.status_code == 400
    assert "belongs to another account" in text(told)


def test_an_invitation_goes_out_by_letter_where_mail_is_set_up(here, monkeypatch):
    from dataclasses import replace

    from django.core import mail

    from comity.web.site import current

    monkeypatch.setattr(current(), "web", replace(current().web, mail="file:/nowhere"))
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    monkeypatch.setattr(
        mail.get_connection.__globals__["settings"], "EMAIL_BACKEND",
        "django.core.mail.backends.locmem.EmailBackend",
    )  # fmt: skip
    assert "A letter goes out" in text(get(here, here.tokyo, f"people/{here.haru}"))
    answer = send(here, here.tokyo, f"people/{here.haru}/invite")
    assert "/reset/key/" not in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == [HARU["email"]]
    assert "http://testserver/accounts/password/reset/key/" in letter.body
    assert letter.content_subtype == "plain"


def test_bytes_of_the_page_of_nobody_do_not_tell_who_was_asked_for(here):
    key = uuid4()
    told = get(here, here.brussels, f"people/{key}")
    assert str(key).encode() not in body(told)
