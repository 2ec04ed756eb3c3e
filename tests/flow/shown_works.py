"""Made-up works whose organisations, defence bodies and nations a test can count by hand."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

# Identifier, name and nation. The naval laboratory stands in the register of defence bodies.
ORGANISATIONS = {
    "JP": [(101, "University of Tokyo"), (102, "RIKEN"), (103, "Kyoto University"),
           (104, "Osaka University")],
    "US": [(1288214837, "United States Naval Research Laboratory"), (202, "Stanford University"),
           (203, "Yale University")],
    "DE": [(301, "Technical University of Munich"), (302, "Max Planck Society")],
    "FR": [(401, "Sorbonne University")],
    "CA": [(501, "University of Waterloo")],
    "CN": [(601, "Tsinghua University"), (602, "Peking University")],
}  # fmt: skip
MANY = (
    "JP", "US", "DE", "FR", "CA", "CN", "GB", "IT", "ES", "PT", "NL", "BE", "LU", "NO", "SE", "DK",
    "FI", "EE", "LV", "LT", "PL", "CZ", "SK", "HU", "RO", "BG", "GR", "TR", "HR", "SI", "IS", "AL",
)  # fmt: skip
QUANTUM, AI = "https://openalex.org/T10020", "https://openalex.org/T10028"


def authorship(code: str, organisation: tuple[int, str] | None) -> dict[str, Any]:
    institutions = []
    if organisation:
        number, name = organisation
        institutions = [
            {"id": f"https://openalex.org/I{number}", "display_name": name, "ror": None,
             "country_code": code}
        ]  # fmt: skip
    return {"institutions": institutions, "countries": [code]}


def works(number: int = 1200) -> list[dict[str, Any]]:
    """Works of 2016 to 2025 by one to three nations; every 300th by 32 of them."""
    chosen = random.Random(1)
    made = []
    for n in range(number):
        codes = chosen.sample(sorted(ORGANISATIONS), 1 + n % 3)
        authors = [authorship(c, chosen.choice(ORGANISATIONS[c])) for c in codes]
        topics = [QUANTUM if n % 2 or "JP" in codes else AI] if n % 3 else []
        if n % 300 == 1:
            authors, topics = [authorship(code, None) for code in MANY], [QUANTUM]
        made.append(
            {
                "id": f"https://openalex.org/W{n + 1}",
                "title": f"Work {n}",
                "publication_year": 2016 + n % 10,
                "type": "article",
                "cited_by_count": n % 23,
                "is_retracted": False,
                "is_xpac": False,
                "authorships": authors,
                "topics": [{"id": topic} for topic in topics],
                "primary_topic": {"id": "x", "field": {"id": "https://openalex.org/fields/17"}},
                "funders": [],
            }
        )
    return made


def write(path: Path) -> Path:
    text = "".join(json.dumps(work) + "\n" for work in works())
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    return path
