"""What is refused before anything is computed, and the headers of every kind of answer."""

from __future__ import annotations

import pytest

FORM = {"nations": "Atlantis", "on": "2026-11-01"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 400),
        ({"Origin": "https://testserver"}, 400),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[broken"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused(client, headers, status) -> None:
    # A nation that does not exist: what passes the gate is refused for that.
    assert client.post("/briefs", FORM, headers=headers).status_code == status
    if status == 403:
        assert client.post("/briefs/x/cancel", headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/", "/nations/JPN", "/api/v1/strengths", "/static/comity.js"])
def test_other_names_are_refused(client, path) -> None:
    refused = client.get(path, headers={"Host": "evil.example"})
    assert refused.status_code == 400
    assert "evil.example" not in refused.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/nations/JPN", "/api/v1/strengths", "/data/strengths.csv"])
def test_only_briefs_take_anything_but_get(client, method, path) -> None:
    refused = getattr(client, method)(path)
    assert refused.status_code == 405
    assert refused["Allow"] == "GET, HEAD"


def test_long_addresses_and_large_bodies_are_refused(client) -> None:
    refused = client.get("/api/v1/strengths?names=" + "x" * 5000)
    assert refused.status_code == 414
    assert refused["Content-Type"] == "application/problem+json"
    large = client.post("/briefs", {"nations": "x" * 70_000})
    assert large.status_code == 413
    assert client.post("/briefs", FORM, CONTENT_LENGTH="many").status_code == 413
    assert client.get("/nations/%00").status_code == 400


@pytest.mark.parametrize("path", ["/nations/JPN?on=2026-11-01", "/api/openapi.json", "/nope"])
def test_head_is_get_without_its_body(client, path) -> None:
    get, head = client.get(path), client.head(path)
    assert head.status_code == get.status_code
    assert not head.content
    assert int(head["Content-Length"]) == len(get.content)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nations/JPN?on=2026-11-01", 200),
        ("/api/v1/strengths?names=JPN&on=2026-11-01", 200),
        ("/api/v1/strengths", 422),
        ("/api/openapi.json", 200),
        ("/data/strengths?names=JPN&on=2026-11-01", 200),
        ("/data/strengths.csv?names=JPN&on=2026-11-01", 200),
        ("/data/strengths.parquet?names=JPN&on=2026-11-01", 200),
        ("/data/strengths.exe?names=JPN", 404),
        ("/figures/intervals.png?names=JPN&on=2026-11-01", 200),
        ("/briefs", 200),
        ("/briefs/none", 404),
        ("/static/comity.js", 200),
        ("/static/none.js", 404),
        ("/health", 200),
        ("/metrics", 200),
        ("/nations/Atlantis", 404),
        ("/nope", 404),
    ],
)
def test_every_kind_of_answer_has_the_headers_of_safety(client, path, status) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer
    assert "Server" not in answer
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    assert b"Traceback" not in body


def test_a_page_kept_for_one_name_is_not_given_to_another(client) -> None:
    from django.test import override_settings

    path = "/nations/JPN?on=2026-11-01"
    with override_settings(ALLOWED_HOSTS=["testserver", "other.example"]):
        one = client.get(path).content.decode()
        other = client.get(path, headers={"Host": "other.example"}).content.decode()
    assert "other.example" in other
    assert "other.example" not in one
    assert "testserver" not in other
