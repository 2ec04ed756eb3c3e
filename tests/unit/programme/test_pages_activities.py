"""Pages of activities: each role sees what it may, hidden and missing are one answer."""

from __future__ import annotations

import pytest
from paged import alike, made, text, world
from written import only


@pytest.fixture
def here(programme, write, coordinator, office, team, door):
    found = world(programme, write, coordinator, office, team)
    found.door = door
    return found


def page(here, person, path, **query):
    response = here.door.signed_in(person).get(f"/programme/{path}", query)
    assert response.status_code == 200, text(response)
    return text(response)


def test_the_list_counts_and_names_what_is_seen_and_nothing_else(here):
    for person, count in ((here.tokyo, 1), (here.brussels, 2), (here.lead, 2), (here.other, 0)):
        said = page(here, person, "activities")
        assert f"Activities that you may see: {count}" in said
        assert ("Quantum" in said) == (count == 2)


@pytest.mark.parametrize(
    ("query", "count"),
    [({"body": "IST"}, 1), ({"body": "HFM"}, 0), ({"type": "RTG"}, 1), ({"type": "ET"}, 0),
     ({"status": "active"}, 1), ({"status": "completed"}, 0), ({"nation": "BEL"}, 1),
     ({"nation": "JPN"}, 0), ({"on": "2026-11-01"}, 1), ({"mine": "yes"}, 0),
     ({"offset": "50"}, 1)],
)  # fmt: skip
def test_filters_narrow_the_list_to_what_is_seen(here, query, count):
    assert f"may see: {count} " in page(here, here.tokyo, "activities", **query)


def test_mine_are_those_with_a_role(here):
    assert "may see: 1 " in page(here, here.lead, "activities", mine="yes")


@pytest.mark.parametrize(
    "query",
    [{"body": "XYZ"}, {"type": "x"}, {"status": "x"}, {"nation": "Nowhere"}, {"on": "soon"},
     {"offset": "-1"}, {"offset": "x"}, {"offset": "99999999"}, {"offset": "٣"}],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_told_in_a_line(here, query):
    response = here.door.signed_in(here.tokyo).get("/programme/activities", query)
    assert response.status_code == 400


def test_an_activity_says_whether_the_nation_may_take_part_before_the_button(here):
    response = here.door.signed_in(here.tokyo).get(f"/programme/activities/{here.open}")
    said = text(response)
    asked, button = said.index("May Japan take part?"), said.index("Take part for Japan")
    assert asked < said.index("Rule cpow-enhanced Since 2020") < said.index("Source") < button
    assert b'href="/standing/JPN/cpow-activity"' in response.content


def test_who_may_not_take_part_reads_rule_date_and_source_and_finds_no_button(here):
    here.write.relabelled("activity", here.open, only("group:NATO", "nation:SGP"))
    said = page(here, here.other, f"activities/{here.open}")
    assert "Take part for" not in said
    assert "Rule" in said
    assert "Source" in said
    assert "Ask " in said


def test_each_role_finds_its_own_actions(here):
    offered = {
        here.office: (
            "Change status", "Open it to others", "Admit a nation", "Add a document",
            "Describe it", "Add an output",
        ),
        here.lead: ("Describe it", "Add a document", "Add an output"),
        here.brussels: ("The part of Belgium", "Nominate"),
        here.tokyo: ("Take part for Japan",),
    }  # fmt: skip
    for person in offered:
        said = page(here, person, f"activities/{here.open}")
        for other, actions in offered.items():
            for action in actions:
                if other == person:
                    assert action in said, action
                elif action not in offered[person]:
                    assert action not in said, action


def test_closed_content_says_why_in_words_and_is_not_handed_out(here):
    client = here.door.signed_in(here.tokyo)
    said = page(here, here.tokyo, f"activities/{here.open}")
    assert "The content is closed to you: is released to BEL only" in said
    assert client.get(f"/programme/documents/{here.document}/content").status_code == 404


def test_a_document_is_handed_out_as_a_file_that_no_browser_opens(here):
    response = here.door.signed_in(here.brussels).get(
        f"/programme/documents/{here.document}/content"
    )
    assert (response.status_code, response.content) == (200, b"whole")
    assert response["Content-Disposition"] == 'attachment; filename="Plan-of-work-v1"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Cache-Control"] == "no-store"


def test_the_line_of_an_activity_is_told_as_far_as_each_end_is_seen(here):
    seen = here.write.activity("IST-201", "Trust goes on", follows=here.open)
    here.write.activity("IST-202", "Unseen", only("nation:BEL"), follows=here.open)
    said = page(here, here.tokyo, f"activities/{here.open}")
    assert "IST-201: Trust goes on" in said
    assert "IST-202" not in said
    assert "IST-187: Trust" in page(here, here.tokyo, f"activities/{seen}")
    hers = here.write.activity("IST-203", "After the unseen", follows=here.hidden)
    assert "Quantum" not in page(here, here.tokyo, f"activities/{hers}")


def test_the_history_is_told_with_the_newest_first(here):
    said = page(here, here.tokyo, f"activities/{here.open}").split("History")[-1]
    assert said.index("to whom an activity is open") < said.index("An activity was registered")
    assert "UTC" in said


@pytest.mark.parametrize(
    "path", ["activities/{}", "activities/new?follows={}", "people?activity={}"]
)
def test_a_hidden_activity_and_none_are_one_page(here, path):
    person = here.office if "new" in path else here.tokyo
    alike(here.door.signed_in(person), f"/programme/{path}", here.hidden)


_FORMS = {
    "describe": {"keywords": "a"}, "change": {"status": "planning"}, "open": {"reason": "it is"},
    "admit": {"nation": "KOR", "basis": "b", "source": "s", "until": "2027-01-01"},
    "willingness": {"answer": "yes", "basis": "b"}, "join": {"part": "member", "mode": "remote"},
    "outputs": {"output": "TR", "title": "t"},
    "follow-on": {"code": "IST-300", "type": "RTG", "body": "IST", "title": "t"},
}  # fmt: skip


@pytest.mark.parametrize("name", _FORMS)
def test_a_form_for_a_hidden_activity_and_for_none_are_one_answer(here, name):
    client = here.door.signed_in(here.office)
    alike(client, f"/programme/activities/{{}}/{name}", here.hidden, "post", **_FORMS[name])


def test_forms_for_what_hangs_on_a_hidden_activity_are_one_answer_with_none(here):
    client = here.door.signed_in(here.tokyo)
    alike(client, "/programme/documents/{}/content", here.unseen)
    alike(client, "/programme/documents/{}/ask", here.unseen, "post", nation="JPN", basis="b")
    alike(client, "/programme/outputs/{}/clear", here.hidden, "post", published="")
    alike(client, "/programme/parts/{}/change", here.hidden, "post", part="lead", mode="remote")
    alike(client, "/programme/parts/{}/end", here.hidden, "post", until="2027-01-01")


def _new(**more):
    return {
        "code": "IST-300", "type": "RTG", "body": "IST", "title": "Swarms", "status": "planning",
        "start": "2026-12-01", "end": "2028-12-01", "open_to": ["group:PfP"], "nations": ["JPN"],
    } | more  # fmt: skip


def test_the_panel_office_registers_an_activity_that_those_named_then_see(here):
    client = here.door.signed_in(here.office)
    assert "Register an activity" in text(client.get("/programme/activities"))
    assert client.get("/programme/activities/new").status_code == 200
    key = made(client.post("/programme/activities/register", _new()), "activities")
    said = page(here, here.tokyo, f"activities/{key}")
    assert "Swarms" in said
    assert "Open to NATO, PfP, Japan" in said
    assert here.door.signed_in(here.seoul).get(f"/programme/activities/{key}").status_code == 404


def test_an_activity_is_told_to_whom_the_form_says(here):
    client = here.door.signed_in(here.office)
    form = _new(code="IST-301", metadata_to="all", content_to="body", nations=[])
    key = made(client.post("/programme/activities/register", form), "activities")
    said = page(here, here.other, f"activities/{key}")
    assert "PUBLIC What" not in said
    assert "The content is closed to you: is released to body IST only" in said


@pytest.mark.parametrize(
    "more",
    [{"code": "x"}, {"type": "x"}, {"body": "XX"}, {"title": ""}, {"title": "t" * 301},
     {"status": "x"}, {"start": "2029-01-01"}, {"end": "soon"}, {"open_to": ["body:IST"]},
     {"open_to": ["x"]}, {"nations": ["XXX"]}, {"metadata_to": "x"}, {"level": "SECRET"},
     {"level": "NATO UNCLASSIFIED", "metadata_to": "all"}],
)  # fmt: skip
def test_a_new_activity_that_cannot_be_is_told_in_a_line(here, more):
    client = here.door.signed_in(here.office)
    response = client.post("/programme/activities/register", _new(**more))
    assert response.status_code == 400, text(response)


def test_what_is_above_the_ceiling_is_refused_by_its_rule(here):
    client = here.door.signed_in(here.office)
    response = client.post("/programme/activities/register", _new(level="NATO SECRET"))
    assert response.status_code == 403
    assert "NATO SECRET is above" in text(response)


def test_who_has_no_panel_office_neither_finds_nor_sends_the_form(here):
    client = here.door.signed_in(here.tokyo)
    assert "Register an activity" not in text(client.get("/programme/activities"))
    assert client.get("/programme/activities/new").status_code == 403
    response = client.post("/programme/activities/register", _new())
    assert response.status_code == 403
    assert "panel office" in text(response)


def test_a_look_is_no_deed_and_a_deed_no_look(here):
    client = here.door.signed_in(here.office)
    assert client.get(f"/programme/activities/{here.open}/describe").status_code == 405
    assert client.post(f"/programme/activities/{here.open}").status_code == 405


def test_of_who_attends_by_a_host_the_rule_shown_is_that_of_hosting(here, team):
    """A partner to whom a meeting is not open still attends it where an Ally hosts."""
    key = team("nation:KOR", code="IST-191", type="RSY")
    here.write.relabelled("activity", key)
    here.write.part(key, "BEL", part="lead")
    response = here.door.signed_in(here.tokyo).get(f"/programme/activities/{key}")
    said = text(response)
    assert "JPN may take part in IST-191 as attendee" in said
    assert "Rule hosted-" in said
    assert b'href="/standing/JPN/hosted-activity"' in response.content


def test_a_long_history_is_paged(here):
    for number in range(60):
        here.write.described(here.open, f"word{number}")
    first = page(here, here.office, f"activities/{here.open}")
    assert "word59" in first
    assert "An activity was registered" not in first
    last = page(here, here.office, f"activities/{here.open}", offset="50")
    assert "An activity was registered" in last


def test_a_document_kept_elsewhere_offers_no_download(here):
    from comity.programme.services.documents import NewDocument, add

    lead = here.write.viewer(here.lead)
    add(here.programme, lead, NewDocument(here.open, "Elsewhere", None, "a" * 64))
    assert "Its content is kept elsewhere." in page(here, here.lead, f"activities/{here.open}")
