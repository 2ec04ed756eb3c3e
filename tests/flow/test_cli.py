"""The command line as a user meets it: JSON and CSV alone on standard output, one-line errors."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.analysis import strengths, ties

Run = Callable[..., tuple[int, str, str]]


def test_strengths_as_json_are_rows_with_the_documented_columns(comity_run: Run) -> None:
    code, out, err = comity_run("strengths", "JPN", "--json")
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert list(rows[0]) == strengths.COLUMNS
    assert {row["nation"] for row in rows} == {"JPN"}
    for row in rows:
        assert row["low"] <= row["value"] <= row["high"]
        assert 0 <= row["p_above_one"] <= 1
        assert 0 <= row["share_of_world"] <= 1


def test_strengths_show_emergence_and_pp_only_where_there_are_any(comity_run: Run) -> None:
    _, out, _ = comity_run("strengths", "JPN", "--kind", "patent")
    assert "emergence" in out
    assert "PP(top 10 %)" not in out
    _, out, _ = comity_run("strengths", "JPN", "--kind", "project")
    assert "emergence" not in out
    _, out, _ = comity_run("strengths", "JPN", "--kind", "patent", "--csv")
    [row, *_] = csv.DictReader(io.StringIO(out))
    assert list(row) == strengths.COLUMNS
    assert float(row["emergence_low"]) <= float(row["emergence"]) <= float(row["emergence_high"])
    assert row["pp_top10"] == ""


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
def test_strengths_are_printed_without_the_libraries_of_tables(form: list[str]) -> None:
    code = (
        "import sys; from comity.cli.main import run; assert run(sys.argv[1:]) == 0; "
        "print({m.split('.')[0] for m in sys.modules} & {'pandas', 'pyarrow', 'rich'}, "
        "file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "strengths", "JPN", "NATO", *form]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "set()\n"
    assert "JPN" in done.stdout or "Japan" in done.stdout


def test_ties_as_csv_have_the_documented_columns(comity_run: Run) -> None:
    code, out, err = comity_run("ties", "JPN", "--with", "NATO", "--technology", "ai", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, err) == (0, "")
    assert list(rows[0]) == ties.COLUMNS
    assert {row["technology"] for row in rows} == {"ai"}
    assert "USA" in {row["partner"] for row in rows}


def test_tables_for_people_name_what_they_leave_out(comity_run: Run) -> None:
    code, out, _ = comity_run("strengths", "Japan", "--technology", "quantum")
    assert code == 0
    assert "No evidence of the kinds asked for: quantum" in out
    code, out, _ = comity_run("ties", "Singapore", "--with", "NATO", "--technology", "ai")
    assert code == 0
    assert "not covered: " in out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["strengths", "Jappan"], "unknown nation 'Jappan': did you mean JPN"),
        (["strengths", "Korea"], "nation 'Korea' may mean KOR"),
        (["strengths"], "no nation given"),
        (["strengths", "JPN", "--technology", "magic"], "unknown technology 'magic'"),
        (["strengths", "JPN", "--kind", "book"], "unknown kind 'book'"),
        (["strengths", "JPN", "--window", "2020-2016"], "window 2020-2016 is empty"),
        (["strengths", "JPN", "--window", "soon"], "window 'soon' is not a window"),
        (["strengths", "JPN", "--window", "1950-1954"], "no evidence for window 1950-1954"),
        (["strengths", "JPN", "--on", "2021"], "--on '2021' must be a full day"),
        (["strengths", "JPN", "--on", "yesterday"], "is not a date"),
        (["strengths", "JPN", "--json", "--csv"], "exclude each other"),
        (["strengths", "JPN", "--evidence", "nowhere"], "no evidence in 'nowhere'"),
        (["ties", "JPN", "--technology", "quantum"], "no joint records in 'quantum'"),
        (["brief", "JPN", "--against", "Atlantis"], "unknown group 'Atlantis'"),
        (["brief", "JPN", "--on", "1940-01-01"], "1940"),
        (["brief", "JPN", "--format", "docx"], "unknown format 'docx'"),
        (["brief", "Atlantis"], "unknown nation 'Atlantis'"),
        (["evidence", "build", "counts", "none.csv", "--output", "x"], "is not a file"),
        (["evidence", "build", "counts", "--output", "x"], "no file given"),
        *(
            (
                ["evidence", "build", "counts", str(Path(__file__)), "--output", "x", *given],
                f"--{lack} is empty: give --source, --licence and --as-of",
            )
            for lack, given in {
                "source": ["--source", "", "--licence", "CC0", "--as-of", "2026"],
                "licence": ["--source", "mine", "--licence", " ", "--as-of", "2026"],
                "as-of": ["--source", "mine", "--licence", "CC0", "--as-of", ""],
            }.items()
        ),
        *(
            ([*command, "--on", "3000-01-01"], "--on 3000-01-01 is in the future; choose today")
            for command in (["strengths", "JPN"], ["ties", "JPN"], ["brief", "JPN"])
        ),
        (["ties", "JPN", "KOR"], "unexpected 'KOR': put partners after --with"),
        (["evidence", "list", "KOR"], "unexpected 'KOR': see comity evidence list --help"),
        (["ties", "Japan", "--with", "JPN"], "name a partner other than the nation itself"),
        (["frobnicate"], "frobnicate"),
        (["strengths", "JPN", "--frobnicate"], "frobnicate"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_two(
    comity_run: Run, arguments: list[str], complaint: str
) -> None:
    code, out, err = comity_run(*arguments)
    assert code == 2
    assert out == ""
    assert complaint in err
    assert err.startswith("comity: ")
    assert err.count("\n") == 1


def test_a_brief_that_cannot_be_written_leaves_nothing(comity_run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, out, err = comity_run("brief", "SGP", "--format", "json", "--out", str(tmp_path / "file"))
    assert (code, out) == (2, "")
    assert "it is a file" in err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_evidence_is_built_listed_checked_and_used(comity_run: Run, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    rows = [
        f"{nation},{technology},2020,patent,{count}"
        for nation, counts in {"JPN": (40, 60), "KOR": (10, 90), "USA": (50, 250)}.items()
        for technology, count in zip(("ai", "quantum"), counts, strict=True)
    ]
    table.write_text("nation,technology,year,kind,whole\n" + "\n".join(rows), encoding="utf-8")
    cube = str(tmp_path / "cube")
    given = ["--source", "mine", "--licence", "CC0", "--as-of", "2026-10"]
    code, out, _ = comity_run("evidence", "build", "counts", str(table), "--output", cube, *given)
    assert code == 0
    assert "mine-patent: patent, 2020–2020, covers 3 nations, 6 rows read, 0 rejected" in out
    code, out, _ = comity_run("evidence", "list", "--evidence", cube, "--json")
    assert [row["series"] for row in json.loads(out)] == ["mine-patent"]
    code, out, _ = comity_run("evidence", "check", "--evidence", cube)
    assert (code, out) == (0, "mine-patent: in order, 1 tables, 6 rows\n")
    code, out, _ = comity_run("strengths", "JPN", "--evidence", cube, "--json")
    found = {row["technology"]: row for row in json.loads(out)}
    assert found["ai"]["observed"] == 40
    assert found["ai"]["expected"] == pytest.approx(100 * 100 / 500)
    assert found["ai"]["value"] > 1 > found["quantum"]["value"]


@pytest.mark.parametrize("command", ["strengths", "ties", "brief"])
def test_help_shows_an_example(comity_run: Run, command: str) -> None:
    code, out, _ = comity_run(command, "--help")
    assert code == 0
    assert f"Example: comity {command}" in " ".join(out.split())


def test_a_brief_is_written_whole_or_not_at_all(comity_run: Run, tmp_path: Path) -> None:
    (tmp_path / "out" / "brief.json").mkdir(parents=True)
    code, out, err = comity_run(
        "brief", "SGP", "--format", "html,json", "--out", str(tmp_path / "out")
    )
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "brief.json': it is a folder" in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["brief.json"]


def test_a_series_is_not_replaced_by_another_file_unawares(comity_run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nation,technology,year,kind,whole\nJPN,ai,2020,patent,4\n")
    (tmp_path / "b.csv").write_text(
        "nation_a,nation_b,technology,year,kind,joint\nJPN,KOR,ai,2020,patent,2\n"
    )
    rest = ["--output", str(tmp_path / "cube"), "--source", "mine", "--licence", "CC0"]
    rest += ["--as-of", "2026-10"]

    def build(*names: str) -> tuple[int, str, str]:
        files = [str(tmp_path / name) for name in names if name.endswith(".csv")]
        flags = [name for name in names if name.startswith("--")]
        return comity_run("evidence", "build", "counts", *files, *rest, *flags)

    assert build("a.csv")[0] == build("a.csv")[0] == 0
    code, out, err = build("b.csv")
    assert (code, out) == (2, "")
    assert err == (
        "comity: series 'mine-patent' is there already, made from a.csv: give all its files in "
        "one command, name another --source, or add --replace.\n"
    )
    code, out, _ = build("b.csv", "--replace")
    assert code == 0
    assert "mine-patent: patent, 2020–2020, covers 2 nations, 1 rows read, 0 rejected" in out
    assert build("a.csv")[0] == 2
    assert build("a.csv", "b.csv")[0] == 0


def test_ties_for_people_begin_with_the_richest_series(comity_run: Run) -> None:
    arguments = ["ties", "JPN", "--with", "NATO", "--technology", "ai"]
    _, out, _ = comity_run(*arguments, "--json")
    joint: dict[str, float] = {}
    for row in json.loads(out):
        joint[row["source"]] = joint.get(row["source"], 0) + row["joint"]
    _, out, _ = comity_run(*arguments)
    rows = [line for line in out.splitlines() if re.search(r" \d{4}-\d{4} ", line)]
    found = [re.split(r"\s{2,}", line)[:2] for line in rows]
    series = list(dict.fromkeys(source for _, source in found))
    assert series == sorted(joint, key=lambda source: -joint[source])
    assert len(series) > 1
    for source in series:
        names = [name for name, its in found if its == source]
        assert names == sorted(names)
