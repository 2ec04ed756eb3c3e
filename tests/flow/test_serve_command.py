"""``comity serve`` as a process: it answers, refuses a port that is taken, and ends cleanly."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def served(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that serves on a free port, and its address; ended whatever happens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", "serve", "--port", "0", *words],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"TMPDIR": str(folder)},
    )  # fmt: skip
    try:
        assert process.stderr is not None
        found = re.search(r"http://\S+/", process.stderr.readline())
        assert found is not None
        yield process, found[0]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)


def opened(address: str, **form: str) -> str:
    data = urllib.parse.urlencode(form).encode() if form else None
    with urllib.request.urlopen(address, data, timeout=60) as answer:
        return answer.url if form else answer.read().decode()


def children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
        int(n)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for n in (task / "children").read_text().split()
    ]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_ends_the_site_and_the_brief_it_makes(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with served(tmp_path) as (process, address):
        assert json.loads(opened(f"{address}health"))["ready"] is True
        page = opened(f"{address}briefs", nations="JPN", on="2026-11-01")
        assert re.fullmatch(rf"{address}briefs/[\w-]{{24}}", page)
        until = time.monotonic() + 30
        while not (making := children(process.pid)):
            assert time.monotonic() < until
            time.sleep(0.02)
        assert list(tmp_path.glob("comity-briefs-*"))
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert out == ""
    assert "Traceback" not in err
    assert all(gone(pid) for pid in making)
    assert not list(tmp_path.iterdir())


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with served(tmp_path) as (_, address):
        port = address.rstrip("/").rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, "-m", "comity", "serve", "--port", port],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line == (
        f"comity: cannot listen on 127.0.0.1 port {port} (Address already in use): end what "
        "listens there, or choose another with --host and --port."
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "0", "--host", "192.0.2.1"], "Cannot assign requested address"),
        (["--port", "80000"], "--port is a whole number from 0 to 65,535"),
        (["--port", "0", "--evidence", "/nowhere"], "/nowhere"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(words: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "comity", "serve", *words],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("comity: ")
    assert said in line


def test_the_server_of_production_ends_with_its_brief(tmp_path: Path) -> None:
    pytest.importorskip("granian", reason="needs the extra production")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--factory",
            "--port", str(port), "--log-level", "error", "comity.web.wsgi:application",
        ],
        stderr=subprocess.DEVNULL, env=os.environ | {"TMPDIR": str(tmp_path)},
        start_new_session=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while True:
            try:
                assert "edition" in opened(f"http://127.0.0.1:{port}/health")
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.1)
        opened(f"http://127.0.0.1:{port}/briefs", nations="JPN", on="2026-11-01")
        assert list(tmp_path.glob("comity-briefs-*"))
        process.terminate()
        assert process.wait(30) == 0
        assert not list(tmp_path.glob("comity-briefs-*"))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
