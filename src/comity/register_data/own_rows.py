"""From a row of a table to an own fact and its sources, with every complaint about it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.base.dates import DateSpan, parse_span, today
from comity.base.errors import ComityError, InputError
from comity.reference.entries import SHAPES
from comity.reference.facts import Fact, Source, from_mapping
from comity.reference.overlaps import own_overlaps
from comity.reference.own_facts import PREFIX, faults, is_own
from comity.reference.register import Register
from comity.reference.yaml_lines import LINE
from comity.register_data.columns import SOURCE_FIELDS, TableColumn
from comity.register_data.own_table import OwnTable

_TIERS = ("A", "B", "C")
_BASES = ("published", "read")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
# What makes the key of a fact that has none.
_KEYED = {
    "statuses": ("nation", "framework", "valid_from"),
    "instruments": ("nation", "kind", "valid_from"),
    "memberships": ("nation", "group", "valid_from"),
    "cooperation_records": ("title", "valid_from"),
}


@dataclass(frozen=True, slots=True)
class OwnFact:
    """A fact that was read: as the register's files hold it, as it is, and its new sources."""

    entry: dict[str, Any]
    fact: Any
    sources: tuple[Source, ...]


class RowReader:
    """Reads rows of one table; complaints are kept in their order, each with its line."""

    def __init__(self, register: Register, table: OwnTable, file: str):
        self._register = register
        self._table = table
        self._file = file
        self._sources = dict(register.sources)
        held = {fact.key for fact in getattr(register, table.kind)}
        self._held = dict.fromkeys(held, "is on record already; leave it out or rename it")
        self.complaints: list[str] = [*table.complaints]

    def read(self) -> list[OwnFact]:
        """Every row that can be used."""
        found = [self._row(line, row) for line, row in self._table.rows]
        kept = [one for one in found if one is not None]
        instruments = {one.key for one in self._register.instruments}
        if self._table.kind == "instruments":
            instruments |= {one.fact.key for one in kept}
        for one in kept:
            where = one.fact.read_at
            self.complaints += [
                f"{where}: {fault}" for fault in faults(one.fact, self._register, instruments)
            ]
        self._refuse_overlaps([one.fact for one in kept])
        self.complaints.sort(key=_line)
        return kept

    def _refuse_overlaps(self, new: list[Any]) -> None:
        """A row may not have what another row, or an own fact on record, has on the same day."""
        held = [x for x in getattr(self._register, self._table.kind) if is_own(x.key)]
        for found in own_overlaps([*held, *new]):
            about = found.second if found.second in new else found.first
            self.complaints.append(f"{about.read_at}: valid_from: {found.complaint(about)}")

    def _row(self, line: int, row: Mapping[str, str]) -> OwnFact | None:
        before = len(self.complaints)

        def complain(text: str) -> None:
            self.complaints.append(f"{self._file}, line {line}: {text}")

        for name in self._table.needs:
            if not row.get(name):
                complain(f"{name} is empty; every fact needs it.")
        entry: dict[str, Any] = {LINE: line}
        for name, text in row.items():
            if text and name != "key" and not name.startswith("source"):
                try:
                    entry[name] = self._value(self._table.columns[name], text)
                except ComityError as error:
                    complain(str(error))
        keys, new = self._cited(row, complain)
        if len(self.complaints) > before:
            return None
        entry = {"key": self._key(row, entry), **entry, "source": keys}
        if (taken := self._held.get(entry["key"])) is not None:
            complain(f"key: {entry['key']!r} {taken}.")
            return None
        self._held[entry["key"]] = f"stands on line {line} too; give one another key"
        try:
            fact: Fact = from_mapping(SHAPES[self._table.kind], entry, self._file)
        except ComityError as error:
            self.complaints.append(str(error))
            return None
        del entry[LINE]
        return OwnFact(entry, fact, tuple(new))

    def _value(self, column: TableColumn, text: str) -> Any:
        """A cell as the register's files hold it."""
        if column.name == "nation":
            return self._register.nations.resolve(text)
        if column.name == "group":
            group = self._register.groups.find(text)
            return text if group is None else group.key
        if column.type == "date":
            return parse_span(text, f"{column.name}:").text
        if column.type == "list":
            parts = _parts(text)
            return [self._party(part) for part in parts] if column.name == "parties" else parts
        if column.type == "integer":
            if not re.fullmatch(r"\d+", text):
                raise InputError(f"{column.name}: {text!r} is no whole number.")
            return int(text)
        if column.type == "boolean":
            if text.casefold() not in _TRUTH:
                raise InputError(f"{column.name}: {text!r} is neither true nor false.")
            return _TRUTH[text.casefold()]
        if column.type == "object" and text[0] in "[{":
            try:
                return json.loads(text)
            except ValueError as error:
                raise InputError(f"{column.name}: {text!r} is no JSON ({error}).") from error
        return text

    def _party(self, text: str) -> str:
        """A party's key: a nation may be given by name."""
        try:
            return self._register.nations.resolve(text)
        except InputError:
            group = self._register.group(text)
            return group.key if group is not None else text

    def _key(self, row: Mapping[str, str], entry: Mapping[str, Any]) -> str:
        given = row.get("key", "").removeprefix(PREFIX)
        made = " ".join(str(entry[name]) for name in _KEYED[self._table.kind])
        return f"{PREFIX}{_slug(given or made)}"

    def _cited(self, row: Mapping[str, str], complain: Any) -> tuple[list[str], list[Source]]:
        """Keys of the row's sources, and those among them that nobody has declared yet."""
        columns = {name: _parts(row.get(f"source_{name}", "")) for name in SOURCE_FIELDS}
        if not any(columns.values()):
            return self._by_key(_parts(row.get("source", "")), complain), []
        count = len(columns["title"]) or max(map(len, columns.values()))
        before = len(self.complaints)
        for name, values in columns.items():
            if name == "date_basis" and not values:
                columns[name] = ["published"] * count
            elif not values:
                complain(f"source_{name} is empty; every source needs it.")
            elif len(values) != count and len(self.complaints) == before:
                complain(
                    f"source_{name} has {len(values)} values and source_title {count}; "
                    "give one for each source."
                )
        if len(self.complaints) > before:
            return [], []
        keys, new = [], []
        for number in range(count):
            given = {name: values[number] for name, values in columns.items()}
            source = self._source(given, complain)
            if source is not None:
                if source.key not in self._sources:
                    self._sources[source.key] = source
                    new.append(source)
                keys.append(source.key)
        return list(dict.fromkeys(keys)), new

    def _by_key(self, keys: list[str], complain: Any) -> list[str]:
        if not keys:
            complain("no source; fill source_title, _publisher, _url, _date and _tier.")
        for key in keys:
            if key not in self._sources:
                complain(
                    f"source: no source {key!r} is declared; fill source_title and the others."
                )
        return keys

    def _source(self, given: dict[str, str], complain: Any) -> Source | None:
        """The declared source that is the same, else a new one."""
        faulty = []
        if not re.fullmatch(r"https?://[^\s/]+\S*", given["url"]):
            faulty.append(f"source_url: {given['url']!r} is no address; write https://….")
        for name, choice in (("tier", _TIERS), ("date_basis", _BASES)):
            if given[name] not in choice:
                faulty.append(f"source_{name}: {given[name]!r} is not one of {', '.join(choice)}.")
        span: DateSpan | None = None
        try:
            span = parse_span(given["date"], "source_date:")
            if span.first > today():
                faulty.append(f"source_date: {given['date']} is in the future.")
        except InputError as error:
            faulty.append(str(error))
        for fault in faulty:
            complain(fault)
        if faulty or span is None:
            return None
        wanted = (*(given[name] for name in ("title", "publisher", "url")), span, given["tier"])
        for source in self._sources.values():
            if wanted == (source.title, source.publisher, source.url, source.date, source.tier):
                return source
        return from_mapping(Source, {"key": self._source_key(given), **given}, self._file)

    def _source_key(self, given: Mapping[str, str]) -> str:
        named = _slug(f"{given['publisher']} {given['title']}")[:50].strip("-")
        base = f"{PREFIX}{named}-{given['date'][:4]}"
        key, number = base, 2
        while key in self._sources:
            key, number = f"{base}-{number}", number + 1
        return key


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _slug(text: str) -> str:
    """Lower-case letters and digits of a text, with hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "fact"


def _line(complaint: str) -> int:
    found = re.search(r", line (\d+)", complaint)
    return int(found[1]) if found else 0
