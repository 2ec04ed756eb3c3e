"""What an address names and is not there, what it asks wrongly, and addresses written otherwise."""

from __future__ import annotations

import html

import pytest
from every_page import BARE, PAGES

KINDS = [*(page.partition("?")[0] for page in PAGES), *BARE]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nations/Atlantis", "unknown nation 'Atlantis': write an ISO 3166 code"),
        ("/nations/Jpan", "did you mean JPN (Japan)"),
        ("/technologies/quantumm", "did you mean quantum?"),
        ("/technologies/wipo:optix", "did you mean wipo:optics"),
        ("/groups/NATOO", "unknown group 'NATOO': did you mean NATO?"),
        ("/groups/hanse", "choose one of NATO"),
        ("/pairs/JPN/Atlantis", "unknown nation"),
        ("/pairs/JPN/JPN", "with itself"),
        ("/standing/Atlantis", "unknown nation"),
        ("/standing/JPN/stb-sesion", "did you mean stb-session"),
        ("/data/strenghts", "did you mean strengths?"),
        ("/data/strengths.xls?names=JPN", "choose one of csv, json, parquet"),
        ("/figures/intervalls.svg?names=JPN", "did you mean intervals?"),
        ("/figures/intervals.gif?names=JPN", "choose one of svg, png"),
        ("/nation/JPN", "Did you mean /nations?"),
        ("/nations/JPN/more", "There is no such page"),
        ("/wp-login.php", "There is no such page"),
    ],
)
def test_what_is_not_there_is_404_with_the_nearest(client, address, words):
    response = client.get(address)
    assert response.status_code == 404
    is_page = response["Content-Type"].startswith("text/html")
    text = html.unescape(response.content.decode()) if is_page else response.json()["detail"]
    assert words in text


@pytest.mark.parametrize("page", sorted(set(KINDS)))
def test_every_page_refuses_what_it_does_not_know(client, page):
    response = client.get(f"{page}?onn=2026-11-01")
    assert response.status_code == 400
    text = html.unescape(response.content.decode())
    assert "unknown parameter 'onn': did you mean on?" in text
    twice = client.get(f"{page}?on=2026-11-01&on=2025-11-01")
    assert twice.status_code in (302, 400)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nations/JPN?technology=xx", "unknown technology"),
        ("/?technology=xx", "unknown technology"),
        ("/?measure=speed", "measure cannot be 'speed'"),
        ("/?with=Atlantis", "unknown nation"),
        ("/claims?subject=Atlantis", "is no nation, group or technology"),
        ("/claims?verdict=true", "verdict cannot be"),
        ("/briefs?nations=Atlantis", "unknown nation"),
        ("/briefs?against=hanse", "unknown group"),
        ("/standing/JPN/stb-session?add=crown", "nothing called 'crown' can be held"),
        ("/pairs/JPN/NZL?add=crown", "nothing called 'crown' can be held"),
        ("/opportunities?top=many", "top cannot be"),
        ("/compare?names=JPN&kind=poem", "unknown kind"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line(client, address, words):
    response = client.get(address)
    assert response.status_code == 400
    assert words in html.unescape(response.content.decode())


@pytest.mark.parametrize(
    ("address", "goal"),
    [
        ("/nations/", "/nations"),
        ("/technologies/?on=2026-11-01", "/technologies?on=2026-11-01"),
        ("/nations/JPN/", "/nations/JPN"),
        ("/nations/JPN///", "/nations/JPN"),
        ("/api", "/api/v1"),
        ("/favicon.ico", "/static/comity.svg"),
        ("/api/", "/api/v1"),
        ("/api/v1/", "/api/v1"),
        ("/api/v1/strengths/?names=JPN", "/api/v1/strengths?names=JPN"),
        ("/data/strengths.csv/?names=JPN", "/data/strengths.csv?names=JPN"),
        ("/groups/NATO/", "/groups/NATO"),
    ],
)
def test_other_ways_to_write_an_address_are_sent_on_for_good(client, address, goal):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, goal)


@pytest.mark.parametrize(
    "path", ["//evil.example/", "/evil.example/", "/\\evil.example/", "/nope/"]
)
def test_nobody_is_sent_elsewhere(client, path):
    response = client.get("/", PATH_INFO=path)
    assert response.status_code == 404


def test_the_api_lists_what_can_be_asked(client):
    from comity.web.questions.registry import QUESTIONS

    answer = client.get("/api/v1")
    assert answer["Content-Type"].startswith("application/json")
    told = answer.json()
    assert [one["key"] for one in told["questions"]] == list(QUESTIONS)
    for one in told["questions"]:
        question = QUESTIONS[one["key"]]
        assert one["description"] == question.help
        assert one["needed"] == [p.name for p in question.parameters if p.required]
        assert "on" in one["parameters"]
    assert client.get(told["description"]).status_code == 200
    assert told["edition"] in told["citation"]
    refused = client.get("/api/v1?names=JPN")
    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("q", "near"),
    [("quantm", "quantum"), ("Jpaan", "Japan"), ("interoperabilty", "interoperability")],
)
def test_a_search_that_finds_nothing_suggests(client, q, near):
    [note] = client.get("/api/v1/search", {"q": q}).json()["notes"]
    assert f"Nothing on record is called '{q}'. Did you mean" in note
    assert near in note
    assert near in client.get("/search", {"q": q}).content.decode()


def test_without_anything_near_a_search_says_how_to_go_on(client):
    answer = client.get("/api/v1/search", {"q": "xqzwvkjj"}).json()
    assert answer["notes"] == [
        "Nothing on record is called 'xqzwvkjj'. Write fewer or other words."
    ]
