"""Measure the build of evidence from OpenAlex-like works, beside ``gzip -dc`` of the same files.

Usage: python benchmarks/evidence.py [--sizes 0.1,0.5] [--full] [--threads 1,2] [--kinds …] [--drop]

Prints Markdown: wall time, MB of JSON a second, works a second, peak memory of all processes of
the build, and the ratio to what one ``gzip -dc`` of the same files reaches. A shared host changes
its pace from minute to minute, so ``gzip`` is timed on every eighth file right before and after
each build, and the ratio is to the mean of both. Works are generated under ``build/bench``
(git-ignored) and kept for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from openalex_like import generate
from openalex_parquet import to_parquet

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "build" / "bench"
COMITY = Path(sys.executable).with_name("comity")
WORKS_A_FILE = 6_250
POLL = 0.05
SEED = 1
TIMEOUT = 3 * 3600


def command(files: list[Path], output: Path, threads: int, rules: str) -> list[str]:
    """The command that is measured; its options stand here and nowhere else."""
    return [
        str(COMITY), "evidence", "build", "openalex", *map(str, files),
        "--output", str(output), "--threads", str(threads), "--rules", rules,
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corpus:
    """Generated works in both formats."""

    works: int
    megabytes: float
    json: list[Path]
    parquet: list[Path]


@dataclass(frozen=True, slots=True)
class Run:
    """What one build took."""

    seconds: float
    peak_mb: float
    status: int
    message: str


def corpus(works: int) -> Corpus:
    """Works of one size, generated once; a note beside them says that they are complete."""
    folder = BENCH / f"works-{works}"
    note = folder / "complete.json"
    if not note.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        files = max(8, round(works / WORKS_A_FILE))
        print(f"generating {works:,} works …", file=sys.stderr)
        size = generate(folder, works, files, SEED, processes=2)
        to_parquet(folder)
        note.write_text(json.dumps({"works": works, "bytes": size}), encoding="utf-8")
    size = json.loads(note.read_text(encoding="utf-8"))["bytes"]
    return Corpus(
        works, size / 1e6, sorted(folder.glob("*.jsonl.gz")), sorted(folder.glob("*.parquet"))
    )


def gunzip(files: list[Path]) -> float:
    """Seconds that one ``gzip -dc`` takes for all files, one after the other."""
    start = time.perf_counter()
    subprocess.run(["gzip", "-dc", *map(str, files)], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def pace(files: list[Path]) -> float:
    """Seconds that all files would take, from every eighth of them."""
    some = files[::8]
    share = sum(path.stat().st_size for path in some) / sum(path.stat().st_size for path in files)
    return gunzip(some) / share


def warm(files: list[Path]) -> None:
    """Read the files once, so that no run pays for the disk."""
    for path in files:
        with path.open("rb") as stream:
            while stream.read(1 << 24):
                pass


def tree_memory(root: int) -> int:
    """Resident bytes of a process and its descendants; shared pages count in each of them."""
    children: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            # The command's name may hold spaces and brackets; fields follow the last bracket.
            fields = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        key = int(entry.name)
        children.setdefault(int(fields[1]), []).append(key)
        resident[key] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    total, waiting = 0, [root]
    while waiting:
        key = waiting.pop()
        total += resident.get(key, 0)
        waiting += children.get(key, [])
    return total


def measure(arguments: list[str], cores: int) -> Run:
    """Run a command on so many cores and watch the memory of its process tree."""
    log = BENCH / "last-run.txt"
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    start = time.perf_counter()
    with log.open("wb") as stream:
        process = subprocess.Popen(
            ["taskset", "-c", ",".join(map(str, allowed)), *arguments],
            stdout=stream, stderr=subprocess.STDOUT,
        )  # fmt: skip
        peak = 0
        while process.poll() is None:
            peak = max(peak, tree_memory(process.pid))
            if time.perf_counter() - start > TIMEOUT:
                process.kill()
            time.sleep(POLL)
    seconds = time.perf_counter() - start
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return Run(seconds, peak / 1e6, process.returncode, lines[-1] if lines else "")


def row(corpus: Corpus, kind: str, rules: str, cores: int) -> tuple[str, float]:
    """Build once; a line of the table, and the time it took in those of ``gzip -dc``."""
    files = corpus.parquet if kind == "Parquet" else corpus.json
    output = BENCH / "cube"
    shutil.rmtree(output, ignore_errors=True)
    warm(files)
    before = pace(corpus.json)
    run = measure(command(files, output, cores, rules), cores)
    plain = (before + pace(corpus.json)) / 2.0
    shutil.rmtree(output, ignore_errors=True)
    head = f"| {corpus.works / 1e6:g} | {kind} | {rules} | {cores} "
    if run.status:
        print(f"failed with status {run.status}: {run.message}", file=sys.stderr)
        return f"{head}| failed ({run.status}) | | | | | |", float("nan")
    speed = "" if kind == "Parquet" else f"{corpus.megabytes / run.seconds:,.0f}"
    return (
        f"{head}| {run.seconds:.1f} | {speed} | {corpus.works / run.seconds:,.0f} "
        f"| {run.peak_mb:,.0f} | {plain:.1f} | {plain / run.seconds:.2f} |",
        run.seconds / plain,
    )


def report(sizes: list[float], cores: list[int], kinds: list[tuple[str, str]]) -> None:
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; "
        f"generated works, seed {SEED}; files in the page cache; load at the start "
        f"{os.getloadavg()[0]:.1f}.\n"
    )
    print(
        "| million works | files | rules | cores | s | MB/s of JSON | works/s | peak MB "
        "| `gzip -dc` beside it, s | × `gzip -dc` |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    scaling = []
    for size in sizes:
        data = corpus(round(size * 1e6))
        warm(data.json)
        plain = gunzip(data.json)
        print(
            f"| {size:g} | JSON | `gzip -dc` | 1 | {plain:.1f} | {data.megabytes / plain:,.0f} "
            f"| {data.works / plain:,.0f} | | | 1.00 |",
            flush=True,
        )
        for kind, rules in kinds:
            taken = {}
            for count in cores:
                line, taken[count] = row(data, kind, rules, count)
                print(line, flush=True)
            if 1 in taken and 2 in taken:
                scaling.append(f"{size:g} million, {kind}, {rules}: {taken[1] / taken[2]:.2f} ×")
    if scaling:
        print("\nTwo cores against one:\n")
        print("\n".join(f"- {line}" for line in scaling))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", default="0.1,0.5", help="millions of works, with commas")
    parser.add_argument("--full", action="store_true", help="2 million works, too (some 15 GB)")
    parser.add_argument("--threads", default="1,2", help="numbers of cores, with commas")
    parser.add_argument(
        "--kinds", default="JSON-topics,JSON-text,Parquet-topics", help="what to build, with commas"
    )
    parser.add_argument("--drop", action="store_true", help="delete the works afterwards")
    given = parser.parse_args()
    sizes = [float(size) for size in given.sizes.split(",")] + ([2.0] if given.full else [])
    BENCH.mkdir(parents=True, exist_ok=True)
    kinds = [tuple(kind.split("-", 1)) for kind in given.kinds.split(",")]
    report(sizes, [int(count) for count in given.threads.split(",")], [(a, b) for a, b in kinds])
    if given.drop:
        shutil.rmtree(BENCH)


if __name__ == "__main__":
    main()
