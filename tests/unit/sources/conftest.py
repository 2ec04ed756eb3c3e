"""What tests of sources share: the codes of a build, and patience without waiting."""

from __future__ import annotations

from pathlib import Path

import pytest
from openalex_lines import Read

from comity.reference.defence import DefenceBodies
from comity.reference.labelling import labelling
from comity.reference.register import Register
from comity.sources.openalex.columns import Columns
from comity.sources.openalex.gathering import Tally
from comity.sources.openalex.jsonl import read_jsonl
from comity.sources.openalex.lookups import Lookups, make_lookups
from comity.sources.openalex.options import Options
from comity.sources.openalex.patience import Patience


@pytest.fixture(scope="session")
def lookups(register: Register) -> Lookups:
    rules = labelling(register.technologies, True)
    return make_lookups(register.nations, rules, DefenceBodies(register.defence_bodies), None)


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def quick(waits: list[float]) -> Patience:
    return Patience(interval=0, jitter=False, timeout=30, sleep=waits.append)


@pytest.fixture
def read(lookups: Lookups, tmp_path: Path) -> Read:
    def call(
        content: bytes, name: str = "works.gz", options: Options | None = None
    ) -> tuple[list[Columns], Tally]:
        path, tally = tmp_path / name, Tally()
        path.write_bytes(content)
        return list(read_jsonl(path, lookups, options or Options(text=True), tally)), tally

    return call
