"""Count in how many public texts each word stands, for the fixed weights of the overlap check.

Usage: python recipes/overlap_words.py [--texts FILE]

Only rows that are CC0 or works of the US Government are counted; what is written are counts of
single words that stand in at least ten of them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from pathlib import Path

from comity.overlap.words import words

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT.parent / "shared" / "data" / "texts" / "technology_texts.csv.gz"
TABLE = ROOT / "src" / "comity" / "overlap" / "data" / "word_frequencies.csv"
FREE = ("CC0", "OpenAlex record CC0", "US government record")
LEAST = 10
HEAD = """\
# texts: {texts}
# What: in how many titles with abstracts a word stands (folded, without plural s), from {least} on.
# Source: arXiv metadata, OpenAlex records (CC0 1.0), US Government records (public domain).
# As of: 2026-11-26, by recipes/overlap_words.py. English texts only.
"""


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=TEXTS)
    counts: Counter[str] = Counter()
    texts = 0
    with gzip.open(parser.parse_args().texts, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["licence"].startswith(FREE):
                texts += 1
                counts.update({w.form for w in words(f"{row['title']} {row['abstract']}")})
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD.format(texts=texts, least=LEAST))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "texts"])
        writer.writerows(
            (word, n) for word, n in sorted(counts.items()) if n >= LEAST and not word.isdigit()
        )


if __name__ == "__main__":
    main()
