"""Limits of rate, and who it is that asks."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from comity.web.addresses import client_address, counted_network, is_this_machine, logged_network
from comity.web.buckets import Buckets
from comity.web.keeping import KEPT
from comity.web.limits import Limits
from comity.web.settings import WebSettings
from comity.web.site import Site, current, open_site


@pytest.fixture
def limits(client):
    """Makes the middleware as another site's settings say; the shared site comes back after."""
    shared = current()

    def make(answer, **settings):
        open_site(Site(shared.workspace, WebSettings(**settings)))
        return Limits(answer)

    yield make
    open_site(shared)


def fresh(_: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


def kept(_: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={KEPT: "hit"})


def get(path: str = "/nations/JPN", **meta: str) -> HttpRequest:
    return RequestFactory().get(path, **meta)


def test_a_bucket_fills_with_time_and_never_over() -> None:
    now = [0.0]
    buckets = Buckets(2.0, 10.0, lambda: now[0])
    assert buckets.take("a", 10) == 0
    assert buckets.take("a", 1) == 0.5
    now[0] = 0.5
    assert buckets.take("a", 1) == 0
    now[0] = 1000.0
    assert buckets.take("a", 10) == 0
    assert buckets.take("a", 10) == 5.0
    assert buckets.take("b", 10) == 0
    buckets.give_back("b", 99)
    assert buckets.take("b", 10) == 0
    assert buckets.take("b", 10) > 0


def test_the_table_of_addresses_is_bounded() -> None:
    buckets = Buckets(1.0, 5.0, lambda: 0.0, most=100)
    for n in range(1000):
        buckets.take(str(n), 5)
    assert len(buckets) == 100
    assert buckets.take("999", 1) > 0


def test_too_many_computed_answers_are_refused_with_when_to_come_back(limits) -> None:
    around = limits(fresh, rate=0.5, burst=30.0)
    statuses = [around(get()).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    refused = around(get("/api/v1/strengths"))
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "2"
    assert around(get(REMOTE_ADDR="10.0.0.9")).status_code == 200
    assert around(get("/static/comity.css")).status_code == 200


def test_kept_answers_cost_a_tenth(limits) -> None:
    around = limits(kept, rate=0.001, burst=30.0)
    statuses = [around(get()).status_code for _ in range(300)]
    assert statuses[:290] == [200] * 290
    assert statuses[-1] == 429


def test_a_brief_costs_most(limits) -> None:
    around = limits(fresh, rate=0.001, burst=59.0)
    assert around(RequestFactory().post("/briefs")).status_code == 200
    assert around(RequestFactory().post("/briefs")).status_code == 429
    assert around(get()).status_code == 200


def test_no_rate_is_no_limit(limits) -> None:
    around = limits(fresh, rate=0)
    assert {around(get()).status_code for _ in range(500)} == {200}


@pytest.mark.parametrize(
    ("proxies", "named", "found"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_trusted_proxies_name_an_address(proxies: int, named: str, found: str) -> None:
    assert client_address(get(HTTP_X_FORWARDED_FOR=named).META, proxies) == found


def test_networks() -> None:
    assert counted_network("10.1.2.3") == "10.1.2.3"
    assert counted_network("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert counted_network("::ffff:10.1.2.3") == "10.1.2.3"
    assert logged_network("10.1.2.3") == "10.1.2.0/24"
    assert logged_network("2001:db8:1:2::4") == "2001:db8:1::/48"
    assert logged_network("a unix socket") == "local"


@pytest.mark.parametrize(
    ("proxies", "meta", "expected"),
    [
        (0, {}, True),
        (0, {"REMOTE_ADDR": "::1"}, True),
        (0, {"REMOTE_ADDR": "10.0.0.1"}, False),
        (0, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        (0, {"HTTP_FORWARDED": "for=127.0.0.1"}, False),
        (1, {"HTTP_X_FORWARDED_FOR": "1.2.3.4"}, False),
        (1, {"HTTP_X_FORWARDED_FOR": "127.0.0.1, 1.2.3.4"}, False),
        (1, {}, True),
        (1, {"REMOTE_ADDR": "10.0.0.1"}, False),
        (0, {"REMOTE_ADDR": ""}, False),
    ],
)
def test_this_machine_is_not_what_a_proxy_on_it_forwards(proxies, meta, expected) -> None:
    assert is_this_machine(get(**meta), proxies) is expected
