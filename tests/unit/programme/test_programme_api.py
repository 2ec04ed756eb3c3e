"""The programme's API: typed answers of what whoever asks sees, refusals as problems."""

from __future__ import annotations

import json

import pytest
from proposed import open_frozen
from written import only

V1 = "/api/programme/v1"
HIDDEN = only("nation:USA")


@pytest.fixture
def site(case, door):
    """Clients by person, and what the case holds."""
    case.door = door
    return case


def get(client, address, status=200, **given):
    response = client.get(f"{V1}/{address}", given)
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_who_has_not_signed_in_is_asked_to(site):
    response = site.door.anybody().get(f"{V1}/activities")
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert response["Cache-Control"] == "no-store"


def test_a_list_holds_what_is_seen_and_counts_no_more(site):
    site.write.activity(code="IST-200", metadata=HIDDEN)
    client = site.door.signed_in(site.lead)
    told = get(client, "activities")
    assert (told["total"], [row["code"] for row in told["rows"]]) == (1, ["IST-100"])
    assert get(client, "activities", offset=1, limit=1)["rows"] == []
    get(client, "activities", 422, limit=0)
    assert "unknown parameter 'nations'" in get(client, "activities", 400, nations="BEL")["detail"]


def test_what_is_hidden_and_what_is_not_there_are_the_same_bytes(site):
    hidden = site.write.activity(code="IST-200", metadata=HIDDEN)
    client = site.door.signed_in(site.lead)
    bodies = set()
    for key in (hidden, "00000000-0000-0000-0000-00000000ffff"):
        address = f"{V1}/activities/{key}"
        response = client.get(address)
        assert response.status_code == 404
        bodies.add(response.content.decode().replace(address, ""))
    (body,) = bodies
    assert json.loads(body)["rule"] == "not-there"


def test_a_closed_document_says_why_and_its_bytes_are_not_sent(site):
    korean, belgian = site.door.signed_in(site.kim), site.door.signed_in(site.lead)
    told = get(korean, f"documents/{site.document}")
    assert (told["digest"], told["marks"]["content"]) == ("", "")
    assert told["marks"]["lacks"]
    assert korean.get(f"{V1}/documents/{site.document}/content").status_code == 404
    response = belgian.get(f"{V1}/documents/{site.document}/content")
    assert response.content == b"whole"
    assert response["Content-Disposition"].startswith("attachment")


def test_every_answer_is_as_its_schema_says(site):
    from comity.programme.services.release import ask
    from comity.web.programme.api.operations import api
    from comity.web.programme.api.urls import PARTS

    assert PARTS
    viewer = site.write.viewer(site.kim)
    request = ask(site.programme, viewer, site.document, "KOR", "the agreement of 2025")
    part = site.write.part(site.activity, "BEL")
    output = site.write.output(site.activity)
    series = site.write.series(site.activity)
    meeting = site.write.meeting(series)
    site.write.valued(site.lead, "email", "lead@example.org", verified=True)
    site.write.role(site.lead, "administrator")
    site.write.role(site.lead, "broker")
    site.write.funnel()
    client = site.door.signed_in(site.lead)
    keys = {
        "activities": site.activity, "participations": part, "documents": site.document,
        "outputs": output, "persons": site.lead, "release-requests": request,
        "standards": site.write.standard(site.activity, output=output),
        "series": series, "meetings": meeting,
        "proposals": open_frozen(
            site.programme, site.write.viewer(site.lead), ("KOR", "LVA", "all"), activity=None
        ),
    }  # fmt: skip
    asked = {"search": {"q": "trust"}, "suggest": {"q": "trust"},
             "could_see": {"day": "2026-11-01"}}  # fmt: skip
    told = 0
    for address, view in api._routers[0][1].path_operations.items():
        for operation in view.operations:
            if operation.methods != ["GET"]:
                continue
            name = operation.operation_id
            filled = address.replace("{uuidstr:key}", str(keys.get(address.split("/")[1], "")))
            filled = filled.replace("{int:year}", "2026")
            filled = filled.replace("{nation}", "BEL").replace(
                "{table}/", f"activity/{site.activity}"
            )
            response = client.get(f"{V1}{filled}", asked.get(name, {}))
            assert response.status_code == 200, (filled, response.content)
            model = operation.response_models[200]
            told += 1
            if model is not None:
                model.model_validate({"response": response.json()})
    assert told >= 29


def test_the_description_names_every_operation(site):
    told = site.door.anybody().get(f"{V1}/openapi.json").json()
    assert f"{V1}/activities/{{key}}" in told["paths"]
    refused = told["paths"][f"{V1}/activities"]["get"]["responses"]["403"]["content"]
    assert list(refused) == ["application/problem+json"]


def test_a_head_is_the_administrators_alone(site, people):
    told = get(site.door.signed_in(site.lead), "head", 403)
    assert "administrator" in told["detail"]
    root = site.door.signed_in(people.administrator)
    assert get(root, "head")["sequence"] > 0
    assert get(root, "verify")["sound"] is True


def test_a_person_shows_what_she_lets_be_seen(people, door):
    own = get(door.signed_in(people.tokyo), f"persons/{people.tokyo}")
    assert {one["field"]: one["value"] for one in own["values"]}["email"] == "nc@jpn.example"
    get(door.signed_in(people.brussels), f"persons/{people.tokyo}", 404)


def test_a_key_opens_the_api_as_its_person_and_nobody_by_a_wrong_one(people, door):
    from comity.programme.accounts.tokens import new_token

    door.account(people.tokyo)
    key = new_token(people.tokyo, "a notebook", 1, people.programme.clock())
    told = door.anybody().get(f"{V1}/me", headers={"Authorization": f"Bearer {key}"})
    assert told.json()["person"] == str(people.tokyo)
    wrong = door.anybody().get(f"{V1}/me", headers={"Authorization": "Bearer no"})
    assert wrong.status_code == 401


def test_answers_of_a_demonstration_say_that_everything_is_invented(programme, door):
    from comity.programme.services.marking import mark_as_invented

    header = "X-Comity-Demonstration"
    assert header not in door.anybody().get(f"{V1}/openapi.json")
    mark_as_invented(programme)
    told = door.anybody().get(f"{V1}/openapi.json")
    assert told[header] == "Demonstration: everything here is invented"
