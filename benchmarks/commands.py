"""Measure the commands as a user meets them: wall time and peak memory of whole processes.

Usage: python benchmarks/commands.py [RUNS]   (prints a Markdown table)
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMITY = Path(sys.executable).with_name("comity")
COMMANDS: list[tuple[str, list[str], float, float | None]] = [
    ("comity --help", ["--help"], 0.7, None),
    ("comity strengths JPN", ["strengths", "JPN"], 1.5, None),
    ("comity ties JPN --with NATO", ["ties", "JPN", "--with", "NATO"], float("nan"), None),
    ("comity brief JPN (HTML, PDF, JSON)", ["brief", "JPN"], 10.0, 500.0),
    (
        "comity brief JPN KOR SGP --against NATO",
        ["brief", "JPN", "KOR", "SGP", "--against", "NATO"],
        float("nan"),
        500.0,
    ),
]


def measure(arguments: list[str], folder: str) -> tuple[float, float]:
    """Wall time in seconds and peak resident memory in MB of one run."""
    if arguments[0] == "brief":
        arguments = [*arguments, "--out", folder]
    start = time.perf_counter()
    process = subprocess.Popen([str(COMITY), *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{arguments} failed with status {status}")
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Warm each command once, then measure it."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {runs} runs, warm.\n")
    print("| command | median s | slowest s | target s | peak MB | target MB |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments, target, memory in COMMANDS:
            measure(arguments, folder)
            measured = [measure(arguments, folder) for _ in range(runs)]
            seconds = [m[0] for m in measured]
            goal = "" if target != target else f"{target:g}"
            print(
                f"| `{name}` | {statistics.median(seconds):.2f} | {max(seconds):.2f} | {goal} "
                f"| {max(m[1] for m in measured):.0f} | {'' if memory is None else f'{memory:g}'} |"
            )


if __name__ == "__main__":
    main()
