"""How well and how fast raw affiliations are read, as a Markdown report.

Usage: python benchmarks/affiliations.py ../shared/data [--errors tuning|held-out]
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from comity.base.settings import PACKAGE
from comity.reference.affiliation_parts import part_of
from comity.reference.affiliation_words import SOVEREIGNS
from comity.reference.affiliations import AffiliationResolver, load_resolver
from comity.reference.nations import load_nations

REFERENCE = PACKAGE / "reference" / "data"


@dataclass(frozen=True)
class Case:
    """One string (or the strings of one author), what is expected and what OpenAlex gives."""

    texts: tuple[str, ...]
    expected: frozenset[str]
    openalex: frozenset[str]

    @property
    def held_out(self) -> bool:
        """Which half: by a hash of the strings, so that repeats stay together."""
        return hashlib.sha256("\n".join(self.texts).encode()).digest()[0] % 2 == 1


def wilson(hits: int, trials: int) -> str:
    """A share with its Wilson 95 % interval, in per cent."""
    if not trials:
        return "–"
    z, p = 1.959964, hits / trials
    centre = (p + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials**2))
    return f"{100 * p:.1f} [{100 * (centre - half):.1f}, {100 * (centre + half):.1f}]"


def read_reports(path: Path, codes: dict[str, str]) -> list[Case]:
    """Distinct strings of the list of reports; the first row of each string counts."""
    cases: dict[str, Case] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            text = row["raw_affiliation_string"]
            expected = frozenset(codes[c] for c in row["matched_country"].split(";") if c)
            given = frozenset(codes[c] for c in row["openalex_country"].split(";") if c in codes)
            cases.setdefault(text, Case((text,), expected, given))
    return list(cases.values())


def read_works(path: Path, codes: dict[str, str]) -> list[Case]:
    """Distinct authorships' raw strings with the nations OpenAlex gives the author."""
    cases: dict[tuple[str, ...], Case] = {}
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            for author in json.loads(line)["authorships"]:
                texts = tuple(author["raw_affiliation_strings"])
                given = frozenset(codes[c] for c in author["countries"] if c in codes)
                if texts:
                    cases.setdefault(texts, Case(texts, given, given))
    return list(cases.values())


def folded(nations: frozenset[str]) -> frozenset[str]:
    """The same with territories under their sovereign, as the list mostly writes them."""
    above = {t: s for s, own in SOVEREIGNS.items() for t in own if s != "CHN"}
    return frozenset(above.get(n, n) for n in nations)


def table(
    cases: list[Case],
    answer: Callable[[Case], frozenset[str]],
    regions: dict[str, str],
    title: str,
) -> list[str]:
    """Precision, recall and abstention of an answer, overall and by continent, in pairs."""
    right, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    silent, strings = Counter[str](), Counter[str]()
    exact = 0
    for case in cases:
        found = answer(case)
        exact += found == case.expected
        for region in {"all", *(regions[n] for n in case.expected)}:
            strings[region] += 1
            silent[region] += not found
        for counter, nations in (
            (right, found & case.expected),
            (given, found),
            (wanted, case.expected),
        ):
            for nation in nations:
                counter["all"] += 1
                counter[regions[nation]] += 1
    lines = [
        f"**{title}** — {len(cases):,} strings; "
        f"the same set of nations: {wilson(exact, len(cases))} %",
        "",
        "| region | strings | precision % | recall % | abstains % |",
        "|---|---|---|---|---|",
    ]
    for region in ["all", *sorted(r for r in strings if r != "all")]:
        lines.append(
            f"| {region} | {strings[region]:,} | {wilson(right[region], given[region])} "
            f"| {wilson(right[region], wanted[region])} "
            f"| {wilson(silent[region], strings[region])} |"
        )
    return [*lines, ""]


def speed(resolver: AffiliationResolver, texts: Iterable[str], cold: bool, passes: int = 9) -> str:
    """Distinct strings per second of processor time on one core, the best of the passes."""
    distinct = list(dict.fromkeys(texts))
    best = math.inf
    for _ in range(passes):
        if cold:
            part_of.cache_clear()
        start = time.process_time()
        for text in distinct:
            resolver.resolve(text)
        best = min(best, time.process_time() - start)
    return f"{len(distinct) / best:,.0f}"


def main() -> None:
    """Print the report, or the disagreements of one half."""
    data = Path(sys.argv[1])
    nations = load_nations(REFERENCE)
    codes = {nations[n].alpha2: n for n in nations.codes()}
    regions = {n: nations[n].region for n in nations.codes()}
    resolver = load_resolver(REFERENCE)

    def read(case: Case) -> frozenset[str]:
        return frozenset().union(*(resolver.resolve(text).nations for text in case.texts))

    reports = read_reports(data / "affiliations" / "openalex_country_cases.csv.gz", codes)
    authors = read_works(data / "openalex" / "works_2643.jsonl.gz", codes)
    known = [case for case in authors if case.expected]
    blank = [case for case in authors if not case.expected]
    if "--errors" in sys.argv:
        held = sys.argv[-1] == "held-out"
        for name, cases in (("list", reports), ("works", known), ("blank", blank)):
            wrong = [c for c in cases if c.held_out == held and read(c) != c.expected]
            random.Random(11).shuffle(wrong)
            for case in wrong:
                kind = "wrong" if read(case) else "silent"
                found, wanted = ("+".join(sorted(s)) for s in (read(case), case.expected))
                print(name, kind, found or "-", wanted or "-", " ¦ ".join(case.texts), sep="\t")
        return
    for half, held in (("held-out half", True), ("tuning half", False)):
        listed = [c for c in reports if c.held_out == held]
        works = [c for c in known if c.held_out == held]
        abroad = [c for c in listed if c.expected != {"FRA"}]
        empty = [c for c in blank if c.held_out == held]
        print(f"## {half.capitalize()}\n")
        print(*table(listed, read, regions, "List of reports, this resolver"), sep="\n")
        print(*table(listed, lambda c: c.openalex, regions, "The same, OpenAlex"), sep="\n")
        under = [Case(c.texts, folded(c.expected), c.openalex) for c in listed]
        title = "The same, territories under their sovereign on both sides"
        print(*table(under, lambda c: folded(read(c)), regions, title), sep="\n")
        print(*table(abroad, read, regions, "List without France, this resolver"), sep="\n")
        print(*table(works, read, regions, "Authors in works, this resolver"), sep="\n")
        read_too = sum(bool(read(c)) for c in empty)
        print(
            f"Authors with a raw affiliation to whom OpenAlex gives no nation: {len(empty):,}; "
            f"this resolver gives one to {read_too:,} ({wilson(read_too, len(empty))} %).\n"
        )
    texts = [t for case in (*reports, *authors) for t in case.texts]
    cold, warm = (speed(resolver, texts, cold) for cold in (True, False))
    print(
        f"Speed: {len(set(texts)):,} distinct strings at {cold}/s with an empty memory of parts, "
        f"{warm}/s with the parts seen before."
    )


if __name__ == "__main__":
    main()
