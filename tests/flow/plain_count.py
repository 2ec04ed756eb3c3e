"""The figures of works counted one by one in plain Python, to hold the cube against."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from comity.reference.register import Register

Work = dict[str, Any]


Cell = tuple[str, str, int]


@dataclass
class Plain:
    """Figures by nation, technology and year, and by pair, technology and year."""

    output: dict[Cell, dict[str, Fraction]] = field(default_factory=dict)
    links: dict[tuple[str, str, str, int], dict[str, Fraction]] = field(default_factory=dict)
    # Records times nations: how many rounded shares a figure is the sum of.
    shares: Counter[Cell] = field(default_factory=Counter)
    organisations: dict[tuple[str, str, int, str], list[Fraction]] = field(default_factory=dict)
    works: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, cell: Cell, **figures: Fraction | int) -> None:
        row = self.output.setdefault(cell, {})
        for name, value in figures.items():
            row[name] = row.get(name, Fraction(0)) + value


def authors_shares(work: Work, alpha2: dict[str, str]) -> list[Counter[str]]:
    """For each author, affiliations by nation; empty where no nation is known."""
    found = []
    for author in work["authorships"]:
        codes = [place["country_code"] for place in author["institutions"]]
        known = [alpha2[code] for code in codes if code in alpha2]
        if not known:
            known = [alpha2[code] for code in author["countries"] if code in alpha2]
        found.append(Counter(known))
    return found


def credit(work: Work, alpha2: dict[str, str]) -> dict[str, Fraction]:
    """``w_pc = (1/A) Σ_authors (1/K_a) Σ_affiliations [nation = c]``."""
    placed = [nations for nations in authors_shares(work, alpha2) if nations]
    result: dict[str, Fraction] = {}
    for nations in placed:
        for nation, count in nations.items():
            share = Fraction(count, nations.total()) / len(placed)
            result[nation] = result.get(nation, Fraction(0)) + share
    return result or {"UNKNOWN": Fraction(1)}


def scores(citations: Iterable[int]) -> dict[int, Fraction]:
    """{citations: share of such a work that is in the top tenth}."""
    counts = Counter(citations)
    tenth = Fraction(sum(counts.values()), 10)
    above, result = 0, {}
    for cited in sorted(counts, reverse=True):
        tied = counts[cited]
        result[cited] = min(Fraction(1), max(Fraction(0), (tenth - above) / tied))
        above += tied
    return result


def by_set(sets: dict[Any, list[int]]) -> dict[Any, dict[int, Fraction]]:
    return {key: scores(citations) for key, citations in sets.items()}


def count(works: list[Work], register: Register) -> Plain:
    """Everything that the cube holds of these works."""
    alpha2 = {register.nations[code].alpha2: code for code in register.nations.codes()}
    topics = topic_lists(register)
    plain = Plain()
    counted = [work for work in works if not work["is_retracted"] and not work["is_xpac"]]
    fields, within = defaultdict(list), defaultdict(list)
    about: dict[str, list[str]] = {}
    for work in counted:
        own = {topic["id"] for topic in work["topics"]}
        about[work["id"]] = [key for key, listed in topics.items() if listed & own]
        fields[reference(work)].append(work["cited_by_count"])
        for key in about[work["id"]]:
            within[key, work["publication_year"]].append(work["cited_by_count"])
    top, top_within = by_set(fields), by_set(within)
    for work in counted:
        year, cited = work["publication_year"], work["cited_by_count"]
        shares = credit(work, alpha2)
        known = sorted(set(shares) - {"UNKNOWN"})
        international, many = int(len(known) > 1), int(len(known) > 30)
        score = top[reference(work)][cited]
        for label in ["all", *about[work["id"]], *own_field(work)]:
            inside = label in about[work["id"]]
            mine = top_within[label, year][cited] if inside else Fraction(0)
            for nation, share in shares.items():
                figures = {
                    "fractional": share, "top10": share * score,
                    **({"top10_within": share * mine} if inside else {}),
                }  # fmt: skip
                plain.add(
                    (nation, label, year), whole=1, international=international, many=many,
                    sum_squares=share * share, **figures,
                )  # fmt: skip
                plain.shares[nation, label, year] += 1
                if known:
                    plain.add(("WORLD", label, year), **figures)
                    plain.shares["WORLD", label, year] += 1
            if known:
                plain.add(("WORLD", label, year), whole=1, international=international, many=many)
        for a, b in combinations(known, 2):
            for label in ["all", *about[work["id"]]]:
                row = plain.links.setdefault((a, b, label, year), defaultdict(Fraction))
                row["joint"] += 1
                row["weighted"] += Fraction(1, len(known) - 1)
                row["joint_many"] += many
        for label in about[work["id"]]:
            plain.works[label].add(work["id"].rpartition("/")[2])
            count_organisations(plain, work, label, alpha2)
    return plain


def count_organisations(plain: Plain, work: Work, label: str, alpha2: dict[str, str]) -> None:
    """Credit by organisation in windows that end in years divisible by five."""
    year = work["publication_year"]
    last = year + -year % 5
    placed = [nations for nations in authors_shares(work, alpha2) if nations]
    mine: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for author, nations in zip(work["authorships"], authors_shares(work, alpha2), strict=True):
        for place in author["institutions"]:
            if place["country_code"] in alpha2:
                key = alpha2[place["country_code"]], place["id"].rpartition("/")[2]
                mine[key] += Fraction(1, nations.total()) / len(placed)
    for (nation, organisation), share in mine.items():
        entry = plain.organisations.setdefault(
            (nation, label, last, organisation), [Fraction(0), Fraction(0)]
        )
        entry[0] += 1
        entry[1] += share


def reference(work: Work) -> tuple[Any, ...]:
    primary = work["primary_topic"]
    own = primary["field"]["id"] if primary is not None else None
    return own, work["publication_year"], work["type"]


def own_field(work: Work) -> list[str]:
    if work["primary_topic"] is None:
        return []
    name = work["primary_topic"]["field"]["display_name"]
    return ["openalex:" + name.lower().replace(",", "").replace(" ", "-")]


def topic_lists(register: Register) -> dict[str, set[str]]:
    rules = {one.key: one.rule("openalex") for one in register.technologies}
    return {
        key: {f"https://openalex.org/{topic}" for topic in rule.topics}
        for key, rule in rules.items()
        if rule is not None
    }


@cache
def real_lines(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return stream.readlines()


def real_works(shared_data: Path, start: int = 0, step: int = 1) -> list[Work]:
    """Works of their own; some of them, since to parse all takes seconds."""
    lines = real_lines(shared_data / "openalex" / "works_2643.jsonl.gz")
    return [json.loads(line) for line in lines[start::step]]


def salted(works: list[Work], register: Register) -> list[Work]:
    """The real works with what they lack: flags, very many nations, authors placed in part."""
    for n, work in enumerate(works):
        work["is_retracted"], work["is_xpac"] = n % 40 == 7, n % 55 == 7
    codes = [register.nations[code].alpha2 for code in sorted(register.nations.codes())]
    for n, number in enumerate((29, 30, 31, 35)):
        work = works[40 * n]
        work["authorships"] = [
            {"institutions": [], "countries": codes[i : i + 1 + i % 2]} for i in range(number)
        ] + [{"institutions": [], "countries": []}, {"institutions": [], "countries": ["ZZ"]}]
        work["topics"] = [{"id": "https://openalex.org/T10028"}, {"id": "T10028"}]
    return works
