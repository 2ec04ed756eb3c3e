"""``comity eligible``: text, JSON and CSV, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
CASES = Path(__file__).parents[1] / "unit" / "standing" / "cases"
CASE = str(CASES / "workshop.yml")
DOCS = Path(__file__).parents[2] / "docs" / "eligibility.md"


def test_a_case_is_answered_in_text_with_what_to_change(comity_run: Run) -> None:
    code, out, _ = comity_run("eligible", "--programme", "sps", "--call", "2022", CASE)
    assert code == 0
    assert out.startswith("SPS, calls of 2022: not eligible (1 failed, 1 unknown, ")
    assert "change: use the template of the call 2022" in out
    assert "R12" in out
    assert "the programme decides" in out


def test_json_and_csv_hold_the_same_rows(comity_run: Run) -> None:
    asked = ("eligible", "--programme", "sps", "--call", "2022", CASE)
    code, out, err = comity_run(*asked, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["answer"] == "not eligible"
    code, out, _ = comity_run(*asked, "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(r["rule"], r["outcome"]) for r in rows] == [
        (r["rule"], r["outcome"]) for r in told["rows"]
    ]
    assert all(r["source"] for r in rows)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--programme", "sps", "--call", "1999", CASE), "unknown call '1999' of sps: choose one"),
        (("--programme", "x", "--call", "2024", CASE), "unknown programme 'x': choose one of sps"),
        (("--programme", "sps", "--call", "2024", "no.yml"), "no.yml: cannot be read"),
        (("--programme", "sps", CASE), "--call"),
        (("--programme", "sps", "--call", "2024", CASE, "--json", "--csv"), "exclude each other"),
        (("--programme", "diana", "--call", "2023", CASE), "workshop.yml, line 8: unknown head"),
    ],
)
def test_bad_input_is_one_line_and_code_2(
    comity_run: Run, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = comity_run("eligible", *arguments)
    assert code == 2
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


def test_python_takes_a_path_or_a_case(workspace: Workspace) -> None:
    assert workspace.eligible(CASE, "sps", "2024").answer == "eligible"
    assert workspace.eligible(CASES / "innovator.yml", "diana", "2023").answer == "eligible"


def test_the_template_in_the_documentation_is_a_case_that_passes(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = DOCS.read_text().split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "case.yml"
    path.write_text(text)
    assert workspace.eligible(path, "sps", "2024").answer == "eligible"


def test_what_is_inferred_says_from_which_source_and_of_when(comity_run: Run) -> None:
    asked = ("eligible", "--programme", "sps", "--call", "2024", CASE)
    _, out, _ = comity_run(*asked)
    _, _, row = out.partition("sps-lead-time:")
    basis = row.split("basis:")[1].splitlines()[0]
    assert "inferred; from nato-sps-88001 (read 2026-11), nato-sps-framework (2012-01-04)" in basis
    assert "undated page" in basis
    rows = {r["rule"]: r for r in json.loads(comity_run(*asked, "--json")[1])["rows"]}
    lead = rows["sps-lead-time"]
    assert lead["basis"] == "inferred"
    assert dict(zip(lead["source"], lead["dates"], strict=True))["nato-sps-88001-2019"] == (
        "2019-06-07"
    )
    assert "undated page" in lead["note"]


def test_whom_to_replace_is_said_in_one_clear_sentence(comity_run: Run, tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    text = Path(CASE).read_text().replace("resident: KOR", "resident: RUS")
    path.write_text(text.replace("employed: KOR", "employed: RUS").replace("JPN", "CHN"))
    _, out, _ = comity_run("eligible", "--programme", "sps", "--call", "2024", str(path))
    assert "name as partner country director (ppd) a person resident and employed in a" in out
    assert "in place of Kim Minji (resident: RUS; employed: RUS), name a person who lives" in out
    assert "(national: CHN), name nationals of an Ally or of a partner nation" in out
