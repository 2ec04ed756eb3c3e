"""Measure the site as visitors and programs meet it: `comity serve` and its load on one machine.

Usage: python benchmarks/web.py [--seconds N] [--many N]   (prints Markdown for docs/benchmarks.md)

Needs hey and wrk (Debian: apt-get install hey wrk).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ON = "on=2026-11-01"
PAGES = ["/", f"/nations/JPN?{ON}", f"/data/strengths?names=JPN&{ON}"]
API = [
    f"/api/v1/strengths?names=JPN&{ON}",
    f"/api/v1/counts?nation=JPN&technology=ai&{ON}",
    f"/api/v1/joint?nation=JPN&partner=USA&technology=ai&{ON}",
]
# 50 connections with 2 requests/s each.
CONNECTIONS, RATE = 50, 2
# Seconds until the dearest estimates are made.
WARM = 25
# One address asks for everybody here.
UNLIMITED = {"COMITY_WEB_RATE": "0"}


@contextmanager
def served(log: Path) -> Iterator[tuple[int, str, float]]:
    """A site on a free port: its process, its address, and when it was started."""
    begun = time.perf_counter()
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "comity", "serve", "--port", "0"],
            stderr=errors, env=os.environ | UNLIMITED,
        )  # fmt: skip
    try:
        while not (found := re.search(r"http://\S+(?=/ )", log.read_text())):
            if process.poll() is not None or time.perf_counter() - begun > 60:
                raise SystemExit(f"the site did not start:\n{log.read_text()}")
            time.sleep(0.005)
        yield process.pid, found[0], begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def first_byte(folder: Path, path: str, runs: int) -> list[float]:
    """Seconds from the start of the process to the first byte of a page."""
    measured = []
    for _ in range(runs):
        with served(folder / "log") as (_, address, begun):
            with urllib.request.urlopen(address + path, timeout=60) as answer:
                answer.read(1)
            measured.append(time.perf_counter() - begun)
    return measured


def hey(url: str, seconds: int) -> tuple[float, float, float, int]:
    """Requests/s, median and 99th percentile in ms, and answers that were not 200."""
    done = subprocess.run(
        ["hey", "-z", f"{seconds}s", "-c", str(CONNECTIONS), "-q", str(RATE), "-o", "csv",
         "-H", "Accept-Encoding: gzip", url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows = [line.split(",") for line in done.stdout.splitlines()[1:]]
    times = sorted(1000 * float(row[0]) for row in rows)
    wrong = sum(row[6] != "200" for row in rows)
    if len(times) < 100:
        raise SystemExit(f"hey had {len(times)} answers only:\n{done.stdout[-500:]}{done.stderr}")
    p99 = times[min(len(times) - 1, int(0.99 * len(times)))]
    last = max(float(row[7]) for row in rows)
    return len(times) / max(last, 1e-9), statistics.median(times), p99, wrong


def wrk(url: str, seconds: int) -> tuple[float, float, str]:
    """Requests/s and 99th percentile in ms at saturation, and what went wrong."""
    done = subprocess.run(
        ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency",
         "-H", "Accept-Encoding: gzip", url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", done.stdout)
    wrong = re.findall(r"(?:Non-2xx|Socket errors).*", done.stdout)
    if rate is None or slow is None:
        raise SystemExit(f"wrk said something else:\n{done.stdout}{done.stderr}")
    return (
        float(rate[1]),
        float(slow[1]) * {"us": 1e-3, "ms": 1, "s": 1e3}[slow[2]],
        "; ".join(wrong),
    )


def resident(pid: int) -> float:
    """Resident memory in MB."""
    text = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return float("nan") if found is None else int(found[1]) / 1024


def flat(pid: int, address: str, paths: list[str], many: int) -> list[tuple[int, float]]:
    """Resident memory after each tenth of many requests."""
    told = [(0, resident(pid))]
    for part in range(1, 11):
        each = many // 10 // len(paths)
        threads = [
            threading.Thread(
                target=subprocess.run,
                args=(["hey", "-n", str(each), "-c", "10", address + path],),
                kwargs={"stdout": subprocess.DEVNULL, "check": True},
            )
            for path in paths
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told.append((part * each * len(paths), resident(pid)))
    return told


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=30, help="of each load")
    parser.add_argument("--many", type=int, default=100_000, help="requests of the memory's run")
    parser.add_argument("--starts", type=int, default=5, help="cold starts")
    given = parser.parse_args()
    missing = [tool for tool in ("hey", "wrk") if shutil.which(tool) is None]
    if missing:
        raise SystemExit(f"missing: {' and '.join(missing)}. Debian: apt-get install hey wrk")
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, server and load on one "
          f"machine, {given.seconds} s each; load average before: {load:.1f}.\n")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in PAGES[:2]:
            starts = first_byte(folder, path, given.starts)
            middle = statistics.median(starts)
            print(
                f"First byte of `{path}` after a cold start: median {middle:.2f} s, slowest "
                f"{max(starts):.2f} s of {len(starts)} (target 3 s).\n"
            )
        with served(folder / "log") as (pid, address, _):
            # What is made in the background at start is no steady load.
            time.sleep(WARM)
            loads(address, given.seconds)
            memory(pid, address, given.many)


def loads(address: str, seconds: int) -> None:
    """The tables of steady load and of saturation; each address was asked for once before."""
    print("| address | requests/s | p50 ms | p99 ms | target ms | not 200 |")
    print("|---|---|---|---|---|---|")
    for paths, target in ((PAGES, 100), (API, 50)):
        for path in paths:
            urllib.request.urlopen(address + path, timeout=60).read()
            rate, middle, slow, refused = hey(address + path, seconds)
            print(f"| `{path}` | {rate:.0f} | {middle:.1f} | {slow:.1f} | {target} | {refused} |")
    print("\n| address at saturation | requests/s | p99 ms | target /s | errors |")
    print("|---|---|---|---|---|")
    for path in (*PAGES, API[0]):
        rate, slow, wrong = wrk(address + path, seconds)
        print(f"| `{path}` | {rate:.0f} | {slow:.1f} | 300 | {wrong} |")


def memory(pid: int, address: str, many: int) -> None:
    """The line of memory over many requests, of different addresses."""
    told = flat(pid, address, [*PAGES[:2], *API[:2]], many)
    line = ", ".join(f"{count:,}: {size:.0f}" for count, size in told)
    print(f"\nResident memory, MB, after so many requests: {line}.")


if __name__ == "__main__":
    main()
