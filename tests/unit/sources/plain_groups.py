"""Counts by nation of works in plain Python, to hold grouped answers against."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from openalex_server import (
    Work,
    in_top10,
    invented,
    nations_of,
    topics_of,
)

from comity.evidence.build import Draft
from comity.reference.register import Register
from comity.sources.openalex.queries import periods_of

PAIR = ["nation_a", "nation_b", "technology"]


def plain(
    works: list[Work], register: Register, keys: list[str], years: range, pairs: str
) -> tuple[dict[tuple[str, str, int], Counter[str]], Counter[tuple[str, str, str, int, int]]]:
    """Output by nation, technology and year and joint works by period, counted work by work."""
    output: dict[tuple[str, str, int], Counter[str]] = {}
    joint: Counter[tuple[str, str, str, int, int]] = Counter()
    period = {year: (span[0], span[-1]) for span in periods_of(years, pairs) for year in span}
    for work in works:
        year = work["publication_year"]
        if year not in years or work["is_retracted"]:
            continue
        codes = nations_of(work)
        known = {n: c for c in codes for n in register.nations.candidates(c, "openalex")}
        rows = [*known, "WORLD" if codes else "UNKNOWN"]
        for key in [*keys, "all"]:
            rule = None if key == "all" else register.technologies[key].rule("openalex")
            if rule is not None and not set(rule.topics) & topics_of(work):
                continue
            for row in rows:
                cell = output.setdefault((row, key, year), Counter())
                cell["whole"] += 1
                cell["international"] += len(codes) > 1
                cell["top10_whole"] += in_top10(work)
                cell["many"] += len(codes) > 30
            for a, b in combinations(sorted(known), 2):
                joint[(a, b, key, *period[year])] += 1
    return output, joint


def assert_equal(
    made: Draft,
    works: list[Work],
    register: Register,
    keys: list[str],
    years: range,
    pairs: str = "windows",
) -> None:
    output, joint = plain(works, register, keys, years, pairs)
    figures = ["whole", "international", "top10_whole", "many"]
    rows = made.output.set_index(["nation", "technology", "year"])[figures].to_dict("index")
    assert {k: {f: int(v[f]) for f in figures} for k, v in rows.items()} == {
        k: {f: v[f] for f in figures} for k, v in output.items()
    }
    links = made.links.set_index([*PAIR, "year", "until"])["joint"].to_dict()
    assert links == dict(joint)


def over_a_decade(number: int = 350) -> list[Work]:
    """The invented works over 2010 to 2018: a window of four years and one of five."""
    works = invented(number)
    for n, work in enumerate(works):
        work["publication_year"] = 2010 + n % 9
    return works
