"""One declaration, four surfaces: page, API and files tell the same."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet as pq
import pytest

ASKED = "names=JPN&technologies=ai,quantum&on=2026-11-01"


def test_api_csv_and_parquet_hold_the_same_rows(client):
    answer = client.get(f"/api/v1/strengths?{ASKED}").json()
    text = client.get(f"/data/strengths.csv?{ASKED}").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    table = pq.read_table(io.BytesIO(client.get(f"/data/strengths.parquet?{ASKED}").content))
    assert answer["total"] == len(rows) == table.num_rows > 0
    for told, row, typed in zip(answer["rows"], rows, table.to_pylist(), strict=True):
        assert told["nation"] == row["nation"] == typed["nation"] == "JPN"
        assert told["value"] == pytest.approx(float(row["value"])) == pytest.approx(typed["value"])
    assert {series["key"] for series in answer["series"]}
    assert answer["edition"]


def test_pages_of_the_api_join_to_the_whole(client):
    whole = client.get("/api/v1/strengths?names=JPN&limit=1000&on=2026-11-01").json()["rows"]
    rows, address = [], "/api/v1/strengths?names=JPN&limit=7&on=2026-11-01"
    while address:
        answer = client.get(address).json()
        rows += answer["rows"]
        address = answer["next"] and answer["next"]
    assert rows == whole


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 422, "names"),
        ("names=Atlantis", 400, "unknown nation"),
        ("names=JPN&colour=red", 400, "unknown parameter 'colour'"),
        ("names=JPN&window=2020-2016", 400, "window"),
        ("names=JPN&on=tomorrow", 400, "on"),
        ("names=JPN&limit=0", 422, "limit"),
    ],
)
def test_a_mistake_is_a_problem_in_one_line(client, query, status, words):
    response = client.get(f"/api/v1/strengths?{query}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert words in response.json()["detail"]
    assert "\n" not in response.json()["detail"]


def test_a_kept_answer_is_found_by_its_etag(client):
    first = client.get(f"/api/v1/strengths?{ASKED}")
    again = client.get(f"/api/v1/strengths?{ASKED}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert "max-age" in first["Cache-Control"]
