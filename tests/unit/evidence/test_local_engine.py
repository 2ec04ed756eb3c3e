"""The engine on one machine."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from comity.evidence.engines.local import LocalEngine


@pytest.mark.parametrize(("asked", "given"), [(1, 2), (2, 2), (3, 3)])
def test_never_one_thread_because_that_waits_for_ever_on_large_sums(
    asked: int, given: int, tmp_path: Path
) -> None:
    with closing(LocalEngine(asked, "100MB", tmp_path)) as engine:
        [found] = engine.query("SELECT current_setting('threads') AS threads")["threads"]
    assert int(found) == given
