"""Measure positions: milliseconds to replay a proposal, to count it, and to guard one happening.

Usage: python benchmarks/decisions.py [RUNS]   (prints a Markdown table)

A made-up proposal of 32 nations: versions follow each other, on each of which every nation takes a
position, one in eight reserves, one in ten recalls, and every gate is passed. Times are of the
processor, since they tell a busy machine from slow code; the median and the slowest of RUNS.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from comity.base.dates import moment
from comity.decisions.approval import approval
from comity.decisions.fold import after, replayed
from comity.decisions.happenings import (
    GatePassed,
    Happening,
    PositionRecalled,
    PositionTaken,
    Registered,
    Revised,
    Submitted,
)
from comity.decisions.read_rules import default_rules

START = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
NATIONS = tuple(f"{chr(65 + n // 26)}{chr(65 + n % 26)}A" for n in range(32))


def history(versions: int) -> Iterator[Happening]:
    """Happenings of a proposal with so many versions, each material."""
    dice, now = random.Random(20261126), START
    for version in range(1, versions + 1):
        digest = f"{version:064x}"
        if version == 1:
            yield Registered(at=now, by="a", digest=digest)
        else:
            yield Revised(at=now, by="a", version=version, material=True, reason="r", digest=digest)
        for gate in default_rules().gates.value:
            yield GatePassed(at=now, by="a", version=version, gate=gate.key, basis="b")
        yield Submitted(at=now, by="a", version=version, nations=NATIONS, allies=NATIONS[:24])
        for nation in NATIONS:
            now += dt.timedelta(hours=1)
            position, text = ("reserve", "caveat") if dice.random() < 1 / 8 else ("support", "")
            yield PositionTaken(
                at=now, by="a", version=version, nation=nation,
                position=position, text=text,  # type: ignore[arg-type]
            )  # fmt: skip
            if dice.random() < 1 / 10:
                yield PositionRecalled(at=now, by="a", version=version, nation=nation, reason="r")


def measured(runs: int, what: Callable[[], object]) -> tuple[float, float]:
    """Median and slowest, in milliseconds of the processor."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        what()
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken), max(taken)


def main(runs: int) -> None:
    """Print the table."""
    rules = default_rules()
    print(f"{moment():%Y-%m-%d %H:%M} UTC, {platform.machine()}, {os.cpu_count()} cores, ")
    print(f"load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, {runs} runs\n")
    print("| happenings | versions | replay ms | slowest | count and words ms | slowest |", end="")
    print(" guard one ms | slowest |\n|---|---|---|---|---|---|---|---|")
    for versions in (1, 5, 25):
        told = list(history(versions))
        state = replayed(told)
        now = told[-1].at
        new = PositionTaken(at=now, by="a", version=versions, nation=NATIONS[0], position="lead")
        figures = [
            *measured(runs, lambda told=told: replayed(told)),  # type: ignore[misc]
            *measured(runs, lambda s=state, now=now: approval(s, rules, now)),  # type: ignore[misc]
            *measured(runs, lambda s=state, new=new: after(s, new, rules)),  # type: ignore[misc]
        ]
        cells = " | ".join(f"{one:.2f}" for one in figures)
        print(f"| {len(told)} | {versions} | {cells} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
