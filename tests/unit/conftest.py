"""Cubes of a few rows whose figures can be told by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from comity.evidence.build import Draft, write_series
from comity.evidence.manifest import Series
from comity.evidence.store import Cube, open_cube
from comity.reference.register import Register

MakeCube = Callable[..., Cube]


def series(**changed: Any) -> Series:
    given: dict[str, Any] = {
        "key": "one", "source": "test", "kind": "publication", "title": "Test", "unit": "papers",
        "credit": "whole", "publisher": "Test", "licence": "CC0", "url": "", "edition": "1",
        "as_of": "2026", "custody": "made up", "first": 0, "last": 0,
    }  # fmt: skip
    return Series(**(given | changed))


@pytest.fixture
def make_series() -> Callable[..., Series]:
    return series


@pytest.fixture
def make_cube(tmp_path: Path, register: Register) -> MakeCube:
    def make(
        output: list[tuple[str, str, int, float]],
        links: list[tuple[str, str, str, int, float, float]] | None = None,
        credit: str = "whole",
        more: dict[str, list[float]] | None = None,
    ) -> Cube:
        rows = pd.DataFrame(output, columns=["nation", "technology", "year", credit])
        rows = rows.assign(**(more or {}))
        pairs = pd.DataFrame(
            links or [],
            columns=["nation_a", "nation_b", "technology", "year", "joint", "weighted"],
        )
        draft = Draft(
            series(credit=credit),
            rows.assign(until=rows["year"]),
            pairs.assign(until=pairs["year"]),
        )
        write_series([draft], tmp_path / "cube", register.nations)
        return open_cube(tmp_path / "cube")

    return make
