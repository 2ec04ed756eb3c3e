"""Kept answers: found by edition, day, language and address; an ETag is told without computing."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from comity.web.busy import BusyError
from comity.web.problems import problem
from comity.web.site import current
from comity.web.store import Store

# Today's answer may change at midnight; one of a named day only with the edition, which the ETag
# tells.
_BRIEFLY, _LONG = 300, 86_400
_SMALL = 1_000
_LARGEST = 4_000_000
# Of a megabyte: the other half is for what is told before the framework (quick.py).
_HALF = 500_000
KEPT = "X-Comity-Kept"


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    zipped: bytes | None
    kind: str
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        return len(self.body) + len(self.zipped or b"") + 500


class KeptAnswers:
    """Answer from what is kept; compute one at a time and keep what may be kept.

    A view says ``Cache-Control`` itself where its answer must not be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        """Stand around the rest."""
        self.get_response = get_response
        most = current().web.cache_mb * _HALF
        self.store: Store[str, _Kept] = Store(most, lambda kept: kept.size)
        current().measures.count_bytes("framework", self.store.size)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if request.method not in ("GET", "HEAD") or not _may_be_kept(request.path):
            return self.get_response(request)
        site = current()
        text = "\n".join((
            # A page names its own full address.
            site.edition, site.today().isoformat(), request.build_absolute_uri(),
            get_language() or "", request.headers.get("HX-Request", ""),
        ))  # fmt: skip
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        etag = f'"{key[:24]}"'
        kept, found = self.store.get(key), "hit"
        if kept is None:
            try:
                with site.computing():
                    kept = self.store.get(key)
                    if kept is None:
                        found = "miss"
                        response = self.get_response(request)
                        if response.status_code != 200 or response.has_header("Cache-Control"):
                            return response
                        kept = _kept(response, request)
                        if kept.size <= _LARGEST:
                            self.store.put(key, kept)
            except BusyError as error:
                return problem(request, 503, str(error))
        if request.headers.get("If-None-Match") == etag:
            response = HttpResponse(status=304)
        else:
            response = _answer(kept, request)
        response[KEPT] = found
        return _with(response, request, etag)


def _may_be_kept(path: str) -> bool:
    return not path.startswith(
        ("/briefs", "/health", "/metrics", "/static", "/programme", "/accounts", "/api/programme")
    )


def _kept(response: HttpResponse, request: HttpRequest) -> _Kept:
    body = response.content
    kind = response.headers["Content-Type"]
    del response.headers["Content-Type"]
    zipped = gzip.compress(body, 6, mtime=0) if len(body) > _SMALL and _text(kind) else None
    return _Kept(body, zipped, kind, tuple(response.headers.items()))


def _text(kind: str) -> bool:
    return kind.startswith("text/") or "json" in kind or "svg" in kind


def _answer(kept: _Kept, request: HttpRequest) -> HttpResponse:
    zipped = kept.zipped is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(kept.zipped if zipped else kept.body, kept.kind)
    for name, value in kept.headers:
        response[name] = value
    if zipped:
        response["Content-Encoding"] = "gzip"
    return response


def _with(response: HttpResponse, request: HttpRequest, etag: str) -> HttpResponse:
    response["ETag"] = etag
    age = _LONG if request.GET.get("on") else _BRIEFLY
    response["Cache-Control"] = f"public, max-age={age}"
    patch_vary_headers(response, ["Accept-Encoding", "Accept-Language", "HX-Request"])
    return response
