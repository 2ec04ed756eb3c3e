"""docs/decisions.md says what is so."""

from __future__ import annotations

import doctest
from pathlib import Path

from comity.base.settings import PACKAGE
from comity.decisions import happenings
from comity.decisions.happenings import Happening
from comity.decisions.read_rules import default_rules, read_rules

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "decisions.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_examples_answer_as_they_stand_there() -> None:
    found = doctest.testfile(str(DOCUMENT), module_relative=False, encoding="utf-8")
    assert found.attempted >= 15
    assert found.failed == 0


def test_the_tables_name_every_happening_and_rule() -> None:
    for kind in vars(happenings).values():
        if isinstance(kind, type) and issubclass(kind, Happening) and kind is not Happening:
            assert f"`{kind.__name__}`" in TEXT
    for setting in default_rules().settings:
        assert f"\n| `{setting.key}` |" in TEXT


def test_the_file_that_is_shown_is_read(tmp_path: Path) -> None:
    path = tmp_path / "house.yml"
    path.write_text(TEXT.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    assert read_rules(path).minimum_nations.value == 3


def test_the_room_asks_no_clock() -> None:
    for path in sorted((PACKAGE / "decisions").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for clock in (".now(", ".today(", "utcnow(", "time.time", "os.environ", "dates import mom"):
            assert clock not in text
