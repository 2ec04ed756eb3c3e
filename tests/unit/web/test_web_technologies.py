"""Technologies: their list, the page of one, and the questions and figures behind it."""

from __future__ import annotations

import re

import pytest

ON = "on=2026-11-01"
OTHERS = (
    "JPN,KOR,AUS,NZL,IND,CHN,BRA,ZAF,MEX,ARG,CHL,COL,PER,EGY,MAR,TUN,KEN,NGA,GHA,ETH,ISR,JOR,ARE,"
    "QAT,SAU,THA,VNM,MYS,IDN,PHL,SGP,TWN,PAK"
)


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def rows_of(client, question, query=""):
    response = client.get(f"/api/v1/{question}?{query}&limit=1000&{ON}")
    assert response.status_code == 200, response.content[:500]
    return response.json()


def test_the_list_shows_every_technology_and_says_where_evidence_is_lacking(client):
    text = text_of(client, f"/technologies?{ON}")
    keys = [row["technology"] for row in rows_of(client, "definitions")["rows"]]
    assert len(keys) == 15
    assert all(f'href="/technologies/{key}?{ON}"' in text for key in keys)
    assert "No evidence here tells: quantum" in text
    assert "by a wider field" in text


def test_a_technology_shows_who_leads_who_ties_and_what_would_pay(client):
    text = text_of(client, f"/technologies/ai?{ON}")
    for words in ("Definition", "Who leads", "How concentrated", "Shares over the years"):
        assert words in text
    for words in ("Who works with whom", "Where cooperation would pay", "sto-trends 2020"):
        assert words in text
    assert 'href="/nations/CHN' in text
    assert 'href="/pairs/CHN/USA' in text
    for figure in re.findall(r'<img src="([^"]+)"', text):
        assert client.get(figure.replace("&amp;", "&"))["Content-Type"] == "image/svg+xml"


def test_the_kind_of_records_can_be_chosen(client):
    text = text_of(client, f"/technologies/ai?kind=patent&{ON}")
    assert '<option value="patent" selected>' in text
    assert "2016-2020" in text


@pytest.mark.parametrize("key", ["hypersonics", "quantum"])
def test_a_technology_without_evidence_is_unknown_and_not_zero(client, key):
    text = text_of(client, f"/technologies/{key}?{ON}")
    assert "unknown, not zero" in text
    assert "<img" not in text
    ranked = rows_of(client, "ranking", f"technology={key}")
    assert ranked["rows"] == []
    assert "No evidence" in ranked["notes"][0]
    [row] = rows_of(client, "coverage", f"technologies={key}")["rows"]
    assert row["technology"] == key
    assert row["series"] is None


def test_names_are_sent_on_to_keys(client):
    response = client.get("/technologies/artificial-intelligence?kind=patent")
    assert (response.status_code, response["Location"]) == (302, "/technologies/ai?kind=patent")
    assert client.get("/technologies/all")["Location"] == "/technologies"


def test_a_field_of_a_source_has_a_page_too(client):
    assert "does not define" in text_of(client, f"/technologies/wipo:optics?{ON}")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/technologies/alchemy", 404, "unknown technology"),
        ("/technologies/quantumm", 404, "did you mean quantum"),
        ("/technologies/wipo:alchemy", 404, "no series tells the field"),
        (f"/technologies/ai?kind=poem&{ON}", 400, "unknown kind"),
        ("/technologies/ai?on=1890-01-01", 200, "no evidence for a window"),
        ("/technologies/ai?on=someday", 400, "is not a date"),
    ],
)
def test_a_mistake_is_told_in_one_line(client, address, status, words):
    assert words in text_of(client, address, status)


def test_ranks_and_shares_are_inside_their_intervals_and_in_order(client):
    rows = rows_of(client, "ranking", "technology=semiconductors")["rows"]
    assert [row["rank"] for row in rows] == sorted(row["rank"] for row in rows)
    for row in rows:
        assert row["rank_low"] <= row["rank"] <= row["rank_high"]
        assert row["share_low"] <= row["share_of_world"] <= row["share_high"]
    assert rows[0]["nation"] == "CHN"
    assert sum(row["share_of_world"] for row in rows) <= 1


def test_a_rank_opens_the_same_numbers(client):
    row = rows_of(client, "ranking", "technology=semiconductors")["rows"][2]
    query = f"names={row['nation']}&technologies=semiconductors&window={row['window']}"
    [same] = rows_of(client, "strengths", f"{query}&kind=patent")["rows"]
    for name in ("observed", "value", "low", "high", "share_of_world", "verdict"):
        assert same[name] == row[name]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ranking?technology=all", "name a technology"),
        ("ranking?technology=ai&source=poems", "is none of"),
        ("share-trend?names=JPN,KOR,USA,DEU,FRA,GBR,ITA,ESP,CAN,NLD,BEL", "name 1 to 10"),
        ("technology-ties?technology=ai&names=JPN", "2 to 60 nations"),
        ("technology-ties?technology=ai&names=NATO," + OTHERS, "these are 6"),
        ("concentration?technology=phlogiston", "unknown technology"),
        ("definitions?technologies=,", "name 1 to 60"),
    ],
)
def test_questions_refuse_what_they_cannot_answer(client, query, words):
    response = client.get(f"/api/v1/{query}&{ON}")
    assert response.status_code == 400
    assert words in response.json()["detail"]


def test_shares_of_a_group_need_records_counted_once(client):
    answer = rows_of(client, "share-trend", "names=JPN,NATO&technology=ai")
    by_series = {row["series"] for row in answer["rows"] if row["nation"] == "NATO"}
    assert by_series == {"nsf-patents"}
    assert any("counts joint records once for each nation" in note for note in answer["notes"])
    assert all(row["low"] <= row["share"] <= row["high"] for row in answer["rows"])


def test_no_share_is_of_a_year_that_had_not_ended(client):
    answer = client.get("/api/v1/share-trend?names=JPN&technology=all&on=2015-06-30&limit=1000")
    years = {row["year"] for row in answer.json()["rows"]}
    assert years
    assert max(years) == 2014


def test_concentration_says_what_it_covers_and_leaves_unknown_what_needs_organisations(client):
    answer = rows_of(client, "concentration", "technology=ai")
    assert answer["rows"]
    for row in answer["rows"]:
        assert row["hhi_low"] <= row["hhi"] <= row["hhi_high"] <= 1
        assert row["ratio_low"] <= row["ratio"] <= row["ratio_high"]
        assert row["level"] is None
        assert row["held"] is None
    assert any("unknown" in note for note in answer["notes"])


def test_pairs_stay_few_and_name_each_other_once(client):
    rows = rows_of(client, "technology-ties", "technology=ai&kind=publication")["rows"]
    for source in {(row["source"], row["window"]) for row in rows}:
        pairs = [(r["nation"], r["partner"]) for r in rows if (r["source"], r["window"]) == source]
        assert len(pairs) == len(set(pairs)) <= 30 * 29 / 2
        assert all(one < other for one, other in pairs)


def test_figures_have_words_for_those_who_do_not_see_them(client):
    for address in ("ranking.svg?technology=ai", "ranking.svg?technology=ai&measure=advantage",
                    "share-trend.svg?technology=ai", "share-trend.png?names=JPN,NATO"):  # fmt: skip
        assert client.get(f"/figures/{address}&{ON}").status_code == 200
    assert client.get(f"/figures/ranking.svg?technology=hypersonics&{ON}").status_code == 404
    assert client.get(f"/figures/ranking.svg?technology=ai&top=41&{ON}").status_code == 400
    text = text_of(client, f"/technologies/ai?{ON}")
    assert re.search(r'alt="Shares of the 20 largest nations\. Largest: China, \d', text)
