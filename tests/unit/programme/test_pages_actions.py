"""What is done from an activity's page: done by who may, refused in words to who may not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from paged import made, text, world


@pytest.fixture
def here(programme, write, coordinator, office, team, door):
    found = world(programme, write, coordinator, office, team)
    found.door = door
    return found


def send(here, who, path, **form):
    return here.door.signed_in(who).post(f"/programme/{path}", form)


def done(here, response):
    """That a form led back to the activity's page; answers what that says to the office."""
    assert response.status_code == 303, text(response)
    assert response["Location"] == f"/programme/activities/{here.open}"


def no(response, *words, status=403):
    assert response.status_code == status, text(response)
    for one in words:
        assert one in text(response)


def page(here, person):
    return text(here.door.signed_in(person).get(f"/programme/activities/{here.open}"))


def joined(here):
    done(here, send(here, here.tokyo, f"activities/{here.open}/join", part="member", mode="remote"))
    from comity.programme.reading.lists import participations

    return participations(here.write.viewer(here.tokyo), activity=here.open, nation="JPN").rows[0]


def test_a_coordinator_joins_changes_and_ends_the_part_of_her_nation(here):
    part = joined(here)
    assert "Japan member remote 2026-11-01" in page(here, here.tokyo)
    assert "Take part for Japan" not in page(here, here.tokyo)
    done(here, send(here, here.tokyo, f"parts/{part.id}/change", part="member", mode="on-site"))
    assert "Japan member on site" in page(here, here.tokyo)
    done(here, send(here, here.tokyo, f"parts/{part.id}/end", until="2026-11-30"))
    assert "2026-11-30" in page(here, here.tokyo)


def test_a_part_is_joined_or_changed_by_nobody_else(here):
    part = joined(here)
    form = {"part": "member", "mode": "remote"}
    no(send(here, here.member, f"activities/{here.open}/join", **form), "national coordinator")
    no(send(here, here.lead, f"parts/{here.part}/change", **form), "Rule", "role")
    no(send(here, here.lead, f"parts/{here.part}/end", until="2026-11-30"), "Rule", "role")
    # The part of Japan is told to Japan, the body and the activity.
    no(send(here, here.seoul, f"parts/{part.id}/end", until="2026-11-30"), status=404)


@pytest.mark.parametrize(
    "form",
    [
        {"part": "x", "mode": "remote"},
        {"part": "member", "mode": "x"},
        {},
        {"part": "member", "mode": "remote", "nation": "Nowhere"},
    ],
)
def test_a_part_that_cannot_be_is_told_in_a_line(here, form):
    no(send(here, here.tokyo, f"activities/{here.open}/join", **form), status=400)


def test_a_nation_that_standing_keeps_out_is_refused_with_rule_date_and_source(here, coordinator):
    from written import only

    here.write.relabelled("activity", here.open, only("group:NATO", "nation:SGP"))
    singapore = coordinator("SGP").person
    response = send(here, singapore, f"activities/{here.open}/join", part="member", mode="remote")
    no(response, "Rule", "Source")


def test_a_coordinator_nominates_a_person_of_her_nation(here):
    joined(here)
    assert "Nominate" in page(here, here.tokyo)
    form = {"person": here.member, "role": "member"}
    done(here, send(here, here.tokyo, f"activities/{here.open}/nominate", **form))
    assert "member, 2026-11-01" in page(here, here.tokyo)
    no(send(here, here.brussels, f"activities/{here.open}/nominate", **form), status=404)
    wrong = {"person": here.lead, "role": "member"}
    here.write.relabelled("person", here.lead)
    no(send(here, here.tokyo, f"activities/{here.open}/nominate", **wrong), "coordinator for BEL")
    for bad in ({"person": "x", "role": "member"}, {"role": "member"}, form | {"role": "reader"}):
        no(send(here, here.tokyo, f"activities/{here.open}/nominate", **bad), status=400)


def test_the_office_describes_changes_and_opens(here):
    path = f"activities/{here.open}"
    text_of = {"keywords": "trust, teams", "background": "why", "objectives": "what"}
    done(here, send(here, here.office, f"{path}/describe", **text_of))
    done(here, send(here, here.office, f"{path}/change", status="completed", end="2027-01-31"))
    done(here, send(here, here.office, f"{path}/open", nations=["KOR"], reason="it was agreed"))
    said = page(here, here.seoul)
    assert "Status Completed" in said
    assert "2027-01-31" in said
    assert "Open to NATO, Korea, Rep." in said
    assert "trust, teams" in page(here, here.office)
    # Who is not named any more sees it no more.
    gone = here.door.signed_in(here.tokyo).get(f"/programme/{path}")
    assert gone.status_code == 404


def test_others_neither_describe_nor_change_nor_open(here):
    path = f"activities/{here.open}"
    for name, form in (
        ("describe", {"keywords": "a"}), ("change", {"status": "completed"}),
        ("open", {"reason": "r"}),
    ):  # fmt: skip
        no(send(here, here.tokyo, f"{path}/{name}", **form), "panel office for IST")


@pytest.mark.parametrize(
    ("name", "form"),
    [("describe", {"background": "b" * 20_001}), ("describe", {"keywords": "a," * 41}),
     ("change", {"status": "x"}), ("change", {"end": "soon"}), ("change", {"title": "t" * 301}),
     ("open", {"open_to": ["x"], "reason": "r"}), ("open", {"reason": ""}),
     ("admit", {"nation": "KOR", "basis": "b", "source": "s"}),
     ("admit", {"nation": "x", "basis": "b", "source": "s", "until": "2027-01-01"}),
     ("admit", {"nation": "KOR", "source": "s", "until": "2027-01-01"}),
     ("willingness", {"answer": "perhaps", "basis": "b"}), ("willingness", {"answer": "yes"}),
     ("outputs", {"output": "XX", "title": "t"}), ("outputs", {"output": "TR", "title": ""}),
     ("outputs", {"output": "TR", "title": "t", "code": "x"}),
     ("outputs", {"output": "TR", "title": "t", "content_to": "x"}),
     ("outputs", {"output": "TR", "title": "t", "content_to": "nations"}),
     ("documents", {"title": "t"})],
)  # fmt: skip
def test_a_form_that_cannot_be_is_told_in_a_line(here, name, form):
    no(send(here, here.office, f"activities/{here.open}/{name}", **form), status=400)


def test_a_state_is_left_only_for_those_that_follow(here):
    path = f"activities/{here.open}/change"
    done(here, send(here, here.office, path, status="completed"))
    no(send(here, here.office, path, status="cancelled"), "can become")


def test_the_office_admits_a_nation_of_which_the_record_is_silent(here):
    from comity.programme.reading.entitled import stands

    here.write.relabelled("activity", here.open)
    office = here.write.viewer(here.office)
    silent = next(
        code for code in ("NZL", "MNG", "IRQ", "COL", "JOR")
        if stands(here.programme, office, here.open, code).answer == "unknown"
    )  # fmt: skip
    form = {"nation": silent, "basis": "letter", "source": "L 1", "until": "2027-01-01"}
    done(here, send(here, here.office, f"activities/{here.open}/admit", **form))
    assert "was admitted until 2027-01-01. letter (L 1)" in page(here, here.office)
    no(send(here, here.tokyo, f"activities/{here.open}/admit", **form), "panel office")
    told = stands(here.programme, here.write.viewer(here.office), here.open, silent)
    assert (told.answer, told.rule, told.since, told.source) == (
        "yes", "admission", "2026-11-01", ("L 1",),
    )  # fmt: skip


def test_willingness_is_said_by_coordinators_and_what_follows_is_registered(here, team):
    key = team("status:sto-enhanced-partner", code="IST-ET-120", type="ET")
    here.write.part(key, "JPN")
    form = {"answer": "yes", "basis": "the ministry's letter"}
    new = {"code": "IST-310", "type": "RTG", "body": "IST", "title": "What follows"}
    path = f"activities/{key}"
    no(send(here, here.office, f"{path}/follow-on", **new), "JPN has not said")
    no(send(here, here.member, f"{path}/willingness", **form), "national coordinator")
    assert send(here, here.tokyo, f"{path}/willingness", **form).status_code == 303
    told = text(here.door.signed_in(here.tokyo).get(f"/programme/{path}"))
    assert "Japan: is willing to go on (the ministry's letter)" in told.replace("&#39;", "'")
    found = made(send(here, here.office, f"{path}/follow-on", **new), "activities")
    told = text(here.door.signed_in(here.office).get(f"/programme/activities/{found}"))
    assert "Follows IST-ET-120: Trust" in told
    form = here.door.signed_in(here.office).get("/programme/activities/new", {"follows": key})
    assert "It follows IST-ET-120: Trust" in text(form)
    no(send(here, here.tokyo, f"activities/{here.open}/willingness", answer="yes", basis="b"),
       "exploratory")  # fmt: skip


def _file(data=b"a report", name="r.pdf"):
    return SimpleUploadedFile(name, data)


def _documents(here, person):
    from comity.programme.reading.lists import documents

    rows = documents(here.write.viewer(person), activity=here.open).rows
    return {one.title: one for one in rows}


def test_a_document_is_added_told_to_whom_was_chosen_and_revised(here):
    form = {"title": "Report", "content_to": "nations", "metadata_to": "open", "nations": ["KOR"]}
    path = f"activities/{here.open}/documents"
    done(here, send(here, here.lead, path, content=_file(), **form))
    assert "Report" in _documents(here, here.tokyo)
    key = _documents(here, here.lead)["Report"].id
    assert not _documents(here, here.tokyo)["Report"].digest
    client = here.door.signed_in(here.lead)
    assert client.get(f"/programme/documents/{key}/content").content == b"a report"
    done(
        here, send(here, here.lead, f"documents/{key}/revise", title="Report", content=_file(b"2"))
    )
    assert client.get(f"/programme/documents/{key}/content").content == b"2"
    no(send(here, here.tokyo, f"documents/{key}/revise", title="R", content=_file(b"3")), "owner")
    no(send(here, here.tokyo, path, content=_file(), **form), "lead or are members")


def test_a_document_as_usual_is_told_to_the_activity(here):
    done(here, send(here, here.lead, f"activities/{here.open}/documents", title="Usual",
                    content=_file()))  # fmt: skip
    assert "Usual" not in _documents(here, here.tokyo)
    assert "Usual" in _documents(here, here.brussels)


def test_an_empty_file_and_one_above_the_ceiling_are_refused(here):
    path = f"activities/{here.open}/documents"
    no(send(here, here.lead, path, title="t", content=_file(b"")), status=400)
    no(send(here, here.lead, path, title="t", content=_file(), level="NATO SECRET"), "is above")
    no(send(here, here.lead, path, title="t", content=_file(b"x" * 1_000_001)), status=413)


def test_release_of_a_document_is_asked_for_once(here):
    form = {"nation": "JPN", "basis": "the agreement of 2025"}
    path = f"documents/{here.document}/ask"
    done(here, send(here, here.tokyo, path, **form))
    assert "Release to Japan: open, asked 2026-11-01" in page(here, here.tokyo)
    assert "Release to Japan" in page(here, here.lead)
    assert "Release to Japan" not in page(here, here.brussels)
    no(send(here, here.tokyo, path, **form), "asked-already")
    no(send(here, here.tokyo, path, nation="JPN", basis=""), status=400)
    no(send(here, here.tokyo, path, nation="x", basis="b"), status=400)


def test_an_output_is_added_and_cleared_by_the_office_alone(here):
    form = {"output": "TR", "title": "Final words", "code": "STO-TR-IST-187"}
    path = f"activities/{here.open}/outputs"
    done(here, send(here, here.lead, path, **form, metadata_to="alliance"))
    no(send(here, here.tokyo, path, **form), "panel office")
    no(send(here, here.lead, path, **form, metadata_to="all"), "R11")
    assert "Final words" in page(here, here.brussels)
    clear = f"outputs/{here.output}/clear"
    no(send(here, here.lead, clear), "panel office")
    done(here, send(here, here.office, clear))
    assert "cleared" in page(here, here.lead)
    no(send(here, here.office, clear, published="soon"), status=400)


def test_the_coordinator_of_a_host_lets_a_nation_attend(here, team):
    key = team("status:sto-enhanced-partner", code="IST-190", type="RSY")
    here.write.part(key, "BEL", part="lead")
    told = text(here.door.signed_in(here.brussels).get(f"/programme/activities/{key}"))
    assert "Let a nation attend" in told
    form = {"part": "attendee", "mode": "on-site", "nation": "JPN"}
    answer = send(here, here.brussels, f"activities/{key}/join", **form)
    assert (answer.status_code, answer["Location"]) == (303, f"/programme/activities/{key}")
    from comity.programme.reading.lists import participations

    rows = participations(here.write.viewer(here.brussels), activity=key, nation="JPN").rows
    assert [(one.part, one.mode) for one in rows] == [("attendee", "on-site")]
    no(send(here, here.seoul, f"activities/{key}/join", **form), "Rule")
