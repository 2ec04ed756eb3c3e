"""The register as tables: whole, the same bytes each time, and as its schema says."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from comity.base.errors import OutputError
from comity.reference.register import Register
from comity.register_data.columns import SEPARATOR
from comity.register_data.export import export_register

TABLES = {
    "statuses", "instruments", "memberships", "activities", "rules", "claims", "frameworks",
    "cooperation_records", "sources",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("register") / "out"
    export_register(register, target)
    return target


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return content


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_entry_of_the_register_is_a_row_in_csv_and_json(
    folder: Path, register: Register
) -> None:
    counts = {name: len(getattr(register, name)) for name in TABLES - {"memberships"}}
    counts["memberships"] = sum(len(group.members) for group in register.groups)
    for name, count in counts.items():
        nested = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        assert len(rows(folder, name)) == len(nested) == count > 0, name
    keys = [row["key"] for row in rows(folder, "statuses")]
    assert keys == [status.key for status in register.statuses]


def test_every_row_has_the_addresses_and_dates_of_its_sources(folder: Path) -> None:
    declared = {row["key"]: row for row in rows(folder, "sources")}
    for name in TABLES - {"sources"}:
        for row in rows(folder, name):
            cited = row["source"].split(SEPARATOR)
            for field in ("title", "publisher", "url", "date", "date_basis", "tier"):
                told = row[f"source_{field}"].split(SEPARATOR)
                assert told == [declared[key][field] for key in cited], (name, field)


def test_the_tables_are_as_their_schema_says(folder: Path, package: dict[str, Any]) -> None:
    tables = [one for one in package["resources"] if one["format"] == "csv"]
    assert {one["name"] for one in tables} == TABLES
    for one in tables:
        found = rows(folder, one["name"])
        fields = one["schema"]["fields"]
        assert [field["name"] for field in fields] == list(found[0])
        for field in fields:
            values = [row[field["name"]] for row in found]
            limits = field.get("constraints", {})
            assert not limits.get("required") or all(values), (one["name"], field["name"])
            for value in filter(None, values):
                assert "pattern" not in limits or re.fullmatch(limits["pattern"], value)
                if field["type"] == "integer":
                    int(value)
                if field["type"] == "number":
                    float(value)
                if field["type"] == "boolean":
                    assert value in ("true", "false")
        keys = [tuple(row[name] for name in one["schema"]["primaryKey"]) for row in found]
        assert len(set(keys)) == len(keys), one["name"]
        for foreign in one["schema"].get("foreignKeys", ()):
            [column] = foreign["fields"]
            known = {row["key"] for row in rows(folder, foreign["reference"]["resource"])}
            assert {row[column] for row in found} <= known, one["name"]


def test_the_package_names_every_file_with_its_checksum(
    folder: Path, package: dict[str, Any]
) -> None:
    for one in package["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content)
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    written = {path.name for path in folder.iterdir()}
    assert written == {one["path"] for one in package["resources"]} | {
        "datapackage.json", "CITATION.cff"
    }  # fmt: skip
    assert [one["name"] for one in package["licenses"]] == ["Apache-2.0"]


def test_the_citation_file_has_what_the_format_demands(folder: Path) -> None:
    content = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= content.keys()
    assert content["cff-version"] == "1.2.0"
    assert content["type"] == "dataset"


def test_the_same_register_gives_the_same_bytes(
    folder: Path, register: Register, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    export_register(Register(register.folder), again)
    for path in folder.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    # Over an earlier export: replaced, and nothing beside it is touched.
    (again / "statuses.csv").write_text("old", encoding="utf-8")
    (again / "mine.txt").write_text("mine", encoding="utf-8")
    export_register(register, again)
    assert (again / "statuses.csv").read_bytes() == (folder / "statuses.csv").read_bytes()
    assert (again / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_keeps_what_it_held(
    register: Register, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    (target / "statuses.csv").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"statuses\.csv"):
        export_register(register, target)
    assert [path.name for path in target.iterdir()] == ["statuses.csv"]
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        export_register(register, file)
