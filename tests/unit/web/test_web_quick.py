"""What is told again from memory is what the framework told, and is limited and counted alike."""

from __future__ import annotations

from wsgiref.util import setup_testing_defaults

import pytest

from comity.web.quick import QuickAnswers
from comity.web.settings import WebSettings
from comity.web.site import Site, current


def ask(application, path, query="", **more):
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver", **more}
    setup_testing_defaults(environ)
    told = []
    body = b"".join(
        application(environ, lambda status, headers, *_: told.append((status, headers)))
    )
    return told[0][0], dict(told[0][1]), body


@pytest.fixture
def asked(client):
    """The framework's handler with a count of how often it was asked, and a site of its own."""
    from django.core.handlers.wsgi import WSGIHandler

    handler, count = WSGIHandler(), []

    def counted(environ, start_response):
        count.append(environ["PATH_INFO"])
        return handler(environ, start_response)

    def made(**settings):
        site = Site(current().workspace, WebSettings(hosts=("testserver",), **settings))
        return QuickAnswers(counted, site), count

    return made


def test_the_second_answer_is_the_first_without_the_framework(asked):
    quick, count = asked(rate=0)
    first = ask(quick, "/about", "on=2026-11-01")
    again = ask(quick, "/about", "on=2026-11-01")
    assert len(count) == 1
    assert first[0] == again[0] == "200 OK"
    assert first[2] == again[2]
    assert "Content-Security-Policy" in again[1]
    assert again[1]["X-Comity-Kept"] == "hit"


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_ACCEPT_LANGUAGE": "eo"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"QUERY_STRING": "on=2026-10-01"},
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_IF_NONE_MATCH": '"x"'},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_what_it_depends_on_asks_anew(asked, other):
    quick, count = asked(rate=0)
    ask(quick, "/about", "on=2026-11-01")
    ask(quick, "/about", **({"QUERY_STRING": "on=2026-11-01"} | other))
    assert len(count) == 2


def test_what_is_no_answer_to_keep_is_asked_each_time(asked):
    quick, count = asked(rate=0)
    for path in ("/nope", "/health", "/briefs"):
        count.clear()
        ask(quick, path)
        ask(quick, path)
        assert count == [path, path]


def test_what_is_told_from_memory_costs_its_little(asked):
    quick, count = asked(rate=1, burst=30)
    for _ in range(290):
        ask(quick, "/about", "on=2026-11-01")
    assert len(count) == 1
    # Three hundred are what was saved up: then the framework says so in words.
    for _ in range(30):
        ask(quick, "/about", "on=2026-11-01")
    assert len(count) > 1


def test_the_bytes_of_both_kinds_of_keeping_are_counted(asked):
    quick, _ = asked(rate=0)
    measures = quick._site.measures
    measures.count_bytes("framework", lambda: 7)
    assert b"\ncomity_kept_bytes 7.0\n" in measures.text()
    _, _, body = ask(quick, "/about", "on=2026-11-01")
    assert f"\ncomity_kept_bytes {quick.store.size() + 7:.1f}\n".encode() in measures.text()
    assert quick.store.size() > len(body)


def test_memory_is_bounded(asked):
    quick, _ = asked(rate=0, cache_mb=1)
    quick.store._most = 20_000
    for day in range(1, 9):
        ask(quick, "/about", f"on=2026-10-0{day}")
    assert 0 < len(quick.store) < 8
    assert quick.store.size() <= 20_000
