"""Measure verdicts: seconds to load what one needs, and milliseconds for each afterwards.

Usage: python benchmarks/standing.py [RUNS]   (prints Markdown tables)

Each loading is of a process of its own, the median of RUNS. Imports are those of the modules that a
verdict needs, apart from loading; the front door is ``comity.open().may(...)``, whose first verdict
loads the register. Processor time tells a busy machine from slow code.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time

from comity.base.dates import parse_day
from comity.base.settings import PACKAGE
from comity.reference.register import Register
from comity.standing.later import with_later
from comity.standing.verdicts import Rulebook

LOAD_TARGET, VERDICT_TARGET = 0.3, 1.0
DAYS = ("2021-04-15", "2026-11-25")
LOADED = """
import json, time
start = time.perf_counter()
import datetime as dt
from comity.base.settings import PACKAGE
from comity.reference.register import Register
from comity.reference import entries
from comity.standing.verdicts import Rulebook
imported, cpu = time.perf_counter(), time.process_time()
rules = Rulebook(Register(PACKAGE / "reference" / "data"))
rules.register.rules, rules.register.activities, rules.register.sources, rules.register.nations
loaded, cpu = time.perf_counter(), time.process_time() - cpu
day = dt.date(2025, 4, 1)
rules.verdict("KOR", rules.activity("stb-session"), day)
print(json.dumps([imported - start, loaded - imported, cpu, time.perf_counter() - loaded]))
"""
OPENED = """
import json, time
start = time.perf_counter()
import comity
imported, cpu = time.perf_counter(), time.process_time()
workspace = comity.open()
opened, cpu = time.perf_counter(), time.process_time() - cpu
workspace.may("KOR", "stb-session", on="2025-04-01")
print(json.dumps([imported - start, opened - imported, cpu, time.perf_counter() - opened]))
"""


def loading(runs: int) -> None:
    """Fresh processes: the register's part for verdicts, and the whole front door."""
    print(
        "| what | import s | load or open s | of processor | slowest | first verdict s | target |"
    )
    print("|---|---|---|---|---|---|---|")
    rows = (("register and rules", LOADED), ("comity.open().may", OPENED))
    for name, script in rows:
        found = []
        for _ in range(runs + 1):  # the first run fills the caches of files
            done = subprocess.run(
                [sys.executable, "-c", script], capture_output=True, text=True, check=True
            )
            found.append(json.loads(done.stdout))
        imported, loaded, cpu, first = zip(*found[1:], strict=True)
        print(
            f"| {name} | {statistics.median(imported):.3f} | {statistics.median(loaded):.3f} "
            f"| {statistics.median(cpu):.3f} | {max(loaded):.3f} "
            f"| {statistics.median(first):.3f} | {LOAD_TARGET:g} |"
        )


def verdicts() -> None:
    """All nations × activities, as ``Workspace.may`` answers: with what became public later."""
    rules = Rulebook(Register(PACKAGE / "reference" / "data"))
    codes = rules.register.nations.codes()
    horizon = parse_day(DAYS[-1])
    print("\n| on | nations | activities | verdicts | median ms | 99 % ms | slowest ms | target |")
    print("|---|---|---|---|---|---|---|---|")
    for text in DAYS:
        day, times = parse_day(text), []
        for code in codes:
            for activity in rules.register.activities:
                # The least of three, so that another's turn on the processor is not counted.
                found = []
                for _ in range(3):
                    start = time.perf_counter()
                    with_later(rules, rules.verdict(code, activity, day), day, horizon)
                    found.append(1000 * (time.perf_counter() - start))
                times.append(min(found))
        times.sort()
        print(
            f"| {text} | {len(codes)} | {len(rules.register.activities)} | {len(times):,} "
            f"| {statistics.median(times):.3f} | {times[int(0.99 * len(times))]:.3f} "
            f"| {times[-1]:.3f} | {VERDICT_TARGET:g} |"
        )


def main() -> None:
    """Print both tables and the machine."""
    loading(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    verdicts()
    print(
        f"\nPython {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    main()
