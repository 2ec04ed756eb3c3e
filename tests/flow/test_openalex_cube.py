"""What a build of works leaves: the series, its losses, and what it replaces."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import duckdb
import pytest
from openalex_builds import build, content, laid, works

from comity.base.settings import PACKAGE
from comity.cli.main import run
from comity.evidence.store import open_cube

pytestmark = pytest.mark.usefixtures("one_register")


def test_the_cube_is_listed_and_in_order(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cube = tmp_path / "cube"
    words = ["--output", str(cube), "--snapshot", "2024-02-27"]
    assert run(["evidence", "build", "openalex", str(files), *words]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "openalex-works: publication, 1990–2025, covers 250 nations, 81 rows read, 1 rejected, 4 "
        "left out by options",
        "openalex-works: rejected: not a JSON object: 1, first: part_003.gz, line 1",
        "openalex-works: left out by options: of the extension (is_xpac): 4, first: part_000.gz, "
        "line 2 (https://openalex.org/W1001) (4 files)",
        str(cube),
    ]  # fmt: skip
    assert run(["evidence", "check", "--evidence", str(cube)]) == 0
    line, *losses = capsys.readouterr().out.splitlines()
    assert line.startswith("openalex-works: in order, ")
    assert line.endswith(", works behind 1 technologies")
    assert losses[0] == "openalex-works: rejected: not a JSON object: 1, first: part_003.gz, line 1"
    assert run(["evidence", "list", "--evidence", str(cube), "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["series"], row["source"], row["as_of"]) == (
        "openalex-works", "openalex", "2024-02-27",
    )  # fmt: skip
    assert (row["rows_rejected"], row["rows_left_out"], row["coverage"]) == (1, 4, 250)
    [told] = row["rejects"]
    assert told == {"reason": "not a JSON object", "count": 1, "example": "part_003.gz, line 1"}
    series = open_cube(cube).of("openalex-works")
    [reject], [left_out] = series.rejects, series.left_out
    assert (reject.reason, reject.count) == ("not a JSON object", 1)
    assert [(f.name, f.count, f.first) for f in reject.files] == [("part_003.gz", 1, "line 1")]
    assert (left_out.reason, left_out.count) == ("of the extension (is_xpac)", 4)
    assert [file.name for file in left_out.files] == [f"part_{n:03d}.gz" for n in range(4)]
    assert any("about 2,300 works" in note for note in series.notes)
    assert any(note.startswith("Works by type: article 76") for note in series.notes)
    assert sorted(series.inputs) == [f"part_{n:03d}.gz" for n in range(4)]


def test_years_of_the_series_are_those_of_its_works(
    undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    cube = laid(undisturbed, tmp_path / "cube")
    series = open_cube(cube).of("openalex-works")
    windows = open_cube(cube).rows("organisations", "openalex-works")
    assert windows["year"].min() < 1990 or windows["until"].max() > 2024
    assert (series.first, series.last) == (1990, 2025)
    assert set(series.years) <= set(range(1990, 2026))
    assert not series.pooled


def test_damaged_files_are_all_named_and_the_others_count(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, cube = tmp_path / "works", tmp_path / "cube"
    folder.mkdir()
    good = "".join(json.dumps(work) + "\n" for work in works(400, 1)).encode()
    (folder / "a_good.gz").write_bytes(gzip.compress(good))
    (folder / "b_cut.gz").write_bytes(gzip.compress(good)[:-2000])
    (folder / "c_empty.gz").write_bytes(b"")
    (folder / "d_bad.jsonl").write_bytes(b'{"id": null, "publication_year": 2020}\noh\n' + good)
    (folder / "e_noise.gz").write_bytes(b"\x05" + random.Random(1).randbytes(9000))
    (folder / "f_empty.parquet").write_bytes(b"")
    (folder / "g_noise.parquet").write_bytes(random.Random(2).randbytes(900))
    duckdb.sql(f"COPY (SELECT 1 AS other) TO '{folder / 'h_other.parquet'}' (FORMAT parquet)")
    assert run(["evidence", "build", "openalex", str(folder), "--output", str(cube)]) == 0
    out = capsys.readouterr().out
    series = open_cube(cube).of("openalex-works")
    named = {r.reason: [(f.name, f.first) for f in r.files] for r in series.rejects}
    cut = named.pop("the file's compression is cut short or damaged")
    assert cut == [("b_cut.gz", "")]
    named.pop("the same work again, in another file")
    half, bad = named.pop("not a JSON object")
    assert half[0] == "b_cut.gz"
    assert bad == ("d_bad.jsonl", "line 2")
    assert named == {
        "an empty file": [("c_empty.gz", ""), ("f_empty.parquet", "")],
        "without an OpenAlex id": [("d_bad.jsonl", "line 1")],
        "the file is not gzip, though its name says so": [("e_noise.gz", "")],
        "the Parquet file is damaged or of another shape": [("g_noise.parquet", "")],
        "the Parquet file has no column 'id'": [("h_other.parquet", "")],
    }
    assert len(out.splitlines()) == 10
    assert out.splitlines()[-2] == "openalex-works: 2 more reasons: comity evidence list --json"
    assert series.edition == "OpenAlex works, no date given"
    assert any("is that of the newest file" in note for note in series.notes)
    assert run(["evidence", "check", "--evidence", str(cube)]) == 0


def test_a_field_that_all_works_lack_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "".join(json.dumps(work) + "\n" for work in works(9, 1)).replace('"topics"', '"themes"')
    (tmp_path / "works.jsonl").write_text(text)
    words = ["evidence", "build", "openalex", str(tmp_path / "works.jsonl"), "--xpac"]
    assert run([*words, "--output", str(tmp_path / "cube")]) == 0
    assert (
        "openalex-works: warning: 'topics' is missing, null or of another type in 9 of 9 works: "
        "they have no technology by topics"
    ) in capsys.readouterr().out.splitlines()


def test_a_series_of_other_files_is_refused_before_reading(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, cube = tmp_path / "one.jsonl", tmp_path / "two.jsonl", tmp_path / "cube"
    for path, start in ((one, 1), (two, 100)):
        path.write_text("".join(json.dumps(work) + "\n" for work in works(9, start)))
    words = ["evidence", "build", "openalex", "--output", str(cube), "--threads", "1"]
    assert run([*words, str(one)]) == run([*words, str(one)]) == 0
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr("comity.sources.openalex.build.make_shards", lambda *_: pytest.fail("read"))
        assert run([*words, str(two)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line == (
        "comity: series 'openalex-works' is there already, made from one.jsonl: give all its files "
        "in one command, name another --output, or add --replace."
    )
    assert run([*words, str(two), "--replace"]) == 0
    assert set(open_cube(cube).of("openalex-works").inputs) == {"two.jsonl"}


def test_the_starter_and_works_in_one_cube(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cube = tmp_path / "cube"
    assert run(["evidence", "copy", "--output", str(cube)]) == 0
    starter = set(open_cube(cube).series)
    assert content(cube) == content(PACKAGE / "starter")
    assert run(["evidence", "copy", "--output", str(cube)]) == 2
    assert "holds a cube already" in capsys.readouterr().err
    build(files, cube)
    assert set(open_cube(cube).series) == {*starter, "openalex-works"}
    assert run(["evidence", "check", "--evidence", str(cube)]) == 0
