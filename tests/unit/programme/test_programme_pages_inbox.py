"""Inbox, search, suggestions and history: what waits, what is found, what happened; by viewer."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from released import ask
from written import only

RANDOM = UUID("8f14e45f-ceea-467f-9d2e-1f0e6a3b9c11")


def _text(response):
    return response.content.decode()


def _masked(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", _text(response))


# The inbox.


def test_a_notice_leads_to_its_object_and_is_done_by_a_form(case, door):
    from comity.programme.reading.notices import waiting

    key = ask(case)
    client = door.signed_in(case.lead)
    page = _text(client.get("/programme"))
    assert f'<a href="/programme/release/{key}">A request for release waits' in page
    (notice,) = waiting(case.write.viewer(case.lead))
    response = client.post("/programme/inbox/done", {"event": notice.event})
    assert (response.status_code, response["Location"]) == (303, "/programme")
    assert notice.event not in _text(client.get("/programme"))
    assert "Nothing waits for you." in _text(client.get("/programme"))
    done = _text(client.get("/programme?show=done"))
    assert "A request for release waits" in done
    assert notice.event not in done


def test_another_ones_notice_and_none_are_one_answer(case, door):
    from comity.programme.reading.notices import waiting

    ask(case)
    (notice,) = waiting(case.write.viewer(case.lead))
    client = door.signed_in(case.tan)
    pages = [
        client.post("/programme/inbox/done", {"event": event})
        for event in (notice.event, str(RANDOM), "x", "")
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({_masked(page) for page in pages}) == 1
    assert len(waiting(case.write.viewer(case.lead))) == 1


def test_requests_wait_in_the_inbox_of_who_may_decide(case, door):
    ask(case)
    words = "Requests for release that wait for your decision"
    for person, there in (
        (case.lead, True), (case.officer, True), (case.kim, False), (case.tan, False),
    ):  # fmt: skip
        page = _text(door.signed_in(person).get("/programme"))
        assert (words in page) is there
        assert ("30 days left" in page) is there


def test_a_coordinators_queue_has_what_her_nation_has_still_to_say(case, door):
    from comity.programme.services.lineage import record_willingness

    write = case.write
    haru = write.person("JPN")
    write.role(haru, "national-coordinator", nation="JPN")
    team = write.activity("IST-ET-150", "Swarms", type="ET")
    hidden = write.activity("IST-ET-151", "Unseen", metadata=only("nation:BEL"), type="ET")
    for activity in (team, hidden):
        write.part(activity, "JPN")
    client = door.signed_in(haru)
    page = _text(client.get("/programme"))
    assert page.count("IST-ET-150 Swarms") == 2  # to say, and nobody is named
    assert "Unseen" not in page
    viewer = write.viewer(haru)
    said = record_willingness(case.programme, viewer, team, "JPN", "yes", "the ministry")
    assert isinstance(said, UUID), said
    assert _text(client.get("/programme")).count("IST-ET-150 Swarms") == 1
    member = write.person("JPN")
    write.role(member, "member", activity=team, nation="JPN")
    assert "IST-ET-150 Swarms" not in _text(client.get("/programme"))
    # Who coordinates no nation has no queue.
    assert "willing" not in _text(door.signed_in(case.lead).get("/programme"))


def test_a_nation_that_leads_still_names_its_lead(case, door):
    write = case.write
    haru = write.person("JPN")
    write.role(haru, "national-coordinator", nation="JPN")
    team = write.activity("IST-190", "Radar")
    write.part(team, "JPN", part="lead")
    write.role(write.person("JPN"), "member", activity=team, nation="JPN")
    assert "IST-190 Radar" in _text(door.signed_in(haru).get("/programme"))
    write.role(write.person("JPN"), "lead", activity=team, nation="JPN")
    assert "IST-190 Radar" not in _text(door.signed_in(haru).get("/programme"))


# Search.


def test_search_finds_by_kind_what_the_viewer_sees(case, door):
    case.write.document(case.activity, case.lead, "Trust, unseen", metadata=only("nation:BEL"))
    case.write.output(case.activity, "STO-TR-IST-100", "Trust at last")
    address = "/programme/search?q=trust"
    page = _text(door.signed_in(case.lead).get(address))
    for words in ("IST-100 Trust in teams", "Trust, unseen", "STO-TR-IST-100 Trust at last"):
        assert words in page
    page = _text(door.signed_in(case.tan).get(address))
    assert "IST-100 Trust in teams" in page
    assert "unseen" not in page.replace('class="unseen"', "")


def test_a_hidden_object_changes_neither_results_nor_suggestions(case, door):
    client = door.signed_in(case.tan)
    addresses = ("/programme/search?q=trust", "/programme/suggest?q=trust", "/programme/history")
    before = [_masked(client.get(address)) for address in addresses]
    hidden = case.write.activity("IST-199", "Trust no one", metadata=only("nation:BEL"))
    case.write.document(hidden, case.lead, "Trust papers")
    assert [_masked(client.get(address)) for address in addresses] == before
    assert "IST-199" in _text(door.signed_in(case.lead).get(addresses[0]))


def test_many_results_are_paged_within_their_kind(case, door):
    for i in range(12):
        case.write.activity(f"IST-2{i:02}", "Trust again")
    client = door.signed_in(case.tan)
    page = _text(client.get("/programme/search?q=again"))
    assert "All 12" in page
    assert "IST-211" not in page
    assert "IST-211" in _text(client.get("/programme/search?q=again&kind=activities"))


@pytest.mark.parametrize(
    "query", ["q=x", f"q={'x' * 201}", "q=trust&kind=persons", "q=trust&kind=outputs&offset=a"]
)
def test_a_question_that_cannot_be_is_told_so(case, door, query):
    assert door.signed_in(case.tan).get(f"/programme/search?{query}").status_code == 400


@pytest.mark.parametrize("query", ["", "q=", "q=t", f"q={'x' * 201}"])
def test_half_a_word_suggests_nothing_and_is_no_mistake(case, door, query):
    response = door.signed_in(case.tan).get(f"/programme/suggest?{query}")
    assert (response.status_code, _text(response).strip()) == (200, "")


def test_suggestions_are_a_fragment_that_leads_to_what_is_seen(case, door):
    page = _text(door.signed_in(case.tan).get("/programme/suggest?q=tru"))
    assert f'<a href="/programme/activities/{case.activity}">IST-100 Trust in teams</a>' in page
    assert "<html" not in page


def test_words_of_a_question_are_shown_as_text(case, door):
    page = _text(door.signed_in(case.tan).get("/programme/search?q=%3Cscript%3Ealert"))
    assert "<script>alert" not in page


# History.


def test_history_tells_the_newest_events_of_what_is_seen(case, door):
    write = case.write
    write.activity("IST-300", "Open")
    write.activity("IST-301", "Closed", metadata=only("nation:BEL"))
    page = _text(door.signed_in(case.tan).get("/programme/history"))
    assert page.index("IST-300 Open") < page.index("IST-100 Trust in teams")
    assert "IST-301" not in page
    assert "IST-301 Closed" in _text(door.signed_in(case.lead).get("/programme/history"))


def test_history_of_one_object_of_a_day_and_as_a_file(case, door):
    case.write.activity("IST-300", "Another")
    case.write.described(case.activity, "trust")
    client = door.signed_in(case.tan)
    page = _text(client.get(f"/programme/history?object={case.activity}"))
    assert "An activity was described" in page
    assert "IST-300" not in page
    assert "IST-300" in _text(client.get("/programme/history?day=2026-11-01"))
    assert "Nothing happened that you may read." in _text(
        client.get("/programme/history?day=2026-10-31")
    )
    lines = _text(client.get(f"/programme/history.csv?object={case.activity}")).splitlines()
    assert lines[0] == "time,kind,object_kind,object,by,says,marking"
    assert [line.split(",")[1] for line in lines[1:]] == [
        "activity-described", "activity-registered",
    ]  # fmt: skip


def test_a_closed_object_is_not_told_of_by_its_earlier_events(case, door):
    case.write.relabelled("activity", case.activity, metadata=only("nation:BEL"))
    client = door.signed_in(case.tan)
    assert "Trust in teams" not in _text(client.get("/programme/history"))
    assert client.get(f"/programme/history?object={case.activity}").status_code == 404


def test_history_is_paged_and_later_pages_need_no_sequence(case, door):
    for i in range(60):
        case.write.activity(f"IST-{400 + i}", "Many")
    client = door.signed_in(case.tan)
    first = _text(client.get("/programme/history"))
    assert "offset=50" in first
    second = _text(client.get("/programme/history?offset=50"))
    assert "IST-100 Trust" in second
    assert not set(re.findall(r"IST-4\d\d", first)) & set(re.findall(r"IST-4\d\d", second))
    assert "sequence" not in first


def test_hidden_objects_and_none_have_one_history(case, door):
    hidden = case.write.activity("IST-301", "Closed", metadata=only("nation:BEL"))
    client = door.signed_in(case.tan)
    for file in ("history", "history.csv"):
        pages = [
            client.get(f"/programme/{file}?object={key}") for key in (hidden, RANDOM, "nonsense")
        ]
        assert {page.status_code for page in pages} == {404}
        assert len({_masked(page) for page in pages}) == 1


@pytest.mark.parametrize("query", ["day=yesterday", "day=2026-13-01", "offset=x", "offset=2001"])
def test_a_day_or_page_that_cannot_be_is_told_so(case, door, query):
    assert door.signed_in(case.tan).get(f"/programme/history?{query}").status_code == 400


# Who could see it.


def test_an_owner_learns_who_could_see_it_and_others_do_not(case, door):
    address = f"/programme/seen/{case.document}?on=2026-11-01"
    page = _text(door.signed_in(case.lead).get(address))
    assert str(case.tan) in page
    assert "that it is there, and its metadata" in page
    assert "all of it" in page
    refused = door.signed_in(case.tan).get(address)
    assert refused.status_code == 403
    assert "administrator" in _text(refused)
    before = door.signed_in(case.lead).get(f"/programme/seen/{case.document}?on=2026-10-01")
    assert "Nobody could see it on that day" in _text(before)


def test_an_administrator_learns_who_could_see_what_she_does_not(case, door):
    root = case.write.person("SGP")
    case.write.role(root, "administrator")
    hidden = case.write.activity("IST-301", "Closed", metadata=only("nation:BEL"))
    page = _text(door.signed_in(root).get(f"/programme/seen/{hidden}"))
    assert str(case.lead) in page
    assert "Closed" not in page


def test_of_a_hidden_object_and_of_none_nobody_is_told(case, door):
    hidden = case.write.activity("IST-301", "Closed", metadata=only("nation:BEL"))
    client = door.signed_in(case.tan)
    pages = [client.get(f"/programme/seen/{key}") for key in (hidden, RANDOM)]
    assert [page.status_code for page in pages] == [404, 404]
    assert _masked(pages[0]) == _masked(pages[1])


@pytest.mark.parametrize("day", ["2026-11-02", "never", "2026-02-30"])
def test_a_day_to_come_and_one_that_is_none_are_refused(case, door, day):
    client = door.signed_in(case.lead)
    assert client.get(f"/programme/seen/{case.document}?on={day}").status_code == 400


def test_a_part_is_told_with_what_it_is_a_part_of(case, door):
    part = case.write.part(case.activity, "JPN")
    page = _text(door.signed_in(case.tan).get(f"/programme/history?object={part}"))
    assert "(participation, IST-100 Trust in teams)" in page


def test_many_notices_are_paged(case, door):
    for _ in range(51):
        case.write.role(case.tan, "reader")
    client = door.signed_in(case.tan)
    first = _text(client.get("/programme"))
    assert "1–50 of 51" in first
    assert _text(client.get("/programme?offset=50")).count("You were given a role") == 2
    assert client.get("/programme?offset=x").status_code == 400


# A database that does not answer.


@pytest.mark.parametrize("path", ["/programme", "/api/programme/v1/notices"])
def test_a_database_that_fails_is_told_as_that(case, door, path):
    from django.db import connection
    from django.db.utils import OperationalError

    def failing(*_):
        raise OperationalError("server closed the connection")

    client = door.signed_in(case.lead)
    assert client.get(path).status_code == 200
    with connection.execute_wrapper(failing):
        answer = client.get(path)
    assert answer.status_code == 503
    assert "The database does not answer: try again in a moment." in _text(answer)
    assert client.get(path).status_code == 200


def test_a_database_that_fails_in_a_page_is_told_as_that(case, door):
    from django.db import connection
    from django.db.utils import OperationalError

    def failing(execute, sql, *rest):
        if "programme_notice" in sql:
            raise OperationalError("server closed the connection")
        return execute(sql, *rest)

    client = door.signed_in(case.lead)
    with connection.execute_wrapper(failing):
        answer = client.get("/programme")
    assert answer.status_code == 503
    assert "server closed" not in _text(answer)


def test_the_last_day_and_a_deep_body_are_no_mistakes_of_the_site(case, door):
    client = door.signed_in(case.lead)
    assert client.get("/programme/history?day=9999-12-31").status_code in (200, 400)
    deep = client.post("/api/programme/v1/me/appear", "[" * 60_000, content_type="application/json")
    assert deep.status_code == 400
    assert deep["Content-Type"] == "application/problem+json"
