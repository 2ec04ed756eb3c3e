"""Turn mappings into frozen dataclasses, strictly: unknown and missing keys are refused by line.

A fact is a dataclass that derives from :class:`Fact`; without a source and a date of validity it
does not load.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast

from comity.base.dates import DateSpan, holds, parse_span
from comity.base.errors import InputError, RegisterError
from comity.reference.yaml_lines import LINE, read_bytes, same_yaml

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact was read: ``tier`` A official, B named press or peer-reviewed, C other."""

    key: str
    title: str
    publisher: str
    url: str
    date: DateSpan
    date_basis: Literal["published", "read"]
    tier: Literal["A", "B", "C"]
    licence: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact carries. ``announced`` is when it was public, if before its source's date."""

    source: tuple[str, ...]
    valid_from: DateSpan
    valid_until: DateSpan | None = None
    announced: DateSpan | None = None
    paragraph: str | None = None
    note: str | None = None
    status: Literal["unverified", "suspended"] | None = None
    # The source says that it held on ``valid_from``; since when is unknown.
    attested: bool = False
    # File and line that it was read from, for messages.
    read_at: str = dataclasses.field(default="", compare=False, repr=False)

    def holds(self, on: dt.date) -> bool | None:
        """Whether the fact holds on a day; None where its dates are too coarse to tell."""
        if self.attested and on < self.valid_from.first:
            return None
        return holds(self.valid_from, self.valid_until, on)

    def known(self, sources: Mapping[str, Source], on: dt.date) -> bool:
        """Whether the fact was public by a day: by its announcement, else by a source's date."""
        if self.announced is not None:
            return self.announced.first <= on
        return any(sources[key].date.first <= on for key in self.source)


def load_sources(folder: Path) -> dict[str, Source]:
    """Read every file of ``sources/`` into one register of sources.

    Raises:
        RegisterError: a key stands twice or an entry is incomplete.
    """
    sources: dict[str, Source] = {}
    for path in sorted((folder / "sources").glob("*.yml")):
        for source in load_collection(Source, path, "sources"):
            if source.key in sources:
                raise RegisterError(
                    f"{path.name}: source {source.key!r} is declared twice; keep one only."
                )
            sources[source.key] = source
    return sources


def load_collection(cls: type[T], path: Path, collection: str) -> list[T]:
    """Read one collection of a YAML file into dataclasses.

    Raises:
        RegisterError: the collection or a key is missing, unknown, repeated or of a wrong type.
    """
    return list(_same(cast(Hashable, cls), read_bytes(path), collection, path.name))


# Registers are opened often, their files are seldom others: the same bytes are the same facts,
# which nobody can change. Bounded, for a process that reads ever new files.
@lru_cache(maxsize=256)
def _same(cls: Hashable, content: bytes, collection: str, file: str) -> tuple[Any, ...]:
    return tuple(collect(cast(type[Any], cls), same_yaml(content, file), collection, file))


def collect(cls: type[T], content: Mapping[str, Any], collection: str, file: str) -> list[T]:
    """Turn one collection of a file's content into dataclasses; errors as above."""
    entries = content.get(collection)
    if not isinstance(entries, list):
        raise RegisterError(f"{file}, line 1: the list {collection!r} is missing.")
    result = [from_mapping(cls, entry, file) for entry in entries]
    refuse_repeats(((getattr(item, "key", None), item) for item in result), file)
    return result


def refuse_repeats(keyed: Iterable[tuple[object, object]], file: str) -> None:
    """Refuse two entries of one key (entries without a key pass)."""
    seen: dict[object, object] = {}
    for key, one in keyed:
        if key is not None and key in seen:
            before = getattr(seen[key], "read_at", "")
            raise RegisterError(
                f"{getattr(one, 'read_at', '') or file}: the key {key!r} stands twice"
                f"{f' ({before})' if before else ''}; give one another key."
            )
        seen[key] = one


def check_sources(facts: Iterable[Fact], sources: Mapping[str, Source], file: str) -> None:
    """Refuse a fact whose source is not declared or that ends before it begins."""
    for fact in facts:
        label = getattr(fact, "key", getattr(fact, "nation", "an entry"))
        where = fact.read_at or file
        if not fact.source:
            raise RegisterError(f"{where}: {label!r} has no source; name one from sources/.")
        for key in fact.source:
            if key not in sources:
                raise RegisterError(f"{where}: {label!r} cites {key!r}, which no file declares.")
        if fact.valid_until is not None and fact.valid_until.last < fact.valid_from.first:
            raise RegisterError(
                f"{where}: {label!r} ends before it begins; mend 'valid_from' "
                f"({fact.valid_from.text}) or 'valid_until' ({fact.valid_until.text})."
            )


def from_mapping(cls: type[T], entry: Any, file: str) -> T:
    """Build one dataclass from a mapping; every complaint names file and line."""
    if not isinstance(entry, dict):
        raise RegisterError(f"{file}: an entry is not a mapping of names to values: {entry!r}.")
    line = entry.get(LINE, "?")
    hints = _hints(cls)  # type: ignore[arg-type]
    # A field that would be a Python keyword carries a trailing underscore ("class_").
    given = {k if k in hints else f"{k}_": v for k, v in entry.items() if k != LINE}
    unknown = [key.removesuffix("_") for key in given if key not in hints or key == "read_at"]
    if unknown:
        raise RegisterError(
            f"{file}, line {line}: unknown key {unknown[0]!r}; remove or rename it."
        )
    values = {}
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        if given.get(field.name) is not None:
            where = f"{file}, line {line}: {field.name}"
            values[field.name] = _convert(hints[field.name], given[field.name], where, file)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise RegisterError(f"{file}, line {line}: {field.name!r} is missing; add it.")
    if "read_at" in hints:
        values["read_at"] = f"{file}, line {line}"
    return cls(**values)


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _convert(hint: Any, value: Any, where: str, file: str) -> Any:
    if type(value) is hint:
        return value
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return _convert_union([a for a in arguments if a is not type(None)], value, where, file)
    if origin is Literal:
        if value not in arguments:
            choice = ", ".join(str(a) for a in arguments)
            raise RegisterError(f"{where}: {value!r} is not one of {choice}.")
        return value
    if origin is tuple:
        items = value if isinstance(value, list) else [value]
        return tuple(_convert(arguments[0], item, where, file) for item in items)
    if hint is DateSpan:
        try:
            return parse_span(value)
        except InputError as error:
            raise RegisterError(f"{where}: {error}") from error
    if dataclasses.is_dataclass(hint):
        return from_mapping(typing.cast(type[Any], hint), value, file)
    return _scalar(hint, value, where)


def _convert_union(hints: list[Any], value: Any, where: str, file: str) -> Any:
    for hint in hints[:-1]:
        if hint is bool and isinstance(value, bool):
            return value
        if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    return _convert(hints[-1], value, where, file)


def _scalar(hint: Any, value: Any, where: str) -> Any:
    if hint is str and isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if hint in (int, bool) and type(value) is hint:
        return value
    if hint is Any:
        return value
    if isinstance(value, list | dict):
        shown = "a list" if isinstance(value, list) else "a mapping of names to values"
        raise RegisterError(f"{where}: {shown} stands where one value is needed; mend the YAML.")
    raise RegisterError(f"{where}: {value!r} is not of type {getattr(hint, '__name__', hint)}.")
