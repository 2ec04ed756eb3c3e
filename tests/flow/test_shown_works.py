"""What a cube of works holds and a reader is shown: organisations, defence bodies, works."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from shown_works import ORGANISATIONS, write
from shown_works import works as made_works

import comity
from comity.analysis.tie_panel import PARTS
from comity.base.errors import ComityError, EvidenceError, InputError
from comity.briefs.model import Document, Paragraph, Table, blocks
from comity.building import build_openalex, openalex_options
from comity.cli.main import run
from comity.workspace import Workspace

pytestmark = pytest.mark.usefixtures("one_register")

DAY = "2026-06-01"
WINDOW = range(2021, 2026)
NAVAL = "I1288214837"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, one_register: None) -> Workspace:
    folder = tmp_path_factory.mktemp("shown")
    options = openalex_options(
        "topics", None, None, None, (), xpac=False, retracted=False, resolve=False
    )
    build_openalex([str(write(folder / "works.jsonl.gz"))], folder / "cube", options, threads=1)
    return comity.open(evidence=folder / "cube")


@pytest.fixture(scope="module")
def document(shown: Workspace) -> Document:
    return shown.brief(["JPN"], on=DAY)


def printed(shown: Workspace, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run([*arguments, "--on", DAY, "--evidence", str(shown.settings.evidence)]) == 0
    return capsys.readouterr().out


def of_quantum(years: range = WINDOW) -> list[dict[str, Any]]:
    return [
        work
        for work in made_works()
        if work["publication_year"] in years
        and work["topics"]
        and work["topics"][0]["id"].endswith("T10020")
    ]


def codes(work: dict[str, Any]) -> set[str]:
    return {author["countries"][0] for author in work["authorships"]}


def test_organisations_have_the_credit_counted_by_hand(shown: Workspace) -> None:
    credit: dict[str, float] = defaultdict(float)
    nation = 0.0
    for work in of_quantum():
        share = 1 / len(work["authorships"])
        for author in work["authorships"]:
            if author["countries"] == ["JP"]:
                nation += share
                for place in author["institutions"]:
                    credit[place["display_name"]] += share
    frame = shown.organisations("Japan", "quantum", on=DAY)
    assert frame.attrs["window"] == "2021-2025"
    found = dict(zip(frame["name"], frame["credit"], strict=True))
    assert found == pytest.approx(credit, abs=1e-6)
    assert frame["credit"].is_monotonic_decreasing
    shares = dict(zip(frame["name"], frame["share_of_nation"], strict=True))
    assert shares == pytest.approx({n: c / nation for n, c in credit.items()}, abs=1e-6)


def test_concentration_is_that_of_the_whole_technology(shown: Workspace) -> None:
    first, other = (
        shown.organisations(nation, "quantum", "2021-2025", DAY).attrs["concentration"]
        for nation in ("JPN", "USA")
    )
    assert first == other
    credit: dict[str, float] = defaultdict(float)
    places: dict[tuple[str, str], float] = defaultdict(float)
    for work in of_quantum():
        for author in work["authorships"]:
            [code] = author["countries"]
            credit[code] += 1 / len(work["authorships"])
            for place in author["institutions"]:
                places[code, place["id"]] += 1 / len(work["authorships"])
    total = sum(credit.values())
    assert first.nations.hhi == pytest.approx(sum((c / total) ** 2 for c in credit.values()))
    one, two, *_ = sorted(credit.values(), reverse=True)
    assert first.nations.ratio == pytest.approx(one / two)
    ten = sorted(places, key=lambda key: -places[key])[:10]
    assert first.first == "JPN"
    assert first.held == sum(code == "JP" for code, _ in ten)
    assert first.rule.held_over_high == first.held - 8
    # Nine organisations work on AI: all but Japan's.
    assert shown.organisations("USA", "ai", on=DAY).attrs["concentration"] is None


def test_the_series_that_keeps_organisations_tells_the_level_of_the_aspi_rule(
    shown: Workspace,
) -> None:
    from comity.analysis.concentrations import concentrations
    from comity.analysis.windows import Window

    window = Window(2021, 2025)
    [found] = concentrations(shown.analysis, "quantum", None, window, dt.date.fromisoformat(DAY))
    told = shown.organisations("JPN", "quantum", "2021-2025", DAY).attrs["concentration"]
    assert found.rule == told
    assert found.found.hhi == pytest.approx(told.nations.hhi)
    assert (found.first, found.second) == (told.first, told.second)


def test_windows_of_organisations(shown: Workspace) -> None:
    assert shown.organisations("JPN", "quantum", on="2024-05-01").attrs["window"] == "2016-2020"
    with pytest.raises(InputError, match="hold openalex-works 2016-2020 and 2021-2025"):
        shown.organisations("JPN", "quantum", "2018-2022", DAY)
    assert shown.organisations("SGP", "quantum", on=DAY).empty
    with pytest.raises(EvidenceError, match="only evidence built from works has them"):
        shown.organisations("JPN", "space", on=DAY)
    with pytest.raises(EvidenceError, match="only evidence built from works has them"):
        comity.open().organisations("JPN", "quantum", on=DAY)


def test_the_command_prints_organisations_and_their_concentration(
    shown: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("organisations", "JPN", "--technology", "quantum")
    text = printed(shown, capsys, *asked)
    assert "Organisations of JPN in quantum, 2021-2025" in text
    assert "Kyoto University" in text
    assert "Monopoly risk by the ASPI rule, on credit: low" in text
    rows = json.loads(printed(shown, capsys, *asked, "--json"))
    assert list(rows[0]) == list(shown.organisations("JPN", "quantum", on=DAY).columns)
    [header, *lines] = csv.reader(io.StringIO(printed(shown, capsys, *asked, "--csv")))
    assert header == list(rows[0])
    assert len(lines) == len(rows) == len(ORGANISATIONS["JP"])
    empty = printed(shown, capsys, "organisations", "SGP", "--technology", "quantum")
    assert "here 0" in empty


def test_works_stand_with_the_names_of_their_organisations(
    shown: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {f"I{n}": name for places in ORGANISATIONS.values() for n, name in places}
    asked = ("works", "JPN", "--technology", "quantum")
    rows = json.loads(printed(shown, capsys, *asked, "--limit", "0", "--json"))
    assert len(rows) == sum("JP" in codes(work) for work in of_quantum())
    for row in rows:
        wanted = [names[key] for key in row["organisations"].split()]
        assert row["organisation_names"].split("; ") == wanted
    text = printed(shown, capsys, *asked)
    assert re.search(r"Kyoto University|RIKEN|Osaka", text)
    assert not re.search(r"\bI10\d\b", text)
    assert "Works are counted whole here; 'observed'" in text
    assert "as 'joint' in" in printed(shown, capsys, *asked, "--with", "USA")


def test_defence_bodies_and_many_nations_are_counted_in_ties(
    shown: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    joint = [work for work in of_quantum() if {"JP", "US"} <= codes(work)]
    naval = [
        work
        for work in joint
        if any(p["id"].endswith(NAVAL) for a in work["authorships"] for p in a["institutions"])
    ]
    asked = ("ties", "JPN", "--with", "USA", "--technology", "quantum")
    [row] = json.loads(printed(shown, capsys, *asked, "--json"))
    assert (row["joint"], row["joint_defence"]) == (len(joint), len(naval))
    assert (row["joint_defence_both"], row["joint_many"]) == (0, 0)
    [row] = json.loads(printed(shown, capsys, *asked, "--window", "2016-2020", "--json"))
    many = [work for work in of_quantum(range(2016, 2021)) if len(codes(work)) > 30]
    assert row["joint_many"] == len(many) > 0
    text = printed(shown, capsys, *asked)
    for header in ("of >30 nations", "with a defence body", "on both sides"):
        assert header in text
    # The starter counts none of these: the columns stand in JSON only.
    starter = ["ties", "JPN", "--with", "USA", "--on", DAY]
    assert run(starter) == 0
    assert "defence body" not in capsys.readouterr().out
    assert run([*starter, "--json"]) == 0
    assert all(row[part] is None for row in json.loads(capsys.readouterr().out) for part in PARTS)


def test_the_brief_counts_joint_works_with_defence_bodies(
    shown: Workspace, document: Document
) -> None:
    document.validate()
    [table] = [
        b for b in blocks(document)
        if isinstance(b, Table) and b.caption.startswith("Joint works of Japan with members")
    ]  # fmt: skip
    frame = shown.affinity("JPN", "NATO", "quantum", on=DAY)
    [row] = [cells for cells in table.rows if cells[0] == "Quantum"]
    wanted = [f"{frame[name].sum():.0f}" for name in ("joint", "joint_defence")]
    assert list(row[1:3]) == wanted
    assert float(wanted[1]) > 0
    assert "Works are kept for technologies only" in table.note


def test_every_number_of_a_tie_opens_its_works(document: Document, shown: Workspace) -> None:
    [entry] = [e for e in document.evidence if e.title.startswith("Joint works of Japan with mem")]
    assert len(entry.works) == 3
    joint = {
        (row[entry.columns.index("technology")], row[entry.columns.index("partner")]):
            int(row[entry.columns.index("joint")])
        for row in entry.rows
    }  # fmt: skip
    for cell in entry.works:
        found = re.search(r"--with ([A-Z]{3}) --window ([0-9-]+) --limit 0", cell.query)
        assert found
        assert cell.total == joint["quantum", found[1]]
        assert cell.total == shown.works("JPN", "quantum", found[1], found[2]).attrs["total"]
        assert cell.note == "'joint' counts works too"
    [strengths] = [e for e in document.evidence if e.title == "Strengths of Japan"]
    assert all("credit (fractional)" in cell.note for cell in strengths.works)


def test_the_html_says_what_a_list_counts(
    document: Document, shown: Workspace, tmp_path: Path
) -> None:
    path = shown.render(document, tmp_path, ["html"])["html"]
    headings = re.findall(r"<summary>(Works: .*?)</summary>", path.read_text(encoding="utf-8"))
    assert any("is credit (fractional)" in text and "counts works" in text for text in headings)
    assert any("Japan and Germany in Quantum" in text for text in headings)


def test_the_brief_names_leading_organisations(document: Document) -> None:
    [table] = [
        b for b in blocks(document)
        if isinstance(b, Table) and b.caption.startswith("Leading organisations")
    ]  # fmt: skip
    [row] = [cells for cells in table.rows if cells[0].startswith("Quantum")]
    assert "Kyoto University" in row[1]
    assert row[4].startswith("low: ")


def test_a_brief_without_such_series_says_so(brief: Document) -> None:
    texts = [b.text for b in blocks(brief) if isinstance(b, Paragraph)]
    assert "No series of this evidence counts joint works with a defence body." in texts
    assert not any(e.works for e in brief.evidence)


def test_only_output_holds_nation_technology_and_fractional(shown: Workspace) -> None:
    holders = set()
    for path in shown.cube.folder.glob("*.parquet"):
        columns = set(duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").df()["column_name"])
        if {"nation", "technology", "fractional"} <= columns:
            holders.add(path.name.split(".")[1])
    assert holders == {"output"}


def test_evidence_with_names_is_in_order(shown: Workspace) -> None:
    [line] = shown.check_evidence()
    assert "in order, 4 tables" in line
    with pytest.raises(ComityError):
        shown.organisations("nowhere", "quantum", on=DAY)
