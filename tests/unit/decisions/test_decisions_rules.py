"""The rules as data: each with its provenance, and a wrong file refused by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from decision_worlds import Told

from comity.base.errors import InputError
from comity.decisions.read_rules import default_rules, read_rules

ONE = """\
schema: 1
rules:
  minimum_nations:
    value: {value}
    source: "decision of the board"
    date: "2026-10-01"
    unverified: {unverified}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "house.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_minimum_of_four_is_marked_unverified_and_so_is_every_default() -> None:
    # R8: commonly stated, found in no public source.
    rules = default_rules()
    assert rules.minimum_nations.value == 4
    assert rules.minimum_nations.provenance == "unverified default"
    assert all(one.unverified and one.default and one.source and one.date for one in rules.settings)
    assert [one.key for one in rules.settings] == list(rules.__dataclass_fields__)
    assert [gate.key for gate in rules.gates_before("submission")] == ["overlap", "team-cover"]
    assert len(rules.gates_before("decision")) == 4


def test_a_file_sets_one_rule_and_its_provenance_stands_in_the_count(tmp_path: Path) -> None:
    rules = read_rules(write(tmp_path, ONE.format(value=3, unverified="false")))
    assert rules.minimum_nations.provenance == "decision of the board, 2026-10-01"
    assert rules.gates == default_rules().gates
    assert rules.key != default_rules().key
    told = Told(rules).asked()
    assert "(needs 3, decision of the board, 2026-10-01)" in told.answer().words
    open_one = read_rules(write(tmp_path, ONE.format(value=3, unverified="true")))
    assert open_one.minimum_nations.provenance == "unverified, set here"


def test_every_rule_can_be_set(tmp_path: Path) -> None:
    values = {
        "counted": "asked", "supporting": "[support, lead]", "needed": "{contribute: 2, lead: 1}",
        "quorum_percent": 75, "reservations": "carry", "silence_hours": 48,
        "gates": "[{key: legal, title: legal advice, before: decision}]",
    }  # fmt: skip
    text = "schema: 1\nrules:\n" + "".join(
        f"  {key}: {{value: {value}, source: s, date: 2026-10-01, unverified: true}}\n"
        for key, value in values.items()
    )
    rules = read_rules(write(tmp_path, text))
    assert rules.supporting.value == ("lead", "support")
    assert rules.needed.value == (("lead", 1), ("contribute", 2))
    assert [gate.key for gate in rules.gates.value] == ["legal"]
    assert (rules.counted.value, rules.quorum_percent.value) == ("asked", 75)


SETTING = """\
schema: 1
rules:
  {key}:
    value: {value}
    source: s
    date: 2026-10-01
    unverified: true
"""


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("minimum_nations", "0", "whole number from 1 to 99"),
        ("minimum_nations", "true", "whole number from 1"),
        ("minimum_nations", "four", "'four' must be a whole number"),
        ("counted", "all", "one of allies, asked"),
        ("supporting", "[]", "must be a list of lead"),
        ("supporting", "[reserve]", "must be a list of lead, contribute, observe, support"),
        ("supporting", "[[lead]]", "must be a list of lead"),
        ("needed", "lead", "must name positions with numbers"),
        ("needed", "{object: 1}", "names 'object'"),
        ("needed", "{lead: 0}", "needed: lead 0 must be"),
        ("quorum_percent", "101", "from 0 to 100"),
        ("quorum_percent", "0.5", "from 0 to 100"),
        ("reservations", "ignore", "one of block, carry"),
        ("silence_hours", "0", "from 1"),
        ("gates", "legal", "must be a list of gates"),
        ("gates", "[legal]", "must be a mapping of key, title and before"),
        ("gates", "[{key: A b, title: t, before: decision}]", "is no gate"),
        ("gates", "[{key: a, title: '', before: decision}]", "needs a title"),
        ("gates", "[{key: a, title: t, before: later}]", "one of submission, decision"),
        ("gates", "[{key: a, title: t, before: decision}, {key: a, title: u, before: decision}]",
         "a key stands twice"),
        ("gates", "[{key: a, title: t, before: decision}, {key: b, title: u, before: submission}]",
         "put gates before submission first"),
        ("veto", "1", "unknown rule 'veto'; known: minimum_nations"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_file_and_line(
    tmp_path: Path, key: str, value: str, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_rules(write(tmp_path, SETTING.format(key=key, value=value)))
    assert str(caught.value).startswith("house.yml, line 4: ")
    assert str(caught.value).count("line 4") == 1
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schema: 2\nrules: {}\n", "house.yml, line 1: schema 2 is not known"),
        ("schema: 1\nrule: {}\n", "house.yml, line 1: unknown key 'rule'"),
        ("schema: 1\nrules: [a]\n", "house.yml, line 1: rules must be a mapping"),
        ("schema: 1\nrules:\n  counted: asked\n", "house.yml, line 3: counted must be a mapping"),
        ("- a\n", "house.yml, line 1: the top level must be a mapping"),
        ("schema: 1\nrules: {a: [}\n", "house.yml, line 2: "),
        ("schema: 1\nrules:\n  counted:\n    value: asked\n", "line 4: counted lacks 'date'"),
        (ONE.format(value=3, unverified="perhaps"), "line 4: unverified of minimum_nations must"),
        (ONE.format(value=3, unverified="true\n    note: x"), "has no field 'note'"),
        (SETTING.format(key="counted", value="asked").replace("10-01", "10"), "be a full day"),
        (SETTING.format(key="counted", value="asked").replace("source: s", "source: 1"),
         "needs a source"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_rules(write(tmp_path, text))
    assert says in str(caught.value)


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.yml: cannot be read"):
        read_rules(tmp_path / "gone.yml")
