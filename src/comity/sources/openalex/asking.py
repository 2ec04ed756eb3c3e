"""Grouped questions and their answers, each kept so that none is asked twice."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

from comity.base.dates import today
from comity.base.errors import EvidenceError
from comity.sources.openalex.api import FIRST_CURSOR, Client
from comity.sources.openalex.cache import Cache
from comity.sources.openalex.queries import MOST_GROUPS, Query


class Asker:
    """Asks grouped questions; one asked before is answered from the cache."""

    def __init__(self, client: Client, cache: Cache, said: Callable[[int], None] | None = None):
        """Take who asks, who keeps, and whom to tell the number of answers."""
        self.client, self.cache = client, cache
        self.answers = 0
        self._said = said
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def end(self) -> None:
        """Let no thread ask anything more."""
        self._ended.set()

    def groups(self, query: Query) -> dict[str, int]:
        """All groups with works: {key: works}."""
        return self.groups_of(query)[0]

    def groups_of(self, query: Query) -> tuple[dict[str, int], int]:
        """All groups with works, and how many works there are, however they are grouped."""
        groups: dict[str, int] = {}
        total: int | None = None
        cursor: str | None = FIRST_CURSOR
        while cursor is not None:
            answer = self._answer(query, cursor)
            fresh = {str(key): int(count) for key, count in answer["groups"] if count}
            if fresh and fresh.keys() <= groups.keys():
                raise EvidenceError(
                    f"OpenAlex: the groups of {query.name} lead back to themselves; try later."
                )
            groups |= fresh
            total = int(answer["count"]) if total is None else total
            # Short pages may be filled up with groups of no work.
            cursor = answer["next"] if len(fresh) >= MOST_GROUPS else None
        return groups, total or 0

    def _answer(self, query: Query, cursor: str) -> Any:
        if self._ended.is_set():
            raise EvidenceError("OpenAlex: the fetch was ended.")
        parameters = query.parameters | {"cursor": cursor}
        text = json.dumps(parameters, sort_keys=True)
        key = hashlib.sha256(text.encode()).hexdigest()[:24]
        kept = self.cache.answer(key)
        if kept is None:
            kept = _short(self.client.works(parameters), parameters)
            self.cache.keep_answer(key, kept)
        with self._lock:
            self.answers += 1
            if self._said is not None:
                self._said(self.answers)
        return kept


def _short(answer: dict[str, Any], parameters: dict[str, str]) -> dict[str, Any]:
    groups = answer.get("group_by")
    meta = answer["meta"]
    try:
        listed = [(_code(group["key"]), int(group["count"])) for group in groups or ()]
        count = int(meta.get("count") or 0)
    except (KeyError, TypeError, ValueError) as error:
        raise EvidenceError(
            f"OpenAlex: a grouped answer has another shape ({error!r}): is --base-url its API?"
        ) from error
    return {
        "parameters": parameters, "count": count, "groups": listed, "next": meta.get("next_cursor"),
    }  # fmt: skip


def _code(key: object) -> str:
    """``JP``, also where the key is an address that ends in it."""
    return str(key).rpartition("/")[2]


def nations_only(groups: dict[str, int]) -> dict[str, int]:
    """Groups by nation without that of works whose nation the source does not know."""
    return {code: count for code, count in groups.items() if code.casefold() != "unknown"}


def started(cache: Cache) -> str:
    """The day of a cache's first grouped answer: the edition of the counts."""
    kept = cache.answer("started")
    if kept is None:
        kept = today().isoformat()
        cache.keep_answer("started", kept)
    return str(kept)
