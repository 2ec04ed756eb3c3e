"""Own facts from a table: all rows or none, every complaint with its line, conflicts shown."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.base.errors import InputError, OutputError, RegisterError
from comity.base.settings import PACKAGE
from comity.reference.register import Register
from comity.register_data.export import export_register
from comity.register_data.importing import Imported, ImportRefusedError, import_facts
from comity.register_data.own_rows import _slug

DATA = PACKAGE / "reference" / "data"
SOURCE = {
    "source_title": "A note", "source_publisher": "Ministry", "source_url": "https://example.org/n",
    "source_date": "2022-05-01", "source_tier": "A",
}  # fmt: skip
STATUS = {
    "nation": "Republic of Korea", "framework": "sps-participant", "valid_from": "2022-05", **SOURCE
}  # fmt: skip
MEMBER = {"nation": "Brazil", "group": "patg", "valid_from": "2023-05-01", **SOURCE}


def table(folder: Path, *rows: dict[str, Any], name: str = "mine.csv") -> Path:
    path = folder / name
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def add(tmp_path: Path, *rows: dict[str, Any], kind: str | None = None) -> Imported:
    folder = tmp_path / "facts"
    register = Register(DATA, [folder] if folder.exists() else [])
    return import_facts(register, table(tmp_path, *rows), folder, kind)


def refused(tmp_path: Path, *rows: dict[str, Any]) -> list[str]:
    with pytest.raises(ImportRefusedError) as told:
        add(tmp_path, *rows)
    assert "\n" not in str(told.value)
    assert not (tmp_path / "facts").exists()
    return list(told.value.complaints)


def test_a_status_stands_beside_the_shipped_ones_with_its_source(tmp_path: Path) -> None:
    found = add(tmp_path, STATUS)
    assert found.keys == ("own:kor-sps-participant-2022-05",)
    register = Register(DATA, [tmp_path / "facts"])
    [own] = [s for s in register.statuses if s.key.startswith("own:")]
    assert (own.nation, own.framework, own.valid_from.text) == ("KOR", "sps-participant", "2022-05")
    assert register.sources[own.source[0]].url == "https://example.org/n"
    # It is known from the date of its source, like any fact.
    assert not own.known(register.sources, dt.date(2022, 4, 30))
    assert own.known(register.sources, dt.date(2022, 5, 1))
    assert len(register.statuses) == len(Register(DATA).statuses) + 1
    assert register.check() > Register(DATA).check()


def test_an_instrument_and_a_record_tell_their_kind_by_their_columns(tmp_path: Path) -> None:
    instrument = {
        "nation": "SGP", "kind": "itpp", "valid_from": "2024", "signed": "2024-02-01", "areas": "7",
        "goals": '["dialogue", "resilience"]', **SOURCE,
    }  # fmt: skip
    record = {
        "title": "A workshop", "parties": "Japan|NATO", "kind": "talks", "valid_from": "2022-05",
        "technologies": "ai | quantum", **SOURCE,
    }  # fmt: skip
    assert add(tmp_path, instrument).kind == "instruments"
    assert add(tmp_path, record).kind == "cooperation_records"
    register = Register(DATA, [tmp_path / "facts"])
    own = register.instruments[-1]
    assert (own.areas, own.goals) == (7, ["dialogue", "resilience"])
    assert register.cooperation_records[-1].parties == ("JPN", "NATO")
    assert register.cooperation_records[-1].technologies == ("ai", "quantum")
    # One source, declared once for both.
    assert len([key for key in register.sources if key.startswith("own:")]) == 1


def test_a_second_import_adds_to_the_first(tmp_path: Path) -> None:
    add(tmp_path, STATUS)
    add(tmp_path, STATUS | {"nation": "JPN", "source_title": "Another note"})
    register = Register(DATA, [tmp_path / "facts"])
    assert [s.nation for s in register.statuses if s.key.startswith("own:")] == ["KOR", "JPN"]
    before = (tmp_path / "facts" / "own_statuses.yml").read_bytes()
    with pytest.raises(ImportRefusedError) as told:
        add(tmp_path, STATUS)
    assert "is on record already" in told.value.complaints[0]
    assert (tmp_path / "facts" / "own_statuses.yml").read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"nation": "Atlantis"}, "Atlantis"),
        ({"nation": ""}, "nation is empty; every fact needs it."),
        ({"framework": "sps-member"}, "framework: unknown status 'sps-member'; choose one of"),
        ({"framework": "pfp"}, "is a group; name a status, or give memberships a table"),
        ({"valid_from": ""}, "valid_from is empty"),
        ({"valid_from": "2022-02-30"}, "valid_from: '2022-02-30' is not a date"),
        ({"valid_until": "2021"}, "valid_until: it ends before it begins"),
        ({"attested": "maybe"}, "attested: 'maybe' is neither true nor false"),
        ({"status": "doubtful"}, "'doubtful' is not one of unverified, suspended"),
        ({"source_url": ""}, "source_url is empty; every source needs it."),
        ({"source_url": "a letter"}, "source_url: 'a letter' is no address"),
        ({"source_date": "last May"}, "source_date: 'last May' is not a date"),
        ({"source_date": "2999"}, "source_date: 2999 is in the future."),
        ({"source_tier": "D"}, "source_tier: 'D' is not one of A, B, C."),
        ({"source_title": ""}, "source_title is empty"),
        ({"source_title": "One | Two"}, "source_publisher has 1 values and source_title 2"),
        (dict.fromkeys(SOURCE, ""), "no source; fill source_title"),
    ],
)
def test_a_faulty_row_is_told_by_file_and_line_and_nothing_is_written(
    tmp_path: Path, changed: dict[str, str], complaint: str
) -> None:
    [told] = refused(tmp_path, STATUS | {"nation": "JPN"}, STATUS | changed)
    assert told.startswith("mine.csv, line 3: ")
    assert complaint in told


def test_a_bad_row_is_one_line_with_all_its_faults_in_the_order_of_lines(tmp_path: Path) -> None:
    bad = STATUS | {"nation": "Atlantis", "valid_from": "soon", "source_tier": "D"}
    told = refused(tmp_path, bad, STATUS, STATUS, bad | {"note": "two\nlines"}, bad)
    lines = [text.split(":")[0] for text in told]
    # A row of two lines is told by its first.
    assert lines == [f"mine.csv, line {n}" for n in (2, 4, 5, 7)]
    assert "stands on line 3 too" in told[1]
    for fault in ("'Atlantis'", "valid_from: 'soon'", "source_tier: 'D'"):
        assert fault in told[0]


@pytest.mark.parametrize(
    ("row", "held"),
    [(STATUS, "own sps-participant"), (MEMBER, "own membership of PATG")],
    ids=["status", "membership"],
)
def test_rows_that_overlap_are_refused_and_those_that_follow_are_not(
    tmp_path: Path, row: dict[str, str], held: str
) -> None:
    first, second = row | {"valid_from": "2022-05-01"}, row | {"valid_from": "2023-06-01"}
    [told] = refused(tmp_path, first, second)
    assert told.startswith("mine.csv, line 3: valid_from: ")
    assert f"has {held} from 2023-06-01, but also by mine.csv, line 2, from 2022-05-01" in told
    assert "end one with 'valid_until' before the other begins" in told
    # The one on record is not at fault: it is the row that is refused.
    add(tmp_path, second)
    with pytest.raises(ImportRefusedError) as caught:
        add(tmp_path, first)
    assert "mine.csv, line 2: valid_from: " in str(caught.value)
    assert f"also by own_{'statuses' if row is STATUS else 'memberships'}.yml, line 4" in str(
        caught.value
    )
    assert len(add(tmp_path, first | {"valid_until": "2023-05-31"}).keys) == 1


def test_own_files_that_were_mended_into_an_overlap_are_refused(tmp_path: Path) -> None:
    add(tmp_path, STATUS | {"valid_until": "2023"}, STATUS | {"valid_from": "2024-06-01"})
    path = tmp_path / "facts" / "own_statuses.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("'2023'", "'2025'"), encoding="utf-8")
    with pytest.raises(RegisterError, match="end one with 'valid_until'") as told:
        _ = Register(DATA, [tmp_path / "facts"]).statuses
    assert str(told.value).startswith("own_statuses.yml, line 11: KOR has own sps-participant")


def test_a_single_bad_row_is_told_by_the_message_alone(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"line 2: .*'Atlantis'.* Nothing was written"):
        add(tmp_path, STATUS | {"nation": "Atlantis"})


def test_a_membership_is_told_by_its_group_and_stands_beside_the_lists(tmp_path: Path) -> None:
    found = add(tmp_path, MEMBER | {"source_date": "2023-05-02"})
    assert (found.kind, found.keys) == ("memberships", ("own:bra-patg-2023-05-01",))
    register = Register(DATA, [tmp_path / "facts"])
    own = register.memberships[-1]
    assert (own.nation, own.group, own.valid_from.text) == ("BRA", "PATG", "2023-05-01")
    # The group's own list, on which estimates rest, stays that of the register.
    assert "BRA" not in register.groups.get("PATG").on(dt.date(2025, 1, 1))
    assert len(register.memberships) == len(Register(DATA).memberships) + 1
    [conflict] = found.conflicts
    assert (conflict.kind, conflict.own, conflict.shipped) == ("memberships", own.key, "PATG")


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"group": "G77"}, "group: unknown group 'G77'; choose one of NATO, PfP"),
        ({"group": ""}, "group is empty; every fact needs it."),
        ({"nation": "Atlantis"}, "Atlantis"),
        ({"valid_from": "1950"}, "valid_from: PATG is only from"),
        ({"valid_until": "2021"}, "valid_until: it ends before it begins"),
        (dict.fromkeys(SOURCE, ""), "no source; fill source_title"),
        ({"source_date": ""}, "source_date is empty"),
    ],
)
def test_a_faulty_membership(tmp_path: Path, changed: dict[str, str], complaint: str) -> None:
    [told] = refused(tmp_path, MEMBER | changed)
    assert told.startswith("mine.csv, line 2: ")
    assert complaint in told


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"kind": "treaty"}, "kind: unknown instrument 'treaty'; choose one of"),
        ({"renews": "kor-itpp-1999"}, "renews: no instrument 'kor-itpp-1999' is on record"),
        ({"areas": "many"}, "areas: 'many' is no whole number."),
        ({"goals": "[dialogue"}, "goals: '[dialogue' is no JSON"),
        ({"signed": "2024-13"}, "signed: '2024-13' is not a date"),
    ],
)
def test_a_faulty_instrument(tmp_path: Path, changed: dict[str, str], complaint: str) -> None:
    row = {"nation": "KOR", "kind": "itpp", "valid_from": "2024", **SOURCE}
    [told] = refused(tmp_path, row | changed)
    assert complaint in told


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"parties": "JPN | Atlantis"}, "parties: unknown party 'Atlantis'"),
        ({"kind": "party"}, "kind: unknown kind 'party'; choose one of"),
        ({"technologies": "magic"}, "technologies: unknown 'magic'"),
        ({"instrument": "magic"}, "instrument: unknown framework 'magic'"),
    ],
)
def test_a_faulty_record(tmp_path: Path, changed: dict[str, str], complaint: str) -> None:
    row = {"title": "T", "parties": "JPN", "kind": "talks", "valid_from": "2024", **SOURCE}
    [told] = refused(tmp_path, row | changed)
    assert complaint in told


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: is empty"),
        (b"\n\n", "line 1: is empty"),
        (b"nation,framework,valid_from\n", "the column 'source_title' is missing"),
        (b"nation,framework,valid_from,source\n", "line 2: no row"),
        (b"nation,framework,source\nKOR,pii-eop,x\n", "the column 'valid_from' is missing"),
        (b"nation,framework,nation\n", "the column 'nation' stands twice"),
        (b"nation,framework,colour\n", "unknown column 'colour'; those of statuses are key"),
        (b"a,b\n1,2\n", "the columns do not tell the kind of facts"),
        (b"nation,framework\xff\n", "is not in UTF-8"),
        (b'nation,framework\n"KOR"x,pii\n', "is no CSV"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as told:
        import_facts(Register(DATA), path, tmp_path / "facts")
    assert "mine.csv" in str(told.value)
    assert not (tmp_path / "facts").exists()


def test_a_missing_file_an_unknown_kind_and_too_many_cells(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        import_facts(Register(DATA), tmp_path / "none.csv", tmp_path / "facts")
    with pytest.raises(InputError, match="unknown kind 'rules'"):
        add(tmp_path, STATUS, kind="rules")
    path = tmp_path / "mine.csv"
    path.write_text("nation,framework,valid_from,source\nKOR,pii-eop,2020,x,y\n", encoding="utf-8")
    with pytest.raises(ImportRefusedError) as told:
        import_facts(Register(DATA), path, tmp_path / "facts")
    assert told.value.complaints == (
        "mine.csv, line 2: 5 cells for 4 columns; put a text with commas in quotes.",
    )


def test_a_folder_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "facts").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError):
        import_facts(Register(DATA), table(tmp_path, STATUS), tmp_path / "facts")
    assert (tmp_path / "facts").read_text(encoding="utf-8") == "a file"


def test_a_table_with_a_byte_order_mark_as_spreadsheets_write_it(tmp_path: Path) -> None:
    path = table(tmp_path, STATUS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert import_facts(Register(DATA), path, tmp_path / "facts").keys


@pytest.mark.parametrize("name", ["statuses", "instruments", "cooperation_records"])
def test_an_exported_subset_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    export_register(Register(DATA), tmp_path / "out")
    with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row.get("framework") != "patg"]
    register = Register(DATA)
    found = import_facts(register, table(tmp_path, *rows), tmp_path / "facts")
    # The same sources are those of the register, not new ones.
    assert found.sources == ()
    assert found.conflicts == ()
    both = Register(DATA, [tmp_path / "facts"])
    shipped = {fact.key: fact for fact in both.shipped(name)}
    own = [fact for fact in getattr(both, name) if fact.key.startswith("own:")]
    assert len(own) == len(rows) > 10
    for fact in own:
        other = shipped[fact.key.removeprefix("own:")]
        for field in ("source", "valid_from", "valid_until", "announced", "note", "attested"):
            assert getattr(fact, field) == getattr(other, field), (fact.key, field)
        for field in ("nation", "framework", "kind", "granted_by", "parties", "renews", "areas"):
            assert getattr(fact, field, None) == getattr(other, field, None), (fact.key, field)


def test_broken_own_files_are_told_by_file_and_line(tmp_path: Path) -> None:
    add(tmp_path, STATUS)
    path = tmp_path / "facts" / "own_statuses.yml"
    good = path.read_text(encoding="utf-8")
    for wrong, right, message in (
        ("key: own:kor", "key: kor", r"own_statuses.yml, line 4: key: .* must begin with 'own:'"),
        ("nation: KOR", "nation: Korea", r"own_statuses.yml, line 4: nation: unknown"),
        ("framework: sps-participant", "framework: sps", r"line 4: framework: unknown status"),
        ("source:", "sauce:", r"own_statuses.yml, line 4: unknown key 'sauce'"),
        ("- own:", "- our:", "no file declares"),
    ):
        path.write_text(good.replace(wrong, right), encoding="utf-8")
        with pytest.raises(RegisterError, match=message):
            _ = Register(DATA, [tmp_path / "facts"]).statuses


@given(st.text(max_size=30))
def test_a_key_is_made_of_small_letters_digits_and_hyphens(text: str) -> None:
    made = _slug(text)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert _slug(made) == made
