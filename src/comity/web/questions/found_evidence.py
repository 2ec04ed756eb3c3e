"""Organisations and works of the evidence that a search finds, where it was built from works."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from comity.evidence.engines.duckdb import Bounds
from comity.workspace import Workspace

# A title is looked for in so many works of a technology, and few of each are told: what one search
# may cost does not grow with the evidence.
ORGANISATIONS = Bounds(looked_at=2_000_000, told=200)
WORKS = Bounds(looked_at=300_000, told=20)
LEAST = 3


class Held(NamedTuple):
    """An organisation or work: what it is, its key, its name, and its page."""

    kind: str
    key: str
    title: str
    address: str


def held(workspace: Workspace, words: list[str]) -> tuple[list[Held], list[str]]:
    """Organisations, then works, whose name or title holds all words; and what has to be said.

    Args:
        workspace: whose evidence.
        words: folded; shorter ones than three letters alone are not looked for.
    """
    if max(map(len, words)) < LEAST:
        return [], []
    organisations, all_organisations = workspace.cube.organisations_called(words, ORGANISATIONS)
    works, all_works = workspace.cube.works_called(words, WORKS)
    found: dict[str, Held] = {}
    for key, name, nation in organisations:
        address = f"/data/organisation?{urlencode({'organisation': key})}"
        title = f"{name} ({workspace.register.nations.name(nation)})"
        found.setdefault(key, Held("organisation of the evidence", key, title, address))
    for technology, key, title, year, nations in works:
        if nations:
            found.setdefault(key, _work(technology, key, title, year, nations.split()[0]))
    notes = []
    if not all_organisations:
        notes.append(f"Organisations were looked for in {ORGANISATIONS.looked_at:,} rows only.")
    if not all_works:
        notes.append(f"Works were looked for in {WORKS.looked_at:,} of each technology only.")
    return list(found.values()), notes


def _work(technology: str, key: str, title: str, year: int, nation: str) -> Held:
    query = {"nation": nation, "technology": technology, "window": year, "work": key}
    return Held("work", key, f"{title or key} ({year})", f"/data/works?{urlencode(query)}")
