"""The programme's API does what services do, and by a session only with its token."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

V1 = "/api/programme/v1"


@pytest.fixture
def post(door):
    """Sends JSON as a person; answers what came, after holding its status against ``status``."""

    def posted(person, address, body=None, status=200):
        client = door.signed_in(person)
        response = client.post(f"{V1}/{address}", json.dumps(body or {}), "application/json")
        assert response.status_code == status, response.content.decode()
        return response.json()

    return posted


def test_an_activity_is_registered_described_opened_and_joined(office, coordinator, post):
    new = {"code": "IST-187", "type": "RTG", "body": "IST", "title": "Trust", "status": "active"}
    key = post(office.person, "activities/register", new)["id"]
    post(office.person, f"activities/{key}/describe", {"keywords": ["trust"], "background": "why"})
    post(office.person, f"activities/{key}/change", {"title": "Trust in teams"})
    opened = {"open_to": ["nation:JPN"], "reason": "asked by the panel"}
    post(office.person, f"activities/{key}/open", opened)
    brussels = coordinator("BEL").person
    part = post(brussels, f"activities/{key}/join", {"nation": "BEL", "part": "lead"})["id"]
    post(brussels, f"participations/{part}/change", {"part": "member", "mode": "remote"})
    post(brussels, f"participations/{part}/end", {"until": "2027-01-01"})


def test_a_refusal_names_rule_date_and_source(team, coordinator, post):
    key = team()
    told = post(coordinator("BEL").person, f"activities/{key}/join", {"nation": "FRA"}, 403)
    assert (told["rule"], told["since"], told["source"]) == (
        "role", "2026-11-01", ["the programme's roles"],
    )  # fmt: skip
    assert told["detail"].startswith("this needs the role of national coordinator for FRA")


def test_to_act_on_what_is_hidden_and_on_what_is_not_there_is_the_same_answer(
    team, coordinator, post
):
    singapore = coordinator("SGP").person
    hidden = team()
    bodies = set()
    for key in (hidden, "00000000-0000-0000-0000-00000000ffff"):
        told = post(singapore, f"activities/{key}/join", {"nation": "SGP"}, 404)
        bodies.add(json.dumps(told).replace(str(key), ""))
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422), ({"nation": "XXX"}, 400), ({"nation": "B" * 81}, 422),
        ({"nation": "BEL", "more": 1}, 422), ({"nation": "B\0"}, 422), ({"nation": 5}, 422),
        ({"nation": "BEL", "label": "PUBLIC"}, 400), ({"nation": "BEL", "since": "soon"}, 422),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_is_refused(team, coordinator, post, body, status):
    told = post(coordinator("BEL").person, f"activities/{team()}/join", body, status)
    assert told["detail"]


def test_a_body_that_is_no_json_is_refused(team, office, door):
    client = door.signed_in(office.person)
    response = client.post(f"{V1}/activities/{team()}/open", "{", "application/json")
    assert response.status_code == 400


def test_a_document_is_added_asked_for_and_released(case, door, post):
    case.write.role(case.lead, "lead", activity=case.activity)
    client = door.signed_in(case.lead)
    file = SimpleUploadedFile("report.pdf", b"bytes")
    address = f"{V1}/activities/{case.activity}/documents"
    added = client.post(address, {"title": "Annex", "content": file}).json()
    got = client.get(f"{V1}/documents/{added['id']}/content")
    assert got.content == b"bytes"
    again = SimpleUploadedFile("report.pdf", b"more")
    revised = client.post(
        f"{V1}/documents/{added['id']}/revise", {"title": "Annex", "content": again}
    )
    assert revised.json() == added
    asked = {"nation": "KOR", "basis": "the agreement of 2025"}
    request = post(case.kim, f"documents/{case.document}/ask", asked)["id"]
    waiting = client.get(f"{V1}/notices").json()["rows"]
    (notice,) = (one for one in waiting if one["kind"] == "release-requested")
    assert notice["object"] == request
    post(case.lead, "notices/done", {"event": notice["event"]})
    assert len(client.get(f"{V1}/notices").json()["rows"]) == len(waiting) - 1
    decision = {"decision": "yes", "reason": "it is needed"}
    post(case.kim, f"release-requests/{request}/decide", decision, 403)
    post(case.lead, f"release-requests/{request}/decide", decision)
    assert door.signed_in(case.kim).get(f"{V1}/documents/{case.document}/content").content == (
        b"whole"
    )


def test_the_glass_is_broken_seen_by_all_and_read_through_by_administrators(case, people, post):
    post(case.kim, "glass/break", {"reason": "a complaint"}, 403)
    read = {"table": "document", "id": str(case.document)}
    post(people.administrator, "glass/read", read, 403)
    post(people.administrator, "glass/break", {"reason": "a complaint"})
    told = post(people.administrator, "glass/read", read)
    assert told["document"]["title"] == "Report"
    assert told["activity"] is None
    post(people.administrator, "glass/read", read | {"table": "label"}, 400)


def test_one_sets_what_is_ones_own_and_erases_oneself(people, door, post):
    ada = people.registered({"name": "Ada", "email": "ada@example.org"})
    post(ada, "values/set", {"field": "organisation", "value": "IST"})
    post(ada, "values/remove", {"field": "organisation"})
    post(ada, "me/appear", {"to": "all who are signed in"})
    seen = door.signed_in(people.brussels).get(f"{V1}/persons/{ada}").json()
    assert {one["field"]: one["value"] for one in seen["values"]} == {"name": "Ada"}
    post(people.brussels, f"persons/{ada}/erase", status=403)
    assert post(ada, f"persons/{ada}/erase")["person"] == str(ada)


def test_a_person_is_registered_and_given_a_role_that_ends(people, post):
    new = {"nation": "JPN", "values": {"name": "Haru", "email": "haru@example.jp"}}
    key = post(people.tokyo, "persons/register", new)["id"]
    given = {"person": key, "role": "reader", "nation": "JPN", "since": "2026-11-01"}
    role = post(people.tokyo, "roles/give", given)["id"]
    post(people.tokyo, f"roles/{role}/end", {"until": "2026-12-31"})


def test_a_session_needs_its_token_and_a_key_does_not(people, door):
    from comity.programme.accounts.tokens import new_token

    body = json.dumps({"to": "nobody"})
    client = door.signed_in(people.tokyo, enforce_csrf_checks=True)
    address = f"{V1}/me/appear"
    assert client.post(address, body, "application/json").status_code == 403
    client.get("/programme")
    token = client.cookies["csrftoken"].value
    sent = client.post(address, body, "application/json", headers={"X-CSRFToken": token})
    assert sent.status_code == 200, sent.content
    key = new_token(people.tokyo, "a notebook", 1, people.programme.clock())
    by_key = door.anybody(enforce_csrf_checks=True)
    sent = by_key.post(
        address, body, "application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert sent.status_code == 200, sent.content
    # A session is not saved from its token by some word in the place of a key.
    mixed = client.post(address, body, "application/json", headers={"Authorization": "Bearer no"})
    assert mixed.status_code == 401


def test_an_address_takes_its_own_method_only(people, door):
    client = door.signed_in(people.tokyo)
    assert client.get(f"{V1}/me/appear").status_code == 405
    assert client.post(f"{V1}/me").status_code == 405
