"""Measure the overlap check on real titles with planted near-duplicates, and time it.

Usage: python benchmarks/overlap.py [--papers FILE] [--titles N] [--rows N]

The corpus are titles drawn by a hash of their paper's id, with the titles for which
``benchmarks/data/overlap_planted.csv`` has proposals. Each proposal is asked alone; right is the
paper it was written for. Besides, titles are edited by rule: halves exchanged, one word in four
left out. Other papers that are truly close count as wrong, so that precision is a
lower bound. A hash of the paper's id puts it into the tuning half, on which the thresholds were
chosen, or the held-out half. Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import os
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from comity.overlap.encoders import Encoder, NgramEncoder
from comity.overlap.index import Index, Match, Row, encode_row
from comity.overlap.sentences import SentenceEncoder, sentence_model_installed

ROOT = Path(__file__).resolve().parent.parent
PAPERS = ROOT.parent / "shared" / "data" / "papers" / "ai_robotics_papers.csv.gz"
PLANTED = Path(__file__).parent / "data" / "overlap_planted.csv"
KINDS = ("paraphrased", "translated", "split")
EDITED = 300
THRESHOLDS = tuple(round(0.4 + 0.02 * step, 2) for step in range(16))


@dataclass(frozen=True)
class Planted:
    """A proposal and the paper of which it is a near-duplicate."""

    kind: str
    paper: str
    title: str
    proposal: str

    @property
    def held_out(self) -> bool:
        return digest(self.paper)[0] % 2 == 1


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def paper_key(row: dict[str, str]) -> str:
    return f"{row['venue']}:{row['year']}:{row['id']}"


def read_planted() -> list[Planted]:
    lines = PLANTED.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [Planted(r["kind"], paper_key(r), r["title"], r["proposal"]) for r in rows]


def read_titles(path: Path, planted: Iterable[Planted], wanted: int) -> dict[str, str]:
    """Titles by paper: those of the planted ones, then others in the order of a hash."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        titles = {paper_key(row): row["title"] for row in csv.DictReader(lines) if row["id"]}
    chosen = {p.paper: titles[p.paper] for p in planted}
    known = set(chosen.values())
    for key in sorted(titles, key=digest):
        if len(chosen) >= wanted:
            break
        if titles[key] not in known and len(titles[key].split()) > 2:
            known.add(titles[key])
            chosen[key] = titles[key]
    return chosen


def edited(titles: dict[str, str]) -> list[Planted]:
    """Titles with their halves exchanged and without every fourth word, of papers not planted."""
    made = []
    for key, title in titles.items():
        words = title.split()
        if len(words) >= 6:
            left = [word for place, word in enumerate(words, start=1) if place % 4]
            half = len(left) // 2
            made.append(Planted("edited", key, title, " ".join(left[half:] + left[:half])))
    return made[:EDITED]


def accuracy(
    answers: Sequence[tuple[Planted, list[Match]]], close_from: float
) -> dict[str, float | None]:
    """Recall at 1 and 5; at the threshold the precision, the recall, and matches of a proposal."""
    ranks = [next((i for i, m in enumerate(ms) if m.key == p.paper), None) for p, ms in answers]
    close = [(m.key == p.paper) for p, ms in answers for m in ms if m.score >= close_from]
    of = len(answers)
    return {
        "recall@1": sum(r == 0 for r in ranks) / of,
        "recall@5": sum(r is not None and r < 5 for r in ranks) / of,
        "precision": sum(close) / len(close) if close else None,
        "recall": sum(close) / of,
        "shown": len(close) / of,
    }


def line(name: str, figures: dict[str, float | None], of: int) -> str:
    cells = ("–" if v is None else f"{v:.2f}" for v in figures.values())
    return f"| {name} | {of} | " + " | ".join(cells) + " |"


def measure(encoder: Encoder, rows: list[Row], planted: list[Planted], sweep: bool) -> None:
    index = Index(encoder, rows)
    asked = [(p, index.similar(p.proposal, 50)) for p in planted]
    answers = [answer for answer in asked if answer[0].kind in KINDS]
    print(f"\n**{encoder.method}**, close from {encoder.close_from}\n")
    print("| proposals | n | recall@1 | recall@5 | precision, close | found, close | close ones |")
    print("|---|---|---|---|---|---|---|")
    halves = {"all": answers}
    halves |= {kind: [a for a in answers if a[0].kind == kind] for kind in KINDS}
    halves["tuning half"] = [a for a in answers if not a[0].held_out]
    halves["held-out half"] = [a for a in answers if a[0].held_out]
    halves["edited by rule"] = [a for a in asked if a[0].kind == "edited"]
    for name, part in halves.items():
        print(line(name, accuracy(part, encoder.close_from), len(part)))
    for threshold in THRESHOLDS if sweep else ():
        part = halves["tuning half"]
        print(line(f"tuning half from {threshold}", accuracy(part, threshold), len(part)))


def timing(encoder: Encoder, rows: list[Row], questions: list[str]) -> str:
    """Time of a question, of its encoding, and of a question to an index that is made for it."""
    first, of_processor, asked, encoded = [], [], [], []
    for question in questions[:20]:
        start, processor = time.perf_counter(), time.process_time()
        Index(encoder, rows).similar(question)
        of_processor.append(time.process_time() - processor)
        first.append(time.perf_counter() - start)
    index = Index(encoder, rows)
    index.similar(questions[0])
    for question in questions:
        start = time.perf_counter()
        index.similar(question)
        asked.append(time.perf_counter() - start)
        start = time.perf_counter()
        encoder.encode(f"{question}.")
        encoded.append(time.perf_counter() - start)
    figures = [(asked, 50), (asked, 99), (encoded, 50), (encoded, 99)]
    figures += [(first, 50), (first, 100), (of_processor, 50)]
    cells = [f"{1000 * np.percentile(times, q):.1f}" for times, q in figures]
    return f"| {encoder.method} | {len(rows):,} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=Path, default=PAPERS)
    parser.add_argument("--titles", type=int, default=6000)
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--sweep", action="store_true", help="thresholds on the tuning half")
    asked = parser.parse_args()
    planted = read_planted()
    titles = read_titles(asked.papers, planted, max(asked.titles, asked.rows))
    others = list(titles.items())[len({p.paper for p in planted}) : asked.titles]
    by_rule = edited(dict(others))
    encoders: list[Encoder] = [NgramEncoder()]
    if sentence_model_installed():
        encoders.append(SentenceEncoder())
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    times = []
    for encoder in encoders:
        start = time.process_time()
        rows = [encode_row(encoder, key, [title]) for key, title in titles.items()]
        print(f"\nencoding {len(rows):,} titles: {time.process_time() - start:.1f} s of processor")
        measure(encoder, rows[: asked.titles], [*planted, *by_rule], asked.sweep)
        times.append(timing(encoder, rows[: asked.rows], [p.proposal for p in planted] * 3))
    print("\n| method | rows | p50 ms | p99 | encoding p50 | p99 | new index p50 | slowest | cpu |")
    print("|---|---|---|---|---|---|---|---|---|")
    print("\n".join(times))


if __name__ == "__main__":
    main()
