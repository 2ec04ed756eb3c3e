"""Readers of third-party tables on tiny invented files whose counts can be told by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from comity.base.errors import InputError
from comity.evidence.build import Draft, write_series
from comity.reference.register import Register
from comity.sources.nsf.read import read_nsf
from comity.sources.openalex.pairs import read_pairs
from comity.sources.papers.read import read_papers
from comity.sources.worldbank.read import MEASURES, read_indicators

PATENTS = "patent_families_by_field_1998_2020.csv.gz"
ARTICLES = "articles_by_field_2003_2022.csv.gz"
AI = "ai_articles_2003_2022.csv.gz"
AI_PAIRS = "ai_coauthored_articles_2003_2022.csv.gz"
AI_TOTALS = "ai_articles_by_coauthorship_2003_2022.csv"
JOINT = "coauthored_articles_2003_2022.csv.gz"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    data = text.encode()
    path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return path


def nsf(folder: Path, register: Register, **changed: str) -> dict[str, Draft]:
    tables = {
        PATENTS: "nation,field,year,patent_families\n"
        "World,Semiconductors,2020,100\nJPN,Semiconductors,2020,40\nKOR,Semiconductors,2020,30\n"
        "World,Optics,2020,50\nJPN,Optics,2020,50\nJPN,all fields,2020,95\n",
        ARTICLES: "nation,field,counting,year,articles\n"
        "World,Physics,fractional,2020,60\nJPN,Physics,fractional,2020,10\n"
        "World,Chemistry,fractional,2020,40\nJPN,Chemistry,fractional,2020,5\n"
        "JPN,all S&E fields,whole,2020,25\nWorld,all S&E fields,whole,2020,100\n"
        "KOR,Physics,fractional,2020,\n",
        AI: "nation,year,articles\nJPN,2020,7\nWorld,2020,20\n",
        AI_PAIRS: "a,b,articles\nKOR,JPN,3\nJPN,KOR,3\nJPN,JPN,9\n",
        AI_TOTALS: "nation,articles_whole,articles_fractional,international_whole\n"
        "JPN,12,9.5,5\nKOR,6,4,4\n",
        JOINT: "a,b,year,articles\nKOR,JPN,2003,11\nJPN,KOR,2003,11\nJPN,World,2003,20\n"
        "World,JPN,2003,20\nWorld,World,2003,90\nJPN,JPN,2003,\n",
    }
    for name, text in (tables | {globals()[k]: v for k, v in changed.items()}).items():
        write(folder, name, text)
    drafts = read_nsf(folder, register.nations, register.technologies)
    return {draft.series.key: draft for draft in drafts}


def cells(frame: pd.DataFrame, figure: str) -> dict[tuple[str, str], float]:
    known = frame.dropna(subset=[figure])
    return {(r["nation"], r["technology"]): r[figure] for r in known.to_dict("records")}


def test_the_rest_of_the_world_is_the_world_less_the_listed(
    register: Register, tmp_path: Path
) -> None:
    drafts = nsf(tmp_path, register)
    patents = cells(drafts["nsf-patents"].output, "fractional")
    assert patents[("ROW", "wipo:semiconductors")] == 30
    assert ("ROW", "wipo:optics") not in patents
    # The source's own total is left alone: all is the sum over the fields.
    assert patents[("JPN", "all")] == 90
    assert patents[("JPN", "semiconductors")] == 40
    assert sum(v for (_, t), v in patents.items() if t == "all") == 150
    assert not [n for n, _ in patents if n == "WORLD"]
    assert drafts["nsf-patents"].series.basis["semiconductors"] == "direct"


def test_articles_keep_both_ways_of_counting(register: Register, tmp_path: Path) -> None:
    articles = nsf(tmp_path, register)["nsf-articles"].output
    fractional, whole = cells(articles, "fractional"), cells(articles, "whole")
    assert fractional[("JPN", "all")] == 15
    assert fractional[("ROW", "all")] == 85
    assert whole[("JPN", "all")] == 25
    # The whole count of the rest of the world cannot be had by subtraction.
    assert not [n for n, _ in whole if n in ("ROW", "WORLD")]


def test_whole_counts_keep_the_row_of_the_world(register: Register, tmp_path: Path) -> None:
    drafts = nsf(tmp_path, register)
    ai = cells(drafts["nsf-ai-articles"].output, "whole")
    assert ai[("WORLD", "ai")] == ai[("WORLD", "nsf-ai:ai")] == 20
    assert ai[("JPN", "all")] == 25


def test_pairs_stand_once_and_the_diagonal_is_no_pair(register: Register, tmp_path: Path) -> None:
    drafts = nsf(tmp_path, register)
    for key, technology, joint in (("nsf-ai-joint", "ai", 3), ("nsf-joint", "all", 11)):
        links = drafts[key].links
        [row] = links[links["technology"] == technology].to_dict("records")
        assert (row["nation_a"], row["nation_b"], row["joint"]) == ("JPN", "KOR", joint)
    pooled = drafts["nsf-ai-joint"].links
    assert set(zip(pooled["year"], pooled["until"], strict=True)) == {(2003, 2022)}
    totals = cells(drafts["nsf-joint"].output, "international")
    assert totals == {("JPN", "all"): 20, ("WORLD", "all"): 90}


def test_an_empty_world_of_joint_articles_is_no_number(register: Register, tmp_path: Path) -> None:
    text = "a,b,year,articles\nKOR,JPN,2003,11\nWorld,World,2003,\nJPN,World,2003,20\n"
    totals = cells(nsf(tmp_path, register, JOINT=text)["nsf-joint"].output, "international")
    assert totals == {("JPN", "all"): 20}


def test_all_series_pass_the_checks_of_the_cube(register: Register, tmp_path: Path) -> None:
    drafts = nsf(tmp_path, register)
    written = write_series(list(drafts.values()), tmp_path / "cube", register.nations)
    assert written["nsf-ai-joint"].pooled
    assert written["nsf-joint"].links_nations == ("JPN", "KOR")
    assert all(series.inputs and series.reconstructed for series in written.values())


def test_too_many_unknown_nations_stop_the_build(register: Register, tmp_path: Path) -> None:
    text = "nation,year,articles\nJPN,2020,7\nAtlantis,2020,20\nWorld,2020,30\n"
    with pytest.raises(InputError, match=r"nsf-ai-articles: 1 of .*'Atlantis'"):
        nsf(tmp_path, register, AI=text)
    with pytest.raises(InputError, match="column 'articles' is missing"):
        nsf(tmp_path, register, AI="nation,year,count\nJPN,2020,7\n")


def papers(folder: Path, register: Register, rows: str) -> Draft:
    path = write(folder, "p.csv", "venue,year,countries_from_raw_affiliation\n" + rows)
    return read_papers(path, register.nations, register.technologies)


def test_papers_count_once_for_each_nation(register: Register, tmp_path: Path) -> None:
    draft = papers(
        tmp_path, register,
        "icml,2020,Japan;South Korea;Japan\ncvpr,2020,Japan\nicra,2020,\nsiggraph,2020,Japan\n",
    )  # fmt: skip
    whole = cells(draft.output, "whole")
    assert whole[("JPN", "ai")] == 2
    assert whole[("KOR", "papers:ai")] == 1
    assert whole[("UNKNOWN", "autonomy")] == 1
    # A paper of two nations is one paper of the world; one of none known is none.
    assert whole[("WORLD", "all")] == 2
    [pair] = draft.links[draft.links["technology"] == "all"].to_dict("records")
    assert (pair["nation_a"], pair["nation_b"], pair["joint"]) == ("JPN", "KOR", 1)
    # Who wrote how much of a paper is not known.
    assert draft.output["fractional"].isna().all()
    assert draft.series.rows_read == 4


def test_broken_rows_of_papers_stop_the_build(register: Register, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"1 of 2 rows cannot be used .*broken row.*'nowhere'"):
        papers(tmp_path, register, "icml,2020,Japan\nnowhere,2020,Japan\n")
    with pytest.raises(InputError, match=r"not a nation of the register.*'Atlantis'"):
        papers(tmp_path, register, "icml,2020,Atlantis\n")


def test_joint_works_and_the_diagonal(register: Register, tmp_path: Path) -> None:
    path = write(
        tmp_path, "pairs.csv.gz", "year,a,b,works\n2020,JP,JP,30\n2020,KR,JP,12\n2020,KR,KR,25\n"
    )
    draft = read_pairs(path, register.nations)
    assert cells(draft.output, "international") == {("JPN", "all"): 30, ("KOR", "all"): 25}
    [link] = draft.links.to_dict("records")
    assert (link["nation_a"], link["nation_b"], link["joint"]) == ("JPN", "KOR", 12)
    write_series([draft], tmp_path / "cube", register.nations)
    bad = write(tmp_path, "bad.csv", "year,a,b,works\n2020,JP,??,30\n")
    with pytest.raises(InputError, match="not a nation of the register"):
        read_pairs(bad, register.nations)


def indicators(folder: Path, rows: list[tuple[str, str, int, str]]) -> Path:
    columns = [f'"average_value_{name}"' for name in MEASURES]
    lines = [
        ",".join([name, code, str(year), *[value if i == 6 else "" for i in range(len(columns))]])
        for name, code, year, value in rows
    ]
    head = ",".join(["Country Name", "Country Code", "Year", *columns])
    return write(folder, "wb.csv", "\n".join([head, *lines]) + "\n")


def test_national_figures_without_aggregates_and_gaps(register: Register, tmp_path: Path) -> None:
    rows = [
        ("Japan", "JPN", 2018, "3.28"), ("Japan", "JPN", 2019, ""), ("Korea", "KOR", 2018, "4.5"),
        ("World", "WLD", 2018, "2.2"),
    ]  # fmt: skip
    draft = read_indicators(indicators(tmp_path, rows), register.nations)
    values = draft.series_values
    assert values["measure"].unique().tolist() == ["gerd-share"]
    found = zip(values["nation"], values["year"], values["value"], strict=True)
    assert list(found) == [("JPN", 2018, 3.28), ("KOR", 2018, 4.5)]
    [reject] = draft.series.rejects
    assert (reject.count, reject.example) == (1, "World")
    with pytest.raises(InputError, match="1 of 1 rows cannot be used"):
        read_indicators(indicators(tmp_path, rows[3:]), register.nations)


def test_no_two_measures_share_a_key() -> None:
    keys = [measure for measure, _ in MEASURES.values()]
    assert len(set(keys)) == len(keys)
