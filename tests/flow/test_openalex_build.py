"""Builds of works that end in the middle: killed, interrupted, without room, or side by side."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from comity.base.errors import EvidenceError, InputError
from comity.base.settings import PACKAGE
from comity.building import build_openalex, openalex_options
from comity.cli.main import run
from comity.cli.printing import PlainLines, reading_works
from comity.evidence.build import Draft, write_series
from comity.evidence.checks import check_works
from comity.evidence.engines.duckdb import works_fault
from comity.evidence.manifest import Series
from comity.evidence.store import open_cube
from comity.reference.register import Register

pytestmark = pytest.mark.usefixtures("one_register")

STAGING = ".building-openalex"
# The command, except that it stops at shard STOP_AT until it is killed and says so by a file.
COMMAND = """
import os, sys, time
from pathlib import Path
from comity.cli.main import main
from comity.sources.openalex import shards
write = shards.write_part
def write_or_stop(tables, folder, part):
    if "STOP_AT" in os.environ and int(folder.name[:5]) >= int(os.environ["STOP_AT"]):
        Path(os.environ["FLAG"]).touch()
        time.sleep(120)
    write(tables, folder, part)
shards.write_part = write_or_stop
if __name__ == "__main__":
    main()
"""
CODES = ("JP", "KR", "US", "DE", "FR", "NA", "TW", "GB", "IT", "CA")


def works(number: int, start: int) -> list[dict[str, Any]]:
    chosen = random.Random(start)
    return [
        {
            "id": f"https://openalex.org/W{start + n}",
            # Of no repetition, so that its bytes are there in the end.
            "title": f"{chosen.randbytes(60).hex()} {n}",
            "publication_year": 1990 + (start + n) % 36,
            "type": "article",
            "cited_by_count": (start + n) % 23,
            "is_retracted": False,
            "is_xpac": n == 1,
            "authorships": [
                {
                    "institutions": [
                        {"id": f"https://openalex.org/I{chosen.randrange(1, 40)}",
                         "display_name": "A place", "ror": None, "country_code": code}
                    ],
                    "countries": [code],
                }
                for code in chosen.sample(CODES, 1 + n % 4)
            ],
            "topics": [{"id": "https://openalex.org/T10020"}] if n % 3 == 0 else [],
            "primary_topic": {"id": "x", "field": {"id": f"https://openalex.org/fields/{11 + n}"}},
            "funders": [],
        }
        for n in range(number)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("works")
    for n in range(4):
        text = "".join(json.dumps(work) + "\n" for work in works(20, 1000 * (n + 1)))
        if n == 3:
            text = "{cut\n" + text
        (folder / f"part_{n:03d}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    return folder


def build(folder: Path, output: Path, **more: Any) -> list[tuple[int, int, int, bool]]:
    """Build in this process; returns what the progress was."""
    told: list[tuple[int, int, int, bool]] = []
    options = openalex_options(
        "topics", None, None, None, (), xpac=False, retracted=False, resolve=False
    )
    given: dict[str, Any] = {"threads": 1, "progress": lambda *now: told.append(now)} | more
    build_openalex([str(folder)], output, options, **given)
    return told


def content(cube: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cube.iterdir() if path.is_file()}


def laid(cube: dict[str, bytes], folder: Path) -> Path:
    """The same cube in another folder."""
    folder.mkdir()
    for name, data in cube.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def undisturbed(
    files: Path, tmp_path_factory: pytest.TempPathFactory, one_register: None
) -> dict[str, bytes]:
    cube = tmp_path_factory.mktemp("undisturbed") / "cube"
    told = build(files, cube)
    sizes = [path.stat().st_size for path in sorted(files.iterdir())]
    assert [read for read, *_ in told] == [sum(sizes[: n + 1]) for n in range(4)]
    assert {total for _, total, *_ in told} == {sum(sizes)}
    assert [works for _, _, works, _ in told] == [20, 40, 60, 81]
    assert [path.name for path in cube.iterdir() if path.is_dir()] == []
    return content(cube)


def started(tmp_path: Path, *words: str, stop_at: int, **more: Any) -> subprocess.Popen[str]:
    """The command, stopped at a shard."""
    script, flag = tmp_path / "command.py", tmp_path / "stopped"
    script.write_text(COMMAND, encoding="utf-8")
    flag.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, str(script), "evidence", "build", "openalex", *words],
        env=os.environ | {"STOP_AT": str(stop_at), "FLAG": str(flag)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **more,
    )  # fmt: skip
    waited(flag.exists, process)
    return process


def waited(done: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    for _ in range(6000):
        if done():
            return
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.01)
    pytest.fail("nothing happened for a minute")


def children(process: subprocess.Popen[str]) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not path.exists():
        pytest.skip("needs /proc")
    return [int(pid) for pid in path.read_text().split()]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_killed_build_goes_on_where_it_was(
    threads: int, files: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    cube = tmp_path / "cube"
    process = started(
        tmp_path, str(files), "--output", str(cube), "--threads", str(threads), stop_at=2
    )
    with ended(process):
        waited(lambda: len(list((cube / STAGING).glob("*/done.json"))) == 2, process)
        readers = children(process)
        assert bool(readers) == (threads > 1)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    # Nobody goes on reading for a build that is gone.
    waited(lambda: all(gone(pid) for pid in readers))
    assert not (cube / "manifest.json").exists()
    finished = {path: path.stat().st_mtime_ns for path in (cube / STAGING).glob("*/done.json")}
    assert len(finished) == 2
    later: list[bool] = []

    def look(read: int, total: int, works: int, earlier: bool) -> None:
        assert {path: path.stat().st_mtime_ns for path in finished} == finished
        assert 0 < read <= total
        later.append(earlier)

    build(files, cube, progress=look)
    assert later == [True, True, False, False]
    assert content(cube) == undisturbed
    assert not (cube / STAGING).exists()


def test_a_changed_file_is_read_again(files: Path, tmp_path: Path) -> None:
    copy, cube = tmp_path / "works", tmp_path / "cube"
    copy.mkdir()
    for path in sorted(files.iterdir())[:3]:
        (copy / path.name).write_bytes(path.read_bytes())
    process = started(tmp_path, str(copy), "--output", str(cube), "--threads", "1", stop_at=2)
    with ended(process):
        pass
    text = "".join(json.dumps(work) + "\n" for work in works(7, 50_000))
    (copy / "part_000.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    told = build(copy, cube)
    assert [earlier for *_, earlier in told] == [True, False, False]
    build(copy, tmp_path / "fresh")
    assert content(cube) == content(tmp_path / "fresh")


def test_a_terminal_shows_that_an_earlier_run_is_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(sys, "stderr", terminal)
    with reading_works() as progress:
        progress(10, 100, 5, True)
    assert "going on after 5 works of an earlier run" in terminal.getvalue()
    terminal.seek(terminal.truncate(0))
    with reading_works() as progress:
        progress(30, 100, 1234, False)
    assert "1,234 works" in terminal.getvalue()
    silent = io.StringIO()
    monkeypatch.setattr(sys, "stderr", silent)
    with reading_works() as progress:
        progress(10, 100, 5, True)
    assert silent.getvalue() == ""


def test_a_second_build_into_one_place_is_refused(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cube = tmp_path / "cube"
    words = [str(files), "--output", str(cube), "--threads", "1"]
    process = started(tmp_path, *words, stop_at=1)
    with ended(process):
        assert run(["evidence", "build", "openalex", *words]) == 2
        [line] = capsys.readouterr().err.splitlines()
        assert line.startswith("comity: another build of OpenAlex works is at work in")
        assert len(list((cube / STAGING).glob("*/done.json"))) == 1


@pytest.mark.parametrize("threads", ["1", "2"])
def test_an_interrupted_build_leaves_the_cube_and_says_nothing_long(
    threads: str, files: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    cube, more = laid(undisturbed, tmp_path / "cube"), tmp_path / "more"
    more.mkdir()
    for n in range(4):
        text = "".join(json.dumps(work) + "\n" for work in works(5, 90_000 + 100 * n))
        (more / f"more_{n}.gz").write_bytes(gzip.compress(text.encode()))
    process = started(
        tmp_path, str(files), str(more), "--output", str(cube), "--threads", threads, stop_at=2
    )
    with ended(process):
        readers = children(process)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode not in (0, None)
    assert "Traceback" not in err
    assert out == ""
    assert content(cube) == undisturbed
    waited(lambda: all(gone(pid) for pid in readers))


# Where room ends, by what the line names and the number of shards that were made.
@pytest.mark.parametrize(
    ("limit", "place", "shards"),
    [
        (2_000, "works.0000.parquet", 0),
        (3_500, "quantum.parquet", 4),
        (5_200, "openalex-works.output.parquet", 4),
        (8_000, "(File too large)", 4),
    ],
)
def test_a_full_disk_leaves_the_cube_and_says_so_in_one_line(
    limit: int, place: str, shards: int, files: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    cube = laid(undisturbed, tmp_path / "cube")
    script = tmp_path / "command.py"
    script.write_text(COMMAND, encoding="utf-8")
    words = [str(files), "--output", str(cube), "--threads", "1", "--from", "1991"]
    done = subprocess.run(
        [sys.executable, "-B", str(script), "evidence", "build", "openalex", *words],
        capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith("comity: cannot write to")
    assert place in line
    assert "the evidence that was there is untouched" in line
    assert done.stdout == ""
    assert content(cube) == undisturbed
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    # With room again the same command goes on from here.
    assert len(list((cube / STAGING).glob("*/done.json"))) == shards


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--memory", "plenty"], "the engine cannot be opened"),
        (["--threads", "0"], "--threads 0 reads nothing: give 1 or more"),
        (["--snapshot", "2999-01-01"], "--snapshot 2999-01-01 is in the future"),
        (["--engine", "abacus"], "unknown engine 'abacus': choose duckdb"),
        (["--threads", "-1"], "--threads -1 reads nothing: give 1 or more"),
        (["--rules", "words"], "unknown rules 'words'"),
        (["--type", "poem"], "unknown work type 'poem'"),
        (["--from", "2020", "--until", "2000"], "no year from 2020 to 2000"),
        (["--until", "1900"], "no work is left of these files"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    words: list[str], complaint: str, files: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    cube = tmp_path / "cube"
    assert run(["evidence", "build", "openalex", str(files), "--output", str(cube), *words]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert complaint in line
    assert not (cube / "manifest.json").exists()
    if "no work" not in complaint:
        # It is refused before anything is read, and nothing is left of it.
        assert not cube.exists()


def test_a_place_that_cannot_be_written_is_refused(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "cube"):
        assert run(["evidence", "build", "openalex", str(files), "--output", str(place)]) == 2
        [line] = capsys.readouterr().err.splitlines()
        assert line.startswith(f"comity: cannot write to {str(place)!r}")
    assert (tmp_path / "file").read_text() == "mine"


def test_inputs_that_are_not_there_leave_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cube = tmp_path / "cube"
    assert run(["evidence", "build", "openalex", str(tmp_path / "no"), "--output", str(cube)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "holds no works" in line
    assert not cube.exists()


def test_files_of_something_else_stop_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [json.dumps(work) for work in works(90, 1)]
    path, cube = tmp_path / "works.jsonl", tmp_path / "cube"
    path.write_text("\n".join([*good, *["oh"] * 10]) + "\n")
    assert run(["evidence", "build", "openalex", str(path), "--output", str(cube)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert (
        "10 of 100 lines cannot be used (mostly: not a JSON object, works.jsonl, line 91)" in line
    )
    assert not (cube / "manifest.json").exists()


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


def organisations(**more: Any) -> pd.DataFrame:
    row = {
        "nation": "JPN", "technology": "quantum", "organisation_id": "openalex:I1", "name": "One",
        "year": 2016, "until": 2020, "works": 2.0, "credit": 1.5,
    }  # fmt: skip
    return pd.DataFrame([row | more])


def draft(rows: pd.DataFrame) -> Draft:
    series = Series(
        key="one", source="test", kind="publication", title="Test", unit="works",
        credit="fractional", publisher="Test", licence="CC0", url="", edition="1", as_of="2026",
        custody="made up", first=0, last=0,
    )  # fmt: skip
    output = pd.DataFrame(
        [("JPN", "all", 2018, 2018, 2.0)],
        columns=["nation", "technology", "year", "until", "fractional"],
    )
    return Draft(series, output, organisations=rows)


def test_windows_of_organisations_are_no_coverage(tmp_path: Path, register: Register) -> None:
    [series] = write_series([draft(organisations())], tmp_path, register.nations).values()
    assert (series.first, series.last, series.years) == (2018, 2018, (2018,))
    assert series.technologies == ()
    assert not series.pooled


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"credit": -1.0}, "'credit' must be finite and not negative"),
        ({"nation": "XXX"}, "unknown nation 'XXX'"),
        ({"organisation_id": None}, "'organisation_id' has empty cells"),
    ],
)
def test_organisations_are_checked(
    change: dict[str, Any], complaint: str, tmp_path: Path, register: Register
) -> None:
    with pytest.raises(InputError, match=complaint):
        write_series([draft(organisations(**change))], tmp_path, register.nations)


def test_works_behind_a_technology_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "one.works.quantum.0123.parquet"
    row = (
        "SELECT 'W1' AS work_id, 2020::SMALLINT AS year, 'T' AS title, 'JPN' AS nations, "
        "'I1' AS organisations, 'ai quantum' AS technologies, 'quantum/topics' AS rules, "
        "3::INTEGER AS citations"
    )

    def fault(query: str) -> str:
        duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        return works_fault(path, "quantum")

    assert fault(row) == ""
    assert fault(f"{row} UNION ALL {row}") == "a work stands in it twice"
    other = row.replace("ai quantum", "ai quantum2")
    assert fault(other) == "a work of another technology stands in it"
    assert fault(row.replace("'T' AS title, ", "")) == "its columns are not those of the table"
    assert fault(row.replace("2020::SMALLINT", "'x'")) == "its columns are not those of the table"
    series = draft(organisations()).series
    files = {path.name: "0"}
    with pytest.raises(EvidenceError, match="are not those of the table; rebuild it"):
        check_works(tmp_path, Series(**{**as_values(series), "files": files}))


def as_values(series: Series) -> dict[str, Any]:
    return {name: getattr(series, name) for name in Series.__slots__}


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


def test_an_output_among_the_inputs_is_refused(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(files.rglob("*"))
    for inputs, output in (
        (files, files), (files, files / "cube"), (files / "part_000.gz", files),
        (files / "*.gz", files / ".." / files.name),
    ):  # fmt: skip
        assert run(["evidence", "build", "openalex", str(inputs), "--output", str(output)]) == 2
        [line] = capsys.readouterr().err.splitlines()
        assert "lies among the files of works" in line
    assert sorted(files.rglob("*")) == before


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


def test_without_a_terminal_a_line_comes_now_and_then() -> None:
    stream, now = io.StringIO(), [0.0]
    progress = PlainLines(stream, lambda: now[0])
    # A short build says nothing.
    for second, read in ((1, 50), (29, 55), (31, 60), (33, 75), (37, 62), (62, 63), (70, 100)):
        now[0] = float(second)
        progress(read, 100, 10 * read, False)
    assert stream.getvalue().splitlines() == [
        "reading works: 60%, 600 works", "reading works: 63%, 630 works",
        "reading works: 100%, 1,000 works",
    ]  # fmt: skip
