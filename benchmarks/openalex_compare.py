"""Hold generated works beside the real ones: size, teams, places, abstracts, compression."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, median
from typing import Any

REAL = Path(__file__).resolve().parents[2] / "shared/data/openalex/works_2643.jsonl.gz"
MOST = 20_000


def compare(folder: Path) -> str:
    """A Markdown table: a row for each measure, the real works beside the generated."""
    made = sorted(folder.glob("*.jsonl.gz"))[:4]
    columns = [_measures([REAL])] if REAL.is_file() else []
    columns.append(_measures(made))
    heads = ["real", "generated"][-len(columns) :]
    lines = [f"| measure | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    lines += [
        f"| {name} | {' | '.join(f'{column[name]:,.3g}' for column in columns)} |"
        if columns[-1][name] < 100
        else f"| {name} | {' | '.join(f'{column[name]:,.0f}' for column in columns)} |"
        for name in columns[0]
    ]
    return "\n".join(lines)


def _measures(paths: Iterable[Path]) -> dict[str, float]:
    works: list[dict[str, Any]] = []
    sizes: list[int] = []
    squeezed = 0
    for path in paths:
        squeezed += path.stat().st_size
        with gzip.open(path, "rb") as stream:
            for line in stream:
                sizes.append(len(line))
                if len(works) < MOST:
                    works.append(json.loads(line))
    authors = [len(w["authorships"]) for w in works]
    people = [a for w in works for a in w["authorships"]]
    texts = [w["abstract_inverted_index"] for w in works if w["abstract_inverted_index"]]
    spread = [w["countries_distinct_count"] for w in works]
    return {
        "works": len(sizes),
        "JSON bytes a work, mean": mean(sizes),
        "JSON bytes a work, median": median(sizes),
        "gzip ratio": sum(sizes) / squeezed,
        "authors, mean": mean(authors),
        "authors, largest": max(authors),
        "affiliations an author": mean(len(a["affiliations"]) for a in people),
        "institutions an author": mean(len(a["institutions"]) for a in people),
        "authors without a nation, %": 100 * mean(not a["countries"] for a in people),
        "works of two nations or more, %": 100 * mean(n > 1 for n in spread),
        "works of more than 30 nations, %": 100 * mean(n > 30 for n in spread),
        "nations of a work, largest": max(spread),
        "nations in all": len({c for a in people for c in a["countries"]}),
        "with abstract, %": 100 * len(texts) / len(works),
        "words of an abstract, mean": mean(sum(map(len, t.values())) for t in texts),
        "words of an abstract, distinct": mean(map(len, texts)),
        "references, mean": mean(len(w["referenced_works"]) for w in works),
        "citations, mean": mean(w["cited_by_count"] for w in works),
        "citations, median": median(w["cited_by_count"] for w in works),
    }
