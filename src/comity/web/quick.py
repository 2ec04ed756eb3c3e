"""Kept answers before the framework: what was told once is told again from memory.

The framework takes two milliseconds for an answer that it keeps; the last of a burst of fifty would
wait a tenth of a second. An answer is kept as it went out, under everything that it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from comity.base.dates import seconds
from comity.web.addresses import client_address, counted_network
from comity.web.keeping import KEPT
from comity.web.limits import CHEAP
from comity.web.site import Site
from comity.web.store import Store
from comity.web.watching import kind_of, logged_path, tell

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# What an answer depends on, beside method, day and edition.
_DEPENDS = (
    "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO",
    "HTTP_ACCEPT_LANGUAGE", "HTTP_HX_REQUEST",
)  # fmt: skip
_LONGEST = 2_000
_OVERHEAD = 2_000
# Of a megabyte: the other half is for what the framework keeps (keeping.py).
_HALF = 500_000


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer as it went out, and how it is counted and logged."""

    headers: Headers
    body: bytes
    kind: str
    path: str


class QuickAnswers:
    """Stand before the application; bounded by bytes, the least lately used dropped first."""

    def __init__(self, application: Application, site: Site):
        """Take the application and its site."""
        self._application = application
        self._site = site
        most = site.web.cache_mb * _HALF
        self.store: Store[tuple[str, ...], _Told] = Store(
            most, lambda told: len(told.body) + _OVERHEAD
        )
        site.measures.count_bytes("quick", self.store.size)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer from memory, else ask the application and remember."""
        begun = seconds()
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)
        told = self.store.get(key)
        site = self._site
        address = client_address(environ, site.web.proxies)
        if told is None or (
            site.web.rate and site.buckets.take(counted_network(address), CHEAP) > 0
        ):
            # What is too much is refused there, in words.
            return self._asked(key, environ, start_response)
        start_response("200 OK", told.headers)
        tell(site, "GET", told.kind, told.path, 200, seconds() - begun, "hit", address)
        return [told.body]

    def _key(self, environ: dict[str, Any]) -> tuple[str, ...] | None:
        """Everything the answer depends on; none where it may not be kept here."""
        if environ.get("REQUEST_METHOD") != "GET" or "HTTP_IF_NONE_MATCH" in environ:
            return None
        parts = [str(environ.get(name, "")) for name in _DEPENDS]
        if sum(map(len, parts)) > _LONGEST:
            return None
        zipped = "gzip" in str(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return (self._site.edition, self._site.today().isoformat(), str(zipped), *parts)

    def _asked(
        self, key: tuple[str, ...], environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        head: list[tuple[str, Headers]] = []

        def started(status: str, headers: Headers, *more: Any) -> Any:
            head.append((status, headers))
            return start_response(status, headers, *more)

        answer = self._application(environ, started)
        status, headers = head[-1]
        if status != "200 OK" or not any(name == KEPT for name, _ in headers):
            return answer
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        path = f"{environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}".rstrip("?")
        kept = [(name, "hit" if name == KEPT else value) for name, value in headers]
        kind = kind_of(str(environ.get("PATH_INFO", "")), 200)
        self.store.put(key, _Told(kept, body, kind, logged_path(path)))
        return [body]
