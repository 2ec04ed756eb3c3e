"""``comity facts``: the register taken away, own facts added, conflicts shown everywhere."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import comity
from comity.briefs.context import Context
from comity.briefs.ledger import Ledger
from comity.briefs.model import Table
from comity.briefs.sections import standing

Run = Callable[..., tuple[int, str, str]]
HEADER = (
    "nation,framework,granted_by,valid_from,valid_until,source_title,source_publisher,source_url,"
    "source_date,source_tier\n"
)
NOTE = "A note,Ministry,https://example.org/note,2025-03-02,A\n"
ENDED = f"Korea,sto-enhanced-partner,STB,2025-03-01,2025-06-30,{NOTE}"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "my-facts.csv"
    path.write_text(HEADER + ENDED.replace("Korea", "KOR"), encoding="utf-8")
    return path


def test_export_writes_the_register_and_lists_its_files(comity_run: Run, tmp_path: Path) -> None:
    out = tmp_path / "register"
    code, printed, told = comity_run("facts", "export", "--output", str(out))
    assert (code, told) == (0, "")
    assert {Path(line).name for line in printed.split()} == {path.name for path in out.iterdir()}
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["path"] for one in package["resources"]} >= {"statuses.csv", "claims.json"}
    code, _, told = comity_run("facts", "export", "--output", str(out / "statuses.csv"))
    assert (code, told.count("\n")) == (2, 1)


def test_import_tells_its_conflicts_and_list_and_conflicts_show_them(
    comity_run: Run, mine: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "facts"
    code, printed, told = comity_run("facts", "import", str(mine), "--facts", str(folder))
    assert (code, told) == (0, "")
    key, conflict = printed.splitlines()
    assert key == "own:kor-sto-enhanced-partner-2025-03-01"
    assert conflict.startswith("conflict: Republic of Korea, sto-enhanced-partner: own:kor-")
    assert "valid_until 2025-06-30 against open" in conflict
    assert "kor-sto-enhanced-partner (nato-sto-enhanced-2025" in conflict
    code, again, _ = comity_run("facts", "conflicts", "--facts", str(folder))
    assert (code, again.splitlines()) == (0, [conflict])
    _, as_json, _ = comity_run("facts", "conflicts", "--facts", str(folder), "--json")
    [row] = json.loads(as_json)
    assert (row["field"], row["says"], row["register_says"]) == ("valid_until", "2025-06-30", None)
    _, listed, _ = comity_run("facts", "list", "--facts", str(folder), "--kind", "statuses")
    assert f"{key} (own) differs from kor-sto-enhanced-partner" in listed
    _, as_csv, _ = comity_run("facts", "list", "--facts", str(folder), "--own", "--csv")
    [row] = csv.DictReader(as_csv.splitlines())
    assert (row["own"], row["conflicts_with"]) == ("True", "kor-sto-enhanced-partner")


def test_import_goes_to_the_workspace_and_without_one_says_what_to_do(
    comity_run: Run, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMITY_WORKSPACE", raising=False)
    code, _, told = comity_run("facts", "import", str(mine))
    assert code == 2
    assert "name --facts DIR" in told
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv("COMITY_WORKSPACE", str(work))
    assert comity_run("facts", "import", str(mine))[0] == 0
    assert (work / "facts" / "own_statuses.yml").exists()
    _, listed, _ = comity_run("facts", "list", "--own")
    assert "1 facts, 1 of them your own." in listed


def test_one_wrong_row_writes_nothing_and_every_complaint_has_its_line(
    comity_run: Run, mine: Path, tmp_path: Path
) -> None:
    rows = [ENDED, ENDED.replace("Korea", "Atlantis"), ENDED.replace("2025-03-01", "March")]
    mine.write_text(HEADER + "".join(rows), encoding="utf-8")
    folder = tmp_path / "facts"
    code, printed, told = comity_run("facts", "import", str(mine), "--facts", str(folder))
    assert (code, printed) == (2, "")
    *complaints, last = told.splitlines()
    assert {line.split(":")[0] for line in complaints} == {
        f"my-facts.csv, line {n}" for n in (2, 3, 4)
    }
    assert last.startswith("comity: my-facts.csv: 3 of 3 rows cannot be used, so nothing was")
    assert not folder.exists()
    assert comity_run("facts", "list", "--facts", str(folder))[0] == 2
    assert comity_run("facts", "list", "--kind", "rules")[0] == 2
    assert comity_run("facts", "import", str(tmp_path / "none.csv"))[0] == 2


def test_a_brief_shows_both_and_leaves_open_what_they_differ_on(mine: Path, tmp_path: Path) -> None:
    workspace = comity.open()
    workspace.import_facts(mine, folder=tmp_path / "facts")
    day = dt.date(2025, 8, 1)
    register = workspace.register
    context = Context(
        workspace.analysis, ("KOR",), register.groups.get("NATO"), day, day,
        Ledger(workspace.cube, register.sources, day),
    )  # fmt: skip
    [table] = [b for b in standing.section(context).blocks if isinstance(b, Table)]
    rows = [(row[1], row[3]) for row in table.rows if row[1].startswith("STO Enhanced Partner")]
    assert sorted(rows) == [
        ("STO Enhanced Partner", "2025-03-01 on"),
        ("STO Enhanced Partner (own)", "2025-03-01 to 2025-06-30"),
    ]
    assert "neither wins" in table.note
    lines = [line for line in standing.current(context, "KOR") if line.startswith("STO Enhanced")]
    assert len(lines) == 2
    assert all(line.endswith("(own facts and the register differ)") for line in lines)
    assert standing.has_enhanced(context, "KOR") is None
    assert any(source.title == "A note" for source in context.ledger.citations())


def test_a_verdict_and_a_standing_that_meet_a_conflict_show_both(
    comity_run: Run, mine: Path, tmp_path: Path
) -> None:
    folder = str(tmp_path / "facts")
    assert comity_run("facts", "import", str(mine), "--facts", folder)[0] == 0
    asked = ("may", "KOR", "stb-session", "--on", "2025-08-01", "--json")
    _, plain, _ = comity_run(*asked)
    _, printed, _ = comity_run(*asked, "--facts", folder)
    assert json.loads(plain)["answer"] == "yes"
    verdict = json.loads(printed)
    assert verdict["answer"] == "unknown"
    keys = {"kor-sto-enhanced-partner", "own:kor-sto-enhanced-partner-2025-03-01"}
    assert {link["fact"] for link in verdict["because"]} >= keys
    assert "(own) since 2025-03-01 until 2025-06-30" in verdict["sentence"]
    assert "own facts and the register differ" in verdict["sentence"]
    _, told, _ = comity_run("standing", "KOR", "--on", "2025-08-01", "--facts", folder)
    lines = [line for line in told.splitlines() if "differs from" in line]
    assert len(lines) == 2
    _, as_json, _ = comity_run("standing", "KOR", "--on", "2025-08-01", "--json", "--facts", folder)
    statuses = {one["key"]: one for one in json.loads(as_json)["statuses"]}
    assert [statuses[key]["own"] for key in sorted(keys)] == [False, True]
    assert statuses["kor-sto-enhanced-partner"]["disputes"] == [sorted(keys)[1]]


def test_one_bad_row_is_one_line(comity_run: Run, mine: Path, tmp_path: Path) -> None:
    mine.write_text(HEADER + ENDED.replace("2025-03-01", "March"), encoding="utf-8")
    code, printed, told = comity_run("facts", "import", str(mine), "--facts", str(tmp_path / "f"))
    assert (code, printed, told.count("\n")) == (2, "", 1)
    assert told.startswith("comity: my-facts.csv, line 2: ")
    assert "'March' is not a date" in told
    assert "Nothing was written" in told


SUPPOSE = ("what-if", "NZL", "--add", "pii-eop", "--on", "2025-08-01")
CASE = str(Path(__file__).parents[1] / "unit" / "standing" / "cases" / "workshop.yml")
GROUP = "nation,group,valid_from," + HEADER.partition("valid_until,")[2]


def test_own_facts_count_in_every_question_about_standing(
    comity_run: Run, mine: Path, tmp_path: Path
) -> None:
    folder = str(tmp_path / "facts")
    row = f"NZL,sto-enhanced-partner,STB,2025-03-02,,{NOTE}"
    mine.write_text(mine.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert comity_run("facts", "import", str(mine), "--facts", folder)[0] == 0
    for words in (
        SUPPOSE,
        ("compare", "JPN", "KOR", "--on", "2025-08-01"),
        ("unequal", "--on", "2025-08-01"),
        ("admitted", "--on", "2025-08-01"),
        ("check", "--json"),
        ("uptake", "NZL", "--json", "--on", "2025-08-01"),
    ):
        _, plain, _ = comity_run(*words)
        code, own, _ = comity_run(*words, "--facts", folder)
        assert (code, own) != (0, plain), words
        assert code == 0, words
        assert comity_run(*words, "--facts", folder + "-none")[0] == 2


def test_an_own_membership_counts_in_a_case(comity_run: Run, mine: Path, tmp_path: Path) -> None:
    mine.write_text(
        GROUP + "SGP,PATG,2024-01-01,A note,Ministry,https://example.org/note,2024-01-02,A\n",
        encoding="utf-8",
    )
    folder = str(tmp_path / "facts")
    code, printed, _ = comity_run("facts", "import", str(mine), "--facts", folder)
    assert code == 0
    assert printed.splitlines()[1].startswith("conflict: Singapore, PATG: own:sgp-patg-2024-01-01")
    case = tmp_path / "case.yml"
    case.write_text(Path(CASE).read_text().replace("KOR", "SGP"))
    asked = ("eligible", "--programme", "sps", "--call", "2024", str(case), "--json")
    outcomes = []
    for options in ((), ("--facts", folder)):
        rows = json.loads(comity_run(*asked, *options)[1])["rows"]
        outcomes += [row["outcome"] for row in rows if row["rule"] == "sps-ppd-2024"]
    # The list of the group and the own fact contradict each other: neither wins.
    assert outcomes == ["failed", "unknown"]
    _, listed, _ = comity_run("facts", "list", "--facts", folder, "--kind", "memberships", "--own")
    assert "own:sgp-patg-2024-01-01 (own) differs from PATG" in listed
