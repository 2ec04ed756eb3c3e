"""Small works and builds of them, for the tests of building."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from comity.building import build_openalex, openalex_options

CODES = ("JP", "KR", "US", "DE", "FR", "NA", "TW", "GB", "IT", "CA")


def works(number: int, start: int) -> list[dict[str, Any]]:
    chosen = random.Random(start)
    return [
        {
            "id": f"https://openalex.org/W{start + n}",
            # Of no repetition, so that its bytes are there in the end.
            "title": f"{chosen.randbytes(60).hex()} {n}",
            "publication_year": 1990 + (start + n) % 36,
            "type": "article",
            "cited_by_count": (start + n) % 23,
            "is_retracted": False,
            "is_xpac": n == 1,
            "authorships": [
                {
                    "institutions": [
                        {"id": f"https://openalex.org/I{chosen.randrange(1, 40)}",
                         "display_name": "A place", "ror": None, "country_code": code}
                    ],
                    "countries": [code],
                }
                for code in chosen.sample(CODES, 1 + n % 4)
            ],
            "topics": [{"id": "https://openalex.org/T10020"}] if n % 3 == 0 else [],
            "primary_topic": {"id": "x", "field": {"id": f"https://openalex.org/fields/{11 + n}"}},
            "funders": [],
        }
        for n in range(number)
    ]  # fmt: skip


def build(folder: Path, output: Path, **more: Any) -> list[tuple[int, int, int, bool]]:
    """Build in this process; returns what the progress was."""
    told: list[tuple[int, int, int, bool]] = []
    options = openalex_options(
        "topics", None, None, None, (), xpac=False, retracted=False, resolve=False
    )
    given: dict[str, Any] = {"threads": 1, "progress": lambda *now: told.append(now)} | more
    build_openalex([str(folder)], output, options, **given)
    return told


def content(cube: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cube.iterdir() if path.is_file()}


def laid(cube: dict[str, bytes], folder: Path) -> Path:
    """The same cube in another folder."""
    folder.mkdir()
    for name, data in cube.items():
        (folder / name).write_bytes(data)
    return folder
