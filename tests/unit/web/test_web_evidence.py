"""Claims, evidence, and search."""

from __future__ import annotations

from collections import Counter

import pytest

ON = "on=2026-11-01"


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def found(client, q):
    response = client.get(f"/api/v1/search?{ON}", {"q": q, "on": "2026-11-01"})
    assert response.status_code == 200, response.content[:500]
    return response.json()["rows"]


def test_claims_stand_with_their_verdicts_counted(client):
    rows = client.get(f"/api/v1/claims?{ON}&limit=1000").json()["rows"]
    counts = Counter(row["verdict"] for row in rows)
    text = text_of(client, f"/claims?{ON}")
    assert "the adopted revision was not checked" in text
    assert f"differs from public sources</span>: {counts['contradicted']}" in text
    assert text.count('<article class="card"') == len(rows) == sum(counts.values())
    assert all(row["because"] for row in rows)


def test_claims_can_be_chosen_by_verdict_and_subject(client):
    text = text_of(client, f"/claims?verdict=contradicted&subject=Japan&{ON}")
    rows = client.get(f"/api/v1/claims?verdict=contradicted&subject=Japan&{ON}").json()["rows"]
    assert 0 < len(rows) == text.count('<article class="card"')
    assert all("JPN" in row["subjects"] and row["verdict"] == "contradicted" for row in rows)
    assert all(row["words"].startswith("differs from public sources") for row in rows)


@pytest.mark.parametrize(
    ("query", "words"),
    [("verdict=wrong", "verdict cannot be"), ("subject=Atlantis", "is no nation, group or"),
     ("on=2020-01-01", "was not public")],
)  # fmt: skip
def test_claims_that_cannot_be_told(client, query, words):
    status = 200 if query.startswith("on") else 400
    assert words in text_of(client, f"/claims?{query}", status)


def test_every_series_stands_with_source_date_licence_and_rejects(client):
    text = text_of(client, f"/evidence?{ON}")
    rows = client.get(f"/api/v1/series?{ON}").json()["rows"]
    assert len(rows) == 9
    for row in rows:
        assert f'id="{row["series"]}"' in text
        assert row["licence"]
        assert row["as_of"]
        assert row["publisher"]
        assert row["checksums"]
    assert "an aggregate, not a nation: 2,561, first: Africa Western and Central" in text
    assert "How to cite" in text
    assert client.get("/api/v1/series").json()["edition"] in text


def test_the_coverage_agrees_with_the_series(client):
    rows = client.get(f"/api/v1/coverage?{ON}&limit=1000").json()["rows"]
    series = {r["series"]: r for r in client.get(f"/api/v1/series?{ON}").json()["rows"]}
    for row in rows:
        if row["series"]:
            assert row["technology"] in series[row["series"]]["technologies"]
            assert row["joint"] is ("links" in series[row["series"]]["tables"])


@pytest.mark.parametrize(
    ("q", "kind", "key"),
    [
        ("JPN", "nation", "JPN"),
        ("japan", "nation", "JPN"),
        ("Türkiye", "nation", "TUR"),
        ("turkiye", "nation", "TUR"),
        ("Turkey", "nation", "TUR"),
        ("cote d'ivoire", "nation", "CIV"),
        ("NATO", "group", "NATO"),
        ("quantum", "technology", "quantum"),
        ("artificial intelligence", "technology", "ai"),
    ],
)
def test_what_is_meant_is_found_first(client, q, kind, key):
    first = found(client, q)[0]
    assert (first["kind"], first["key"], first["fit"]) == (kind, key, "exact")


def test_all_sorts_are_found_and_every_address_opens(client):
    rows = [
        row
        for q in ("japan", "partnership", "science", "may", "defence")
        for row in found(client, q)
    ]
    kinds = {row["kind"] for row in rows}
    assert {"nation", "organisation", "defence body", "cooperation record", "claim"} <= kinds
    for kind in kinds - {"claim", "group"}:
        row = next(row for row in rows if row["kind"] == kind)
        assert client.get(row["address"]).status_code == 200, row


def test_better_fits_stand_first_and_there_are_at_most_a_hundred(client):
    rows = found(client, "an")
    order = ["exact", "prefix", "word", "words", "substring"]
    places = [order.index(row["fit"]) for row in rows]
    assert places == sorted(places)
    assert len(found(client, "e")) <= 100
    assert len(found(client, "ing")) <= 100


def test_words_may_stand_apart(client):
    assert any(row["key"] == "jpn-pii" for row in found(client, "japan interoperability"))


def test_an_empty_search_says_how_to_ask(client):
    assert "Write a name" in text_of(client, "/search")
    assert "Write a name" in text_of(client, "/search?q=%20%20")


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("x" * 201, "longer than 200"),
        ("x" * 500, "longer than 400"),
        ("?!…", "no letter or digit"),
    ],
)
def test_a_search_that_cannot_be_made(client, q, words):
    response = client.get("/api/v1/search", {"q": q})
    assert response.status_code in (400, 422)
    assert words in response.json()["detail"] or response.status_code == 422
    page = client.get("/search", {"q": q})
    assert page.status_code in (200, 400)
    assert words in page.content.decode()


def test_what_is_searched_is_escaped(client):
    text = client.get("/search", {"q": '<script>alert("1")</script>'}).content.decode()
    assert "<script>alert" not in text
    assert "Nothing on record" in text


def test_a_fact_shows_every_field_with_its_sources(client):
    answer = client.get(f"/api/v1/fact?key=jpn-pii&{ON}").json()
    fields = {row["field"]: row["value"] for row in answer["rows"]}
    assert fields["parties"].startswith("JPN") or "JPN" in fields["parties"]
    assert answer["sources"]
    refused = client.get(f"/api/v1/fact?key=nothing&{ON}")
    assert refused.status_code == 400
    assert "/search" in refused.json()["detail"]
