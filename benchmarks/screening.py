"""Measure the similarity of names: variants of listed names found, real other names hit, speed.

Usage: python benchmarks/screening.py SHARED_DATA   (prints Markdown tables; needs ../shared/data)

Variants are planted in every name of both lists of the folder ``screening`` but abbreviations.
False alarms are counted over the institutions of ``openalex/works_2643.jsonl.gz``; hits are printed
by name nowhere: whether one is true is for a person to say, so that all hits are counted.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

from comity.register_data.screening_lists import read_screening_list
from comity.safeguards.screening import Organisation, Screener, ScreeningList
from comity.safeguards.screening_names import is_abbreviation, words

TODAY = dt.date(2026, 11, 26)
THRESHOLDS = (0.75, 0.8, 0.85, 0.9, 0.95)


def _typo(name: str) -> str:
    """The longest word without its third letter."""
    longest = max(name.split(), key=len)
    return name.replace(longest, longest[:2] + longest[3:], 1)


def _swapped(name: str) -> str:
    longest = max(name.split(), key=len)
    return name.replace(longest, longest[:1] + longest[2:3] + longest[1:2] + longest[3:], 1)


VARIANTS: dict[str, Callable[[str], str]] = {
    "capitals, no punctuation": lambda n: n.upper().replace(",", " ").replace("'", ""),
    "words in reverse order": lambda n: " ".join(reversed(n.replace(",", "").split())),
    "a letter left out of the longest word": _typo,
    "two letters of the longest word swapped": _swapped,
    "a department before": lambda n: f"School of Example Studies, {n}",
    "place and abbreviation after": lambda n: f"{n} (XYZ), Someplace",
    "accents and abbreviated words": lambda n: n.replace("University", "Univ.")
    .replace("Institute", "Inst.").replace("Research", "Res.").replace("a", "á", 1),
    "without the last word": lambda n: " ".join(n.split()[:-1]) if len(n.split()) > 3 else n,
}  # fmt: skip


def lists(folder: Path) -> list[ScreeningList]:
    canada = folder / "canada_named_research_organizations_2024-04-18.csv"
    states = folder / "us_entity_list_research_2026-03-30.json"
    return [
        read_screening_list(
            canada, "Government of Canada", "Named Research Organizations",
            dt.date(2024, 4, 18), "../shared/data",
        ),
        read_screening_list(
            states, "US Government", "Entity List, research organisations",
            dt.date(2026, 3, 30), "../shared/data",
        ),
    ]  # fmt: skip


def institutions(path: Path) -> list[str]:
    found = set()
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            for author in json.loads(line).get("authorships", []):
                found |= {one.get("display_name") or "" for one in author.get("institutions", [])}
    return sorted(name for name in found if words(name))


def recall(given: list[ScreeningList], screener: Screener, change: Callable[[str], str]) -> float:
    """Share of listed names whose variant hits the entry that it was made of."""
    tried = hit = 0
    for one in given:
        for entry in one.entries:
            for name in (entry.name, *entry.aliases):
                if is_abbreviation(name) or not words(change(name)):
                    continue
                tried += 1
                found = screener.screen(Organisation(change(name)), TODAY)
                hit += any(x.entry is entry for x in found.hits)
    return hit / tried


def main() -> None:
    data = Path(sys.argv[1])
    given = lists(data / "screening")
    names = institutions(data / "openalex" / "works_2643.jsonl.gz")
    print("| threshold | " + " | ".join(VARIANTS) + " | real names hit | ms a name |")
    print("|---" * (len(VARIANTS) + 3) + "|")
    for threshold in THRESHOLDS:
        screener = Screener(given, threshold=threshold)
        start = time.process_time()
        hits = sum(bool(screener.screen(Organisation(name), TODAY).hits) for name in names)
        spent = 1000 * (time.process_time() - start) / len(names)
        shares = [f"{recall(given, screener, change):.3f}" for change in VARIANTS.values()]
        print(
            f"| {threshold:g} | {' | '.join(shares)} | {hits} of {len(names)} | {spent:.2f} |",
            flush=True,
        )
    print(
        f"\n{sum(len(one.entries) for one in given)} entries. Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    main()
