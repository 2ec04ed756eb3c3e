"""``comity portfolio`` on the starter evidence: tables, JSON, and lines of refusal."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import comity
from comity.base.errors import InputError
from comity.cli.main import run
from comity.portfolio import ask as portfolio_ask
from comity.portfolio.ask import activities
from comity.portfolio.items import Item
from comity.portfolio.record import record
from comity.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
ON = ("--on", "2025-06-01")


@pytest.fixture(scope="module", autouse=True)
def made_once(workspace: Workspace) -> Iterator[None]:
    """The session's workspace in every command, and its activities made once for all of them."""
    every = workspace.register.technologies.codes()
    kept: dict[tuple[str, ...], list[Item]] = {}

    def made(analysis: Any, members: Any, against: Any, technologies: Any, day: Any) -> list[Item]:
        if members not in kept:
            kept[members] = activities(analysis, members, against, every, day)
        return [one for one in kept[members] if one.technology in technologies]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comity, "open", lambda **_: workspace)
        patch.setattr(portfolio_ask, "activities", made)
        yield


@pytest.fixture
def comity_run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["portfolio", *arguments, *ON])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture(scope="module")
def told(workspace: Workspace, made_once: None) -> dict[str, Any]:
    return record(workspace.portfolio(budget=6, per_partner=2, on=ON[1]), workspace.register)


def test_the_constraints_hold(told: dict[str, Any], workspace: Workspace) -> None:
    rows = told["activities"]
    members = workspace.register.groups.get("NATO").on(dt.date(2025, 6, 1))
    assert 0 < len(rows) <= 6
    assert max(Counter(row["partner"] for row in rows).values()) <= 2
    assert len({(r["partner"], r["ally"], r["technology"]) for r in rows}) == len(rows)
    for row in rows:
        assert row["ally"] in members
        assert row["partner"] not in members
        assert row["expected"] >= 5
        assert row["likely_low"] <= row["likely"] <= row["likely_high"]


def test_every_partner_of_the_set_is_joinable_by_a_source(told: dict[str, Any]) -> None:
    doors = {door["nation"]: door for door in told["doors"]}
    for row in told["activities"]:
        assert row["joinable"] == "open"
        facts = doors[row["partner"]]["facts"]
        assert facts
        for fact in facts:
            assert all(told["sources"][key]["url"] for key in fact["source"])
    left_out = {door["joinable"] for door in told["doors"]} - {"open"}
    assert left_out == {"closed", "unknown"}
    assert all(door["reason"] for door in told["doors"])


def test_the_json_is_the_same_from_the_command(comity_run: Run, told: dict[str, Any]) -> None:
    code, out, err = comity_run("--budget", "6", "--per-partner", "2", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(told))
    assert "NaN" not in out


def test_the_table_restates_the_constraints(comity_run: Run) -> None:
    code, out, _ = comity_run(
        "--budget", "4", "--technology", "energy", "--technology", "autonomy", "--without", "AUS"
    )
    assert code == 0
    assert (
        "Constraints: at most 4; at most 3 per partner; only in energy, autonomy, at least one in "
        "each; without Australia; only partners joinable on the day."
    ) in out
    assert "Trade-off between likely gaps closed and needs addressed" in out
    assert "Safeguards: not checked." in out
    assert "Left out, unknown:" in out
    # No closed partner has a candidate in these two technologies: asked over all there is one.
    code, out, _ = comity_run("--budget", "2")
    assert code == 0
    assert "Left out, closed:" in out


def test_all_partners_are_said_to_be_unchecked(comity_run: Run) -> None:
    code, out, _ = comity_run("--budget", "3", "--all-partners", "--kind", "project")
    assert code == 0
    assert "Whether partners may be asked was not checked." in out
    assert "Would add most" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--budget", "0"), "budget 0 is no number of activities"),
        (("--per-partner", "0"), "per partner 0 is no number of activities"),
        (("--technology", "quantum"), "no under-explored pair of NATO"),
        (("--technology", "energy", "--technology", "autonomy", "--budget", "1"),
         "budget 1 and at least one in each of 2 technologies"),
        (("--technology", "energy", "--technology", "quantum"), "at least one in quantum"),
        (("--partner", "CHN"), "only joinable partners on 2025-06-01 leaves none (China:"),
        (("--partner", "France"), "France: of NATO itself"),
        (("--against", "EU"), "whom EU may ask is not in the register"),
        (("--against", "Nato2"), "unknown group 'Nato2'"),
        (("--maximise", "luck"), "unknown objective 'luck'"),
        (("--without", "Atlantis"), "Atlantis"),
        (("--kind", "novel"), "unknown kind 'novel'"),
        (("--budget", "many"), "many"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(comity_run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = comity_run(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_the_frame_has_a_row_for_each_activity(workspace: Workspace) -> None:
    found = workspace.portfolio(budget=3, partners="IP4", on=ON[1])
    frame = found.frame()
    assert len(frame) == len(found.rows) > 0
    assert set(frame["partner"]) <= {"AUS", "JPN", "KOR", "NZL"}


def test_an_empty_list_of_partners_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="an empty list of names"):
        workspace.portfolio(partners=[], on=ON[1])
