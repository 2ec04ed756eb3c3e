from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pandas as pd
import pytest

from comity.base.errors import EvidenceError, InputError, OutputError
from comity.evidence.build import Draft, write_series
from comity.evidence.checks import check_files
from comity.evidence.manifest import MANIFEST, Series
from comity.evidence.records import count_links, count_output, labels
from comity.evidence.store import open_cube
from comity.reference.register import Register


def series(key: str = "one") -> Series:
    return Series(
        key=key, source="test", kind="publication", title="Test", unit="papers", credit="whole",
        publisher="Test", licence="CC0", url="", edition="1", as_of="2026", custody="made up",
        first=0, last=0,
    )  # fmt: skip


def draft(key: str = "one", count: float = 3.0) -> Draft:
    rows = [("JPN", "ai", 2020, 2020, count), ("JPN", "all", 2020, 2020, 9.0)]
    frame = pd.DataFrame(rows, columns=["nation", "technology", "year", "until", "whole"])
    return Draft(series(key), frame)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, register: Register) -> None:
    for name in ("a", "b"):
        write_series([draft()], tmp_path / name, register.nations)
    files = {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}
    assert MANIFEST in files


def test_rebuilding_replaces_one_series_and_keeps_the_others(
    tmp_path: Path, register: Register
) -> None:
    write_series([draft("one"), draft("two")], tmp_path, register.nations)
    write_series([draft("one", 4.0)], tmp_path, register.nations)
    cube = open_cube(tmp_path)
    assert sorted(cube.series) == ["one", "two"]
    assert cube.rows("output", "one", ["ai"])["whole"].tolist() == [4.0]
    assert len(list(tmp_path.glob("*.parquet"))) == 2


def from_files(*names: str) -> Draft:
    one = draft()
    return dataclasses.replace(
        one, series=dataclasses.replace(one.series, inputs=dict.fromkeys(names, "0"))
    )


def test_a_series_from_other_files_is_replaced_only_when_told(
    tmp_path: Path, register: Register
) -> None:
    write_series([from_files("a.csv")], tmp_path, register.nations, replace=False)
    write_series([from_files("a.csv")], tmp_path, register.nations, replace=False)
    write_series([from_files("a.csv", "b.csv")], tmp_path, register.nations, replace=False)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match=r"'one' is there already, made from a.csv, b.csv: give"):
        write_series([from_files("b.csv")], tmp_path, register.nations, replace=False)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    [written] = write_series([from_files("b.csv")], tmp_path, register.nations).values()
    assert set(written.inputs) == {"b.csv"}


def test_a_series_that_would_lose_a_table_is_replaced_only_when_told(
    tmp_path: Path, register: Register
) -> None:
    links = pd.DataFrame(
        [("JPN", "KOR", "ai", 2020, 2020, 1.0)],
        columns=["nation_a", "nation_b", "technology", "year", "until", "joint"],
    )
    one = from_files("a.csv")
    write_series([dataclasses.replace(one, links=links)], tmp_path, register.nations)
    with pytest.raises(InputError, match=r"made from a.csv: .* or add --replace"):
        write_series([one], tmp_path, register.nations, replace=False)


def test_a_build_leaves_what_it_did_not_make(tmp_path: Path, register: Register) -> None:
    (tmp_path / "mine.parquet").write_text("mine")
    write_series([draft()], tmp_path, register.nations)
    write_series([draft(count=4.0)], tmp_path, register.nations)
    assert (tmp_path / "mine.parquet").read_text() == "mine"


def test_a_manifest_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, register: Register
) -> None:
    (tmp_path / MANIFEST).mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        write_series([draft()], tmp_path, register.nations)
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_a_bad_draft_leaves_the_earlier_cube_whole(tmp_path: Path, register: Register) -> None:
    write_series([draft()], tmp_path, register.nations)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match="finite and not negative"):
        write_series([draft(count=-1.0)], tmp_path, register.nations)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_two_builds_into_one_place_are_refused(tmp_path: Path, register: Register) -> None:
    (tmp_path / ".building").touch()
    with pytest.raises(OutputError, match="another build is writing"):
        write_series([draft()], tmp_path, register.nations)


def test_a_changed_or_missing_file_is_found(tmp_path: Path, register: Register) -> None:
    [written] = write_series([draft()], tmp_path, register.nations).values()
    check_files(tmp_path, written)
    [path] = tmp_path.glob("*.parquet")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(EvidenceError, match="was changed"):
        check_files(tmp_path, written)
    path.unlink()
    with pytest.raises(EvidenceError, match="is gone"):
        check_files(tmp_path, written)


def test_a_damaged_manifest_says_what_to_do(tmp_path: Path, register: Register) -> None:
    with pytest.raises(EvidenceError, match="no evidence in"):
        open_cube(tmp_path)
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"is damaged .* rebuild"):
        open_cube(tmp_path)
    (tmp_path / MANIFEST).write_text(json.dumps({"schema_version": 99}), encoding="utf-8")
    with pytest.raises(EvidenceError, match="schema 99"):
        open_cube(tmp_path)


def test_an_empty_series_is_refused(tmp_path: Path, register: Register) -> None:
    with pytest.raises(InputError, match="has no rows"):
        write_series(
            [dataclasses.replace(draft(), output=pd.DataFrame())], tmp_path, register.nations
        )


def test_credit_of_records(register: Register) -> None:
    """Three records: one of two nations in two fields, one of one nation, one unknown."""
    shares = pd.DataFrame(
        [
            ("r1", "JPN", 0.75), ("r1", "KOR", 0.25), ("r2", "JPN", 1.0), ("r3", "UNKNOWN", 1.0),
            ("r4", "JPN", 0.5), ("r4", "KOR", 0.25), ("r4", "USA", 0.25),
        ],
        columns=["record", "nation", "share"],
    )  # fmt: skip
    years = pd.DataFrame({"record": ["r1", "r2", "r3", "r4"], "year": 2020})
    fields = pd.DataFrame(
        [("r1", "h2020:SC3"), ("r1", "h2020:Euratom"), ("r2", "h2020:SC3")],
        columns=["record", "technology"],
    )
    labelled = labels(fields, years["record"], "h2020", register.technologies)
    output = count_output(shares, labelled, years).set_index(["nation", "technology"])
    assert output.loc[("JPN", "all"), "whole"] == 3
    assert output.loc[("JPN", "all"), "fractional"] == pytest.approx(2.25)
    assert output.loc[("JPN", "all"), "international"] == 2
    assert output.loc[("JPN", "all"), "sum_squares"] == pytest.approx(0.75**2 + 1 + 0.25)
    assert output.loc[("UNKNOWN", "all"), "whole"] == 1
    # A record in two fields of one technology counts once in it.
    assert output.loc[("JPN", "energy"), "whole"] == 2
    links = count_links(shares, labelled, years).set_index(["nation_a", "nation_b", "technology"])
    assert links.loc[("JPN", "KOR", "all"), "joint"] == 2
    assert links.loc[("JPN", "KOR", "all"), "weighted"] == pytest.approx(1.5)
    # The weights of a nation add up to its international records.
    weights = links.xs("all", level="technology")["weighted"]
    japan = weights[[i for i in weights.index if "JPN" in i]].sum()
    assert japan == pytest.approx(output.loc[("JPN", "all"), "international"])
