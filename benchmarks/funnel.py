"""Measure the funnel: seconds to withhold, and how much of three tables is left to read.

Usage: python benchmarks/funnel.py   (prints a Markdown table)

Made-up entries: stages thin out, nations and sectors are uneven, one in four declares no gender.
"""

from __future__ import annotations

import os
import platform
import random
import time

from comity.base.dates import moment
from comity.funnel.tables import Entry, funnel

STAGES = ("idea", "proposal", "team", "positions", "running", "done")


def entries(many: int, nations: int) -> list[Entry]:
    """So many entries, the same each time."""
    dice = random.Random(20261126)
    codes = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}A" for n in range(nations)]
    return [
        Entry(
            dice.choices(STAGES, [6, 5, 4, 3, 2, 2])[0],
            dice.choices(codes, [1 / (n + 1) for n in range(nations)])[0],
            dice.choices(["government", "academic", "industry", "non-profit"], [5, 4, 3, 1])[0],
            dice.choices(["woman", "man", "other", None], [30, 44, 1, 25])[0],
        )
        for _ in range(many)
    ]


def main() -> None:
    """Print the table."""
    print(f"{moment():%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, threshold 5\n")
    print("| entries | nations | numbers | withheld | of the processor s |")
    print("|---|---|---|---|---|")
    for many, nations in ((100, 5), (500, 8), (500, 32), (5000, 32)):
        told = entries(many, nations)
        start = time.process_time()
        cells = funnel(told, STAGES, 5)
        taken = time.process_time() - start
        gone = sum(c.count is None for c in cells)
        print(f"| {many} | {nations} | {len(cells)} | {gone} | {taken:.1f} |", flush=True)


if __name__ == "__main__":
    main()
