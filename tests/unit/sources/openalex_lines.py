"""Works in the schema of 2026 as lines of JSON, and one change of them for every kind of drift."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from comity.sources.openalex.columns import UNIT, Columns, shard_tables
from comity.sources.openalex.gathering import Tally
from comity.sources.openalex.lookups import Lookups

Work = dict[str, Any]
Read = Callable[..., tuple[list[Columns], Tally]]


QUANTUM = "https://openalex.org/T10020"


def author(*codes: str | None, countries: list[str] | None = None) -> Work:
    places = [
        {"id": f"https://openalex.org/I{n + 1}", "display_name": f"Place {n}", "ror": None,
         "country_code": code}
        for n, code in enumerate(codes)
    ]  # fmt: skip
    return {"institutions": places, "countries": countries or [], "raw_affiliation_strings": []}


def work(number: int = 1, **more: Any) -> Work:
    return {
        "id": f"https://openalex.org/W{number}",
        "title": "A title",
        "publication_year": 2020,
        "type": "article",
        "cited_by_count": 12,
        "is_retracted": False,
        "is_xpac": False,
        "authorships": [author("JP"), author("KR", "US")],
        "topics": [{"id": QUANTUM, "field": {"id": "https://openalex.org/fields/31"}}],
        "primary_topic": {"id": QUANTUM, "field": {"id": "https://openalex.org/fields/31"}},
        "funders": [],
        "abstract_inverted_index": {"A": [0], "text": [1]},
    } | more


def lines(*works: Work) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in works)


DRIFT: dict[str, tuple[Work, dict[str, int], dict[str, float]]] = {
    "no citations": ({"cited_by_count": None}, {"cited_by_count: missing or null": 1}, {}),
    "no authors": (
        {"authorships": None}, {"authorships: missing or null": 1}, {"UNKNOWN": 1.0},
    ),
    "no topics": ({"topics": None}, {"topics: missing or null": 1}, {}),
    "no title": ({"title": None}, {"title: missing or null": 1}, {}),
    "no type": ({"type": None}, {"type: missing or null": 1}, {}),
    "no primary topic": ({"primary_topic": None}, {}, {}),
    "no abstract": ({"abstract_inverted_index": None}, {}, {}),
    "a count as text": ({"cited_by_count": "12"}, {"cited_by_count: of another type": 1}, {}),
    "a year as text": ({"publication_year": "2020"}, {"publication_year: of another type": 1}, {}),
    "a year with a fraction": (
        {"publication_year": 2020.0}, {"publication_year: of another type": 1}, {},
    ),
    "a flag as text": ({"is_retracted": "false"}, {"is_retracted: of another type": 1}, {}),
    "a count of words": (
        {"cited_by_count": "a dozen"},
        {"cited_by_count: of another type": 1, "cited_by_count: missing or null": 1}, {},
    ),
    "authors as an object": (
        {"authorships": {"0": author("JP")}},
        {"authorships: of another type": 1, "authorships: missing or null": 1}, {"UNKNOWN": 1.0},
    ),
    "an author that is a name": (
        {"authorships": ["Somebody", author("JP")]}, {"authorships: of another type": 1},
        {"JPN": 1.0},
    ),
    "an author that is null": (
        {"authorships": [None, author("JP")]}, {"authorships: of another type": 1}, {"JPN": 1.0},
    ),
    "institutions as a text": (
        {"authorships": [author("JP") | {"institutions": "Place", "countries": ["KR"]}]},
        {"authorships.institutions: of another type": 1}, {"KOR": 1.0},
    ),
    "countries as a text": (
        {"authorships": [author("JP"), author() | {"countries": "KR"}]},
        {"authorships.countries: of another type": 1}, {"JPN": 1.0},
    ),
    "a country that is null": (
        {"authorships": [author() | {"countries": ["KR", None, 7]}]},
        {"authorships.countries: of another type": 1}, {"KOR": 1.0},
    ),
    "a country code as a number": (
        {"authorships": [{"institutions": [{"id": 5, "country_code": 7}], "countries": ["KR"]}]},
        {"authorships.institutions.country_code: of another type": 1,
         "authorships.institutions.id: of another type": 1}, {"KOR": 1.0},
    ),
    "topics as an object": (
        {"topics": {"id": QUANTUM}},
        {"topics: of another type": 1, "topics: missing or null": 1}, {},
    ),
    "a topic that is a text": (
        {"topics": [QUANTUM, {"id": QUANTUM}]}, {"topics: of another type": 1}, {},
    ),
    "a field that is a number": (
        {"primary_topic": {"id": QUANTUM, "field": 31}}, {"primary_topic: of another type": 1}, {},
    ),
    "funders as a text": ({"funders": "somebody"}, {"funders: of another type": 1}, {}),
    "an abstract as a text": (
        {"abstract_inverted_index": "A text"}, {"abstract_inverted_index: of another type": 1}, {},
    ),
    "an abstract whose places are no list": (
        {"abstract_inverted_index": {"A": 0}}, {"abstract_inverted_index: of another type": 1}, {},
    ),
    "an abstract of words alone": (
        {"abstract_inverted_index": ["A"]}, {"abstract_inverted_index: of another type": 1}, {},
    ),
    "an abstract in places of no text": ({"abstract_inverted_index": {"A": [10**9, -3]}}, {}, {}),
}  # fmt: skip


def credits(batch: Columns, lookups: Lookups) -> dict[str, float]:
    table = shard_tables(batch, 0, lookups.nations)["credits"]
    return {
        lookups.nations[int(nation)]: int(credit) / UNIT
        for nation, credit in zip(table["nation"], table["credit"], strict=True)
    }
