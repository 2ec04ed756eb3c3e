"""Write the register as CSV and JSON, with a schema and a citation file: the same bytes each time.

The shipped register is written, not a user's own facts, whose licence is not ours to give.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from comity.base.errors import OutputError
from comity.base.files import move_into, staging_folder
from comity.base.version import VERSION
from comity.reference.entries import COLLECTIONS
from comity.reference.facts import Source
from comity.reference.groups import Membership
from comity.reference.own_facts import is_own
from comity.reference.plain import plain
from comity.reference.register import Register
from comity.register_data.columns import DATE, SEPARATOR, SOURCE_FIELDS, TableColumn, columns_of

DESCRIPTOR = "datapackage.json"
CITATION = "CITATION.cff"
_TABLES = (
    "statuses", "instruments", "activities", "rules", "claims", "frameworks", "cooperation_records",
)  # fmt: skip
_TITLE = "Register of an alliance's science and technology partnerships"
_ABOUT = (
    "Who held which status or instrument with the Alliance, when and by whose word: statuses, "
    "instruments, memberships, activities, rules, frameworks, records of cooperation and claims of "
    "the report 023 STC 21 E, every row with its dates and the addresses and dates of its sources. "
    "Independent; not a product of NATO. Names imply no view on status."
)
_LICENCE = {
    "name": "Apache-2.0",
    "title": "Apache License 2.0; sources keep their own terms, only facts are carried over",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
}
_REFERS = {"statuses": "framework", "instruments": "kind"}
_SIMPLE = {"date": "string", "list": "string"}


def export_register(register: Register, directory: Path) -> list[Path]:
    """Write every table as CSV and JSON, ``datapackage.json`` and ``CITATION.cff``.

    Args:
        register: its shipped facts are written.
        directory: made if it does not exist; files of these names are replaced, all or none.

    Returns:
        The files written, by name.

    Raises:
        OutputError: the folder cannot be written; nothing there has changed.
    """
    tables = [_table(register, name) for name in (*_TABLES, "memberships", "sources")]
    with staging_folder(directory) as staged:
        resources = []
        for name, columns, rows in sorted(tables, key=lambda table: table[0]):
            for suffix, text in (("csv", _csv(columns, rows)), ("json", _json(rows))):
                content = text.encode()
                (staged / f"{name}.{suffix}").write_bytes(content)
                resources.append(_resource(name, suffix, columns, content, len(rows)))
        (staged / DESCRIPTOR).write_text(_json(_descriptor(resources)), encoding="utf-8")
        (staged / CITATION).write_text(_citation(resources), encoding="utf-8")
        return move_into(staged, directory, last=DESCRIPTOR)


def _table(register: Register, name: str) -> tuple[str, list[TableColumn], list[dict[str, Any]]]:
    """A table's name, columns and rows; a row holds what JSON holds of it."""
    if name == "sources":
        declared = [s for s in register.sources.values() if not is_own(s.key)]
        return name, columns_of(Source), [plain(source) for source in declared]
    if name == "memberships":
        columns = columns_of(Membership, (TableColumn("group", "string", True),))
        rows = [
            {"group": group.key, **_row(register, member)}
            for group in register.groups
            for member in group.members
        ]
        return name, columns, rows
    rows = [_row(register, fact) for fact in register.shipped(name)]
    return name, columns_of(COLLECTIONS[name]), rows


def _row(register: Register, fact: Any) -> dict[str, Any]:
    """A fact with its sources written out."""
    sources = [register.sources[key] for key in fact.source]
    told = [
        {"key": source.key, **{name: plain(getattr(source, name)) for name in SOURCE_FIELDS}}
        for source in sources
    ]
    said = plain(fact)
    order = [column.name for column in columns_of(type(fact)) if column.name in said]
    return {name: said[name] for name in order if name != "source"} | {"source": told}


def _csv(columns: Sequence[TableColumn], rows: Sequence[dict[str, Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(column, _value(column.name, row)) for column in columns])
    return stream.getvalue()


def _value(name: str, row: dict[str, Any]) -> Any:
    """The value of a column; those of sources are spread over columns of their own."""
    sources = row.get("source")
    if isinstance(sources, list):
        if name == "source":
            return [source["key"] for source in sources]
        if name.startswith("source_"):
            return [source[name.removeprefix("source_")] for source in sources]
    return row.get(name)


def _cell(column: TableColumn, value: Any) -> str:
    if value is None:
        return ""
    if column.type == "object" and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if column.type == "list":
        texts = [str(item) for item in value]
        if any("|" in text for text in texts):
            raise OutputError(f"a value of {column.name!r} holds '|', which parts values: mend it.")
        return SEPARATOR.join(texts)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _resource(
    name: str, suffix: str, columns: Sequence[TableColumn], content: bytes, rows: int
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": name if suffix == "csv" else f"{name}-json",
        "path": f"{name}.{suffix}",
        "title": f"{name.replace('_', ' ').capitalize()}, {rows} rows",
        "format": suffix,
        "mediatype": "text/csv" if suffix == "csv" else "application/json",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if suffix == "csv":
        found |= {"profile": "tabular-data-resource", "schema": _schema(name, columns)}
    else:
        found["description"] = "The same rows; sources, lists and conditions as nested values."
    return found


def _schema(name: str, columns: Sequence[TableColumn]) -> dict[str, Any]:
    """The Table Schema of a CSV; dates of a year or a month are texts with a pattern."""
    fields = []
    for column in columns:
        field: dict[str, Any] = {
            "name": column.name, "type": _SIMPLE.get(column.type, column.type),
            "description": column.description,
        }  # fmt: skip
        constraints: dict[str, Any] = {"required": True} if column.required else {}
        if column.type == "date":
            constraints["pattern"] = DATE
        if column.type == "object":
            # A text or JSON: the report's words stand as they are.
            field["type"] = "any"
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    schema["primaryKey"] = ["group", "nation", "valid_from"] if name == "memberships" else ["key"]
    if name in _REFERS:
        refers = {"resource": "frameworks", "fields": ["key"]}
        schema["foreignKeys"] = [{"fields": [_REFERS[name]], "reference": refers}]
    return schema


def _descriptor(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": "comity-register",
        "title": _TITLE,
        "description": _ABOUT,
        "version": VERSION,
        "licenses": [_LICENCE],
        "contributors": [{"title": "The Comity developers", "role": "author"}],
        "resources": resources,
    }


def _citation(resources: Sequence[dict[str, Any]]) -> str:
    """A citation file; its checksum is over those of all tables."""
    joined = "".join(f"{one['path']}{one['hash']}" for one in resources)
    content = {
        "cff-version": "1.2.0",
        "message": "If you use this register, please cite it, and the sources of the rows you use.",
        "type": "dataset",
        "title": f"Comity: {_TITLE.lower()}",
        "version": VERSION,
        "authors": [{"name": "The Comity developers"}],
        "license": "Apache-2.0",
        "abstract": _ABOUT,
        "keywords": ["science and technology partnerships", "NATO", "STO", "SPS", "register"],
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{hashlib.sha256(joined.encode()).hexdigest()}",
                "description": "Checksum over the names and checksums of all tables",
            }
        ],
    }
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return text
