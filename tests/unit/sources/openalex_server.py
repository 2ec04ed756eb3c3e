"""A server on loopback that answers as OpenAlex's API does, and misbehaves where a test asks."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Work = dict[str, Any]
TOPICS = ("T10020", "T10682", "T10028", "T10462", "T99999")
NATIONS = ("JP", "KR", "US", "DE", "FR", "NA", "TW", "XX")


def invented(number: int = 350) -> list[Work]:
    """A tiny set with every case that counts: no nation, many nations, an unknown code."""
    works = []
    for n in range(number):
        nations = [[NATIONS[(n + k * k) % len(NATIONS)]] for k in range(n % 5)]
        if n % 97 == 96:
            nations = [[a + b] for a in "QRSTUVWXYZ" for b in "QRST"]
        topics = [TOPICS[n % len(TOPICS)], *([TOPICS[(n // 7) % len(TOPICS)]] if n % 3 else [])]
        works.append(
            {
                "id": f"https://openalex.org/W{1000 + n}",
                "title": f"Invented work {n}",
                "publication_year": 2015 + n % 4,
                "type": "article",
                "cited_by_count": n,
                "is_retracted": n % 50 == 49,
                "is_xpac": False,
                "citation_normalized_percentile": {"is_in_top_10_percent": n % 10 == 1},
                "topics": [{"id": f"https://openalex.org/{t}"} for t in dict.fromkeys(topics)],
                "authorships": [{"countries": c, "institutions": []} for c in nations],
                "abstract_inverted_index": {"Invented": [0], "text": [1]},
            }
        )
    return works


def nations_of(work: Work) -> set[str]:
    if "_nations" not in work:
        work["_nations"] = {code for author in work["authorships"] for code in author["countries"]}
    found: set[str] = work["_nations"]
    return found


def topics_of(work: Work) -> set[str]:
    if "_topics" not in work:
        work["_topics"] = {topic["id"].rpartition("/")[2] for topic in work.get("topics") or []}
    found: set[str] = work["_topics"]
    return found


def number_of_nations(work: Work) -> int:
    """As the source counts them, which is not always how many it lists."""
    return int(work.get("countries_distinct_count", len(nations_of(work))))


def in_top10(work: Work) -> bool:
    return bool((work.get("citation_normalized_percentile") or {}).get("is_in_top_10_percent"))


def holds(work: Work, clause: str) -> bool:
    """Whether a work meets one clause of a filter."""
    name, _, value = clause.partition(":")
    if name == "topics.id":
        assert len(value.split("|")) <= 100
        return not topics_of(work).isdisjoint(value.split("|"))
    if name == "authorships.countries":
        assert len(value.split("|")) <= 100
        return not nations_of(work).isdisjoint(value.split("|"))
    if name == "publication_year":
        first, _, last = value.partition("-")
        return int(first) <= work["publication_year"] <= int(last or first)
    if name == "countries_distinct_count":
        assert value.startswith(">")
        return number_of_nations(work) > int(value[1:])
    truth = {"is_retracted": work["is_retracted"]}
    truth["citation_normalized_percentile.is_in_top_10_percent"] = in_top10(work)
    return truth[name] == (value == "true")


def group_keys(work: Work, group: str) -> list[str]:
    if group == "publication_year":
        return [str(work["publication_year"])]
    assert group == "authorships.countries", group
    return [f"https://openalex.org/countries/{code}" for code in nations_of(work)]


class Server(ThreadingHTTPServer):
    """``faults`` are used up, one per call; ``answered`` lists what went out whole."""

    daemon_threads = True

    def __init__(self, works: list[Work]):
        super().__init__(("127.0.0.1", 0), Handler)
        self.works = sorted(works, key=lambda work: work["id"])
        self.met: dict[str, set[int]] = {}
        self.met_of = self.works
        self.faults: list[str] = []
        self.answered: list[dict[str, str]] = []
        self.calls = 0
        self.key: str | None = None
        self.credits: int | None = None
        self.limit = 10_000
        self.cursors_expired = False
        self.loops = False
        self.groups_per_page = 200
        # After so many answers the rest waits, and is never answered.
        self.hold_after: int | None = None
        self.held = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Filter and cursor of every page of works that went out whole."""
        return [(p["filter"], p["cursor"]) for p in self.answered if "select" in p]

    def meeting(self, clause: str) -> set[int]:
        """Places of the works that meet a clause, looked up once for many questions."""
        if self.met_of is not self.works:
            self.met, self.met_of = {}, self.works
        if clause not in self.met:
            self.met[clause] = {n for n, work in enumerate(self.works) if holds(work, clause)}
        return self.met[clause]

    def answer(self, p: dict[str, str]) -> tuple[int, Any]:
        if self.key is not None and p.get("api_key") != self.key:
            return 401, {"error": "Unauthorized", "message": f"key {p.get('api_key')} is unknown"}
        if not 1 <= int(p.get("per-page", 25)) <= 100:
            return 400, {"message": "per-page parameter must be between 1 and 100"}
        cursor = p.get("cursor", "*")
        if cursor != "*" and self.cursors_expired:
            return 400, {"error": "Invalid cursor", "message": "Invalid cursor value"}
        meeting = set.intersection(*(self.meeting(c) for c in p["filter"].split(",")))
        found = [self.works[n] for n in sorted(meeting)]
        after = "" if cursor == "*" or self.loops else base64.b64decode(cursor).decode()
        meta: dict[str, Any] = {"count": len(found)}
        if "group_by" in p:
            if "select" in p:
                return 400, {"message": "select does not work with group_by."}
            counts = Counter(k for w in found for k in group_keys(w, p["group_by"]))
            keys = sorted(k for k in counts if k > after)[: self.groups_per_page]
            listed = [{"key": k, "key_display_name": k, "count": counts[k]} for k in keys]
            if len(keys) < self.groups_per_page:
                listed.append({"key": "ZZ", "key_display_name": "none", "count": 0})
            meta |= {"groups_count": len(keys), "next_cursor": _cursor(keys[-1]) if keys else None}
            return 200, {"meta": meta, "results": [], "group_by": listed}
        size = int(p.get("per-page", 25))
        page = [w for w in found if w["id"] > after][:size]
        fields = p["select"].split(",")
        meta["next_cursor"] = _cursor(page[-1]["id"]) if len(page) == size else None
        return 200, {"meta": meta, "results": [{f: w[f] for f in fields if f in w} for w in page]}


def _cursor(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        address = urlsplit(self.path)
        parameters = dict(parse_qsl(address.query))
        with server.lock:
            server.calls += 1
            fault = server.faults.pop(0) if server.faults else ""
            hold = server.hold_after is not None and len(server.answered) >= server.hold_after
        if hold:
            server.held.set()
            threading.Event().wait(5)
            self.close_connection = True
            return
        if address.path != "/works":
            self._send(404, b'{"message": "no such place"}')
        elif re.fullmatch(r"\d{3}.*", fault):
            status, _, retry = fault.partition(" ")
            headers = {"Retry-After": retry} if retry else {}
            self._send(int(status), b'{"message": "not now"}', headers)
        elif fault == "malformed":
            self._send(200, b'{"meta": {"count": 3}, "results": [{"id": "https://op')
        elif fault == "no json":
            self._send(200, b"<html>come back later</html>")
        elif fault == "drop":
            self._send(200, b'{"meta": {"count": 3}, "resu', cut=True)
        else:
            if fault == "slow":
                threading.Event().wait(1.0)
            status, content = server.answer(parameters)
            with server.lock:
                if server.credits is not None:
                    server.credits -= 1
            self._send(status, json.dumps(content).encode())
            if status == 200 and fault != "slow":
                with server.lock:
                    server.answered.append(parameters)

    def _send(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, cut: bool = False
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if self.server.credits is not None:
            self.send_header("X-RateLimit-Limit", str(self.server.limit))
            self.send_header("X-RateLimit-Remaining", str(max(0, self.server.credits)))
            self.send_header("X-RateLimit-Credits-Used", "1")
            self.send_header("X-RateLimit-Reset", "7320")
        self.send_header("Content-Length", str(len(body) + 100 * cut))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.close_connection or cut

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(works: list[Work]) -> Iterator[Server]:
    server = Server(works)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
