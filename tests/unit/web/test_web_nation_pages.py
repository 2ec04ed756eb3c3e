"""The pages of nations, pairs, standing and activities: what they hold, and bad addresses."""

from __future__ import annotations

import html
import re

import pytest

ON = "2026-11-01"


def page(client, address):
    joined = "&" if "?" in address else "?"
    response = client.get(f"{address}{joined}on={ON}")
    assert response.status_code == 200, (address, response.status_code)
    text = response.content.decode()
    assert text.count("<h1>") == 1
    assert " style=" not in text
    assert "<style" not in text
    return text


def test_the_list_of_nations_links_each(client):
    text = page(client, "/nations")
    assert f'href="/nations/JPN?on={ON}"' in text
    assert f'href="/nations/AND?on={ON}"' in text
    some = page(client, "/nations?contains=ko&group=PATG")
    assert "/nations/KOR" in some
    assert "/nations/JPN" not in some


def test_a_nation_shows_facts_strengths_standing_ties_and_records(client):
    text = page(client, "/nations/JPN")
    for heading in ("strengths", "standing", "ties", "opportunities", "records", "facts"):
        assert f'<h2 id="{heading}">' in text
    for figure in ("intervals", "timeline", "ties", "ties-network"):
        assert f"/figures/{figure}.svg?" in text
    assert '<svg class="world"' in text
    assert f'href="/standing/JPN/stb-session?on={ON}"' in text
    assert f'href="/pairs/JPN/USA?on={ON}"' in text
    assert '<span class="verdict yes">yes</span>' in text
    # Quick facts with year and source.
    assert re.search(r"\(20\d\d\): <a href=\"/evidence#worldbank-indicators\">", text)


def test_group_and_technology_of_ties_can_be_chosen(client):
    text = page(client, "/nations/KOR?partners=EU&technology=ai")
    assert "partners=EU&amp;technology=ai" in text
    assert f'<a href="/groups/EU?on={ON}">EU</a></td>' in text
    assert '<option value="ai" selected>' in text


@pytest.mark.parametrize("code", ["AND", "XKX", "PRK"])
def test_a_nation_of_which_little_is_known_has_a_page(client, code):
    text = page(client, f"/nations/{code}")
    assert "on record" in text
    if code == "XKX":
        assert "UNSCR 1244" in text
        assert "Nation or territory" in text


def test_a_day_before_any_evidence_still_has_a_page(client):
    response = client.get("/nations/JPN?on=1950-01-01")
    assert response.status_code == 200
    assert b"no evidence" in response.content
    assert client.get("/pairs/JPN/USA?on=1950-01-01").status_code == 200


@pytest.mark.parametrize(
    ("address", "goal"),
    [
        ("/nations/Japan?on=2026-11-01", "/nations/JPN?on=2026-11-01"),
        ("/nations/T%C3%BCrkiye", "/nations/TUR"),
        ("/pairs/japan/United States", "/pairs/JPN/USA"),
        ("/pairs/JPN/Korea, South?technology=ai", "/pairs/JPN/KOR?technology=ai"),
        ("/standing/Japan/stb-session", "/standing/JPN/stb-session"),
        ("/standing/JPN", "/nations/JPN#standing"),
    ],
)
def test_names_are_sent_on_to_codes(client, address, goal):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == goal


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nations/Atlantis", "unknown nation"),
        ("/nations/Korea", "may mean"),
        ("/nations/JPN?technology=alchemy", "unknown technology"),
        ("/nations/JPN?partners=hanse", "unknown nation"),
        ("/nations/JPN?on=soon", "is not a date"),
        ("/nations/JPN?on=2199-01-01", "future"),
        ("/pairs/JPN/USA?on=2199-01-01", "future"),
        ("/nations?group=hanse", "unknown group"),
        ("/pairs/JPN/Japan", "with itself"),
        ("/pairs/JPN/Atlantis", "unknown nation"),
        ("/pairs/JPN/USA?who=Atlantis", "unknown nation"),
        ("/standing/JPN/moon-landing", "unknown activity"),
        ("/standing/JPN/stb-session?known=soon", "is not a date"),
        ("/standing/JPN/stb-session?on=2199-01-01", "future"),
        ("/activities?names=Atlantis", "unknown nation"),
        ("/nations/<script>alert(1)", "unknown nation"),
    ],
)
def test_a_bad_address_is_told_in_one_line(client, address, words):
    response = client.get(address)
    # What the path names is missing, what the query asks is wrong.
    assert response.status_code == (400 if "?" in address else 404)
    text = response.content.decode()
    assert words in html.unescape(text)
    assert "<script>alert" not in text


def test_a_pair_shows_history_what_both_hold_and_differences(client):
    text = page(client, "/pairs/JPN/KOR?technology=ai")
    assert text.count("/figures/tie-history.svg?") >= 2
    for heading in ("ties", "history", "records", "standing", "differences", "what-if"):
        assert f'<h2 id="{heading}">' in text
    assert "/pairs/KOR/JPN?" in text
    assert "Individually Tailored Partnership Programme" in text


def test_a_pair_supposes_what_one_of_them_holds(client):
    text = page(client, "/pairs/JPN/NZL?who=NZL&add=sto-enhanced-partner")
    assert "What it would change" in text
    assert "opens" in text
    # What is held already cannot be supposed: said in the table's place, the rest stands.
    held = page(client, "/pairs/JPN/NZL?who=JPN&add=sto-enhanced-partner")
    assert "suppose something that it does not hold" in held


def test_the_chain_of_a_verdict_can_be_read(client):
    text = page(client, "/standing/JPN/stb-session")
    assert '<span class="verdict yes">yes</span>' in text
    assert "STO Enhanced Partners take part in the Board" in text
    assert re.search(r'<a href="https?://[^"]+" rel="external">', text)
    silent = page(client, "/standing/JPN/cpow-open-to-pfp")
    assert "No rule decides" in silent
    assert "verdict unknown" in silent


def test_activities_tell_who_may(client):
    assert (
        "Who may take part" not in page(client, "/activities").split("<main")[1].split("</h1>")[1]
    )
    text = page(client, "/activities?names=JPN,NZL")
    assert "<caption>Who may take part</caption>" in text
    assert "New Zealand" in text
