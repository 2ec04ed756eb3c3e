"""What is asked of OpenAlex: filters, fields, and the plan of a fetch before it starts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.base.errors import InputError
from comity.evidence.tables import ALL
from comity.reference.labelling import TOPICS
from comity.reference.technologies import Technologies

# A work belongs to a technology by any of its topics, as in the build from works.
TOPIC = "topics.id"
NATIONS = "authorships.countries"
NATIONS_COUNT = "countries_distinct_count"
YEAR = "publication_year"
TOP10 = "citation_normalized_percentile.is_in_top_10_percent:true"
# The API takes at most a hundred values joined by "or", and gives at most a hundred works a page.
MOST_VALUES = 100
PER_PAGE = 100
MOST_GROUPS = 200
# What the build reads of a work, and what a reader needs to find it again.
SELECT = (
    "id", "doi", "title", "publication_year", "publication_date", "language", "type",
    "cited_by_count", "citation_normalized_percentile", "is_retracted", "is_xpac", "authorships",
    "topics", "primary_topic", "funders", "abstract_inverted_index",
)  # fmt: skip
_YEARS = range(1900, 2101)
# Joint works are asked by windows of so many years, or year by year.
WINDOW = 5
PAIRS = ("windows", "years")


@dataclass(frozen=True, slots=True)
class Query:
    """One question: filters that must all hold, and by what to group if not by work."""

    name: str
    filters: tuple[str, ...]
    group: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """The address's parameters, without cursor and key."""
        parameters = {"filter": ",".join(self.filters)}
        if self.group:
            # Groups take no select, and come by 200 if not told otherwise.
            return parameters | {"group_by": self.group}
        return parameters | {"per-page": str(PER_PAGE), "select": ",".join(SELECT)}

    @property
    def key(self) -> str:
        """A short checksum of the parameters: the query's name in the cache."""
        text = json.dumps(self.parameters, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def also(self, *filters: str, group: str | None = None) -> Query:
        """The same question with further filters, and grouped otherwise if asked."""
        return Query(self.name, (*self.filters, *filters), self.group if group is None else group)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a fetch will cost, said before it starts."""

    queries: int
    works: int
    calls: int
    cached: int
    cost: int
    credits_left: str
    asked: int = 0
    at_most: bool = False
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The plan in one line."""
        bound = "at most " if self.at_most else ""
        told = (
            f"plan: {self.queries:,} queries, {self.works:,} works expected, {bound}"
            f"{self.calls:,} calls of {self.cost} credit{'' if self.cost == 1 else 's'}: {bound}"
            f"{self.calls * self.cost:,} credits ({self.credits_left}); "
            f"{self.cached:,} answers are in the cache already; to plan took {self.asked:,} "
            f"call{'' if self.asked == 1 else 's'}"
        )
        return "; ".join((told, *self.notes))


def chosen_years(first: int, until: int) -> range:
    """The years asked for.

    Raises:
        InputError: they are no years, or in the wrong order.
    """
    if first not in _YEARS or until not in _YEARS:
        raise InputError("--from and --until take years of four digits.")
    if until < first:
        raise InputError(f"--until {until} is before --from {first}: swap them.")
    return range(first, until + 1)


def periods_of(years: range, pairs: str) -> list[range]:
    """The spans of years in which joint works are counted, in order.

    Windows end with the last year and go back in fives, so that the first may be shorter.

    Raises:
        InputError: pairs are asked in no such way.
    """
    if pairs not in PAIRS:
        raise InputError(f"unknown pairs {pairs!r}: choose {' or '.join(PAIRS)}.")
    if pairs == "years":
        return [range(year, year + 1) for year in years]
    ends = range(years.stop, years.start, -WINDOW)
    return [range(max(years.start, end - WINDOW), end) for end in reversed(ends)]


def span_text(years: range) -> str:
    """``2016-2020``, or one year alone."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def topics_of(technologies: Technologies, key: str) -> tuple[str, ...]:
    """The topic ids of a technology.

    Raises:
        InputError: it has none.
    """
    rule = technologies[key].rule(TOPICS) if key in technologies else None
    if rule is None or not rule.topics:
        raise InputError(f"technology {key!r} has no OpenAlex topics: choose another.")
    return rule.topics


def base_filters(topics: Sequence[str], years: str) -> tuple[str, ...]:
    """Works of some years with one of the topics (of any, if none is named), not retracted."""
    chosen = (f"{TOPIC}:{'|'.join(sorted(topics))}",) if topics else ()
    return (*chosen, f"{YEAR}:{years}", "is_retracted:false")


def works_queries(technologies: Technologies, keys: Sequence[str], years: range) -> Iterator[Query]:
    """One query per year and hundred topics; a topic of two technologies is asked once.

    A work with topics in two parts comes in both, and the build counts it once.
    """
    topics = sorted({topic for key in keys for topic in topics_of(technologies, key)})
    parts = [topics[at : at + MOST_VALUES] for at in range(0, len(topics), MOST_VALUES)]
    for year in years:
        for number, part in enumerate(parts, start=1):
            name = f"works of {year}" + (f", part {number}" if len(parts) > 1 else "")
            yield Query(name, base_filters(part, str(year)))


def cell_query(technologies: Technologies, key: str, years: range) -> Query:
    """The works of one technology (or all) in some years, grouped by nation."""
    topics = () if key == ALL else topics_of(technologies, key)
    if len(topics) > MOST_VALUES:
        raise InputError(
            f"technology {key!r} has {len(topics)} topics, grouped counts take {MOST_VALUES}."
        )
    span = span_text(years)
    return Query(f"{key}, {span}", base_filters(topics, span), NATIONS)
