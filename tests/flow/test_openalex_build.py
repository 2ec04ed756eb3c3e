"""Builds of works that end in the middle: killed, interrupted, without room, or side by side."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openalex_builds import build, content, laid, works

from comity.cli.main import run
from comity.cli.printing import PlainLines, reading_works

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
        out, err = process.communicate(timeout=120)
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
