"""Pages of release: the queue, one request with its clock, decisions, receipt, delays."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from released import ask, reads, request_of
from written import only

RANDOM = UUID("8f14e45f-ceea-467f-9d2e-1f0e6a3b9c11")


@pytest.fixture
def asked(case):
    """The request of the Korean; its owner is the Belgian lead."""
    found = ask(case)
    assert isinstance(found, UUID), found
    return found


def _text(response):
    return response.content.decode()


def _masked(response):
    """The page without the token of its form, which is new each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", _text(response))


def _decide(client, key, **given):
    return client.post(f"/programme/release/{key}/decide", {"reason": "it is needed", **given})


def test_the_queue_shows_what_each_sees_with_its_clock(case, door, asked):
    for person in (case.lead, case.officer, case.kim):
        page = _text(door.signed_in(person).get("/programme/release"))
        assert f"/programme/release/{asked}" in page
        assert "30 days left" in page
        assert "Report" in page
    page = _text(door.signed_in(case.tan).get("/programme/release"))
    assert str(asked) not in page
    assert "No such request, as far as you may see." in page


@pytest.mark.parametrize(
    ("which", "there"), [("waiting", True), ("all", True), ("overdue", False), ("decided", False)]
)
def test_the_queue_tells_what_waits_is_overdue_and_is_decided(case, door, asked, which, there):
    address = f"/programme/release?which={which}"
    assert (str(asked) in _text(door.signed_in(case.lead).get(address))) is there
    file = door.signed_in(case.lead).get(f"/programme/release.csv?which={which}")
    assert file["Content-Type"].startswith("text/csv")
    assert (str(asked) in _text(file)) is there
    assert _text(file).startswith("id,document,title,version,nation,")


def test_an_overdue_request_says_by_how_many_days(case, door, on):
    from comity.web.site import current

    key = ask(case, days=1)
    current().programme = on("2026-11-05")
    client = door.signed_in(case.lead)
    assert "overdue by 3 days" in _text(client.get("/programme/release?which=overdue"))
    assert "overdue by 3 days" in _text(client.get(f"/programme/release/{key}"))


def test_a_request_shows_basis_owner_and_document_to_its_parties(case, door, asked):
    page = _text(door.signed_in(case.lead).get(f"/programme/release/{asked}"))
    for words in (
        "the agreement of 2025",
        "2026-12-01",
        f"/programme/activities/{case.activity}#documents",
    ):
        assert words in page
    assert "<dt>Owner</dt><dd>you</dd>" in page
    # Of who has no name here none is told.
    assert str(case.kim) not in page


def test_only_who_may_decide_is_offered_to(case, door, asked):
    offers = f"/programme/release/{asked}/decide"
    for person, may in ((case.lead, True), (case.officer, True), (case.kim, False)):
        page = _text(door.signed_in(person).get(f"/programme/release/{asked}"))
        assert (offers in page) is may


def test_a_yes_opens_the_document_and_leads_back_to_the_request(case, door, asked):
    response = _decide(door.signed_in(case.officer), asked, decision="yes")
    assert (response.status_code, response["Location"]) == (303, f"/programme/release/{asked}")
    assert reads(case, case.kim) == b"whole"
    page = _text(door.signed_in(case.kim).get(f"/programme/release/{asked}"))
    assert "it is needed" in page
    assert "/decide" not in page


def test_a_redacted_version_is_chosen_from_what_the_viewer_reads(case, door, asked):
    part = case.write.document(
        case.activity, case.lead, "Report, cut", content=only("nation:BEL"), data=b"part"
    )
    hidden = case.write.document(
        case.activity, case.kim, "Secret words", metadata=only("nation:KOR"), data=b"other"
    )
    client = door.signed_in(case.lead)
    page = _text(client.get(f"/programme/release/{asked}"))
    assert f'<option value="{part}">' in page
    assert str(hidden) not in page
    assert _decide(client, asked, decision="redacted", redacted=str(part)).status_code == 303
    assert reads(case, case.kim, part) == b"part"
    assert reads(case, case.kim) is None


def test_a_hidden_redacted_version_and_none_are_one_answer(case, door, asked):
    hidden = case.write.document(
        case.activity, case.kim, "Secret words", metadata=only("nation:KOR"), data=b"other"
    )
    client = door.signed_in(case.lead)
    pages = [
        _decide(client, asked, decision="redacted", redacted=str(key)) for key in (hidden, RANDOM)
    ]
    assert [page.status_code for page in pages] == [404, 404]
    assert _masked(pages[0]) == _masked(pages[1])
    assert request_of(case, case.lead, asked).decision == "open"


def test_a_request_is_referred_to_an_officer_whom_one_sees(case, door, asked):
    client = door.signed_in(case.lead)
    page = _text(client.get(f"/programme/release/{asked}"))
    assert f'<option value="{case.officer}">' in page
    assert _decide(client, asked, decision="refer", to=str(case.officer)).status_code == 303
    assert request_of(case, case.lead, asked).owner == case.officer
    # Nobody who is no officer takes it over.
    back = door.signed_in(case.officer)
    refused = _decide(back, asked, decision="refer", to=str(case.tan))
    assert refused.status_code == 403
    assert "release officer" in _text(refused)


def test_who_may_not_decide_is_told_rule_and_why(case, door, asked):
    response = _decide(door.signed_in(case.kim), asked, decision="yes")
    assert response.status_code == 403
    assert "this needs the right to release" in _text(response).lower()
    assert request_of(case, case.lead, asked).decision == "open"


def test_the_second_decision_is_told_who_was_first(case, door, asked):
    assert _decide(door.signed_in(case.lead), asked, decision="no").status_code == 303
    response = _decide(door.signed_in(case.officer), asked, decision="yes")
    assert response.status_code == 403
    assert "decided no on 2026-11-01" in _text(response)
    assert reads(case, case.kim) is None


@pytest.mark.parametrize(
    "given",
    [
        {"decision": "perhaps"}, {"decision": ""}, {"decision": "yes", "reason": " "},
        {"decision": "yes", "reason": "x" * 2_001}, {"decision": "redacted"},
        {"decision": "refer", "to": "nobody"}, {"decision": "redacted", "redacted": "1" * 40},
    ],
)  # fmt: skip
def test_a_decision_that_lacks_something_is_told_so_and_changes_nothing(case, door, asked, given):
    response = _decide(door.signed_in(case.lead), asked, **given)
    assert response.status_code == 400
    assert request_of(case, case.lead, asked).decision == "open"


def test_a_hidden_request_and_none_are_the_same_bytes(case, door, asked):
    client = door.signed_in(case.tan)
    for tail in ("", "/receipt"):
        pages = [client.get(f"/programme/release/{key}{tail}") for key in (asked, RANDOM)]
        assert [page.status_code for page in pages] == [404, 404]
        # What stands between is the token of the form; the address is not told.
        assert _masked(pages[0]) == _masked(pages[1])
        assert str(RANDOM) not in _text(pages[1])
    pages = [_decide(client, key, decision="yes") for key in (asked, RANDOM)]
    assert [page.status_code for page in pages] == [404, 404]
    assert _masked(pages[0]) == _masked(pages[1])


def test_a_decision_without_its_token_or_by_another_method_is_refused(case, door, asked):
    strict = door.signed_in(case.lead, enforce_csrf_checks=True)
    assert _decide(strict, asked, decision="yes").status_code == 403
    assert strict.get(f"/programme/release/{asked}/decide").status_code == 405
    assert request_of(case, case.lead, asked).decision == "open"


def test_the_receipt_is_signed_and_for_who_sees_the_request(case, door, asked):
    from comity.programme.events.signing import signature_holds

    response = door.signed_in(case.kim).get(f"/programme/release/{asked}/receipt")
    assert response["Content-Type"].startswith("text/plain")
    assert signature_holds(_text(response), case.programme.keys.public)


def test_delays_of_small_groups_are_not_told(case, door, asked):
    page = _text(door.signed_in(case.lead).get("/programme/release/delay"))
    assert "not told" in page
    file = _text(door.signed_in(case.lead).get("/programme/release/delay.csv"))
    assert file.splitlines() == [
        "decision,requests,median_days", "yes,0,", "redacted,0,", "no,0,", "open,,", "all,,",
    ]  # fmt: skip


def test_delays_of_groups_of_five_are_told(case, door):
    owner = door.signed_in(case.lead)
    for i in range(5):
        document = case.write.document(
            case.activity, case.lead, f"R{i}", content=only("nation:BEL"), data=b"%d" % i
        )
        key = ask(case, document=document)
        assert _decide(owner, key, decision="no").status_code == 303
    lines = _text(owner.get("/programme/release/delay.csv")).splitlines()
    assert lines[3] == "no,5,0.0"
    # Who sees none of them is told of none.
    assert "no,0," in _text(door.signed_in(case.tan).get("/programme/release/delay.csv"))


@pytest.mark.parametrize("query", ["which=mine", "offset=x", "offset=-1", "offset=99999999"])
def test_a_queue_that_there_is_not_is_told_so(case, door, query):
    assert door.signed_in(case.lead).get(f"/programme/release?{query}").status_code == 400


def test_a_title_that_a_spreadsheet_would_compute_is_text_in_the_file(case, door):
    document = case.write.document(
        case.activity, case.lead, "=1+1", content=only("nation:BEL"), data=b"sum"
    )
    ask(case, document=document)
    assert ",'=1+1," in _text(door.signed_in(case.lead).get("/programme/release.csv"))


def test_whose_requests_wait_follows_the_rule_of_who_may_decide(case, door, asked):
    """The filter of the database against the rule, for each scope of a release officer."""
    from comity.programme.models import ReleaseRequest
    from comity.programme.reading.deciding import decides, to_decide
    from comity.programme.services.release_rules import may_decide

    write = case.write
    scopes = [
        {}, {"body": "IST"}, {"body": "HFM"}, {"nation": "BEL"}, {"nation": "KOR"},
        {"body": "IST", "nation": "BEL"}, {"body": "IST", "nation": "KOR"},
    ]  # fmt: skip
    people = [case.lead, case.officer, case.kim, case.tan]
    for scope in scopes:
        person = write.person("BEL")
        write.role(person, "release-officer", **scope)
        people.append(person)
    row = ReleaseRequest.objects.get(id=asked)
    answers = []
    for person in people:
        viewer = write.viewer(person)
        answers.append(decides(viewer, asked))
        may = may_decide(viewer, row) is None
        assert answers[-1] is (may and request_of(case, person, asked) is not None), person
        assert to_decide(viewer).total == answers[-1]
    assert answers == [
        True, True, False, False, True, True, False, True, False, True, False,
    ]  # fmt: skip
