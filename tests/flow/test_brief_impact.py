"""Impact from a cube that has it: the same figures in the table, on the page and in print."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

import comity
from comity.briefs.model import Document, Table, blocks
from comity.cli.main import run
from comity.evidence.build import Draft, write_series
from comity.evidence.tables import SPECIAL_ROWS
from comity.reference.register import Register
from comity.workspace import Workspace

KEY = "works-with-citations"


@pytest.fixture(scope="module")
def cited(
    workspace: Workspace, register: Register, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    """The starter's articles with made-up credit at the top: Japan 14 %, everyone else a tenth."""
    folder = tmp_path_factory.mktemp("cited")
    series = workspace.cube.of("nsf-articles")
    rows = workspace.cube.rows("output", series.key)
    share = np.where(rows["nation"] == "JPN", 0.14, 0.1)
    share = np.where(rows["nation"].isin(SPECIAL_ROWS), np.nan, share)
    draft = Draft(
        dataclasses.replace(series, key=KEY, source="test", files={}),
        rows.assign(top10=rows["fractional"] * share),
    )
    write_series([draft], folder, register.nations)
    return comity.open(evidence=folder)


@pytest.fixture(scope="module")
def document(cited: Workspace) -> Document:
    return cited.brief(["JPN", "KOR"], on="2023-04-15")


def tables(document: Document) -> list[Table]:
    return [
        block
        for block in blocks(document)
        if isinstance(block, Table) and block.caption.startswith("Impact and emergence")
    ]


def test_the_page_of_a_nation_has_the_figures_of_the_table(
    cited: Workspace, document: Document
) -> None:
    frame = cited.advantage("JPN", "biotechnology", on="2023-04-15")
    [row] = frame.to_dict("records")
    assert 0.13 < row["pp_low"] < row["pp_top10"] < row["pp_high"] < 0.15
    japan, _ = tables(document)
    [shown] = [cells for cells in japan.rows if cells[0].startswith("Biotech")]
    low, high = 100 * row["pp_low"], 100 * row["pp_high"]
    assert shown[3] == f"{100 * row['pp_top10']:.1f} % ({low:.1f}–{high:.1f})"
    assert shown[4].startswith(f"{row['emergence']:.1f} (")
    assert shown[5].startswith(f"{100 * row['growth']:.1f} % (")
    assert "2021 and 2022" in japan.note
    assert "2018-2022" in japan.caption


def test_its_derivation_resolves_and_names_the_series(document: Document) -> None:
    document.validate()
    [entry] = [e for e in document.evidence if e.title == "Impact and emergence of Japan"]
    assert entry.series.startswith(KEY)
    assert "pp_top10" in entry.columns
    # Other derivations are not widened by columns that they do not use.
    others = [e for e in document.evidence if not e.title.startswith("Impact")]
    assert not any("pp_top10" in e.columns for e in others)


def test_the_starter_has_no_such_table(brief: Document) -> None:
    assert tables(brief) == []


def test_a_group_has_pp_from_the_credit_of_its_members(cited: Workspace) -> None:
    frame = cited.advantage(["NATO", "JPN"], "materials", on="2023-04-15").set_index("nation")
    assert frame.loc["NATO", "pp_low"] <= 0.101
    assert frame.loc["NATO", "pp_high"] >= 0.0999
    assert frame.loc["NATO", "pp_high"] < frame.loc["JPN", "pp_low"]


def test_the_command_prints_both_and_marks_incomplete_years(
    cited: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    folder: Path = cited.settings.evidence
    assert run(["strengths", "JPN", "--evidence", str(folder), "--on", "2023-04-15"]) == 0
    out = capsys.readouterr().out
    assert "PP(top 10 %)" in out
    assert "emergence" in out
    assert "the citations of 2021 and 2022 are incomplete" in out
