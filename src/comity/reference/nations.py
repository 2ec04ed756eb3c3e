"""The register of nations and territories, and the only way from a spelling to a nation."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from comity.base.errors import InputError, RegisterError

SPECIAL = {"ROW": "Rest of the world", "UNKNOWN": "Nation unknown", "WORLD": "World"}


@dataclass(frozen=True, slots=True)
class Nation:
    """One nation or territory; ``latitude`` and ``longitude`` are the capital's, in degrees."""

    nation: str
    alpha2: str
    name: str
    short: str
    capital: str
    latitude: float | None
    longitude: float | None
    time_zone: str
    languages: tuple[str, ...]
    region: str
    kind: str
    disputed: bool
    source: tuple[str, ...]


def normalise(text: str) -> str:
    """A spelling without case, accents and punctuation, for comparison only."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


class Nations:
    """The register: look up by code, resolve a spelling, list all."""

    def __init__(self, nations: Iterable[Nation], aliases: Iterable[tuple[str, str, str, str]]):
        """Take the nations and rows of (alias, nation, kind, scheme)."""
        self._by_code = {nation.nation: nation for nation in nations}
        self._spellings: dict[tuple[str, str], set[str]] = {}
        for nation in self._by_code.values():
            for text in (nation.nation, nation.alpha2, nation.name, nation.short):
                self._add("any", text, nation.nation)
        for alias, code, kind, scheme in aliases:
            if code not in self._by_code:
                raise RegisterError(f"nation_aliases.csv: {alias!r} points to unknown {code!r}.")
            self._add(scheme, alias, code)
            known = self._spellings[scheme, normalise(alias)]
            if len(known) > 1 and kind != "ambiguous":
                raise RegisterError(
                    f"nation_aliases.csv: {alias!r} means {', '.join(sorted(known))}; "
                    "mark every row of it 'ambiguous' or remove one."
                )

    def _add(self, scheme: str, text: str, code: str) -> None:
        self._spellings.setdefault((scheme, normalise(text)), set()).add(code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Nation:
        return self._by_code[code]

    def codes(self) -> list[str]:
        """All codes, in order."""
        return sorted(self._by_code)

    def name(self, code: str) -> str:
        """The printed name of a nation or of ``ROW``, ``UNKNOWN``, ``WORLD``."""
        return self._by_code[code].name if code in self._by_code else SPECIAL.get(code, code)

    def short(self, code: str) -> str:
        """A label of at most about fourteen characters, for charts."""
        return self._by_code[code].short if code in self._by_code else SPECIAL.get(code, code)

    def candidates(self, text: str, scheme: str = "any") -> set[str]:
        """Every nation that a spelling may mean; a scheme's own spellings come first."""
        spelling = normalise(text)
        own = self._spellings.get((scheme, spelling)) if scheme != "any" else None
        return own or self._spellings.get(("any", spelling), set())

    def resolve(self, text: str, scheme: str = "any") -> str:
        """The nation that a code or name means.

        Raises:
            InputError: nothing fits (with suggestions) or several do ("Korea" asks which).
        """
        found = self.candidates(text, scheme)
        if len(found) == 1:
            return next(iter(found))
        if found:
            choice = " or ".join(f"{code} ({self.name(code)})" for code in sorted(found))
            raise InputError(f"nation {text!r} may mean {choice}: write the code.")
        spellings = {s: codes for (kind, s), codes in self._spellings.items() if kind == "any"}
        # A three-letter slip such as JAP is nearer to a name than to a foreign code.
        close = difflib.get_close_matches(normalise(text), spellings, n=6, cutoff=0.75)
        starts = [s for s in sorted(spellings) if s.startswith(normalise(text)) and text.strip()]
        codes = list(dict.fromkeys(c for s in starts[:3] + close for c in sorted(spellings[s])))
        hint = ", ".join(f"{code} ({self.name(code)})" for code in codes[:3])
        suggestion = (
            f"did you mean {hint}?" if hint else "write an ISO 3166 code or an English name."
        )
        raise InputError(f"unknown nation {text!r}: {suggestion}")


def load_nations(folder: Path) -> Nations:
    """Read ``nations.csv`` and ``nation_aliases.csv``.

    Raises:
        RegisterError: a row is incomplete or an alias is ambiguous without saying so.
    """
    nations = []
    # Plain csv: a table reader would take Namibia's code NA for a missing value.
    for line, row in enumerate(_rows(folder / "nations.csv"), start=2):
        try:
            nations.append(_nation(row))
        except (KeyError, ValueError) as error:
            raise RegisterError(f"nations.csv, line {line}: {error}; mend the row.") from error
    aliases = [
        (row["alias"], row["nation"], row["kind"], row["scheme"])
        for row in _rows(folder / "nation_aliases.csv")
    ]
    return Nations(nations, aliases)


def load_aggregates(folder: Path) -> dict[str, str]:
    """Codes and names of statistical aggregates, which are no nations: {code: name}."""
    return {row["code"]: row["name"] for row in _rows(folder / "aggregates.csv")}


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _nation(row: dict[str, str]) -> Nation:
    if not row["source"] or not row["valid_from"]:
        raise ValueError("source and valid_from are required")
    return Nation(
        nation=row["nation"],
        alpha2=row["alpha2"],
        name=row["name"],
        short=row["short"],
        capital=row["capital"],
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        time_zone=row["time_zone"],
        languages=tuple(filter(None, row["languages"].split(";"))),
        region=row["region"],
        kind=row["kind"],
        disputed=row["disputed"] == "yes",
        source=tuple(row["source"].split(";")),
    )
