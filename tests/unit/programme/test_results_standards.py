"""The register of standards: linked and followed by who may, hidden from who may not."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from paged import alike, text, world
from written import OPEN, kinds, only, refused

from comity.base.errors import InputError

DAY = dt.date(2026, 5, 4)
BELGIANS = only("nation:BEL")


@pytest.fixture
def here(programme, write, coordinator, office, team, door):
    found = world(programme, write, coordinator, office, team)
    found.door = door
    return found


@pytest.fixture
def link(programme, write, here):
    """Links a standard to the open activity as somebody."""
    from comity.programme.services.standards import NewStandard
    from comity.programme.services.standards import link as linked

    def linked_by(person, activity=None, **more):
        given = {
            "designation": "STANAG 4774", "title": "Labels", "issuer": "NSO", "stage": "study",
            "dated": DAY, "basis": "the minutes of May",
        } | more  # fmt: skip
        new = NewStandard(activity or here.open, **given)
        return linked(programme, write.viewer(person), new)

    return linked_by


def listed(write, person, **asked):
    from comity.programme.reading.lists import standards

    return standards(write.viewer(person), **asked)


def test_a_lead_and_the_office_link_a_standard_and_others_do_not(here, link, write) -> None:
    for person in (here.lead, here.office):
        made = link(person)
        assert isinstance(made, UUID)
        assert kinds()[-2:] == ["standard-linked", "standard-based"]
    # The coordinator of Japan sees the activity and has no such right.
    refused(link(here.tokyo), "role")
    refused(link(here.other), "not-there")
    refused(link(here.lead, activity=UUID(int=2**100)), "not-there")


def test_a_standard_is_followed_from_stage_to_stage(programme, here, link, write) -> None:
    from comity.programme.models import Event, Standard
    from comity.programme.services.standards import change

    made = link(here.lead, output=here.output)
    lead = write.viewer(here.lead)
    assert change(programme, lead, made, "promulgated", DAY, " the office's page ") == made
    row = Standard.objects.get()
    assert (row.stage, row.dated, row.basis) == ("promulgated", DAY, "the office's page")
    assert (row.output_id, row.designation) == (here.output, "STANAG 4774")
    before = Event.objects.count()
    assert change(programme, lead, made, "promulgated", DAY, "the office's page") == made
    assert Event.objects.count() == before
    refused(change(programme, write.viewer(here.tokyo), made, "study", DAY, "x"), "not-there")


def test_a_stage_is_changed_by_who_may_read_what_it_rests_on(programme, here, link, write) -> None:
    from comity.programme.services.standards import change

    made = link(here.office, labels=(only("nation:FRA"), OPEN))
    lead = write.viewer(here.lead)
    refused(change(programme, lead, made, "study", DAY, "another"), "content-label")
    refused(change(programme, write.viewer(here.tokyo), made, "study", DAY, "another"), "role")


@pytest.mark.parametrize(
    ("more", "said"),
    [({"designation": " "}, "the designation is missing"), ({"issuer": ""}, "the issuer"),
     ({"title": "x" * 301}, "the title has 301"), ({"stage": "ready"}, "no stage of a standard"),
     ({"dated": dt.date(2027, 1, 1)}, "is to come"), ({"basis": ""}, "what it rests on")],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_line(here, link, more, said) -> None:
    with pytest.raises(InputError, match=said):
        link(here.lead, **more)


def test_an_output_is_one_that_is_seen_and_of_the_same_activity(here, link, write) -> None:
    hidden = write.output(here.open, metadata=only("nation:USA"))
    elsewhere = write.output(write.activity(code="IST-300"))
    for output in (hidden, UUID(int=2**100)):
        refused(link(here.lead, output=output), "not-there")
    with pytest.raises(InputError, match="of another activity"):
        link(here.lead, output=elsewhere)


def test_lists_narrow_to_what_is_seen_and_name_no_hidden_output(here, link, write) -> None:
    hidden = write.output(here.open, metadata=BELGIANS)
    shown = write.standard(here.open, output=hidden, content=BELGIANS)
    write.standard(here.open, "ISO 8601", "Élan of dates", stage="promulgated", issuer="ISO")
    write.standard(here.open, "Secret", metadata=BELGIANS)
    (japan,) = listed(write, here.tokyo, text="stanag").rows
    assert (japan.id, japan.output, japan.basis) == (shown, None, "")
    (belgium,) = listed(write, here.brussels, text="4774").rows
    assert (belgium.output, belgium.basis) == (hidden, "the minutes")
    for asked, count in (
        ({}, 2), ({"stage": "promulgated"}, 1), ({"body": "IST"}, 2), ({"body": "HFM"}, 0),
        ({"text": "elan"}, 1), ({"text": "secret"}, 0), ({"activity": here.open}, 2),
    ):  # fmt: skip
        assert listed(write, here.tokyo, **asked).total == count, asked
    assert listed(write, here.brussels).total == 3


def test_what_it_rests_on_is_closed_with_the_content_in_history_too(here, write) -> None:
    from comity.programme.reading.history import history
    from comity.programme.reading.search import search

    made = write.standard(here.open, content=BELGIANS)
    told = {p: history(write.viewer(p), "standard", made) for p in (here.brussels, here.tokyo)}
    assert [one.kind for one in told[here.brussels]] == ["standard-linked", "standard-based"]
    assert dict(told[here.brussels][1].says) == {"basis": "the minutes"}
    (linked,) = told[here.tokyo]
    assert dict(linked.says)["designation"] == "STANAG 4774"
    assert search(write.viewer(here.tokyo), "stanag 4774").standards.total == 1


def test_pages_show_link_and_follow_a_standard(here, write) -> None:
    lead, tokyo = here.door.signed_in(here.lead), here.door.signed_in(here.tokyo)
    form = {
        "designation": "STANAG 4774", "title": "Labels", "issuer": "NSO", "stage": "study",
        "dated": "2026-05-04", "basis": "the minutes", "from": str(here.output),
        "content_to": "within", "metadata_to": "all",
    }  # fmt: skip
    address = f"/programme/activities/{here.open}"
    said = lead.post(f"{address}/standards", form)
    assert (said.status_code, said["Location"]) == (303, f"{address}#standards")
    assert "STANAG 4774: Labels" in text(lead.get(address))
    (row,) = listed(write, here.tokyo).rows
    page = f"/programme/standards/{row.id}"
    assert "STANAG 4774" in text(tokyo.get("/programme/standards", {"stage": "study"}))
    assert "may see: 0" in text(tokyo.get("/programme/standards", {"stage": "promulgated"}))
    assert tokyo.get("/programme/standards", {"stage": "ready"}).status_code == 400
    seen = text(tokyo.get(page))
    assert "The content is closed to you" in seen
    assert "the minutes" not in seen
    assert "Record its stage" not in seen
    assert "Came from STO-TR-IST-100: Final report" in text(lead.get(page))
    change = {"stage": "in-ratification", "dated": "2026-06-01", "basis": "a letter"}
    assert lead.post(f"{page}/change", change)["Location"] == page
    assert "In ratification" in text(lead.get(page))
    assert tokyo.post(f"{page}/change", change).status_code == 403
    hidden = write.standard(here.open, "Secret", metadata=only("nation:USA"))
    alike(tokyo, "/programme/standards/{}", hidden)
    alike(tokyo, "/programme/standards/{}/change", hidden, "post", **change)
    alike(tokyo, "/programme/activities/{}/standards", here.hidden, "post", **form)


def test_a_found_document_or_output_leads_to_the_page_it_stands_on(here) -> None:
    response = here.door.signed_in(here.lead).get("/programme/search", {"q": "plan of work"})
    said = response.content.decode()
    assert f'href="/programme/activities/{here.open}#documents"' in said


def test_the_api_links_and_follows_a_standard(here) -> None:
    client = here.door.signed_in(here.lead)
    at = "/api/programme/v1"
    body = {
        "designation": "STANAG 4774", "title": "Labels", "issuer": "NSO", "stage": "study",
        "dated": "2026-05-04", "basis": "the minutes",
    }  # fmt: skip
    made = client.post(f"{at}/activities/{here.open}/standards", body, "application/json")
    key = made.json()["id"]
    change = {"stage": "promulgated", "dated": "2026-09-01", "basis": "a page"}
    told = client.post(f"{at}/standards/{key}/change", change, "application/json")
    assert told.json() == {"id": key}
    assert client.get(f"{at}/standards/{key}").json()["stage"] == "promulgated"
    assert client.get(f"{at}/standards", {"stage": "study"}).json()["total"] == 0


def test_a_row_of_standards_is_made_anew_from_the_log(programme, here, link, tmp_path) -> None:
    from comity.programme.state.rebuild import differences

    link(here.lead, output=here.output)
    assert differences(tmp_path) == ()
