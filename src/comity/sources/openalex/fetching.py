"""Fetch works page by page into a cache, going on where an earlier fetch ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from comity.base.errors import EvidenceError
from comity.sources.openalex.api import Client, RefusedError
from comity.sources.openalex.cache import Cache, Count, State
from comity.sources.openalex.queries import PER_PAGE, Plan, Query

# A list shows at most so many authors of a work.
MOST_AUTHORS = 100


@dataclass(slots=True)
class Progress:
    """How far a fetch is."""

    pages: int = 0
    works: int = 0
    credits: str = ""

    @property
    def text(self) -> str:
        """For people, in one line."""
        return f"{self.pages:,} pages, {self.works:,} works, {self.credits}"


@dataclass(slots=True)
class Fetched:
    """What a fetch did, and what of it a reader must know."""

    pages: int = 0
    works: int = 0
    kept: int = 0
    missing: int = 0
    repeated: int = 0
    cut_short: int = 0

    @property
    def lines(self) -> list[str]:
        """For people."""
        lines = [f"{self.works:,} works in the cache, {self.pages:,} pages fetched now"]
        if self.missing or self.repeated:
            lines.append(
                f"the index changed while it was paged: {self.repeated:,} works came twice and "
                f"are kept once, {self.missing:,} of those expected did not come"
            )
        if self.cut_short:
            lines.append(
                f"{self.cut_short:,} works are listed with {MOST_AUTHORS} authors, the most the "
                "API lists: their nations may be incomplete"
            )
        return lines


def plan_works(client: Client, cache: Cache, queries: Sequence[Query]) -> Plan:
    """The cost of what is not in the cache yet; asks one call for each set of topics."""
    states = [cache.state(query) for query in queries]
    expected = _expected(client, [q for q, s in zip(queries, states, strict=True) if not s.page])
    calls = works = cached = 0
    for query, state in zip(queries, states, strict=True):
        total = state.expected if state.page else expected.get(query.key, 0)
        works += total
        cached += state.page
        if not state.done:
            # The page after the last full one says that there is no more.
            calls += max(1, total // PER_PAGE + 1 - state.page)
    credits = client.credits
    return Plan(
        len(queries), works, calls, cached, credits.cost, credits.text, asked=client.calls
    )  # fmt: skip


def _expected(client: Client, queries: Sequence[Query]) -> dict[str, int]:
    """Works of each query, from one call for all years of the same other filters."""
    sets: dict[tuple[str, ...], dict[str, Query]] = {}
    for query in queries:
        others = tuple(f for f in query.filters if not f.startswith("publication_year:"))
        year = next(f for f in query.filters if f.startswith("publication_year:"))
        sets.setdefault(others, {})[year.partition(":")[2]] = query
    found: dict[str, int] = {}
    for others, by_year in sets.items():
        span = f"publication_year:{min(by_year)}-{max(by_year)}"
        question = Query("plan", (*others, span), "publication_year")
        for group in client.works(question.parameters).get("group_by") or []:
            if (one := by_year.get(str(group.get("key")))) is not None:
                found[one.key] = int(group.get("count") or 0)
    return found


def fetch_works(
    client: Client,
    cache: Cache,
    queries: Sequence[Query],
    restart: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Fetched:
    """Fetch every page that is not in the cache.

    Args:
        client: asks.
        cache: keeps.
        queries: what to fetch.
        restart: fetch a query anew whose cursor no longer leads on.
        progress: told after every page.

    Raises:
        CreditsSpentError: stopped before credits ran out; the same call goes on.
        EvidenceError: the server cannot be used, or a cursor no longer leads on.
        OutputError: the cache cannot be written.
    """
    result = Fetched()
    for query in queries:
        state = cache.state(query)
        result.kept += state.page
        try:
            _go_on(client, cache, query, state, result, progress)
        except _LostError as error:
            if not restart:
                raise EvidenceError(str(error)) from error
            cache.forget(query)
            state = cache.state(query)
            _go_on(client, cache, query, state, result, progress)
        result.works += state.count.works
        result.repeated += state.count.repeated
        result.cut_short += state.count.cut_short
        result.missing += max(0, state.expected - state.count.works)
    return result


class _LostError(EvidenceError):
    """A query cannot go on from its last page."""

    def __init__(self, query: Query, state: State, why: str):
        super().__init__(
            f"OpenAlex: {query.name} cannot go on after page {state.page} ({why}): give --restart "
            f"to fetch this query anew; its {state.page} pages are then replaced, others stay."
        )


def _go_on(
    client: Client,
    cache: Cache,
    query: Query,
    state: State,
    result: Fetched,
    progress: Callable[[Progress], None] | None,
) -> None:
    if state.done:
        return
    try:
        seen = cache.seen(query, state)
    except EvidenceError as error:
        raise _LostError(query, state, str(error).partition(": ")[0]) from error
    state.url = client.url
    while state.next is not None:
        answer = _page(client, query, state)
        _take(cache, query, state, answer, seen)
        result.pages += 1
        if progress is not None:
            works = result.works + state.count.works
            progress(Progress(result.kept + result.pages, works, client.credits.text))


def _page(client: Client, query: Query, state: State) -> dict[str, Any]:
    cursor = str(state.next)
    try:
        return client.works(query.parameters | {"cursor": cursor})
    except RefusedError as error:
        if state.page == 0:
            raise
        raise _LostError(
            query, state, "the server refuses the cursor, it may have expired"
        ) from error


def _take(cache: Cache, query: Query, state: State, answer: dict[str, Any], seen: set[str]) -> None:
    """Keep a page's new works and where it leads."""
    listed = [w for w in answer.get("results") or [] if isinstance(w, dict) and w.get("id")]
    works = []
    for work in listed:
        if work["id"] not in seen:
            seen.add(work["id"])
            works.append(work)
    following = answer["meta"].get("next_cursor")
    if listed and not works:
        raise _LostError(query, state, "the cursor leads back to works that came before")
    if following is not None and listed and following == state.next:
        raise _LostError(query, state, "the cursor leads to itself")
    state.cursor = str(state.next)
    state.page += 1
    state.next = str(following) if following is not None and listed else None
    state.empty = not works
    long = sum(
        isinstance(a := w.get("authorships"), list) and len(a) == MOST_AUTHORS for w in works
    )
    state.before = state.count
    state.count = Count(
        state.before.works + len(works),
        state.before.repeated + len(listed) - len(works),
        state.before.cut_short + long,
    )
    state.expected = int(answer["meta"].get("count") or 0)
    cache.keep_page(query, state, works)
