"""The log, the counters, and who may see them."""

from __future__ import annotations

import json
import logging

import pytest
from django.test import RequestFactory

from comity.web.logs import JsonLines, PlainLines
from comity.web.settings import WebSettings
from comity.web.site import Site, current, open_site
from comity.web.watching import health, logged_path, metrics


@pytest.fixture
def lines(client):
    """The records of the access log."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign]
    log = logging.getLogger("comity.web.access")
    log.addHandler(handler)
    level = log.level
    log.setLevel(logging.INFO)
    yield records
    log.removeHandler(handler)
    log.setLevel(level)


def test_one_line_a_request_without_the_person(client, lines) -> None:
    client.get("/data/strengths?names=JPN&on=2026-11-01", REMOTE_ADDR="192.0.2.77")
    client.get("/data/strengths?names=JPN&on=2026-11-01", REMOTE_ADDR="192.0.2.77")
    client.get("/nope\r\nforged", REMOTE_ADDR="192.0.2.77")
    told = [json.loads(JsonLines().format(record)) for record in lines]
    assert len(told) == 3
    assert told[1]["kept"] == "hit"
    assert told[1]["status"] == 200
    assert told[1]["method"] == "GET"
    assert told[1]["path"] == "/data/strengths?names=JPN&on=2026-11-01"
    assert told[1]["network"] == "192.0.2.0/24"
    assert told[1]["ms"] >= 0
    assert told[1]["time"].endswith("+00:00")
    for record in lines:
        assert "192.0.2.77" not in JsonLines().format(record) + PlainLines().format(record)
        assert "\n" not in JsonLines().format(record) + PlainLines().format(record)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/search?q=a+name", "/search?q=..."),
        ("/api/v1/search?q=a&kind=x", "/api/v1/search?q=...&kind=..."),
        ("/data/works?nation=JPN&text=secret", "/data/works?nation=JPN&text=..."),
        ("/briefs/abcdef/brief.pdf", "/briefs/..."),
        ("/nations/JPN", "/nations/JPN"),
        ("/data/x?names=JPN,KOR", "/data/x?names=JPN,KOR"),
        ("/data/x?a=%0Ab", "/data/x?a=%0Ab"),
    ],
)
def test_what_is_typed_in_is_not_logged(path: str, told: str) -> None:
    assert logged_path(path) == told


def test_an_error_nobody_expected_is_logged_whole_and_not_shown(client, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("comity.web.site.parse", fail)
    answer = client.get("/data/counts?nation=JPN&on=2020-01-01")
    assert answer.status_code == 500
    assert "secret words" not in answer.content.decode()


def test_the_counters_tell_what_was_asked(client) -> None:
    client.get("/nope")
    client.get("/health")
    text = client.get("/metrics").content.decode()
    assert 'comity_requests_total{kind="other",status="404"}' in text
    assert 'comity_request_seconds_bucket{kind="health",le="0.002"}' in text
    for name in ("kept_answers_total", "kept_bytes", "briefs_running", "briefs_total"):
        assert f"comity_{name}" in text
    assert "process_resident_memory_bytes" in text


def test_health_tells_the_edition(client) -> None:
    told = client.get("/health").json()
    assert told["ready"] is True
    assert told["edition"] == current().edition
    assert told["since"]


def test_health_and_metrics_are_for_this_machine_or_the_token(client) -> None:
    shared = current()
    far = {"REMOTE_ADDR": "192.0.2.77"}
    for path in ("/health", "/metrics"):
        refused = client.get(path, **far)
        assert refused.status_code == 403
        assert refused["Content-Type"] == "application/problem+json"
    with_token = RequestFactory(headers={"Authorization": "Bearer right"})
    without = RequestFactory(headers={"Authorization": "Bearer wrong"})
    try:
        open_site(Site(shared.workspace, WebSettings(token="right")))
        for view in (health, metrics):
            assert view(with_token.get("/", **far)).status_code == 200
            assert view(without.get("/", **far)).status_code == 403
            assert view(RequestFactory().get("/", **far)).status_code == 403
    finally:
        open_site(shared)
