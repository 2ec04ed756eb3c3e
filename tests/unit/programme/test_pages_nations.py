"""Pages of nations: what each takes part in and could, as far as whoever asks may see."""

from __future__ import annotations

import csv
import io

import pytest
from paged import body, text, world
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


def rows(here, person, code):
    response = here.door.signed_in(person).get(f"/programme/nations/{code}/activities.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_nations_are_counted_as_far_as_is_seen(here):
    assert "Belgium 1" in page(here, here.tokyo, "nations")
    assert "Japan 1" not in page(here, here.tokyo, "nations")
    assert "Japan 1" in page(here, here.brussels, "nations")
    assert "None that you may see." in page(here, here.other, "nations") or "Belgium 1" in page(
        here, here.other, "nations"
    )


def test_a_nation_says_what_it_takes_part_in_and_could_with_rule_date_and_source(here):
    said = page(here, here.tokyo, "nations/JPN")
    assert "Quantum" not in said
    assert "IST-187 Trust yes (member)" in said
    said = page(here, here.brussels, "nations/BEL")
    assert "IST-187 Trust lead" in said
    assert "cpow" in said
    said = page(here, here.brussels, "nations/SGP")
    assert "IST-187 Trust unknown" in said or "IST-187 Trust no" in said


def test_the_file_holds_both_lists_and_no_formula(here, team):
    here.write.activity("IST-150", "=1+1", only("group:NATO"))
    told = rows(here, here.brussels, "BEL")
    assert {(one["list"], one["code"]) for one in told} == {
        ("takes-part", "IST-187"), ("could", "IST-150"), ("could", "SET-900"),
    }  # fmt: skip
    assert {one["title"] for one in told} == {"Trust", "'=1+1", "Quantum eyes"}
    assert [one["code"] for one in rows(here, here.tokyo, "JPN")] == ["IST-187"]
    no = next(one for one in rows(here, here.brussels, "SGP") if one["code"] == "IST-187")
    assert no["answer"] in ("no", "unknown")
    assert no["sentence"]
    assert no["rule"]


def test_the_list_of_what_a_nation_could_is_paged(here):
    for number in range(200, 252):
        here.write.activity(f"IST-{number}", f"T{number}", only("nation:JPN"))
    first = page(here, here.tokyo, "nations/JPN")
    assert "After" in first
    assert "T251" not in first
    last = page(here, here.tokyo, "nations/JPN", offset="50")
    assert "T251" in last
    assert "After" not in last
    assert "Before" in last


def test_willingness_and_coordinators_are_told_as_far_as_they_are_seen(here, team):
    from comity.programme.services.lineage import record_willingness

    key = team("status:sto-enhanced-partner", code="IST-ET-120", type="ET")
    record_willingness(here.programme, here.write.viewer(here.tokyo), key, "JPN", "yes", "a letter")
    mine = page(here, here.tokyo, "nations/JPN")
    assert "is willing to go on (a letter)" in mine
    assert "None who appears to you." not in mine
    theirs = page(here, here.seoul, "nations/JPN")
    assert "is willing" not in theirs
    assert "None who appears to you." in theirs


def test_uptake_holds_entitlement_against_use_and_calls_none_unknown(here):
    said = page(here, here.brussels, "nations/BEL").split("Entitled to, and used")[1]
    assert "2026 yes yes 1" in said
    assert "2022 yes" in said
    assert "unknown –" in said


@pytest.mark.parametrize("path", ["nations/{}", "nations/{}/activities.csv"])
def test_a_code_of_no_nation_is_not_there(here, path):
    client = here.door.signed_in(here.tokyo)
    told = [client.get(f"/programme/{path.format(code)}") for code in ("XXX", "Japan", "jpn")]
    assert [one.status_code for one in told] == [404] * 3
    assert len({body(one) for one in told}) == 1
    assert b"XXX" not in told[0].content


def test_an_offset_that_cannot_be_is_told_in_a_line(here):
    client = here.door.signed_in(here.tokyo)
    assert client.get("/programme/nations/JPN", {"offset": "x"}).status_code == 400
