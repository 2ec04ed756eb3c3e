"""``comity agreements`` and ``comity uptake`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from comity.cli.main import run
from comity.workspace import Workspace


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_agreements_in_plain_tables(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "agreements", "KOR", "--on", "2025-01-01")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Republic of Korea with NATO: below expectation")
    assert any("> Australia" in line for line in lines)
    assert "kor-ipcp-2012" in out
    assert "all fields, 2019, 2022, 2023: not testable: evidence ends 2020." in lines
    assert "No cause is shown" in out
    assert max(len(line) for line in lines if "  " in line) < 240


def test_agreements_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "agreements", "JPN", "--on", "2025-01-01", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert list(found) == [
        "nation", "against", "agreements", "verdict", "limits", "levels", "rows", "overall",
    ]  # fmt: skip
    assert found["verdict"].startswith("Japan with NATO: ")
    assert {row["nation"] for row in found["rows"]} == {"JPN"}
    for row in found["rows"]:
        if row["effect"] is not None:
            assert row["low"] <= row["effect"] <= row["high"]
    assert found["overall"][0]["nations"] > 3


def test_a_nation_that_is_no_partner_still_gets_an_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = call(capsys, "agreements", "Singapore", "--on", "2021-04-15")
    assert code == 0
    assert "no agreement is on record, so there is no before and after" in out


def test_uptake_in_a_plain_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "uptake", "JPN", "KOR", "SGP", "--on", "2025-12-31")
    assert (code, err) == (0, "")
    assert "Singapore: no entitlement on record" in out
    assert "Without a certain record use is unknown" in out
    rows = [line for line in out.splitlines() if line.startswith(("Japan ", "S. Korea", "Korea"))]
    assert any("cpow" in line and "jpn-sto-enhanced-partner" in line for line in rows)


def test_uptake_as_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "uptake", "JPN", "--json")
    rows = json.loads(out)
    assert all(row["sources"] for row in rows)
    _, out, _ = call(capsys, "uptake", "JPN", "--csv")
    assert [row["programme"] for row in csv.DictReader(io.StringIO(out))] == [
        row["programme"] for row in rows
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["agreements", "Atlantis"], "unknown nation 'Atlantis'"),
        (["agreements", "JPN", "--against", "Atlantis"], "unknown group 'Atlantis'"),
        (["agreements", "DEU"], "DEU is a member of NATO"),
        (["agreements", "BRA"], "no agreement of BRA in the register"),
        (["agreements", "JPN", "--on", "1980-01-01"], "no agreement of JPN in the register"),
        (["agreements", "JPN", "--on", "3000-01-01"], "is in the future"),
        (["uptake"], "no nation given"),
        (["uptake", "Atlantis"], "unknown nation 'Atlantis'"),
        (["uptake", "TUV", "--on", "2013-01-01"], "no status, instrument, record or joint project"),
        (["uptake", "JPN", "--json", "--csv"], "exclude each other"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_two(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    code, out, err = call(capsys, *arguments)
    assert (code, out) == (2, "")
    assert complaint in err
    assert err.startswith("comity: ")
    assert err.count("\n") == 1


def test_the_same_in_python(workspace: Workspace) -> None:
    found = workspace.agreements("Japan", on="2025-01-01")
    assert found.nation == "JPN"
    assert not found.frame().empty
    assert not found.levels_frame().empty
    frame = workspace.uptake(["JPN", "KOR"], on="2025-01-01").frame()
    assert set(frame["nation"]) == {"JPN", "KOR"}
