"""Pages and operations of proposals: what is shown to whom, and what a bad form is told."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cooperating import NATIONS
from paged import text

V1 = "/api/programme/v1"
IDEA = {
    "body": "IST", "title": "Trust at sea", "summary": "Who advises?", "technologies": ["ai"],
    "must": "trust; confiance\nnavigation", "nice": "",
}  # fmt: skip


@pytest.fixture
def site(cooperation):
    from signed import Door

    cooperation.door = Door(cooperation.programme)
    return cooperation


def page(site, person, key="", status=200):
    response = site.door.signed_in(person).get(f"/programme/proposals{key and f'/{key}'}")
    assert response.status_code == status, text(response)
    return text(response)


def send(site, person, key, action, status=303, **given):
    response = site.door.signed_in(person).post(f"/programme/proposals/{key}/{action}", given)
    assert response.status_code == status, text(response)
    return text(response)


def test_an_idea_is_opened_by_the_form_with_its_skills(site):
    client = site.door.signed_in(site.drafter)
    assert client.get("/programme/proposals/new").status_code == 200
    response = client.post("/programme/proposals/open", IDEA)
    assert response.status_code == 303, text(response)
    said = text(client.get(response["Location"]))
    assert "trust; navigation" in said
    assert "It is not put to nations yet." in said
    assert "Put version 1 to nations" not in said
    assert "Proposals that you may see: 1" in page(site, site.drafter)


@pytest.mark.parametrize(
    ("more", "words"),
    [({"body": "XYZ"}, "is no body"), ({"title": ""}, "the title is missing"),
     ({"technologies": ["magic"]}, "is no technology"), ({"must": "", "nice": "x"}, "at least one"),
     ({"must": "trust\ntrust"}, "trust")],
)  # fmt: skip
def test_a_form_that_cannot_be_is_told_in_a_line_and_nothing_is_written(site, more, words):
    from comity.programme.models import Proposal

    response = site.door.signed_in(site.drafter).post("/programme/proposals/open", IDEA | more)
    assert response.status_code == 400
    assert words in text(response)
    assert not Proposal.objects.exists()


def test_who_sees_it_sees_positions_rules_and_the_end_of_silence_on_each_clock(site):
    key = site.submitted()
    site.position(key, "JPN", "reserve", "Where is the data?")
    send(site, site.coordinators["JPN"], key, "position/recall", version=1, nation="JPN",
         reason="answered")  # fmt: skip
    send(site, site.office, key, "silence", version=1, expires="2026-11-10T12:00")
    said = page(site, site.coordinators["NOR"], key)
    assert "Where is the data?" in said
    assert "recalled" in said
    assert "Japan: Tuesday 10 November 2026, 21:00 (UTC+09:00)" in said
    assert "United States: Tuesday 10 November 2026, 07:00 (UTC-05:00)" in said
    assert "unverified" in said
    assert "The position of Norway" in said
    assert "Put it to them" not in said


def test_who_does_not_see_the_content_is_told_of_the_record_alone(site):
    from written import OPEN, Written, only

    key = site.submitted()
    Written(site.programme).relabelled("proposal", key, OPEN, content=only("nation:BEL"))
    outsider = site.coordinators["NOR"]
    said = page(site, outsider, key)
    assert "Trust in teams" in said
    assert "The content is closed to you" in said
    assert "May it be approved?" not in said
    assert "The position of Norway" not in said


@pytest.mark.parametrize(
    ("action", "given", "status"),
    [("position", {"nation": "NOR", "position": "maybe"}, 400),
     ("position", {"nation": "NOR", "position": "reserve"}, 400),
     ("position", {"nation": "NOR", "position": "support", "version": "x"}, 400),
     ("position", {"nation": "NOR", "position": "support", "version": "2"}, 403),
     ("position", {"nation": "Nowhere", "position": "support"}, 400),
     ("silence", {"expires": "soon"}, 400), ("decide", {"outcome": "perhaps"}, 400)],
)  # fmt: skip
def test_what_cannot_be_done_is_said_by_the_page(site, action, given, status):
    key = site.submitted()
    person = site.coordinators["NOR"] if action == "position" else site.office
    send(site, person, key, action, status, **({"version": "1"} | given))


def test_silence_that_is_too_short_names_its_rule_and_that_it_is_unverified(site):
    key = site.submitted()
    said = send(site, site.office, key, "silence", 403, version=1, expires="2026-11-02T12:00")
    assert "unverified default" in said
    assert "silence_hours" in said


def test_a_decision_by_the_page_registers_the_activity_that_links_back(site):
    key = site.submitted()
    for nation in NATIONS:
        site.position(key, nation, "lead" if nation == "BEL" else "contribute")
    count = site.standing(key).answer.key
    given = {"version": 1, "outcome": "approved", "count": count, "code": "IST-300", "type": "RTG"}
    send(site, site.office, key, "decide", **given)
    from comity.programme.models import Proposal

    activity = Proposal.objects.get(id=key).activity_id
    said = text(site.door.signed_in(site.office).get(f"/programme/activities/{activity}"))
    assert "Came from" in said
    assert "Approved on 2026-11-01" in page(site, site.office, key)


def test_the_inbox_of_a_coordinator_says_what_waits_and_how_long(site):
    from comity.programme.services.positions import open_silence

    key = site.submitted()
    end = dt.datetime(2026, 11, 10, 12, tzinfo=dt.UTC)
    open_silence(site.programme, site.look(site.office), key, 1, end)
    said = text(site.door.signed_in(site.coordinators["NOR"]).get("/programme"))
    assert "Proposals that wait for your nation" in said
    assert "silence ends 2026-11-10 12:00 UTC" in said
    site.position(key, "NOR", "support")
    said = text(site.door.signed_in(site.coordinators["NOR"]).get("/programme"))
    assert "silence ends" not in said


def test_the_api_tells_the_same_and_takes_a_position(site):
    key = site.submitted()
    client = site.door.signed_in(site.coordinators["NOR"])
    body = json.dumps({"version": 1, "nation": "NOR", "position": "object", "text": "Not now."})
    address = f"{V1}/proposals/{key}/position"
    assert client.post(address, body, "application/json").status_code == 200
    told = client.get(f"{V1}/proposals/{key}/standing").json()
    assert [row["answer"] for row in told["nations"] if row["nation"] == "NOR"] == ["object"]
    assert told["ready"] is False
    assert {one["unverified"] for one in told["rules"]} == {True}
    (waiting,) = client.get(f"{V1}/proposals").json()["rows"]
    assert waiting["stage"] == "with nations"
    assert client.get(f"{V1}/proposals/waiting").json() == []


def test_search_finds_a_proposal_by_words_that_one_may_read(site):
    site.submitted()
    client = site.door.signed_in(site.coordinators["NOR"])
    assert "Trust in teams" in text(client.get("/programme/search", {"q": "machines advise"}))


def test_an_opportunity_is_frozen_by_the_page_whatever_the_form_claims(site):
    client = site.door.signed_in(site.drafter)
    pair = {"nation": "KOR", "partner": "LVA", "technology": "all", "against": "NATO"}
    said = text(client.get("/programme/proposals/new", pair))
    assert "This is frozen with the idea" in said
    assert "Latvia" in said
    response = client.post("/programme/proposals/open", IDEA | pair | {"joint": "999"})
    assert response.status_code == 303, text(response)
    said = text(client.get(response["Location"]))
    assert "Frozen on 2026-11-01" in said
    assert site.programme.workspace.cube.checksum() in said
    assert "999" not in said


@pytest.mark.parametrize(
    "pair", [{"partner": "Nowhere"}, {"technology": "magic"}, {"partner": "JPN"}]
)
def test_an_opportunity_that_is_none_is_said_in_a_line(site, pair):
    asked = {"nation": "KOR", "partner": "LVA", "technology": "all"} | pair
    response = site.door.signed_in(site.drafter).get("/programme/proposals/new", asked)
    assert response.status_code == 400
    assert "\n" not in text(response)
