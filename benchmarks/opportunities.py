"""Measure the list of opportunities: seconds for all nations × all technologies, and stability.

Usage: python benchmarks/opportunities.py [RUNS] [DRAWS]   (prints Markdown tables)

Each time is of a process of its own: to open the evidence, and then the first question asked of it.
Stability is the share of draws of the evidence in which a row of the list is again in it.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys

import comity

ASKED = """
import json, resource, time
start = time.perf_counter()
import comity
workspace = comity.open()
opened = time.perf_counter()
rows = len(workspace.opportunities(top={top}).rows)
seconds = opened - start, time.perf_counter() - opened
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([rows, *seconds, peak]))
"""
TARGET = 2.0
ASIAN = ["JPN", "KOR", "SGP"]
LISTS: list[tuple[str, list[str] | None, dict[str, object]]] = [
    ("Japan, Korea, Singapore, likely to grow", ASIAN, {}),
    ("Japan, Korea, Singapore, clearly below", ASIAN, {"clear": 0.95}),
    ("Japan, Korea, Singapore, would gain", ASIAN, {"by": "gain"}),
    ("all nations, likely to grow", None, {}),
    ("all nations, clearly below", None, {"clear": 0.95}),
    ("all nations, would gain", None, {"by": "gain"}),
]


def times(runs: int) -> None:
    """All nations with all technologies: the twenty best, and every row with its intervals."""
    print("| list | rows | open s | answer s, median | slowest | target | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for name, top in (("the 20 best", "20"), ("all", "None")):
        command = [sys.executable, "-c", ASKED.format(top=top)]
        found = []
        for _ in range(runs + 1):
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found.append(json.loads(done.stdout))
        rows, opened, answered, peak = zip(*found[1:], strict=True)
        print(
            f"| {name} | {rows[0]:,} | {statistics.median(opened):.2f} "
            f"| {statistics.median(answered):.2f} | {max(answered):.2f} | {TARGET:g} "
            f"| {max(peak):.0f} |"
        )


def stability(draws: int) -> None:
    """How often the rows of the first twenty stay among them."""
    print("| list | candidates | stays, mean | rows 1–5 | rows 16–20 | least |")
    print("|---|---|---|---|---|---|")
    workspace = comity.open()
    for name, nations, how in LISTS:
        table = workspace.opportunities(nations, runs=draws, **how)  # type: ignore[arg-type]
        stays = [row.stays for row in table.rows]
        parts = [statistics.mean(part) for part in (stays, stays[:5], stays[15:])]
        told = " | ".join(f"{part:.2f}" for part in (*parts, min(stays)))
        print(f"| {name} | {table.candidates:,} | {told} |")


def main() -> None:
    """Times first, then stability."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {runs} runs.\n")
    times(runs)
    print(f"\n{draws} draws, the first 20 rows.\n")
    stability(draws)


if __name__ == "__main__":
    main()
