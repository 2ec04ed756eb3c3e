from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from comity.base.errors import ComityError, InputError
from comity.evidence.build import write_series
from comity.evidence.store import open_cube
from comity.reference.register import Register
from comity.sources.counts.provenance import Provenance
from comity.sources.counts.read import read_counts

PROVENANCE = Provenance(source="mine", licence="CC0", as_of="2026-10")
OUTPUT = """nation,technology,year,kind,whole,fractional
JPN,ai,2020,publication,10,8.5
Republic of Korea,ai,2020,publication,6,5
NA,ai,2020,publication,1,1
ROW,ai,2020,publication,20,20
JPN,all,2020,publication,100,80
KOR,all,2020,publication,90,70
"""
LINKS = """nation_a,nation_b,technology,year,kind,joint
KOR,JPN,ai,2020,publication,3
"""


def write(tmp_path: Path, text: str, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def build(tmp_path: Path, register: Register, *texts: str) -> Path:
    paths = [write(tmp_path, text, f"table{i}.csv") for i, text in enumerate(texts)]
    drafts = read_counts(paths, register.nations, register.technologies, PROVENANCE)
    write_series(drafts, tmp_path / "cube", register.nations)
    return tmp_path / "cube"


def test_tables_become_a_cube(tmp_path: Path, register: Register) -> None:
    cube = open_cube(build(tmp_path, register, OUTPUT, LINKS))
    series = cube.of("mine-publication")
    assert series.credit == "fractional"
    assert series.nations == ("JPN", "KOR", "NAM")
    assert series.technologies == ("ai",)
    assert series.totals
    assert (series.first, series.last, series.rows_read) == (2020, 2020, 7)
    output = cube.rows("output", series.key).set_index(["nation", "technology"])
    assert output.loc[("KOR", "ai"), "fractional"] == 5
    assert pd.isna(output.loc[("JPN", "ai"), "international"])
    [link] = cube.rows("links", series.key).to_dict("records")
    assert (link["nation_a"], link["nation_b"], link["joint"]) == ("JPN", "KOR", 3)


def test_both_directions_of_a_pair_may_stand_if_they_agree(
    tmp_path: Path, register: Register
) -> None:
    cube = open_cube(build(tmp_path, register, LINKS + "JPN,KOR,ai,2020,publication,3\n"))
    assert len(cube.rows("links", "mine-publication")) == 1


HEAD = "nation,technology,year,kind,whole\n"
BOTH = HEAD.replace("whole", "whole,fractional")
PAIR = "nation_a,nation_b,technology,year,kind,joint\n"


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        (["nation,technology,year,whole\nJPN,ai,2020,1\n"], "column 'kind' is missing; add it"),
        (["nation,technology,year,kind\nJPN,ai,2020,patent\n"], "'whole' or 'fractional' is miss"),
        ([HEAD.replace("whole", "whole,color")], "unknown column 'color'"),
        ([HEAD + "JPN,ai,2020,publication,-1\n"], "line 2: whole -1 must be finite and not neg"),
        ([HEAD + "JPN,ai,2020,publication,nan\n"], "must be finite"),
        ([HEAD + "JPN,ai,2020,publication,inf\n"], "must be finite"),
        ([HEAD + "JPN,ai,2020,publication,many\n"], "'many' is not a number"),
        ([HEAD + "JPN,ai,2020,publication,1.5\n"], "whole 1.5 is not a whole number; put shares"),
        ([HEAD + "JPN,ai,2020,publication,\n"], "no figure in the row"),
        ([HEAD + "JPN,ai,2020,publication,1\n" * 2], r"key \(JPN, ai, 2020.*stands twice"),
        ([HEAD + "Japan,ai,2020,patent,1\nJPN,ai,2020,patent,2\n"], "stands twice"),
        ([HEAD + "Jappan,ai,2020,publication,1\n"], "line 2: unknown nation 'Jappan': did you"),
        ([HEAD + "Korea,ai,2020,publication,1\n"], "line 2: nation 'Korea' may mean"),
        ([HEAD + ",ai,2020,publication,1\n"], "unknown nation ''"),
        ([HEAD + "JPN,magic,2020,publication,1\n"], "line 2: unknown technology 'magic'"),
        ([HEAD + "JPN,ai,20,publication,1\n"], "year '20' is not a year"),
        ([HEAD + "JPN,ai,2020,book,1\n"], "kind 'book' is not one of"),
        ([HEAD + "JPN,ai,2020,publication\n"], "another number of cells"),
        ([HEAD + "JPN,ai,2020,publication,1,2\n"], "another number of cells"),
        ([HEAD], "no rows below the header"),
        ([""], "table0.csv: is empty"),
        (["\n"], "table0.csv: is empty"),
        ([HEAD.replace(",", ";")], "looks separated by ';': save it with commas"),
        ([HEAD.replace(",", "\t")], "looks separated by tabs: save it with commas"),
        ([HEAD + "JPN,ai,2020,patent,9007199254740993000\n"], "is above 9,007,199,254,740,992"),
        (
            [HEAD + "JPN,ai,2020,patent,11\nJPN,all,2020,patent,10\n"],
            r"line 2: whole 11 of JPN in ai is above its 10 in 'all' \(table0.csv, line 3\); mend",
        ),
        (
            [BOTH + "JPN,all,2020,patent,20,5\n", BOTH + "JPN,wipo:optics,2020,patent,11,6\n"],
            "table1.csv, line 2: fractional 6 of JPN in wipo:optics is above its 5",
        ),
        (
            [PAIR + "JPN,KOR,all,2020,patent,3\nKOR,JPN,ai,2020,patent,4\n"],
            "line 3: joint 4 of JPN-KOR in ai is above its 3 in 'all'",
        ),
        (["nation,technology,year,kind,whole,fractional\nJPN,ai,2020,patent,1,2\n"], "above whole"),
        ([PAIR + "JPN,KOR,ai,2020,patent,3\nKOR,JPN,ai,2020,patent,4\n"], "a pair is symmetric"),
        ([PAIR + "JPN,JPN,ai,2020,patent,3\n"], "a pair needs two nations"),
        ([PAIR + "JPN,ROW,ai,2020,patent,3\n"], "unknown nation 'ROW'"),
        ([PAIR + "JPN,KOR,ai,2020,patent,3.5\n"], "joint 3.5 is not a whole number"),
        (
            [
                HEAD + "JPN,ai,2020,patent,2\nKOR,ai,2020,patent,9\n",
                PAIR + "JPN,KOR,ai,2020,patent,3\n",
            ],
            "joint 3 of JPN-KOR .* is above the total 2 of JPN",
        ),
    ],
)  # fmt: skip
def test_bad_tables_stop_with_one_line_and_write_nothing(
    tmp_path: Path, register: Register, texts: list[str], complaint: str
) -> None:
    with pytest.raises(ComityError, match=complaint) as caught:
        build(tmp_path, register, *texts)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "cube").exists()


def test_a_table_without_provenance_is_refused(tmp_path: Path, register: Register) -> None:
    path = write(tmp_path, OUTPUT)
    with pytest.raises(InputError, match=r"where is it from\? Write table.source.yml"):
        read_counts([path], register.nations, register.technologies)
    write(tmp_path, "source: mine\nlicence: CC0\n", "table.source.yml")
    with pytest.raises(InputError, match="'as_of' is missing"):
        read_counts([path], register.nations, register.technologies)
    write(tmp_path, "source: mine\nlicence: CC0\nas_of: 2026-10\n", "table.source.yml")
    [draft] = read_counts([path], register.nations, register.technologies)
    assert draft.series.licence == "CC0"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"nation,technology\xff\xfe\x00")
    with pytest.raises(InputError, match="not a UTF-8 CSV table"):
        read_counts([path], register.nations, register.technologies, PROVENANCE)


def test_a_technology_may_equal_the_total_and_other_years_do_not_matter(
    tmp_path: Path, register: Register
) -> None:
    rows = "JPN,ai,2020,patent,10\nJPN,all,2020,patent,10\nJPN,ai,2021,patent,11\n"
    rows += "JPN,ai,2020,publication,11\n"
    assert sorted(open_cube(build(tmp_path, register, HEAD + rows)).series) == [
        "mine-patent",
        "mine-publication",
    ]


def test_every_row_read_and_only_its_own_files_stand_in_a_series(
    tmp_path: Path, register: Register
) -> None:
    pairs = PAIR + "JPN,KOR,ai,2020,patent,3\nKOR,JPN,ai,2020,patent,3\n"
    cube = open_cube(build(tmp_path, register, pairs, HEAD + "FRA,ai,2020,publication,1\n"))
    joint = cube.of("mine-patent")
    assert (joint.rows_read, set(joint.inputs), joint.covered) == (2, {"table0.csv"}, 2)
    assert cube.of("mine-publication").rows_read == 1


@pytest.mark.parametrize("name", ["table.csv.gz", "table.csv"])
def test_a_gzipped_table_is_read(tmp_path: Path, register: Register, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(OUTPUT.encode()))
    write(tmp_path, "source: mine\nlicence: CC0\nas_of: 2026-10\n", "table.source.yml")
    [draft] = read_counts([path], register.nations, register.technologies)
    assert draft.series.rows_read == 6
    path.write_bytes(gzip.compress(OUTPUT.encode())[:-20])
    with pytest.raises(InputError, match="cannot be read"):
        read_counts([path], register.nations, register.technologies)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("table.csv", "is a zip archive: unpack it"), ("table.xlsx", "is a workbook: save its sheet")],
)
def test_an_archive_is_named(tmp_path: Path, register: Register, name: str, complaint: str) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("table.csv", OUTPUT)
    with pytest.raises(InputError, match=complaint):
        read_counts([path], register.nations, register.technologies, PROVENANCE)


@pytest.mark.parametrize("key", ["nsf", "cordis", "openalex", "papers", "worldbank"])
def test_the_key_of_a_source_that_ships_is_refused(key: str) -> None:
    with pytest.raises(InputError, match="is the key of a source that ships: name another"):
        Provenance(source=key, licence="CC0", as_of="2026-10")


def test_an_empty_licence_is_refused() -> None:
    with pytest.raises(InputError, match="licence is empty"):
        Provenance(source="mine", licence=" ", as_of="2026-10")
