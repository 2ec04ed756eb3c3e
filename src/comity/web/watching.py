"""Every request is counted and told in one line of the log; /health and /metrics tell of it."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST

from comity.base.dates import seconds
from comity.web.addresses import client_address, is_this_machine, logged_network
from comity.web.keeping import KEPT
from comity.web.problems import problem
from comity.web.site import Site, current

_log = logging.getLogger("comity.web.access")
# What a person types in is nobody's business.
_TYPED = {"q", "text"}
_HIDDEN = "..."


class Watched:
    """Count and log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then tell of it."""
        site, begun, method = current(), seconds(), request.method
        response = self.get_response(request)
        if not response.streaming and response.status_code != 304:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        tell(
            site, method if method in _METHODS else "other",
            kind_of(request.path, response.status_code), logged_path(request.get_full_path()),
            response.status_code, seconds() - begun, response.headers.get(KEPT, ""),
            client_address(request.META, site.web.proxies),
        )  # fmt: skip
        return response


def tell(
    site: Site,
    method: str,
    kind: str,
    path: str,
    status: int,
    spent: float,
    kept: str,
    address: str,
) -> None:
    """Count one answer and write its line of the log."""
    site.measures.requests.labels(kind, status).inc()
    site.measures.seconds.labels(kind).observe(spent)
    if kept:
        site.measures.kept.labels(kept).inc()
    _log.info(
        "request",
        extra={
            "method": method, "path": path, "status": status, "ms": round(1000 * spent, 1),
            "kept": kept or None, "network": logged_network(address),
        },
    )  # fmt: skip


_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"}


def kind_of(path: str, status: int) -> str:
    """The kind of page: the first part of an address that exists, else ``other``."""
    if status in (400, 404, 405, 414, 429):
        return "other"
    return path.split("/", 2)[1] or "home"


def logged_path(full: str) -> str:
    """The address without what a person typed in to search, nor the name of a brief."""
    path, _, query = full.partition("?")
    # Who knows the name of a brief, or the link that sets a password, has what it opens.
    for secret in ("/briefs/", "/accounts/password/reset/key/"):
        if path.startswith(secret):
            return f"{secret}{_HIDDEN}"
    if not query:
        return path[:500]
    hide = path.rstrip("/").endswith("/search")
    told = [
        (name, _HIDDEN if hide or name in _TYPED else value)
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    return f"{path}?{urlencode(told, safe=',', errors='replace')}"[:500]


def health(request: HttpRequest) -> HttpResponse:
    """``/health``: ready, the edition, and since when."""
    site = current()
    content = {"ready": True, "edition": site.edition, "since": site.since.isoformat()}
    return _private(request, json.dumps(content).encode(), "application/json")


def metrics(request: HttpRequest) -> HttpResponse:
    """``/metrics``: the counters, for Prometheus."""
    return _private(request, current().measures.text(), CONTENT_TYPE_LATEST)


def _private(request: HttpRequest, body: bytes, kind: str) -> HttpResponse:
    web = current().web
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not is_this_machine(request, web.proxies) and not (
        web.token and secrets.compare_digest(given.encode(), web.token.encode())
    ):
        return problem(request, 403, "this is for this machine, or with the token of the settings.")
    response = HttpResponse(body, kind)
    response["Cache-Control"] = "no-store"
    return response
