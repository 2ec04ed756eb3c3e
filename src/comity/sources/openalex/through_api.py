"""Works and counts through OpenAlex's API, from what a user asks to pages or a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from comity.base.dates import last_complete_year, today
from comity.base.errors import InputError
from comity.base.settings import Settings
from comity.evidence.build import Draft
from comity.evidence.tables import ALL
from comity.reference.nations import Nations
from comity.reference.technologies import Technologies
from comity.sources.openalex.api import Client
from comity.sources.openalex.asking import Asker, started
from comity.sources.openalex.cache import Cache
from comity.sources.openalex.fetching import fetch_works, plan_works
from comity.sources.openalex.grouped import count_all, plan_grouped
from comity.sources.openalex.grouped_draft import draft
from comity.sources.openalex.patience import Patience
from comity.sources.openalex.queries import PAIRS, chosen_years, periods_of, works_queries


def _silent(_: str) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """What to fetch.

    ``until`` is the last complete year by default, ``url`` the settings' address. ``pairs`` says
    how grouped counts ask joint works: by windows of five years, or by years. ``only_plan``
    says the plan and stops, ``restart`` fetches anew a query whose cursor no longer leads on.
    ``say`` is called with the plan, ``progress`` after every answer.
    """

    technologies: Sequence[str]
    first: int
    cache: Path
    until: int | None = None
    url: str | None = None
    pairs: str = PAIRS[0]
    only_plan: bool = False
    restart: bool = False
    say: Callable[[str], None] = _silent
    progress: Callable[[str], None] = _silent
    patience: Patience | None = None

    @property
    def years(self) -> range:
        """The years asked for."""
        until = last_complete_year(today()) if self.until is None else self.until
        if self.until is None and self.first > until:
            raise InputError(
                f"--from {self.first} is after {until}, the last complete year: give an earlier "
                "year, or --until."
            )
        return chosen_years(self.first, until)

    def client(self, settings: Settings) -> Client:
        """A client for the address asked for."""
        url = self.url or settings.openalex_url
        return Client(url, settings.openalex_api_key, self.patience, self.progress)


def fetch(request: ApiRequest, settings: Settings, technologies: Technologies) -> list[str]:
    """Fetch works into the cache; returns what a reader must know, a line each.

    Raises:
        InputError: an argument or the key cannot be used.
        EvidenceError: the server cannot be used, or credits are spent; the same call goes on.
        OutputError: the cache cannot be written.
    """
    if not request.technologies:
        raise InputError("no technology given: name at least one with --technology.")
    keys = [technologies.resolve(text) for text in request.technologies]
    queries = list(works_queries(technologies, keys, request.years))
    cache = Cache(request.cache)
    with closing(request.client(settings)) as client:
        request.say(plan_works(client, cache, queries).text)
        if request.only_plan:
            return []
        with cache.only_fetch():
            fetched = fetch_works(
                client, cache, queries, request.restart, lambda state: request.progress(state.text)
            )
    return fetched.lines


def count(
    request: ApiRequest, settings: Settings, nations: Nations, technologies: Technologies
) -> Draft | None:
    """Count by nation; all technologies by default, and always all works; None for the plan only.

    Raises:
        InputError: an argument or the key cannot be used.
        EvidenceError: the server cannot be used, or credits are spent; the same call goes on.
        OutputError: the cache cannot be written.
    """
    named = [technologies.resolve(text) for text in request.technologies]
    keys = list(dict.fromkeys([*(named or technologies.codes()), ALL]))
    cache, periods = Cache(request.cache), periods_of(request.years, request.pairs)
    with closing(request.client(settings)) as client, cache.only_fetch():
        asker = Asker(
            client, cache, lambda n: request.progress(f"{n:,} answers, {client.credits.text}")
        )
        as_of = started(cache)
        plan = plan_grouped(asker, technologies, keys, request.years, request.pairs)
        request.say(plan.text)
        if request.only_plan:
            return None
        counts = count_all(asker, technologies, keys, periods)
        return draft(counts, nations, technologies, client.url, as_of, asker.answers)
