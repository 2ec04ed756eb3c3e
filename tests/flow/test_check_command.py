"""``comity check``: the shipped report, a file of one's own, and files that cannot be used."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from comity.cli.main import run

HEAD = """\
schema: 1
sources:
  - {key: mine, title: A report, publisher: An office, url: "https://example.org/r",
     date: "2024-05-01", date_basis: published, tier: C}
"""
CLAIMS = (
    HEAD
    + """\
claims:
  - key: K1
    document: mine
    nations: [KOR]
    paragraph: "3"
    statement: The Republic of Korea ranks fifth in the innovation index of 2021.
    says: [{measure: gii-rank, value: 5, unit: rank, edition: "2021"}]
  - key: K2
    document: mine
    nations: [KOR]
    statement: The Republic of Korea ranks sixth in it.
    says: [{measure: gii-rank, value: 6, unit: rank, edition: "2021"}]
  - key: K3
    document: mine
    nations: [KOR]
    statement: The Republic of Korea is an enhanced partner of the STO in May 2024.
    says: [{measure: status, status: sto-enhanced-partner}]
  - key: K4
    document: mine
    nations: [CHN]
    statement: China leads in semiconductors.
    measure: strength
    technology: semiconductors
    expects: leads
    testable: "yes"
"""
)


def called(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["check", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def written(folder: Path, text: str) -> str:
    path = folder / "claims.yml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_shipped_report_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(capsys, "--on", "2026-11-01", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(found["claims"]) == sum(found["counts"].values()) == 122
    assert "adopted revision" in found["documents"][0]["note"]
    by_key = {c["claim"]: c for c in found["claims"]}
    assert by_key["C27"]["words"] == "differs from public sources"
    assert by_key["C27"]["dates"] == ["2014"]
    assert by_key["C27"]["evidence"][0]["key"] == "sgp-smart-nation-since"
    assert found["bibliography"]


def test_people_are_told_that_it_was_a_draft(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(capsys, "--on", "2021-04-15")
    assert code == 0
    assert "differs from public sources" in out
    assert "preliminary draft; the adopted revision of 14 October 2021 was not checked" in out
    assert "wrong" not in out


def test_a_file_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, CLAIMS)
    code, out, err = called(capsys, path, "--on", "2026-11-01", "--csv")
    assert (code, err) == (0, "")
    rows = {row["claim"]: row for row in csv.DictReader(io.StringIO(out))}
    verdicts = [rows[key]["verdict"] for key in ("K1", "K2", "K3", "K4")]
    # The first two cannot both hold; one of them is that of the source, too.
    assert verdicts == ["depends on", "contradicted", "not testable here", "supported"]
    assert rows["K1"]["on"] == "statement"
    assert rows["K1"]["document"] == "mine"


def test_a_document_is_named_once_for_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, CLAIMS.replace("    document: mine\n", ""))
    code, out, _ = called(capsys, path, "--document", "mine", "--json")
    assert code == 0
    assert {c["document"] for c in json.loads(out)["claims"]} == {"mine"}


ONE = "claims:\n  - key: K\n    document: mine\n    statement: S.\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD, "the list 'claims' is missing"),
        (HEAD + "claims: []\n", "the list 'claims' is empty"),
        (HEAD + "claims: none\n", "'claims' must be a list"),
        (HEAD + "more: []\nclaims: []\n", "unknown list 'more'"),
        ("schema: 2\nclaims: []\n", "schema 2 is unknown"),
        (HEAD + ONE + "    verdict: right\n", "line 6: unknown key 'verdict'"),
        (HEAD + ONE + "    says: [{value: 1}]\n", "'measure' is missing"),
        (HEAD + ONE + "    says: [{measure: m, tense: future}]\n", "is not one of present, past"),
        (HEAD + ONE + "    says: [{measure: m, status: knight}]\n", "status 'knight'"),
        (HEAD + ONE + "    says: [{measure: m, records: [none]}]\n", "records 'none'"),
        (HEAD + ONE + "    nations: [XXX]\n", "line 6: unknown nation 'XXX'"),
        (HEAD + ONE + "    technology: magic\n", "unknown technology 'magic'"),
        (HEAD + ONE + "    cites: [nobody]\n", "cites 'nobody'"),
        (
            HEAD + ONE + "    says: [{measure: m, status: patg, opens: golf}]\n",
            "opens 'golf' is not in the register",
        ),
        (HEAD + ONE.replace("mine", "theirs"), "line 6: document 'theirs' is not declared"),
        (HEAD + ONE + "    source: theirs\n", "source 'theirs' is not declared"),
        (HEAD + ONE + ONE.removeprefix("claims:\n"), "the key 'K' stands twice"),
        (HEAD + "claims:\n - [\n", "mend the YAML"),
        (HEAD + "claims:\n  - just words\n", "not a mapping"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    code, out, err = called(capsys, written(tmp_path, text))
    assert (code, out) == (2, "")
    assert message in err, err
    assert "claims.yml" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere.yml",), "no such file"),
        ((str(Path(__file__).parent),), "is a folder; name a YAML file with a list 'claims'"),
        (("--document", "another"), "no claims of document 'another'"),
        (("--on", "2020-01-01"), "was not public on 2020-01-01"),
        (("--on", "2021"), "must be a full day"),
        (("--json", "--csv"), "exclude each other"),
    ],
)
def test_bad_arguments_are_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = called(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_a_file_cannot_name_a_document_that_nobody_declares(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = called(capsys, written(tmp_path, CLAIMS), "--document", "theirs")
    assert code == 2
    assert "declare it in sources" in err
