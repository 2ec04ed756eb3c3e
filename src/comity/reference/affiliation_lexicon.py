"""What each phrase of an affiliation may mean, read once from the reference tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comity.reference.affiliation_words import ISO_WORDS, SOVEREIGNS, fold, phrases


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What each folded phrase may mean; a set of several nations means undecided."""

    names: dict[str, frozenset[str]]
    regions: dict[str, frozenset[str]]
    cities: dict[str, frozenset[str]]
    towns: dict[str, frozenset[str]]
    places: dict[str, frozenset[str]]
    institutions: dict[str, frozenset[str]]
    starts: dict[str, tuple[int, ...]]
    codes: dict[str, frozenset[str]]
    alpha3: frozenset[str]
    domains: dict[str, str]
    tables: tuple[dict[str, frozenset[str]], ...]
    first_words: frozenset[str]
    territory_ends: frozenset[str]


# Codes of states and provinces as they stand after a city; ISO's own are added from the register.
_STATES = {
    "USA": "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV "
    "NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY",
    "CAN": "AB BC MB NB NL NS ON PE QC SK PQ",
    "AUS": "NSW VIC QLD TAS ACT WA SA NT",
    "BRA": "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO",
    "GBR": "UK GB",
}
# Domains used for their sound rather than for their nation.
_VANITY = phrases("ai|cc|co|fm|gg|im|io|la|ly|me|nu|sh|su|tk|to|tv|ws|ac|as|am|eu|st|ms")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def load_lexicon(folder: Path) -> Lexicon:
    """Read the nations, their spellings and ``affiliation_names.csv``."""
    tables: dict[str, dict[str, frozenset[str]]] = {
        kind: {} for kind in ("nation", "region", "city", "town", "place", "institution")
    }
    names, places = tables["nation"], tables["place"]
    codes: dict[str, set[str]] = {}
    domains: dict[str, str] = {"uk": "GBR", "gov": "USA", "mil": "USA"}
    nations = list(_rows(folder / "nations.csv"))
    for row in nations:
        names[fold(row["name"])] = names[fold(row["short"])] = frozenset((row["nation"],))
        codes.setdefault(row["alpha2"], set()).add(row["nation"])
        if row["alpha2"].lower() not in _VANITY:
            domains[row["alpha2"].lower()] = row["nation"]
    merged: dict[str, set[str]] = {}
    for row in _rows(folder / "nation_aliases.csv"):
        if row["kind"] != "code" and len(fold(row["alias"])) > 1:
            merged.setdefault(fold(row["alias"]), set()).add(row["nation"])
    names.update((key, frozenset(found)) for key, found in merged.items())
    for row in _rows(folder / "affiliation_names.csv"):
        tables[row["kind"]][fold(row["name"])] = frozenset(row["nation"].split(";"))
    for nation, states in _STATES.items():
        for code in states.split():
            codes.setdefault(code, set()).add(nation)
    for kind in ("town", "city"):
        places.update(tables[kind])
    starts: dict[str, set[int]] = {}
    own = frozenset().union(*SOVEREIGNS.values())
    for phrase in tables["institution"]:
        words = phrase.split()
        starts.setdefault(words[0], set()).add(len(words))
    return Lexicon(
        names=names,
        regions=tables["region"],
        cities=tables["city"],
        towns=tables["town"],
        places=places,
        institutions=tables["institution"],
        starts={word: tuple(sorted(sizes, reverse=True)) for word, sizes in starts.items()},
        codes={code: frozenset(found) for code, found in codes.items()},
        alpha3=frozenset(row["nation"] for row in nations) - ISO_WORDS,
        domains=domains,
        tables=(names, tables["region"], places),
        first_words=frozenset(name.split()[0] for name in names),
        territory_ends=frozenset(
            name.split()[-1]
            for table in (names, tables["city"])
            for name, nations in table.items()
            if nations <= own
        ),
    )
