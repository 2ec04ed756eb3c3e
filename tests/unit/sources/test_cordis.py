"""Horizon projects: three invented projects, counted by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from comity.base.errors import InputError
from comity.evidence.build import Draft, write_series
from comity.evidence.store import open_cube
from comity.reference.register import Register
from comity.sources.cordis.read import read_cordis

HEAD = "rcn,role,pic,country,start_year\n"
# Project 1: two German participants, one Japanese, one Greek (as the EU writes it); 2: France
# alone; 3: Germany and a participant of no known nation.
PARTICIPANTS = (
    "1,coordinator,10,DE,2016\n1,participant,11,DE,2016\n1,participant,12,JP,2016\n"
    "1,participant,13,EL,2016\n2,coordinator,14,FR,2017\n3,coordinator,15,DE,2018\n"
)
PARTS = "rcn,programme_part\n1,SC1\n1,SC4\n2,SC1\n9,SC1\n"


def read(register: Register, folder: Path, *texts: str) -> Draft:
    paths = []
    for i, text in enumerate(texts):
        paths.append(folder / f"file{i}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return read_cordis(paths, register.nations, register.technologies)


def test_projects_are_counted_whole_and_by_share(register: Register, tmp_path: Path) -> None:
    draft = read(register, tmp_path, HEAD + PARTICIPANTS, PARTS)
    output = draft.output.set_index(["nation", "technology", "year"])
    row = output.loc[("DEU", "all", 2016)]
    assert (row["whole"], row["fractional"], row["international"]) == (1, 0.5, 1)
    assert row["sum_squares"] == 0.25
    assert output.loc[("GRC", "all", 2016), "fractional"] == 0.25
    assert output.loc[("FRA", "all", 2017), "international"] == 0
    # Project 1 stands in both of its parts, once in all, and in what the parts stand for.
    for technology in ("h2020:SC1", "h2020:SC4", "biotechnology", "autonomy"):
        assert output.loc[("JPN", technology, 2016), "whole"] == 1, technology
    # A part of a project without participants counts nowhere.
    assert set(draft.output["year"]) == {2016, 2017, 2018}
    shares = draft.output[draft.output["nation"] != "WORLD"].groupby(["technology", "year"])
    assert shares["fractional"].sum()["all"].tolist() == [1.0, 1.0, 1.0]


def test_pairs_weigh_one_between_them(register: Register, tmp_path: Path) -> None:
    draft = read(register, tmp_path, HEAD + PARTICIPANTS, PARTS)
    links = draft.links[draft.links["technology"] == "all"].set_index(["nation_a", "nation_b"])
    assert set(links.index) == {("DEU", "GRC"), ("DEU", "JPN"), ("GRC", "JPN")}
    # Three nations: 1/(3 − 1) for each pair, so each nation's weights add up to one project.
    assert links["weighted"].tolist() == [0.5, 0.5, 0.5]
    assert links["joint"].tolist() == [1, 1, 1]


def test_the_order_and_number_of_files_do_not_matter(register: Register, tmp_path: Path) -> None:
    lines = PARTICIPANTS.splitlines(keepends=True)
    for name in "ab":
        (tmp_path / name).mkdir()
    whole = read(register, tmp_path / "a", HEAD + PARTICIPANTS, PARTS)
    split = read(
        register, tmp_path / "b", PARTS, HEAD + "".join(lines[3:]), HEAD + "".join(lines[:3])
    )
    keys = ["nation", "technology", "year"]
    first = whole.output.sort_values(keys, ignore_index=True)
    assert first.equals(split.output.sort_values(keys, ignore_index=True))


def test_an_unknown_nation_stays_in_the_size_and_is_listed(
    register: Register, tmp_path: Path
) -> None:
    many = "".join(f"{n},coordinator,1,FR,2016\n" for n in range(100, 200))
    draft = read(register, tmp_path, HEAD + PARTICIPANTS + "3,participant,16,,2018\n" + many, PARTS)
    output = draft.output.set_index(["nation", "technology", "year"])
    assert output.loc[("DEU", "all", 2018), "fractional"] == 0.5
    assert output.loc[("UNKNOWN", "all", 2018), "fractional"] == 0.5
    [reject] = draft.series.rejects
    assert (reject.reason, reject.count) == ("nation unknown, kept as UNKNOWN", 1)
    assert draft.series.rows_read == 107


def test_a_read_series_passes_the_checks_of_the_cube(register: Register, tmp_path: Path) -> None:
    draft = read(register, tmp_path, HEAD + PARTICIPANTS, PARTS)
    write_series([draft], tmp_path / "cube", register.nations)
    series = open_cube(tmp_path / "cube").of("h2020")
    assert (series.first, series.last) == (2016, 2018)
    assert series.nations == ("DEU", "FRA", "GRC", "JPN")
    assert set(series.inputs) == {"file0.csv", "file1.csv"}
    assert series.basis["biotechnology"] == "proxy"


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        ([PARTS], "no participations among the files"),
        ([HEAD], "holds no rows"),
        ([""], "file0.csv: is empty"),
        ([HEAD.replace(",", ";")], "looks separated by ';': save it with commas"),
        (["rcn,colour\n1,red\n"], "column 'country' is missing; expected CORDIS"),
        (["a,b\n1,2\n"], "column 'rcn' is missing"),
        ([HEAD + "1,coordinator,10,DE,soon\n"], "1 of 1 rows cannot be used .mostly: no start"),
        ([HEAD + "1,coordinator\n"], "1 of 1 rows cannot be used .mostly: no start year"),
        ([HEAD + "1,coordinator,10,ZZ,2016\n"], "mostly: nation unknown.*'ZZ'"),
    ],
)
def test_unusable_files_stop_with_one_line(
    register: Register, tmp_path: Path, texts: list[str], complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint) as caught:
        read(register, tmp_path, *texts)
    assert "\n" not in str(caught.value)


def test_a_damaged_archive_is_named(register: Register, tmp_path: Path) -> None:
    packed = gzip.compress((HEAD + PARTICIPANTS * 50).encode())
    middle = len(packed) // 2
    for content in (packed[:middle], packed[:20] + b"\xff" * 30 + packed[50:], b"no archive"):
        path = tmp_path / "damaged.csv.gz"
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"damaged.csv.gz: cannot be read"):
            read_cordis([path], register.nations, register.technologies)
