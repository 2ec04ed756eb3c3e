"""docs/safeguards.md says what is so, and the room is pure."""

from __future__ import annotations

import ast
import doctest
import re
from pathlib import Path

import pytest

from comity.base.settings import PACKAGE
from comity.safeguards.labels import HANDLING, Label, Level
from comity.safeguards.tokens import ALL, KINDS

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "safeguards.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
MODULES = sorted((PACKAGE / "safeguards").glob("*.py"))
# Values only: nothing that opens a file, a socket or a process.
PURE = {
    "__future__",
    "collections.abc",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "lxml",
    "math",
    "re",
    "typing",
    "unicodedata",
    "comity.base.errors",
}


def test_the_examples_answer_as_they_stand_there() -> None:
    found = doctest.testfile(str(DOCUMENT), module_relative=False, encoding="utf-8")
    assert found.attempted >= 25
    assert found.failed == 0


def test_the_tables_name_every_axis_level_handling_and_kind_of_token() -> None:
    for axis in Label.__dataclass_fields__:
        assert f"\n| `{axis}` |" in TEXT
    assert " < ".join(level.text for level in Level) in TEXT
    for one in HANDLING:
        assert f"`{one}`" in TEXT
    named = set(re.findall(r"`([a-z]+):", TEXT.split("| token |")[1].split("\n\n")[0]))
    assert named == set(KINDS)
    assert f"\n| `{ALL}` | everybody |" in TEXT


def test_no_accreditation_is_claimed() -> None:
    assert "claims neither conformance nor accreditation" in TEXT


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_room_is_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        module
        for node in ast.walk(tree)
        for module in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert {m for m in imported if not m.startswith("comity.safeguards.")} <= PURE
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    assert not called & {"open", "eval", "exec", "__import__", "print"}
