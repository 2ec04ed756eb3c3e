from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from comity.base.errors import EvidenceError, InputError, OutputError
from comity.evidence.build import Draft, with_technologies, write_series
from comity.evidence.checks import check_files, check_links
from comity.evidence.manifest import MANIFEST, Series
from comity.evidence.records import count_links, count_output, labels
from comity.evidence.store import open_cube
from comity.evidence.tables import PARTS, names
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


def test_a_cube_of_the_first_schema_is_refused(tmp_path: Path, register: Register) -> None:
    write_series([draft()], tmp_path, register.nations)
    path = tmp_path / MANIFEST
    path.write_text(path.read_text().replace('"schema_version": 2', '"schema_version": 1'))
    complaint = r"has schema 1, this version reads 2: build the evidence anew in an empty folder"
    with pytest.raises(EvidenceError, match=complaint):
        open_cube(tmp_path)
    with pytest.raises(EvidenceError, match=complaint):
        write_series([draft()], tmp_path, register.nations)


def test_figures_that_a_source_lacks_are_unknown(tmp_path: Path, register: Register) -> None:
    write_series([draft()], tmp_path, register.nations)
    rows = open_cube(tmp_path).rows("output", "one")
    assert list(rows.columns) == names("output")
    assert (
        rows[["fractional", "top10", "top10_within", "top10_whole", "many"]].isna().all(axis=None)
    )


def test_columns_are_the_rows_with_nan_and_none_for_what_is_unknown(
    tmp_path: Path, register: Register
) -> None:
    rows = pd.DataFrame(
        [("JPN", "ai", "one", "A", 2.0), ("KOR", "ai", "two", None, float("nan"))],
        columns=["nation", "technology", "organisation_id", "name", "works"],
    ).assign(year=[2018, 2020], until=[2020, 2022])
    made = dataclasses.replace(draft(), organisations=rows)
    write_series([made], tmp_path, register.nations)
    cube = open_cube(tmp_path)
    asked = ["nation", "name", "year", "works"]
    found = cube.columns("organisations", "one", ["ai"], asked)
    assert list(found) == asked
    assert found["nation"].tolist() == ["JPN", "KOR"]
    assert found["name"].tolist() == ["A", None]
    assert found["year"].tolist() == [2018, 2020]
    np.testing.assert_array_equal(found["works"], [2.0, np.nan])
    within = cube.columns("organisations", "one", ["ai"], asked, (2018, 2021))
    assert within["nation"].tolist() == ["JPN"]
    assert len(cube.columns("organisations", "one", ["it's"], asked)["nation"]) == 0
    assert cube.rows("organisations", "one", ["it's"]).empty


@pytest.mark.parametrize(
    ("part", "whole"), [(part, whole) for part, whole in PARTS.items() if whole in names("output")]
)
def test_a_part_of_output_above_its_whole_is_refused(
    part: str, whole: str, tmp_path: Path, register: Register
) -> None:
    one = draft()
    right = one.output.assign(**{whole: 3.0, part: 3.0})
    write_series([dataclasses.replace(one, output=right)], tmp_path, register.nations)
    wrong = one.output.assign(**{whole: 3.0, part: 3.1})
    with pytest.raises(InputError, match=f"'{part}' 3.1 is above '{whole}' 3 in the row .JPN, ai"):
        write_series([dataclasses.replace(one, output=wrong)], tmp_path, register.nations)


def test_a_part_of_links_above_its_whole_is_refused(tmp_path: Path, register: Register) -> None:
    links = pd.DataFrame(
        [("JPN", "KOR", "ai", 2020, 2020, 3.0, 2.0, 1.0)],
        columns=[
            "nation_a", "nation_b", "technology", "year", "until", "joint", "joint_defence",
            "joint_defence_both",
        ],
    )  # fmt: skip
    write_series([dataclasses.replace(draft(), links=links)], tmp_path, register.nations)
    wrong = links.assign(joint_defence_both=2.5)
    with pytest.raises(InputError, match=r"'joint_defence_both' 2.5 is above 'joint_defence' 2"):
        write_series([dataclasses.replace(draft(), links=wrong)], tmp_path, register.nations)


def in_windows(joint: float = 5.0, **changed: object) -> Draft:
    """Output of three years, and joint works of the last two of them together."""
    rows = [(n, "all", y, y, 3.0) for n in ("JPN", "KOR") for y in (2018, 2019, 2020)]
    columns = ["nation", "technology", "year", "until", "whole"]
    links = pd.DataFrame(
        [("JPN", "KOR", "all", 2019, 2020, joint)], columns=["nation_a", "nation_b", *columns[1:]]
    ).rename(columns={"whole": "joint"})
    output = pd.DataFrame(rows, columns=columns)
    return Draft(series(), output, links.assign(**changed))


def test_links_in_windows_beside_yearly_output(tmp_path: Path, register: Register) -> None:
    [written] = write_series([in_windows()], tmp_path, register.nations).values()
    assert written.links_windows == ((2019, 2020),)
    assert not written.pooled
    assert (written.first, written.last, written.years) == (2018, 2020, (2018, 2019, 2020))
    assert open_cube(tmp_path).of("one") == written
    # Windows of links alone say nothing of the years of output.
    [wider] = write_series([in_windows(year=2001)], tmp_path, register.nations).values()
    assert (wider.links_windows, wider.first) == (((2001, 2020),), 2018)


def test_a_series_all_in_windows_stays_pooled(tmp_path: Path, register: Register) -> None:
    one = in_windows()
    for output in (pd.DataFrame(), one.output[one.output["year"] == 2019].assign(until=2020)):
        pooled = dataclasses.replace(one, output=output)
        if len(output):
            pooled = dataclasses.replace(pooled, links=one.links.assign(joint=3.0))
        [written] = write_series([pooled], tmp_path, register.nations).values()
        assert (written.pooled, written.links_windows, written.first) == (True, (), 2019)


def test_a_manifest_without_windows_is_as_before(tmp_path: Path, register: Register) -> None:
    write_series([draft()], tmp_path, register.nations)
    path = tmp_path / MANIFEST
    assert "links_windows" not in path.read_text()
    assert open_cube(tmp_path).of("one").links_windows == ()
    write_series([in_windows()], tmp_path, register.nations)
    content = json.loads(path.read_text())
    assert content["series"][0]["links_windows"] == [[2019, 2020]]
    for broken in ([2019, 2020], [["a", 2020]], [[2019]], 7):
        content["series"][0]["links_windows"] = broken
        path.write_text(json.dumps(content))
        with pytest.raises(EvidenceError, match="is damaged"):
            open_cube(tmp_path)


def test_joint_of_a_window_above_the_sum_of_its_years_is_refused(
    tmp_path: Path, register: Register
) -> None:
    write_series([in_windows(6.0)], tmp_path, register.nations)
    complaint = r"joint 7 of JPN-KOR \(all, 2019-2020\) is above the total 6 of JPN"
    with pytest.raises(InputError, match=complaint):
        write_series([in_windows(7.0)], tmp_path, register.nations)
    one = in_windows(7.0, series="one")
    output = one.output.assign(series="one")
    # A total of the very window comes before the sum of its years.
    own = output[output["year"] == 2019].assign(until=2020, whole=8.0)
    check_links(one.links, pd.concat([output, own]), "here")
    # With a year missing or unknown there is nothing to hold it against.
    check_links(one.links, output[output["year"] != 2019], "here")
    unknown = output["whole"].mask(output["year"] == 2019)
    check_links(one.links, output.assign(whole=unknown), "here")
    # A nation without a row in a year has none of its works.
    less = output[~((output["nation"] == "KOR") & (output["year"] == 2019))]
    with pytest.raises(InputError, match="is above the total 3 of KOR"):
        check_links(one.links.assign(joint=4.0), less, "here")


def test_figures_of_a_technology_are_the_sums_of_those_given(register: Register) -> None:
    rule = register.technologies["semiconductors"].rule("wipo")
    assert rule is not None
    field = sorted(rule.fields)[0]
    rows = pd.DataFrame(
        [("JPN", field, 2020, 2020, 5.0, 1.0), ("KOR", field, 2020, 2020, 4.0, float("nan"))],
        columns=["nation", "technology", "year", "until", "fractional", "top10"],
    )
    added = with_technologies(rows, "output", "wipo", register.technologies)
    found = added[added["technology"] == "semiconductors"].set_index("nation")
    assert found.loc["JPN", ["fractional", "top10"]].tolist() == [5.0, 1.0]
    assert np.isnan(found.loc["KOR", "top10"])


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
