"""The rules of eligibility as data: complete, dated, sourced, and refused where they are not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.base.errors import RegisterError
from comity.base.settings import PACKAGE
from comity.reference.register import Register

Edit = Callable[[str, str], Register]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """The register with one piece of eligibility.yml replaced."""
    folder = tmp_path / "data"
    shutil.copytree(PACKAGE / "reference" / "data", folder)

    def edit(old: str, new: str) -> Register:
        path = folder / "eligibility.yml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return Register(folder)

    return edit


def test_every_call_has_rules_and_every_rule_a_call(register: Register) -> None:
    rules = register.eligibility
    used = set()
    for call in rules.calls.values():
        found = rules.rules_of(call)
        assert found
        used |= {rule.key for rule in found}
        # One rule at most says what each director must be.
        for side in ("sps-npd", "sps-ppd"):
            assert sum(rule.key.startswith(side) for rule in found) <= 1
    assert used == {rule.key for rule in rules.rules}


def test_calls_are_in_order_and_kinds_are_frameworks(register: Register) -> None:
    calls = register.eligibility.calls_of("sps")
    assert [call.call for call in calls] == ["2019", "2022", "2023", "2024", "2025-1"]
    frameworks = {one.key for one in register.frameworks}
    assert {kind.framework for call in calls for kind in call.kinds} <= frameworks
    assert set(register.eligibility.programmes) <= frameworks
    assert all(call.closes.first == call.closes.last for call in calls if call.closes)


def test_the_list_of_2024_has_the_twelve_priorities_and_the_technologies(
    register: Register,
) -> None:
    listed = register.eligibility.lists["sps-2024"]
    assert [one.number for one in listed.priorities] == [str(n) for n in range(1, 13)]
    [edt] = [one for one in listed.priorities if one.number == "3"]
    names = {
        entry.name
        for technology in register.technologies for entry in technology.lists
        if entry.list == "sps-priorities" and entry.edition == "2024"
    }  # fmt: skip
    assert names
    assert {name.casefold() for name in names} <= {name.casefold() for name in edt.aliases}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("test: template", "test: colour", "'colour' is not one of standing"),
        ("    test: template\n", "", "'test' is missing"),
        ('calls: ["2023", "2024", "2025-1"]', 'calls: ["1923"]', "unknown call of sps '1923'"),
        ("kinds: [MYP]", "kinds: [MY]", "unknown kind of grant 'MY'; it may be: MYP, ARW"),
        ("who: [npd, ppd]}", "who: [npd, pdp]}", "unknown role 'pdp'"),
        ("with: {who: [npd, ppd]}", "with: {}", "needs 'who'; add it under 'with'"),
        ("none_of: [salaries, overheads]", "none_of: [wages]", "unknown head of cost 'wages'"),
        ("with: {field: stipends, most: 15}", "with: {field: pens, most: 15}", "'pens'"),
        ("with: {least: 12, warn: 15}", "with: {least: 12, wran: 15}", "unknown key 'wran'"),
        ("of the call {value}", "of the call {call}", "does not fill {call}; it may have {value}"),
        ("of the call {value}", "of the call {value", "mend its braces"),
        ("    priorities: sps-2012\n", "    priorities: sps-1912\n", "unknown list of priorities"),
        ("    programme: diana\n    call", "    programme: dinah\n    call", "unknown programme"),
        ("ally_role: npd", "ally_role: boss", "unknown role 'boss'"),
        ("key: sps-distinct", "key: sps-template", "the key 'sps-template' stands twice"),
        ("calls:\n  - key: sps-2019", "cals:\n  - key: sps-2019", "the list 'calls' is missing"),
    ],
)
def test_a_mistake_in_the_data_is_refused_with_its_place(
    edited: Edit, old: str, new: str, message: str
) -> None:
    with pytest.raises(RegisterError) as caught:
        _ = edited(old, new).eligibility
    assert message in str(caught.value)
    assert str(caught.value).startswith("eligibility.yml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{group: NATO}", "{group: OTAN}", "unknown group 'OTAN'; see groups.yml"),
        ("suspended: [PfP,", "suspended: [FfP,", "unknown group 'FfP'"),
        ("nation: AFG", "nation: AFX", "unknown nation 'AFX'"),
        ("source: [nato-sps-88198]", "source: [nato-sps-0]", "cites 'nato-sps-0'"),
        ('valid_until: "2022-12-31"', 'valid_until: "2012"', "'sps-2022' ends before it begins"),
    ],
)
def test_what_spans_files_is_checked(edited: Edit, old: str, new: str, message: str) -> None:
    with pytest.raises(RegisterError) as caught:
        edited(old, new).check()
    assert message in str(caught.value)


def test_a_new_call_is_added_by_data_alone(edited: Edit) -> None:
    call = (
        "  - key: sps-2030\n    programme: sps\n    call: '2030'\n    name: 'SPS, a call to come'\n"
        "    kinds: [{key: MYP, name: 'Multi-Year Project'}]\n    priorities: sps-2024\n"
        "    source: [pol-gov-sps-2024]\n    valid_from: '2030-01-01'\n"
    )
    register = edited("  - key: diana-2023\n", f"{call}  - key: diana-2023\n")
    register.check()
    found = register.eligibility.rules_of(register.eligibility.calls["sps-2030"])
    # Rules that name no call hold for it; those of other calls do not.
    assert {"sps-distinct", "sps-duration-myp"} <= {rule.key for rule in found}
    assert not [rule for rule in found if rule.calls]
