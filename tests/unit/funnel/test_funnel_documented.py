"""docs/funnel.md says what is so."""

from __future__ import annotations

import doctest
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "funnel.md"


def test_the_example_answers_as_it_stands_there() -> None:
    found = doctest.testfile(str(DOCUMENT), module_relative=False, encoding="utf-8")
    assert found.attempted >= 5
    assert found.failed == 0
