"""One programme for all worlds of a run: each world is written in a transaction and taken back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "programme"))


@pytest.fixture(scope="session")
def twin_programme(framework, tmp_path_factory, workspace):
    """A programme in a file, with no event."""
    from comity.programme.opening import create

    return create(tmp_path_factory.mktemp("twin") / "twin.sqlite3", workspace)
