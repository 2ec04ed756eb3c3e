"""Groups: their list, members with dates and sources on any day, and the page of one."""

from __future__ import annotations

import datetime as dt

import pytest
from every_page import ON, dated, read


def rows(client, question, on=ON, **asked):
    answer = client.get(f"/api/v1/{question}", asked | {"on": on, "limit": "1000"})
    assert answer.status_code == 200, answer.content
    return answer.json()["rows"]


def test_the_list_of_groups_tells_how_many_members_each_has(client, register):
    told = {row["group"]: row for row in rows(client, "groups")}
    assert list(told) == [group.key for group in register.groups]
    day = dt.date.fromisoformat(ON)
    for group in register.groups:
        assert told[group.key]["members"] == len(group.on(day))
        assert told[group.key]["source"]
    page = read(client, dated("/groups"))
    assert f"/groups/NATO?on={ON}" in page.links


@pytest.mark.parametrize(
    ("day", "finland", "members"), [("2023-04-03", "not yet", 30), ("2023-04-04", "member", 31)]
)
def test_members_are_those_of_the_day(client, day, finland, members):
    told = rows(client, "members", day, group="nato")
    states = {row["nation"]: row["state"] for row in told}
    assert states["FIN"] == finland
    assert sum(state == "member" for state in states.values()) == members
    assert all(row["valid_from"] and row["source"] for row in told)
    # Those of the day stand first.
    order = [row["state"] != "member" for row in told]
    assert order == sorted(order)


def test_a_suspended_member_is_none(client, register):
    told = rows(client, "members", group="PfP")
    inside = {row["nation"] for row in told if row["state"] == "member"}
    assert inside == set(register.groups.get("PfP").on(dt.date.fromisoformat(ON)))
    assert {row["nation"] for row in told if row["state"] == "suspended"} == {"BLR", "RUS"}


def test_a_group_has_a_page_with_members_strengths_and_standing(client):
    page = read(client, dated("/groups/NATO"))
    for name in ("members", "strengths", "standing"):
        assert name in page.names
    assert f"/nations/FIN?on={ON}" in page.links
    assert f"/compare?names=NATO&on={ON}" in page.links
    assert any(link.startswith("/data/strengths?names=NATO") for link in page.links)
    assert any(link.startswith("/data/who-may.csv?names=NATO") for link in page.links)
    # The advantage of the group as the workspace tells it.
    told = rows(client, "strengths", names="NATO")
    texts = {cell.text.strip() for cell in page.figures()}
    assert any(text.startswith(f"{told[0]['value']:.2f} (") for text in texts)


@pytest.mark.parametrize("name", ["nato", "North Atlantic Treaty Organization"])
def test_names_are_sent_on_to_keys(client, name):
    response = client.get(f"/groups/{name}?on={ON}")
    assert (response.status_code, response["Location"]) == (302, f"/groups/NATO?on={ON}")


def test_before_its_first_member_a_group_is_empty_and_not_missing(client):
    page = read(client, "/groups/EU?on=1900-01-01")
    assert "0 members on 1900-01-01" in page.text


def test_groups_are_found_and_linked(client):
    [first, *_] = rows(client, "search", q="NATO")
    assert (first["kind"], first["address"]) == ("group", "/groups/NATO")
    assert f"/groups/Quad?on={ON}" in read(client, dated("/nations/JPN")).links
    assert f"/groups/NATO?on={ON}" in read(client, dated("/compare?names=JPN,NATO")).links


def test_an_unknown_group_of_a_question_is_a_mistake(refused):
    refused("members?group=hanse", 400, "unknown group")
