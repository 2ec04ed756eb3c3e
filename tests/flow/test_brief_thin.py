"""A brief on a handful of works: it says that it knows little, and claims nothing."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

import comity
from comity.base.dates import parse_day
from comity.briefs.model import Document, Figure, Finding, Table, blocks, texts
from comity.claims.check import check_claims
from comity.claims.words import CONTRADICTED, NOT_TESTABLE, SUPPORTED
from comity.cli.main import run
from comity.evidence.build import Draft, write_series
from comity.evidence.manifest import Series
from comity.reference.register import Register
from comity.workspace import Workspace

DAY = "2021-04-15"
# Works a year of each nation; the one Saudi work of 1977 is all of that year.
SIZES = {"SAU": 60.0, "USA": 40.0, "GBR": 20.0, "DEU": 15.0, "CHN": 12.0, "FRA": 10.0, "JPN": 4.0}
TECHNOLOGIES = {"ai": 0.06, "maritime": 0.02, "autonomy": 0.01}


def rows(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Output and links of a few works, drawn."""
    output = [("SAU", "all", 1977, 1.0), ("WORLD", "all", 1977, 1.0)]
    links = []
    for year in range(2010, 2021):
        counts = {n: float(rng.poisson(size)) for n, size in SIZES.items()}
        output += [(n, "all", year, count) for n, count in counts.items()]
        output += [("UNKNOWN", "all", year, 30.0), ("WORLD", "all", year, sum(counts.values()))]
        for technology, share in TECHNOLOGIES.items():
            found = {n: float(rng.poisson(size * share)) for n, size in SIZES.items()}
            output += [(n, technology, year, min(c, counts[n])) for n, c in found.items()]
            output.append(("WORLD", technology, year, sum(found.values())))
        for a, b, mean in (("SAU", "USA", 6), ("GBR", "SAU", 4), ("GBR", "USA", 3),
                           ("DEU", "USA", 2), ("CHN", "USA", 2), ("GBR", "JPN", 0.1)):  # fmt: skip
            links.append((a, b, "all", year, float(rng.poisson(mean))))
    made = pd.DataFrame(output, columns=["nation", "technology", "year", "whole"])
    made = made.assign(fractional=made["whole"], until=made["year"])
    pairs = pd.DataFrame(links, columns=["nation_a", "nation_b", "technology", "year", "joint"])
    many = np.where(pairs["nation_b"] == "USA", np.minimum(pairs["joint"], 1.0), 0.0)
    return made, pairs.assign(weighted=pairs["joint"], joint_many=many, until=pairs["year"])


@pytest.fixture(scope="module")
def thin(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("a thin cube")
    output, links = rows(np.random.default_rng(3))
    series = Series(
        key="few-works", source="openalex", kind="publication", title="Few works", unit="works",
        credit="fractional", publisher="Test", licence="CC0", url="", edition="1", as_of="2021-01",
        custody="made up", first=0, last=0, rows_read=1234,
        notes=("technologies by topics and phrases in titles and abstracts",),
    )  # fmt: skip
    organisations = pd.DataFrame(
        [("SAU", "ai", "ror:1", "One", 2020, 2020, 3.0, 3.0)],
        columns=["nation", "technology", "organisation_id", "name", "year", "until", "works",
                 "credit"],
    )  # fmt: skip
    one = tmp_path_factory.mktemp("works") / "ai.parquet"
    duckdb.sql(
        "SELECT 'W1' AS work_id, 2020::SMALLINT AS year, 'On thin ice' AS title, 'SAU' AS nations, "
        "'ror:1' AS organisations, 'ai' AS technologies, 'ai/topics' AS rules, "
        "3::INTEGER AS citations"
    ).write_parquet(str(one))
    draft = Draft(series, output, links, organisations=organisations, works={"ai": one})
    write_series([draft], folder, register.nations)
    return comity.open(evidence=folder)


@pytest.fixture(scope="module")
def document(thin: Workspace) -> Document:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        return thin.brief(["JPN"], on=DAY)


def limits(document: Document) -> str:
    [section] = [s for s in document.sections if s.key == "limits"]
    return json.dumps(Document.as_dict(document)["sections"][document.sections.index(section)],
                      ensure_ascii=False)  # fmt: skip


def test_no_interval_is_tight_where_hardly_anything_was_counted(thin: Workspace) -> None:
    frame = thin.advantage(["SAU", "JPN"], on=DAY)
    few = frame[frame["expected"] < 5]
    assert len(few) >= 3
    assert (few["verdict"] == "too little evidence").all()
    assert (few["high"] - few["low"] > 0.8).all()


def test_page_one_claims_nothing_of_a_joint_work_or_two(document: Document) -> None:
    findings = [b for b in document.sections[0].blocks if isinstance(b, Finding)]
    [ties] = [f for f in findings if f.text.startswith("Joint research")]
    assert "too little evidence for Japan" in ties.text
    assert ties.confidence.startswith("Confidence low")
    [shares] = [f for f in findings if f.text.startswith("The share of")]
    assert "(1977)" not in shares.text
    assert not shares.confidence.startswith("Confidence high")
    assert "'World' means the 1,234 records read for few-works" in shares.text


def test_shares_stay_within_the_whole_and_leave_thin_years_out(document: Document) -> None:
    [figure] = [
        b for b in blocks(document) if isinstance(b, Figure) and b.key == "shares-few-works"
    ]
    drawn = figure.spec["data"]["values"]
    assert max(row["high"] for row in drawn) <= 1.0
    assert min(row["year"] for row in drawn) == 2010
    assert "Years of fewer than 100 records are left out" in figure.caption


def test_the_limits_are_those_of_this_evidence(document: Document) -> None:
    said = limits(document)
    assert "cannot be taken out, because it holds counts" not in said
    assert "Papers of more than 30 nations count in every pair" in said
    assert re.search(r"No nation is known for \d+ % of the 2016–2020 records of 'Few works'", said)


def test_every_command_of_the_brief_names_the_evidence(document: Document, thin: Workspace) -> None:
    folder = thin.settings.evidence
    queries = [e.query for e in document.evidence if e.query.startswith("comity ")]
    assert len(queries) > 4
    for query in queries:
        assert query.count("comity ") == query.count(f"--evidence '{folder}'"), query


def test_no_cell_is_broken_and_no_value_lies_outside_its_interval(document: Document) -> None:
    figure = r"(\d+\.\d+) \((\d+\.\d+)–(\d+\.\d+)\)"
    found = 0
    for text in texts(document):
        assert "–––" not in text
        for value, low, high in re.findall(figure, text):
            assert float(low) <= float(value) <= float(high), text
            found += 1
    assert found


def test_tables_of_labelled_works_say_how_good_the_labels_are(document: Document) -> None:
    [entry] = [e for e in document.evidence if e.title.startswith("How well phrases")]
    notes = [b.note for b in blocks(document) if isinstance(b, Table)]
    assert any(f"the labels' precision is in [{entry.code}]" in note for note in notes)


def test_statements_are_not_called_wrong_on_nothing(thin: Workspace) -> None:
    day = parse_day(DAY)
    analysis = thin.analysis
    checked = check_claims(analysis, analysis.register.claims, day, day)
    for found in checked:
        if found.verdict in (SUPPORTED, CONTRADICTED):
            assert "too little evidence" not in found.because
            assert " 0.0 % of the world" not in found.because
    thinly = [c for c in checked if c.because.startswith("too little evidence")]
    assert thinly
    assert {c.verdict for c in thinly} == {NOT_TESTABLE}


def test_the_command_gives_no_group_figure_of_a_joint_work_or_two(
    thin: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    folder: Path = thin.settings.evidence
    assert run(["ties", "JPN", "--evidence", str(folder), "--on", DAY]) == 0
    out = capsys.readouterr().out
    assert "–––" not in out
    assert "NATO, few-works 2016-2020: too little evidence" in out


def test_works_of_a_technology_without_any_are_none_and_no_error(
    thin: Workspace, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["works", "SAU", "--on", DAY, "--technology"]
    folder: Path = thin.settings.evidence
    assert run([*asked, "ai", "--evidence", str(folder)]) == 0
    assert "1 of 1 works" in capsys.readouterr().out
    assert run([*asked, "quantum", "--evidence", str(folder)]) == 0
    assert "\n0 works." in capsys.readouterr().out
    # Evidence that keeps no works at all cannot say so.
    assert run([*asked, "quantum"]) == 2
    assert "only evidence built from works" in capsys.readouterr().err
