"""Measure the technologies' phrase rules on texts labelled by reading.

Usage: python benchmarks/technologies.py [--texts FILE] [--errors TECHNOLOGY]

Prints Markdown and writes ``text_accuracy.csv`` into the register. A hash of its id puts each text
into the tuning or the held-out half; ``--errors`` lists the errors of the tuning half only, so that
nobody mends a rule by looking at the half that is reported.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import math
import platform
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from comity.reference.phrases import PhraseMatcher, text_rules
from comity.reference.technologies import load_technologies

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "comity" / "reference" / "data"
TEXTS = ROOT.parent / "shared" / "data" / "texts" / "technology_texts.csv.gz"
AS_OF = "2026-11-25"  # the day on which the rules were last measured; change it with them
Z = 1.959963984540054
WANTED = 30


@dataclass(frozen=True)
class Text:
    """One read text: what it is about, what it nearly is about, and what the rules say."""

    id: str
    title: str
    labels: frozenset[str]
    near: frozenset[str]
    matched: frozenset[str]

    @property
    def held_out(self) -> bool:
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class Score:
    """Counts of one technology in one set of texts."""

    positives: int
    negatives: int
    hits: int
    false: int
    near: int
    near_matched: int

    @property
    def precision(self) -> tuple[float, float, float] | None:
        return wilson(self.hits, self.hits + self.false)

    @property
    def recall(self) -> tuple[float, float, float] | None:
        return wilson(self.hits, self.positives)


def wilson(hits: int, of: int) -> tuple[float, float, float] | None:
    """A proportion with Wilson's 95 % interval; None where there is nothing to divide by."""
    if not of:
        return None
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return share, max(0.0, middle - half), min(1.0, middle + half)


def read_texts(path: Path) -> list[Text]:
    """The read rows with what the register's rules find in them."""
    rules = text_rules(load_technologies(DATA))
    keys = list(dict.fromkeys(key for key, _ in rules))
    matcher = PhraseMatcher([(keys.index(key), rule) for key, rule in rules])
    texts = []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if not row["verified"]:
                continue
            mask = matcher.match(row["title"], row["abstract"])
            matched = frozenset(key for bit, key in enumerate(keys) if mask >> bit & 1)
            labels = frozenset({row["technology"], row["also"]} - {"", "none"})
            near = frozenset({row["near"]} - {""}) - labels
            texts.append(Text(row["text_id"], row["title"], labels, near, matched))
    return texts


def score(texts: Iterable[Text], key: str) -> Score:
    """Count hits, misses and false matches of one technology; near-misses are negatives too."""
    positives = negatives = hits = false = near = near_matched = 0
    for text in texts:
        found = key in text.matched
        if key in text.labels:
            positives += 1
            hits += found
        else:
            negatives += 1
            false += found
            if key in text.near:
                near += 1
                near_matched += found
    return Score(positives, negatives, hits, false, near, near_matched)


def percent(value: tuple[float, float, float] | None) -> str:
    if value is None:
        return "–"
    return f"{100 * value[0]:.0f} ({100 * value[1]:.0f}–{100 * value[2]:.0f})"


def note(held: Score, whole: Score) -> str:
    """What a reader must know of the figure; empty where there is nothing to say."""
    if not whole.positives:
        return "no positive example in the read texts; precision and recall unknown"
    notes = []
    if whole.positives < WANTED:
        notes.append(f"only {whole.positives} positive texts in both halves")
    if whole.near < WANTED:
        notes.append(f"only {whole.near} near-misses in both halves")
    if held.positives < WANTED:
        notes.append(f"{held.positives} positive texts in the held-out half")
    return "; ".join(notes)


def measure(texts: list[Text]) -> None:
    """Print the table and write the held-out figures."""
    held_out, tuning = [t for t in texts if t.held_out], [t for t in texts if not t.held_out]
    print(f"{len(texts)} read texts: {len(held_out)} held out, {len(tuning)} for tuning.")
    print("Per cent with Wilson 95 % intervals.\n")
    print(
        "| technology | positive (held out / all) | near-misses (held out / all) "
        "| precision, held out | recall, held out | near-misses matched, held out "
        "| precision, tuning | recall, tuning |"
    )
    print("|---|---|---|---|---|---|---|---|")
    rows = []
    totals = [[0, 0, 0], [0, 0, 0]]
    for technology in load_technologies(DATA):
        key, rule = technology.key, technology.rule("text")
        held, tuned, whole = score(held_out, key), score(tuning, key), score(texts, key)
        known = whole.positives > 0
        precision, recall = (held.precision, held.recall) if known else (None, None)
        for total, part in zip(totals, (held, tuned), strict=True):
            if known:
                total[0] += part.hits
                total[1] += part.false
                total[2] += part.positives
        near = f"{held.near_matched} of {held.near}" if held.near else "–"
        print(
            f"| {key} | {held.positives} / {whole.positives} | {held.near} / {whole.near} "
            f"| {percent(precision)} | {percent(recall)} | {near} "
            f"| {percent(tuned.precision if known else None)} | {percent(tuned.recall)} |"
        )
        values = [*(precision or [None] * 3), *(recall or [None] * 3)]
        values.append(held.near_matched / held.near if held.near else None)
        figures = ["" if v is None else f"{v:.4f}" for v in values]
        version = (rule.version if rule else None) or ""
        counts = [held.positives, held.negatives, held.near]
        rows.append([key, version, *counts, *figures, AS_OF, note(held, whole)])
    for name, (hits, false, positives) in zip(("held out", "tuning"), totals, strict=True):
        precision, recall = wilson(hits, hits + false), wilson(hits, positives)
        print(f"\nAll labels, {name}: precision {percent(precision)}, recall {percent(recall)}.")
    header = (
        "technology,version,positives,negatives,near_misses,precision,precision_low,"
        "precision_high,recall,recall_low,recall_high,near_miss_rate,as_of,note"
    )
    with (DATA / "text_accuracy.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def errors(texts: list[Text], key: str) -> None:
    """List what the rules miss and wrongly take, in the tuning half only."""
    for text in texts:
        if not text.held_out and (key in text.matched) != (key in text.labels):
            kind = "missed" if key in text.labels else "false"
            print(f"{kind:6} {','.join(sorted(text.labels)) or 'none'} {text.id} {text.title}")


def speed(path: Path) -> None:
    """Print how many abstracts of 1,200 characters pass in a second on one core."""
    rules = text_rules(load_technologies(DATA))
    matcher = PhraseMatcher([(i, rule) for i, (_, rule) in enumerate(rules)])
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = [(r["title"], r["abstract"]) for r in csv.DictReader(lines) if r["abstract"]]
    following = [*rows[1:], rows[0]]
    texts = [(t, f"{a} {b}"[:1200]) for (t, a), (_, b) in zip(rows, following, strict=True)]
    best = math.inf
    for _ in range(5):
        start = time.process_time()
        for title, abstract in texts:
            matcher.match(title, abstract)
        best = min(best, time.process_time() - start)
    mean = sum(len(a) for _, a in texts) / len(texts)
    print(
        f"\n{len(rules)} rules, {matcher.phrase_count} phrases: {len(texts) / best:,.0f} titles "
        f"with abstracts of {mean:,.0f} characters a second of one core, folding included "
        f"(Python {platform.python_version()}; best of 5 over {len(texts):,} texts)."
    )


def main() -> None:
    """Measure, or list the errors of one technology."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=TEXTS)
    parser.add_argument("--errors", metavar="TECHNOLOGY")
    arguments = parser.parse_args()
    if not arguments.texts.is_file():
        raise SystemExit(f"{arguments.texts} is not there; name the texts with --texts FILE.")
    texts = read_texts(arguments.texts)
    if arguments.errors:
        errors(texts, arguments.errors)
        return
    measure(texts)
    speed(arguments.texts)


if __name__ == "__main__":
    main()
