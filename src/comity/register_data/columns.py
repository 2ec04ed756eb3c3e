"""Columns of the register's tables: from the shapes of its facts, one spelling in CSV and JSON."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from typing import Any, Literal

from comity.base.dates import DateSpan
from comity.reference.facts import Fact

# Between several values in one cell.
SEPARATOR = " | "
_SPAN = r"\d{4}(-\d{2}(-\d{2})?)?"
# A day, month or year, two of them between which it lies, or a part of a decade.
DATE = f"^({_SPAN}(/{_SPAN})?|(early|mid|late) \\d{{3}}0s)$"
# What a table says of each source of a row, in the order of the register's Source.
SOURCE_FIELDS = ("title", "publisher", "url", "date", "date_basis", "tier")

Type = Literal["string", "number", "integer", "boolean", "date", "list", "object"]

_DESCRIPTIONS = {
    "key": "Key of the entry.",
    "nation": "ISO 3166-1 alpha-3 code; XKX for Kosovo*.",
    "group": "Key of the group.",
    "framework": "Key of the framework, in the table frameworks.",
    "kind": "Kind; of an instrument, its key in the table frameworks.",
    "granted_by": "Body that confers it.",
    "valid_from": "From when it holds, in the precision of its source.",
    "valid_until": "Until when it holds; empty while it is open.",
    "announced": "When it was public, if before the date of its source.",
    "paragraph": "Paragraph of the report 023 STC 21 E.",
    "note": "What the entry does not say otherwise.",
    "status": "unverified or suspended; empty where neither.",
    "attested": "The source says that it held on valid_from; since when is unknown.",
    "signed": "Date of signature.",
    "renews": "Key of the instrument that it takes the place of.",
    "parties": "Codes of nations and keys of groups and bodies.",
    "technologies": "Keys of technologies.",
    "activity": "Keys of the activities that the rule is about.",
    "effect": "opens, shuts, requires (its absence shuts) or may-open.",
    "when": "The condition, as JSON.",
    "basis": "public, inferred or unverified.",
    "says": "The rule as a clause.",
    "printed": "What the report printed.",
    "claim": "Key of the report's claim that it bears on.",
    "source": "Keys of the sources, in the table sources.",
    "source_title": "Titles of the sources.",
    "source_publisher": "Publishers of the sources.",
    "source_url": "Addresses of the sources.",
    "source_date": "Dates of the sources.",
    "source_date_basis": "published, or read where the source gives no date.",
    "source_tier": "A official, B named press or peer-reviewed, C other.",
    "complete_from": "From when every nation with the status is on record.",
    "url": "Address.",
    "tier": "A official, B named press or peer-reviewed, C other.",
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its name, type, whether every row has it, and what it means."""

    name: str
    type: Type
    required: bool = False

    @property
    def description(self) -> str:
        """What it means; empty where its name says it."""
        several = f" Several stand apart by '{SEPARATOR}'." if self.type == "list" else ""
        return f"{_DESCRIPTIONS.get(self.name, '')}{several}".strip()


def columns_of(cls: type[Any], first: tuple[TableColumn, ...] = ()) -> list[TableColumn]:
    """Columns of a kind of fact: its own fields first, then dates, notes and sources."""
    hints = typing.get_type_hints(cls)
    base = {one.name for one in dataclasses.fields(Fact)} if issubclass(cls, Fact) else set()
    fields = [one for one in dataclasses.fields(cls) if one.name != "read_at"]
    fields.sort(key=lambda one: one.name in base)
    found = [*first]
    for one in fields:
        if one.name not in ("source", "members"):
            missing = dataclasses.MISSING
            required = one.default is missing and one.default_factory is missing
            name = one.name.removesuffix("_")
            found.append(TableColumn(name, _type(hints[one.name]), required))
    if base:
        found.append(TableColumn("source", "list", True))
        found += [TableColumn(f"source_{name}", "list", True) for name in SOURCE_FIELDS]
    return found


def _type(hint: Any) -> Type:
    """The type of a field; one that may be of several is JSON."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [one for one in typing.get_args(hint) if one is not type(None)]
        return _type(inner[0]) if len(inner) == 1 else "object"
    if origin is Literal:
        return "string"
    if origin is tuple:
        return "list" if typing.get_args(hint)[0] is str else "object"
    simple: dict[Any, Type] = {
        str: "string", float: "number", int: "integer", bool: "boolean", DateSpan: "date",
    }  # fmt: skip
    return simple.get(hint, "object")
