"""Questions about standing: the workspace's verdicts with reasons, and what bad input gets."""

from __future__ import annotations

import pytest

from comity.base.dates import parse_day

ON = "2026-11-01"


def answer(client, address, on=ON):
    response = client.get(f"/api/v1/{address}&limit=1000&on={on}")
    assert response.status_code == 200, response.content
    return response.json()


def test_entitlements_are_the_verdicts_of_the_workspace(client, workspace):
    found = workspace.standing("JPN", ON)
    told = answer(client, "entitlements?nation=Japan")["rows"]
    assert [(r["activity"], r["answer"], r["sentence"]) for r in told] == [
        (v.activity.key, v.answer, v.sentence) for v in found.entitlements
    ]
    assert {r["answer"] for r in told} == {"yes", "no", "unknown"}
    assert all(r["reason"] and r["reason"] in r["sentence"] for r in told)


def test_the_facts_of_a_standing_have_states_dates_and_sources(client, workspace):
    told = answer(client, "standing?nation=JPN")
    found = workspace.standing("JPN", ON)
    assert [r["key"] for r in told["rows"]] == [
        d.held.key for d in (*found.statuses, *found.instruments)
    ]
    assert all(r["source"] and r["valid_from"] and r["state"] for r in told["rows"])
    assert {"in force", "superseded"} <= {r["state"] for r in told["rows"]}
    assert {s["key"] for s in told["sources"]} == {k for r in told["rows"] for k in r["source"]}


def test_the_chain_names_rule_and_fact_with_dates_and_sources(client):
    told = answer(client, "may?nation=JPN&activity=stb-session")
    [row] = told["rows"]
    assert row["answer"] == "yes"
    assert row["rule"] == "stb-session-enhanced"
    assert row["fact"] == "jpn-sto-enhanced-partner"
    assert row["fact_from"] == "2020"
    assert row["rule_source"]
    assert row["fact_source"]
    assert told["sources"]


def test_known_holds_back_what_was_public_later(client):
    early = "may?nation=KOR&activity=stb-session&known=2020-01-01"
    assert answer(client, early, "2025-06-01")["rows"][0]["answer"] != "yes"
    later = "may?nation=KOR&activity=stb-session"
    assert answer(client, later, "2025-06-01")["rows"][0]["answer"] == "yes"


def test_where_the_record_is_silent_the_answer_is_unknown_without_a_rule(client):
    told = answer(client, "may?nation=JPN&activity=nato-classified", "1900-01-01")
    [row] = told["rows"]
    assert row["answer"] == "unknown"
    assert row["rule"] is None
    assert not told["sources"]


def test_what_if_tells_what_opens(client, workspace):
    told = answer(client, "what-if?nation=NZL&add=sto-enhanced-partner")["rows"]
    found = workspace.what_if("NZL", "sto-enhanced-partner", ON)
    assert [(r["activity"], r["effect"]) for r in told] == [
        (c.after.activity.key, c.effect) for c in found
    ]
    assert told[0]["effect"] == "opens"
    assert told[0]["before"] != told[0]["answer"] == "yes"


def test_differences_come_first_and_have_reasons_of_both(client):
    told = answer(client, "differences?nation=JPN&partner=KOR")
    same = [r["same"] for r in told["rows"]]
    assert same == sorted(same)
    assert not same[0]
    for row in told["rows"]:
        assert row["same"] == (row["answer"] == row["partner_answer"])
        assert row["reason"]
        assert row["partner_reason"]


def test_what_both_hold_is_on_record_of_both(client, workspace):
    told = answer(client, "held-by-both?nation=JPN&partner=KOR")["rows"]
    of = [
        {(d.held.kind, d.held.of) for d in (*s.statuses, *s.instruments)}
        for s in (workspace.standing(n, ON) for n in ("JPN", "KOR"))
    ]
    assert {(r["kind"], r["of"]) for r in told} == of[0] & of[1]
    assert told


def test_who_may_puts_every_nation_under_one_answer(client, workspace):
    members = workspace.analysis.members("PATG", parse_day(ON))
    for row in answer(client, "who-may?names=PATG")["rows"]:
        assert sorted([*row["yes"], *row["no"], *row["unknown"]]) == sorted(members)


@pytest.mark.parametrize("nation", ["AND", "XKX"])
def test_a_nation_without_any_fact_is_said_to_have_none(client, nation):
    told = answer(client, f"standing?nation={nation}")
    assert told["rows"] == []
    assert "on record" in told["notes"][0]
    answers = {r["answer"] for r in answer(client, f"entitlements?nation={nation}")["rows"]}
    assert answers <= {"no", "unknown"}


def test_a_day_before_any_fact(client):
    assert answer(client, "standing?nation=JPN", "1800-01-01")["rows"] == []
    rows = answer(client, "entitlements?nation=JPN", "1800-01-01")["rows"]
    assert {r["answer"] for r in rows} <= {"unknown", "no"}
    assert client.get("/api/v1/activities?on=1930-01-01").json()["rows"] == []


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("standing?nation=Atlantis", 400, "unknown nation"),
        ("may?nation=JPN", 422, "activity"),
        ("may?nation=JPN&activity=moon-landing", 400, "unknown activity"),
        ("may?nation=JPN&activity=stb-session&known=soon", 400, "known"),
        ("what-if?nation=JPN&add=sto-enhanced-partner", 400, "holds"),
        ("what-if?nation=JPN&add=crown", 400, "can be held"),
        ("differences?nation=JPN&partner=Japan", 400, "with itself"),
        ("held-by-both?nation=JPN&partner=JPN", 400, "with itself"),
        ("who-may?names=NATO,EU,PfP,MD,ICI,PATG", 400, "too many"),
        ("standing?nation=JPN&on=2199-01-01", 400, "future"),
    ],
)
def test_a_mistake_is_a_problem_in_one_line(refused, query, status, words):
    refused(query, status, words)


def test_the_command_of_a_supposition_is_quoted(client):
    page = client.get("/data/what-if?nation=KOR&add=Mission to NATO&on=2010-01-01")
    assert "--add &#39;Mission to NATO&#39;" in page.content.decode()


def test_only_an_answer_of_a_named_day_is_kept_for_long(client):
    # "nation=" ends in "on=" and names no day.
    today = client.get("/api/v1/standing?nation=JPN")["Cache-Control"]
    named = client.get(f"/api/v1/standing?nation=JPN&on={ON}")["Cache-Control"]
    assert today == "public, max-age=300"
    assert named == "public, max-age=86400"
