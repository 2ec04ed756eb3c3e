"""Broken copies of the register: each complaint names file and line, and says what to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from comity.base.dates import parse_span
from comity.base.errors import RegisterError
from comity.base.settings import PACKAGE, load_settings
from comity.reference.facts import Fact
from comity.reference.overlaps import overlapping
from comity.reference.register import Register
from comity.reference.rule_checks import check_standing
from comity.workspace import Workspace

DATA = PACKAGE / "reference" / "data"
Broken = Callable[[str, str], Register]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """A copy of the register with some entries more in one file."""

    def make(name: str, more: str) -> Register:
        folder = tmp_path / "data"
        shutil.copytree(DATA, folder)
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
        return Register(folder)

    return make


def line_of_the_first_added(name: str) -> int:
    return len((DATA / name).read_text(encoding="utf-8").splitlines()) + 1


def rule(**changed: str) -> str:
    fields = {
        "key": "odd", "activity": "stb-session", "effect": "opens", "when": "{group: NATO}",
        "basis": "public", "says": "so", "source": "nato-partners", "valid_from": '"2021-04-15"',
    } | changed  # fmt: skip
    return "  - {" + ", ".join(f"{k}: {v}" for k, v in fields.items() if v) + "}\n"


def status(key: str, **changed: str) -> str:
    fields = {
        "key": key, "nation": "NZL", "framework": "pii-eop", "source": "nato-partners",
        "valid_from": '"2021-04-15"',
    } | changed  # fmt: skip
    return "  - {" + ", ".join(f"{k}: {v}" for k, v in fields.items() if v) + "}\n"


def instrument(**changed: str) -> str:
    return status("odd", framework="", kind="ipcp") if not changed else status(
        "odd", **({"framework": "", "kind": "ipcp"} | changed)
    )  # fmt: skip


def activity(**changed: str) -> str:
    fields = {
        "key": "odd", "name": "sing", "kind": "body", "definition": "d", "ask": "them",
        "source": "nato-partners", "valid_from": '"2021"',
    } | changed  # fmt: skip
    return "  - {" + ", ".join(f"{k}: {v}" for k, v in fields.items() if v) + "}\n"


FRAMEWORK = (
    "  - {key: choir-member, name: Member of the choir, kind: status, definition: sings, "
    'granted_by: NATO, source: nato-partners, valid_from: "2021"}\n'
)
CASES = [
    ("rules.yml", rule(when="{status: gold-card}"),
     "'odd' names the status 'gold-card', which frameworks.yml does not have; add it there or"),
    ("rules.yml", rule(when="{status: patg}"), "names the status 'patg', .*write 'group: PATG'"),
    ("rules.yml", rule(when="{status: ipcp}"), "'ipcp', which is none; write a status"),
    ("rules.yml", rule(when="{status: sps}"), "'sps' is of kind 'programme'"),
    ("rules.yml", rule(when="{group: EAPC}"), "the group 'EAPC', which groups.yml does not have"),
    ("rules.yml", rule(when="{suspended: Pact}"), "the group 'Pact', which groups.yml"),
    ("rules.yml", rule(when="{suspended: MD}"), "suspended in 'MD', where nobody is"),
    ("rules.yml", rule(when="{instrument: treaty}"), "the instrument 'treaty', which frameworks"),
    ("rules.yml", rule(when="{instrument: sps}"), "of kind 'programme'; name one of .*itpp"),
    ("rules.yml", rule(when="{nation: ZZZ}"), "nation 'ZZZ', which is unknown; write its alpha-3"),
    ("rules.yml", rule(activity="golf"), "activity 'golf', which activities.yml does not have"),
    ("rules.yml", rule(activity="[]"), "is about no activity; name one"),
    ("rules.yml", rule(supersedes="gone"), "supersedes the rule 'gone', which rules.yml"),
    ("rules.yml", rule(supersedes="pcm-partners"), "which is about another activity"),
    ("rules.yml", rule(when="{group: NATO, nation: JPN}"),
     "exactly one field in each condition and one has group, nation; join several with 'all'"),
    ("rules.yml", rule(when="{}"), "exactly one field in each condition and one has none"),
    ("rules.yml", rule(when="{status: []}"), "one has none"),
    ("rules.yml", rule(when="{any: [{group: NATO}, {}]}"), "one has none"),
    ("rules.yml", rule(when="{not: {group: NATO, always: true}}"), "one has always, group"),
    ("rules.yml", rule(when="{all: [{not: {status: nothing}}]}"), "the status 'nothing'"),
    ("rules.yml", rule(effect="allows"), "effect: 'allows' is not one of opens, shuts, requires"),
    ("rules.yml", rule(effect=""), "'effect' is missing; add it"),
    ("rules.yml", rule(effect="[opens, shuts]"), "effect: .* is not one of opens"),
    ("rules.yml", rule(when=""), "'when' is missing; add it"),
    ("rules.yml", rule(basis="hearsay"), "'hearsay' is not one of public, inferred, unverified"),
    ("rules.yml", rule(when="{gruop: NATO}"), "unknown key 'gruop'; remove or rename it"),
    ("rules.yml", rule(source=""), "'source' is missing; add it"),
    ("rules.yml", rule(source="nowhere"), "'odd' cites 'nowhere', which no file declares"),
    ("rules.yml", rule(valid_until='"2020"'), r"ends before it begins; mend 'valid_from'"),
    ("activities.yml", activity(ask=""), "'ask' is missing; add it"),
    ("activities.yml", activity(ask="' '"), "'odd' says nobody to ask; say in 'ask' who"),
    ("activities.yml", activity(programme="golf"), "belongs to 'golf', which frameworks.yml"),
    ("activities.yml", activity(aliases="[STB]"), "'STB' like 'stb-session'; give one another"),
    ("statuses.yml", status("odd", nation="ZZZ"), "unknown nation 'ZZZ'; write its alpha-3 code"),
    ("statuses.yml", status("odd", framework="gold-card"), "has the framework 'gold-card', which"),
    ("statuses.yml", status("odd", framework="ipcp"), "no status but of kind 'instrument'; enter"),
    ("statuses.yml", status("odd", valid_until='"2020-01-01"'),
     r"'odd' ends before it begins; mend 'valid_from' \(2021-04-15\) or 'valid_until'"),
    ("statuses.yml", status("odd", nation="KOR", framework="sto-enhanced-partner"),
     "KOR has sto-enhanced-partner from 2025-03-01, but also by .*without an end; end one with"),
    ("statuses.yml", status("nzl-patg"), r"the key of another fact \(groups.yml, line \d+\); give"),
    ("instruments.yml", instrument(nation="QQQ"), "unknown nation 'QQQ'"),
    ("instruments.yml", instrument(kind="treaty"), "is of the kind 'treaty', which frameworks.yml"),
    ("instruments.yml", instrument(kind="sps"), "which is no instrument; choose one of .*itpp"),
    ("instruments.yml", instrument(renews="gone"), "renews 'gone', which instruments.yml"),
    ("instruments.yml", instrument(renews="jpn-ipcp-2014"), "which is of JPN; name one of NZL"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "more", "complaint"), CASES, ids=lambda value: value[:48])
def test_a_broken_entry_is_refused_by_file_and_line(
    broken: Broken, name: str, more: str, complaint: str
) -> None:
    register = broken(name, more)
    with pytest.raises(RegisterError, match=complaint) as caught:
        register.check()
    said = str(caught.value)
    assert f"{name}, line {line_of_the_first_added(name)}" in said
    assert "\n" not in said


def test_two_entries_of_one_status_may_not_overlap(broken: Broken) -> None:
    first = status("odd", valid_until='"2022-01-01"')
    register = broken("statuses.yml", first + status("even", valid_from='"2022-01-01"'))
    at = line_of_the_first_added("statuses.yml")
    with pytest.raises(RegisterError, match="end one with 'valid_until'") as caught:
        register.check()
    assert f"statuses.yml, line {at + 1}: NZL has pii-eop from 2022-01-01" in str(caught.value)
    assert f"by statuses.yml, line {at}, from 2021-04-15 until 2022-01-01" in str(caught.value)


def test_two_memberships_of_one_group_may_not_overlap(broken: Broken, tmp_path: Path) -> None:
    register = broken("groups.yml", "")
    path = tmp_path / "data" / "groups.yml"
    text = path.read_text(encoding="utf-8").replace('"2014-03-31"', '"2014-04-30"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=r"groups.yml, line \d+: RUS has the group PfP"):
        register.check()


def test_one_status_may_follow_another(broken: Broken) -> None:
    first = status("odd", valid_until='"2021-12-31"')
    check_standing(broken("statuses.yml", first + status("even", valid_from='"2022-01-01"')))


def test_a_new_framework_is_added_by_data_alone(broken: Broken, tmp_path: Path) -> None:
    broken("frameworks.yml", FRAMEWORK)
    for name, more in (
        ("activities.yml", activity()),
        ("rules.yml", rule(activity="odd", when="{status: choir-member}")),
        ("statuses.yml", status("even", framework="choir-member")),
    ):
        path = tmp_path / "data" / name
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    workspace = Workspace(replace(load_settings(), reference=tmp_path / "data"))
    workspace.register.check()
    sings = workspace.may("NZL", "odd", "2022-01-01", "2026-11-25")
    assert (sings.answer, [r.fact and r.fact.key for r in sings.because]) == ("yes", ["even"])
    assert workspace.may("JPN", "odd", "2022-01-01", "2026-11-25").answer == "unknown"
    changes = {c.after.activity.key: c for c in workspace.what_if("JPN", "choir-member")}
    assert changes["odd"].effect == "opens"


@pytest.mark.parametrize(
    ("name", "more", "complaint"),
    [
        ("rules.yml", rule(when="{status: gold-card}"), "names the status 'gold-card'"),
        ("statuses.yml", status("odd", nation="ZZZ"), "unknown nation 'ZZZ'"),
        ("statuses.yml", status("odd", valid_until='"2020-01-01"'), "ends before it begins"),
        ("statuses.yml", status("odd") + status("even"), "by statuses.yml, line"),
    ],
    ids=["status", "nation", "dates", "overlap"],
)
def test_nobody_is_answered_from_a_broken_register(
    broken: Broken, tmp_path: Path, name: str, more: str, complaint: str
) -> None:
    broken(name, more)
    settings = replace(load_settings(), reference=tmp_path / "data")
    with pytest.raises(RegisterError, match=complaint) as caught:
        Workspace(settings).may("JPN", "pcm", "2025-01-01")
    assert f"{name}, line " in str(caught.value)


def span(since: str, until: str | None) -> Fact:
    return Fact(source=("s",), valid_from=parse_span(since),
                valid_until=parse_span(until) if until else None)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (("2020", "2021"), ("2021", None), False),  # perhaps, but not for certain
        (("2020", "2022"), ("2021", None), True),  # on the last day of 2021 at the latest
        (("2020", None), ("2021", "2021-06-01"), False),  # the second is over before it surely was
        (("2020", None), ("2021-05", "2021-06-01"), True),
        (("2020-01-01", "2020-02-01"), ("2020-02-01", "2020-03-01"), True),
        (("2020-01-01", "2020-01-31"), ("2020-02-01", "2020-03-01"), False),
        (("2020-01-01", "2020-02"), ("2020-02-01", None), False),
    ],
)
def test_only_what_surely_overlaps_is_refused(
    one: tuple[str, str | None], other: tuple[str, str | None], overlap: bool
) -> None:
    facts = [span(*one), span(*other)]
    assert (overlapping(facts) is not None) is overlap
    assert (overlapping(facts[::-1]) is not None) is overlap


def test_the_shipped_data_passes(register: Register) -> None:
    check_standing(register)
