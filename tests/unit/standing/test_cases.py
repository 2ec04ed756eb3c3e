"""Cases as files: what is left out stays open, what is wrong is refused with file and line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.base.errors import InputError
from comity.reference.register import Register
from comity.standing.cases import Case, Duration
from comity.standing.read_cases import read_case

CASES = Path(__file__).parent / "cases"


def read(register: Register, path: Path, programme: str = "sps") -> Case:
    return read_case(path, register.eligibility.programmes[programme], register.nations)


def test_a_case_is_read_with_codes_dates_and_units(register: Register) -> None:
    case = read(register, CASES / "workshop.yml")
    assert case.submitted == dt.date(2024, 6, 10)
    assert case.duration == Duration(3, "days")
    assert case.costs == {"travel": 30000, "other": 8000}
    assert [p.national for p in case.people["participants"]] == [("JPN",), ("NLD",)]
    assert case.people["npd"][0].role == "npd"
    assert "co_directors" not in case.people


def test_a_part_that_is_empty_says_none_and_one_left_out_says_nothing(
    register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "case.yml"
    path.write_text("end_users: []\npeople: {participants: [], npd: }\n")
    case = read(register, path)
    assert case.end_users == ()
    assert case.priorities is None
    assert dict(case.people) == {"participants": ()}


@pytest.mark.parametrize(
    ("written", "duration"),
    [("1 day", Duration(1, "days")), ("30  months", Duration(30, "months")),
     ("1 working day", Duration(1, "working days")), ("4.5 days", Duration(4.5, "days"))],
)  # fmt: skip
def test_durations_are_read_in_their_unit(
    register: Register, tmp_path: Path, written: str, duration: Duration
) -> None:
    path = tmp_path / "case.yml"
    path.write_text(f"duration: {written}\n")
    assert read(register, path).duration == duration


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: ARW\nstart: 2025-01-01\n", "case.yml, line 2: unknown key 'start'"),
        ("\n\nsubmitted: 2024-13-01\n", "line 3: submitted: date '2024-13-01' is not a date"),
        ("submitted: 2024-06\n", "line 1: submitted must be a full day: write YYYY-MM-DD"),
        ("kind: ARW\nstarts: next year\n", "line 2: starts: date 'next year' is not a date"),
        ("kind: ARW\nduration: a week\n", "line 2: duration 'a week' is no duration: write it"),
        ("duration: 3\n", "line 1: duration '3' is no duration"),
        ("duration: 3 weeks\n", "no duration"),
        ("kind: ARW\nbudget: {amount: 5}\n", "line 2: 'currency' is missing"),
        ("budget: {amount: lots, currency: EUR}\n", "amount: 'lots' is not of type float"),
        ("budget: {amount: 5, currency: euros}\n", "currency 'euros' is no code: write it like"),
        ("budget: {amount: 0, currency: EUR}\n", "write one above 0"),
        ("budget: {amount: -5, currency: EUR}\n", "write one above 0"),
        ("kind: ARW\ncosts:\n  wages: 5\n", "line 3: unknown head of cost 'wages': choose equip"),
        ("costs: {travel: some}\n", "travel 'some' is no sum of money"),
        ("costs: {travel: -1}\n", "travel -1 is no sum of money"),
        ("costs: 5\n", "costs must be heads with sums"),
        (
            "budget: {amount: 5, currency: EUR}\ncosts: {travel: 6}\n",
            "line 2: costs add to 6, more",
        ),
        ("kind: ARW\npeople:\n  chief: {name: A}\n", "line 3: unknown role 'chief': choose npd"),
        ("people: [A]\n", "people must be roles with persons"),
        ("people:\n  npd: {name: A, role: npd}\n", "line 2: the role stands above the person"),
        ("people:\n  npd:\n    nam: A\n", "line 3: unknown key 'nam'"),
        ("people:\n  npd:\n    name: A\n    resident: Atlantis\n", "line 3: unknown nation 'Atl"),
        ("people:\n  npd: {organisation_type: company}\n", "'company' is not one of government"),
        ("people:\n  npd: Kari\n", "not a mapping"),
        ("kind: ARW\nkind: ASI\n", "line 2: the key 'kind' stands twice"),
        ("kind: [ARW\n", "mend the YAML"),
        ("- kind\n", "the top level must be a mapping"),
        ("", "the top level must be a mapping"),
        ("read_at: here\n", "unknown key 'read_at'"),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_line(
    register: Register, tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "case.yml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read(register, path)
    assert message in str(caught.value)
    assert str(caught.value).startswith("case.yml, line") or "case.yml:" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_refused(register: Register, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yml: cannot be read"):
        read(register, tmp_path / "none.yml")
    (tmp_path / "bytes.yml").write_bytes(b"kind: \xff\xfe\n")
    with pytest.raises(InputError, match=r"bytes\.yml"):
        read(register, tmp_path / "bytes.yml")
    with pytest.raises(InputError, match="is a folder; name a YAML file"):
        read(register, tmp_path)


def test_a_programme_has_its_own_roles_and_no_costs(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    path.write_text("costs: {travel: 1}\n")
    with pytest.raises(InputError, match="unknown head of cost 'travel': choose none"):
        read(register, path, "diana")
