"""Questions and figures about ties: the workspace's own numbers, and what bad input gets."""

from __future__ import annotations

import math

import pytest

ON = "2026-11-01"


def rows(client, address):
    response = client.get(f"/api/v1/{address}&limit=1000&on={ON}")
    assert response.status_code == 200, response.content
    return response.json()


def test_ties_are_the_affinity_of_the_workspace(client, workspace):
    answer = rows(client, "ties?nation=JPN&partners=USA,KOR&technology=ai")
    frame = workspace.affinity("JPN", ["USA", "KOR"], "ai", on=ON)
    assert answer["total"] == len(frame)
    told = {(r["partner"], r["source"]): r for r in answer["rows"]}
    for row in frame.itertuples():
        found = told[row.partner, row.source]
        assert found["value"] == pytest.approx(row.value)
        assert found["adjusted_low"] == pytest.approx(row.adjusted_low)
        assert found["verdict"] == row.verdict
    assert {s["key"] for s in answer["series"]} == {"conference-papers", "nsf-ai-joint"}


def test_the_series_with_most_joint_records_comes_first(client):
    answer = rows(client, "ties?nation=JPN")
    assert answer["rows"][0]["source"] == "openalex"
    assert answer["rows"][0]["partner"] == "USA"
    assert any("does not cover" in note for note in answer["notes"])


def test_groups_as_a_whole_and_no_group(client, workspace):
    answer = rows(client, "group-ties?nation=JPN&partners=NATO,USA")
    ties = {t.series: t for t in workspace.affinity("JPN", ["NATO"], on=ON).attrs["groups"]}
    assert {r["series"] for r in answer["rows"]} == set(ties)
    for row in answer["rows"]:
        enough = ties[row["series"]].enough
        assert row["value"] == (None if enough is None else pytest.approx(enough.value))
        assert math.isfinite(row["expected"])
    assert rows(client, "group-ties?nation=JPN&partners=USA")["notes"] == [
        "None of the partners is a group."
    ]


def test_history_opens_the_ties_of_each_window(client):
    answer = rows(client, "tie-history?nation=JPN&partner=USA&technology=ai")
    assert {r["window"] for r in answer["rows"]} >= {"2016-2020", "2021-2025"}
    page = client.get(f"/pairs/JPN/USA?on={ON}").content.decode()
    assert "/data/ties?nation=JPN&amp;partners=USA&amp;technology=ai&amp;kind=publication" in page


def test_one_tie_tells_the_command_and_opens_its_records(client):
    address = f"/data/ties?nation=JPN&partners=USA&technology=ai&window=2003-2022&on={ON}"
    page = client.get(address).content.decode()
    command = "comity ties JPN --with USA --technology ai --window 2003-2022 --on 2026-11-01"
    assert command in page


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("ties?partners=USA", 422, "nation"),
        ("ties?nation=Atlantis", 400, "unknown nation"),
        ("ties?nation=JPN&partners=JPN", 400, "with itself"),
        ("ties?nation=JPN&technology=alchemy", 400, "unknown technology"),
        ("tie-history?nation=JPN&partner=JPN", 400, "with itself"),
        ("tie-history?nation=JPN", 422, "partner"),
    ],
)
def test_a_mistake_is_a_problem_in_one_line(refused, query, status, words):
    refused(query, status, words)


@pytest.mark.parametrize(
    "address",
    [
        "ties.svg?nation=JPN&partners=NATO",
        "ties-network.svg?nation=JPN&partners=NATO",
        "tie-history.svg?nation=JPN&partner=USA",
        "tie-history.svg?nation=JPN&partner=USA&technology=ai",
        "timeline.svg?nation=JPN",
    ],
)
def test_figures_are_drawn_in_both_themes(client, address):
    light = client.get(f"/figures/{address}&on={ON}")
    dark = client.get(f"/figures/{address}&theme=dark&on={ON}")
    assert light.status_code == dark.status_code == 200
    assert light.content.startswith(b"<svg")
    assert light.content != dark.content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("timeline.svg?nation=AND", 404),
        ("ties.svg?nation=Atlantis", 400),
        ("tie-history.svg?nation=JPN&partner=JPN", 400),
        ("ties-network.png?nation=JPN&technology=alchemy", 400),
        ("ties.gif?nation=JPN", 404),
    ],
)
def test_what_cannot_be_drawn_says_so(client, address, status):
    assert client.get(f"/figures/{address}&on={ON}").status_code == status


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ties?nation=JPN&on=1900-01-01", "no members"),
        ("ties?nation=JPN&partners=USA&on=1980-01-01", "no evidence"),
        (f"ties?nation=AND&partners=USA&technology=ai&on={ON}", "no series covers"),
        (f"tie-history?nation=AND&partner=XKX&technology=ai&on={ON}", "no joint records"),
    ],
)
def test_what_the_evidence_does_not_tell_is_an_answer_without_rows(client, query, words):
    answer = client.get(f"/api/v1/{query}")
    assert answer.status_code == 200
    assert answer.json()["rows"] == []
    assert words in answer.json()["notes"][0]
