"""Pages and operations of overlap and teams: what is shown while one types, what is sent."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from written import OPEN

NEAR = "Passive sonar for quiet submarines"


@pytest.fixture
def desk(door, write):
    """A drafter who has signed in, with a near activity and a proposal of hers."""
    drafter = write.person("KOR")
    write.role(drafter, "member", body="IST")
    broker = write.person("GBR")
    write.role(broker, "broker")
    near = write.activity("SET-1", NEAR, metadata=OPEN)
    key = write.proposal(drafter, title=NEAR, summary="Who listens?")
    return SimpleNamespace(
        door=door, client=door.signed_in(drafter), drafter=drafter, broker=broker, near=near,
        key=key, write=write,
    )  # fmt: skip


def post(client, path, **data):
    return client.post(path, data, headers={"Sec-Fetch-Site": "same-origin"})


def test_while_she_types_a_fragment_says_what_resembles_it_by_which_method(desk) -> None:
    given = {"title": "Passive sonar and quiet submarines", "summary": "", "proposal": desk.key}
    response = desk.client.post(
        "/programme/proposals/similar", given,
        headers={"Sec-Fetch-Site": "same-origin", "HX-Request": "true"},
    )  # fmt: skip
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert "<mark>sonar</mark>" in text
    assert f"/programme/activities/{desk.near}" in text
    # Of the proposal that she revises nothing is said.
    assert f"/programme/proposals/{desk.key}" not in text
    assert "n-grams 2026-11" in text
    # Without scripts the same is a page.
    page = post(desk.client, "/programme/proposals/similar", **given).content.decode()
    assert "<html" in page
    assert "<mark>sonar</mark>" in page


def test_a_form_that_opens_asks_once_so_that_the_first_words_are_answered_soon(desk) -> None:
    from comity.programme.reading import compared

    compared._viewers.clear()
    given = {"title": " ", "summary": "", "proposal": desk.key}
    headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    opened = desk.client.post("/programme/proposals/similar", given, headers=headers)
    assert (opened.status_code, opened.content) == (200, b"")
    assert len(compared._viewers) == 1
    form = desk.client.get("/programme/proposals/new").content.decode()
    assert 'hx-trigger="load, input' in form


def test_a_draft_that_is_too_long_is_no_mistake_while_it_is_typed(desk) -> None:
    given = {"title": "a" * 20_001}
    headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    typed = desk.client.post("/programme/proposals/similar", given, headers=headers)
    assert (typed.status_code, typed.content) == (200, b"")
    assert post(desk.client, "/programme/proposals/similar", **given).status_code == 400


def test_she_records_a_disposition_on_the_page_of_overlap(desk) -> None:
    page = f"/programme/proposals/{desk.key}/overlap"
    before = desk.client.get(page).content.decode()
    assert "is close to this idea" in before
    sent = post(
        desk.client, f"/programme/proposals/{desk.key}/dispositions", version="1",
        what=f"activity {desk.near}", disposition="builds-on", reason="their data",
    )  # fmt: skip
    assert (sent.status_code, sent.headers["Location"]) == (303, page)
    after = desk.client.get(page).content.decode()
    assert "their data" in after
    assert "is close to this idea" not in after
    for wrong in ({"what": "activity"}, {"version": "one"}):
        given = {"version": "1", "what": f"activity {desk.near}", "disposition": "merge"} | wrong
        assert (
            post(
                desk.client, f"/programme/proposals/{desk.key}/dispositions", **given
            ).status_code == 400
        )  # fmt: skip


def test_brokers_alone_have_a_page_of_what_drafters_may_not_see(desk) -> None:
    from written import only

    from comity.programme.overlap_watch import watch

    desk.write.activity("HFM-7", f"{NEAR}!", metadata=only("role:broker"))
    pages = [f"/programme/proposals/{desk.key}{end}" for end in ("", "/overlap", "/team")]
    before = [_without_token(desk.client.get(page)) for page in (*pages, "/programme")]
    assert watch(desk.door.programme).noticed == 1
    assert [_without_token(desk.client.get(page)) for page in (*pages, "/programme")] == before
    assert desk.client.get("/programme/overlaps").status_code == 403
    broker = desk.door.signed_in(desk.broker)
    text = broker.get("/programme/overlaps").content.decode()
    assert "HFM-7" in text
    rows = broker.get("/api/programme/v1/overlaps").json()["rows"]
    assert [row["table"] for row in rows] == ["activity"]


def test_the_api_answers_with_terms_and_their_places(desk) -> None:
    response = desk.client.post(
        "/api/programme/v1/proposals/similar", json.dumps({"title": NEAR, "summary": ""}),
        "application/json", headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    found = next(row for row in response.json()["rows"] if row["table"] == "activity")
    assert (found["id"], found["close"], found["score"]) == (str(desk.near), True, 1.0)
    start, end, spelled = found["shared"][0]["there"][0]
    assert found["text"][start:end] == spelled
    told = desk.client.get(f"/api/programme/v1/proposals/{desk.key}/overlap").json()
    assert [one["about"] for one in told["missing"]] == [f"activity {desk.near}"]


def test_the_page_of_a_team_offers_a_seat_that_the_person_takes(desk) -> None:
    from comity.programme.models import PersonValue

    who = desk.write.person("BEL")
    programme = desk.door.programme
    _known(programme, desk.write, who, "a@one.example", "w1 | 2015 | Trust | sonar")
    _known(programme, desk.write, desk.drafter, "d@kor.example", "d1 | 2015 | Rust")
    page = f"/programme/proposals/{desk.key}/team"
    text = desk.client.get(page).content.decode()
    assert "covers all 1 must-haves" in text
    assert "Offer a seat" in text
    sent = post(desk.client, f"/programme/proposals/{desk.key}/seats", version="1", person=str(who))
    assert (sent.status_code, sent.headers["Location"]) == (303, page)
    hers = desk.door.signed_in(who)
    assert "A seat in this team is offered to you" in hers.get(page).content.decode()
    (seat,) = hers.get(f"/api/programme/v1/proposals/{desk.key}/team").json()["seats"]
    assert post(hers, f"/programme/seats/{seat['id']}/answer", state="taken").status_code == 303
    told = desk.client.get(f"/api/programme/v1/proposals/{desk.key}/team").json()
    assert [one["state"] for one in told["seats"]] == ["taken"]
    assert told["placed"][0]["must"][0]["work"] == "w1"
    assert PersonValue.objects.filter(person_id=who, field="works").exists()
    declared = post(
        hers, f"/programme/proposals/{desk.key}/conflicts", person=str(desk.drafter),
        reason="cousins",
    )  # fmt: skip
    assert declared.status_code == 303
    assert "cousins" in desk.client.get(page).content.decode()
    left = post(hers, f"/programme/seats/{seat['id']}/withdraw", reason="a conflict")
    assert left.status_code == 303


def _without_token(response) -> bytes:
    """A page without the token of its forms, which is another each time."""
    assert response.status_code == 200
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", response.content)


def _known(programme, write, person: UUID, address: str, works: str) -> None:
    """Give a person keys and values, her address verified."""
    from comity.programme.models import PersonValue
    from comity.programme.persons.store import add_keys, put
    from comity.programme.persons.vault import new_person_keys

    keys = new_person_keys()
    add_keys(programme.keys.wrapping, person, keys)
    values = {"email": address, "organisation": address, "works": works}
    for field, value in values.items():
        put(keys, person, field, value)
    PersonValue.objects.filter(person_id=person, field="email").update(verified=True)
