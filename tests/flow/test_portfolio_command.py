"""``comity portfolio`` on the starter evidence: tables, JSON, and lines of refusal."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import comity
from comity.base.errors import InputError
from comity.base.settings import PACKAGE
from comity.cli.main import run
from comity.evidence.manifest import MODELS
from comity.portfolio import ask as portfolio_ask
from comity.portfolio.items import Item
from comity.portfolio.offer import Question, activities
from comity.portfolio.record import record
from comity.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
ON = ("--on", "2025-06-01")


@pytest.fixture(scope="module", autouse=True)
def made_once(workspace: Workspace) -> Iterator[None]:
    """The session's workspace in every command, and its activities made once for all of them."""
    every = (*workspace.register.technologies.codes(), "all")
    kept: dict[Question, list[Item]] = {}
    opened = comity.open

    def made(analysis: Any, asked: Question) -> list[Item]:
        if analysis is not workspace.analysis:
            return activities(analysis, asked)
        whole = dataclasses.replace(asked, technologies=every, kind=None)
        if whole not in kept:
            kept[whole] = activities(analysis, whole)
        kinds = {key: series.kind for key, series in analysis.cube.series.items()}
        return [
            one for one in kept[whole]
            if one.technology in asked.technologies and asked.kind in (None, kinds[one.series])
        ]  # fmt: skip

    def the_same(evidence: Path | None = None) -> Workspace:
        return workspace if evidence is None else opened(evidence=evidence)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comity, "open", the_same)
        patch.setattr(portfolio_ask, "activities", made)
        yield


@pytest.fixture
def comity_run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        on = () if "--on" in arguments else ON
        code = run(["portfolio", *arguments, *on])
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
        assert row["below"] >= 0.8
        assert row["gap"] == pytest.approx(1 - row["affinity"])
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
        "--budget", "4", "--technology", "energy", "--technology", "autonomy", "--without", "AUS",
        "--clear", "0",
    )  # fmt: skip
    assert code == 0
    assert (
        "Constraints: at most 4; at most 3 per partner; only in energy, autonomy, at least one in "
        "each; without Australia; only partners joinable on the day."
    ) in out
    assert "Trade-off between likely gaps closed and needs addressed" in out
    assert "Safeguards: not checked." in out
    assert "Left out, unknown:" in out


def test_the_default_is_clearly_below_and_says_so(comity_run: Run) -> None:
    code, out, _ = comity_run("--budget", "2")
    assert code == 0
    assert "at most 3 per partner; below expectation with a probability of at least 0.8;" in out
    assert "Technology all: joint records of all fields together, which address no need." in out
    assert "none, no activity here is in a technology that a need names." in out
    assert "Left out, closed:" in out
    # Of the needs that the register states, those naming most technologies stand apart.
    assert "counted apart, 0 of 3 general ones" in out
    assert "under-explored" not in out


def test_the_chosen_activities_are_csv(comity_run: Run) -> None:
    code, out, err = comity_run("--budget", "3", "--csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 3
    for row in rows:
        assert float(row["below"]) >= 0.8
        assert row["technology"] == "all"
        assert row["held_source"]
    assert comity_run("--csv", "--json")[0] == 2


def test_a_partner_without_an_activity_is_told_with_the_reason(comity_run: Run) -> None:
    code, out, _ = comity_run("--partner", "CHE", "--partner", "SGP", "--technology", "cyber",
                              "--clear", "0")  # fmt: skip
    assert code == 0
    assert (
        "No activity with Singapore: no candidate there (at least 5 joint records expected and "
        "affinity below 1; records of all fields do not stand in for a technology)."
    ) in out
    code, out, _ = comity_run("--partner", "JPN", "--partner", "KOR", "--partner", "SGP")
    assert code == 0
    assert "No activity with" not in out
    assert "Left out, closed: Singapore (no partner" in out


def refused(answer: tuple[int, str, str]) -> str:
    """The line of a refusal."""
    code, out, err = answer
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    return err


def test_models_of_later_outcomes_are_named(comity_run: Run) -> None:
    told = refused(comity_run("--on", "2010-01-01"))
    assert (
        "but none has a chance: the model of openalex-joint learned from outcomes later than "
        "2010-01-01: choose a day from 2021 on"
    ) in told


def test_evidence_without_fitting_models_says_what_to_run(comity_run: Run, tmp_path: Path) -> None:
    cube = tmp_path / "cube"
    shutil.copytree(PACKAGE / "starter", cube)
    models = (cube / MODELS).read_text(encoding="utf-8")
    (cube / MODELS).unlink()
    # Joint projects alone are quickly estimated.
    of = ("--evidence", str(cube), "--kind", "project")
    told = refused(comity_run(*of))
    assert "but none has a chance: no models are kept beside this evidence" in told
    assert f"run `comity model fit --evidence {cube}`" in told
    (cube / MODELS).write_text(models.replace("h2020.links.", "h2020.links.0"), encoding="utf-8")
    told = refused(comity_run(*of))
    assert "the records of h2020 changed since its model was fitted: run `comity model fit" in told


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("JPN", "USA"), "too few nations: no series has 4 nations with joint records"),
        (("FRA", "USA"), "too few nations: no series has joint records of one outside NATO"),
        (("JPN", "KOR"), "no series with joint records covers a member of the group"),
    ],
)  # fmt: skip
def test_too_few_nations_are_told_as_that(
    comity_run: Run, tmp_path: Path, names: tuple[str, str], words: str
) -> None:
    rows = [f"{names[0]},{names[1]},all,{year},publication,90" for year in range(2001, 2011)]
    head = "nation_a,nation_b,technology,year,kind,joint"
    (tmp_path / "few.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    cube = str(tmp_path / "cube")
    given = ["--source", "mine", "--licence", "CC0", "--as-of", "2026", "--output", cube]
    assert run(["evidence", "build", "counts", str(tmp_path / "few.csv"), *given]) == 0
    assert words in refused(comity_run("--evidence", cube))


def test_all_partners_are_said_to_be_unchecked(comity_run: Run) -> None:
    code, out, _ = comity_run(
        "--budget", "3", "--all-partners", "--kind", "project", "--clear", "0"
    )
    assert code == 0
    assert "Whether partners may be asked was not checked." in out
    assert "Would add most" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--budget", "0"), "budget 0 is no number of activities"),
        (("--per-partner", "0"), "per partner 0 is no number of activities"),
        (("--technology", "quantum"), "in quantum is left to choose from: no series tells joint "),
        (("--technology", "cyber"),
         "is left to choose from: none of 40 candidates is told from its expectation (below it "
         "with a probability of at least 0.8); --clear 0 takes all candidates."),
        (("--technology", "cyber", "--technology", "ai"),
         "ai: 22 candidates, but none has a chance: too few candidates or years to test a model "
         "of conference-papers."),
        (("--kind", "project"), "none of 304 candidates is told from its expectation"),
        (("--kind", "patent"), "no series of kind patent tells joint records there"),
        (("--clear", "1"), "clear 1 is no probability below 1"),
        (("--clear", "0", "--maximise", "records"), "several units (projects and works, whole)"),
        (("--technology", "energy", "--technology", "autonomy", "--budget", "1", "--clear", "0"),
         "budget 1 and at least one in each of 2 technologies"),
        (("--technology", "energy", "--technology", "quantum", "--clear", "0"),
         "at least one in quantum cannot be met: no series tells joint records there"),
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
