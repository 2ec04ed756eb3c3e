"""The generated works of ``benchmarks/openalex_like.py`` have the shape of the real ones."""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
# Objects whose keys the source writes in any order, or leaves some of out.
LOOSE = {"ids", "has_content", "content_urls", "sustainable_development_goals[]"}


@pytest.fixture(scope="module")
def made() -> list[dict[str, Any]]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from openalex_like import works
    finally:
        sys.path.remove(str(BENCHMARKS))
    return [json.loads(line) for line in works(7, 0, 200)]


def shapes(node: Any, path: str, found: dict[str, set[Any]]) -> None:
    """Types of every value by path; for an object its keys in order."""
    if isinstance(node, dict):
        keys: Any = tuple(node)
        if path == "abstract_inverted_index":
            keys, node = "words", {}
        elif path in LOOSE:
            keys = "object"
        found.setdefault(path, set()).add(keys)
        for key, value in node.items():
            shapes(value, f"{path}.{key}" if path else key, found)
    elif isinstance(node, list):
        found.setdefault(path, set()).add("list")
        for value in node:
            shapes(value, f"{path}[]", found)
    else:
        # A score of exactly 1 stands as an integer in the real works.
        kind = "number" if isinstance(node, int | float) else type(node).__name__
        found.setdefault(path, set()).add("bool" if isinstance(node, bool) else kind)


def test_generated_works_have_the_keys_and_types_of_the_real(
    made: list[dict[str, Any]], shared_data: Path
) -> None:
    real: dict[str, set[Any]] = {}
    with gzip.open(shared_data / "openalex" / "works_2643.jsonl.gz", "rt", encoding="utf-8") as s:
        works = [json.loads(line) for line in s]
    for work in works:
        shapes(work, "", real)
    got: dict[str, set[Any]] = {}
    for work in made:
        shapes(work, "", got)
    assert {tuple(work) for work in made} == {tuple(works[0])}
    assert {path: kinds for path, kinds in got.items() if not kinds <= real.get(path, set())} == {}
    # What every real work carries, the generated works carry, too.
    assert {path for path in real if "." not in path and "[" not in path} <= set(got)


def test_the_same_seed_gives_the_same_works_wherever_a_file_begins(
    made: list[dict[str, Any]],
) -> None:
    from openalex_like import works

    start = random.Random(3).randrange(150)
    assert [json.loads(line) for line in works(7, start, 5)] == made[start : start + 5]
    assert len({work["id"] for work in made}) == len(made)


def test_the_counts_of_a_work_agree_with_its_lists(made: list[dict[str, Any]]) -> None:
    for work in made:
        nations = {code for a in work["authorships"] for code in a["countries"]}
        assert work["countries_distinct_count"] == len(nations)
        assert work["referenced_works_count"] == len(work["referenced_works"])
        places = sorted(p for at in (work["abstract_inverted_index"] or {}).values() for p in at)
        assert places == list(range(len(places)))
