"""The back-test on the starter evidence: methods' own counts, honest rows, clear refusals."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.base.settings import PACKAGE
from comity.opportunities.backtest import Backtest
from comity.opportunities.backtest_rows import COLUMNS, records
from comity.opportunities.baselines import BASELINES, OURS
from comity.opportunities.model import read_models
from comity.opportunities.pairs import pair_table
from comity.workspace import Workspace

# One worker, so that the whole back-test runs once.
pytestmark = pytest.mark.xdist_group("backtest")
Run = Callable[..., tuple[int, str, str]]
RUNS = 40


@pytest.fixture(scope="module")
def found(workspace: Workspace) -> Backtest:
    return workspace.backtest(runs=RUNS)


def test_candidates_are_those_of_the_methods(analysis: Analysis) -> None:
    table = pair_table(analysis, analysis.cube.of("nsf-joint"), Window(2003, 2003),
                       Window(2022, 2022))  # fmt: skip
    assert table.positive is not None
    assert (len(table), int(table.positive.sum())) == (628, 111)


def test_simple_scores_reach_what_the_methods_say(found: Backtest) -> None:
    auc = {r.model: r.ranking.auc.value for r in found.rows
           if r.cut.series == "nsf-joint" and r.ranking is not None}  # fmt: skip
    published = {"preferential attachment": 0.50, "raw persistence": 0.74,
                 "shrunk persistence": 0.74, "profile similarity": 0.63,
                 "affinity similarity": 0.76, "both affinities": 0.78}  # fmt: skip
    for name, value in published.items():
        assert auc[name] == pytest.approx(value, abs=0.015), name


def test_every_series_with_joint_records_over_time_is_judged(found: Backtest) -> None:
    assert {r.cut.series for r in found.rows} == {
        "openalex-joint", "nsf-joint", "conference-papers", "h2020"
    }  # fmt: skip
    tested = [c for c in found.cuts if c.fitted and c.cut.series == "openalex-joint"]
    assert len(tested) >= 3
    for one in tested:
        # Fitted on windows that ended, outcome and all, before the features did.
        assert one.cut.features.text not in (one.fitted or "")


def test_the_model_is_better_than_chance_where_it_was_not_fitted(found: Backtest) -> None:
    for row in found.rows:
        if row.model == OURS and row.cut.series == "openalex-joint":
            assert row.ranking is not None
            assert row.ranking.auc.low > 0.6
            assert row.ranking.ap.low > row.positives / row.pairs


def test_every_row_holds_its_figures_in_order(found: Backtest) -> None:
    rows = records(found)
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        assert 0 <= row["positives"] <= row["pairs"]  # type: ignore[operator]
        if row["ap"] is None:
            continue
        for name in ("ap", "auc"):
            low, value, high = (row[f"{name}{end}"] for end in ("_low", "", "_high"))
            assert 0 <= low <= high <= 1  # type: ignore[operator]
            assert 0 <= value <= 1  # type: ignore[operator]
        assert (row["brier"] is None) == (row["model"] not in {OURS, "base rate"})
        assert (row["beats"] is None) == (row["lead"] is None)


def test_where_the_model_does_not_win_the_row_says_so(found: Backtest) -> None:
    for one in found.cuts:
        if one.fitted is None:
            assert all(row.beats is None for row in one.rows)
            continue
        assert one.rows[0].model == OURS
        assert set(BASELINES) - {"all-technology affinity", "profile similarity"} <= {
            row.model for row in one.rows
        }
        for row in one.rows[1:]:
            assert row.ranking is not None
            lead = row.ranking.lead
            assert lead is not None
            said = "yes" if lead.low > 0 else "no" if lead.high < 0 else "within the interval"
            assert row.beats == said


def test_controls_are_a_half(found: Backtest) -> None:
    controls = [c for one in found.cuts for c in one.controls]
    assert len(controls) == 7
    for one in controls:
        assert one.auc == pytest.approx(0.5, abs=0.02), one
        assert one.low <= 0.5 <= one.high, one


def test_json_alone_on_standard_output(comity_run: Run, tmp_path: Path) -> None:
    code, out, err = comity_run(
        "backtest", "--from", "2014", "--until", "2018", "--kind", "project", "--runs", "5",
        "--json", "--output", str(tmp_path),
    )  # fmt: skip
    assert code == 0
    rows = json.loads(out)
    [ours] = [r for r in rows if r["model"] == "comity"]
    assert (ours["series"], ours["cut_from"], ours["cut_until"]) == ("h2020", 2014, 2018)
    assert ours["ap_low"] < ours["ap"] < ours["ap_high"]
    assert {path.name for path in tmp_path.iterdir()} == {
        "backtest.html", "backtest.json", "backtest.csv"
    }  # fmt: skip
    assert err.count(str(tmp_path)) == 3
    assert json.loads((tmp_path / "backtest.json").read_text(encoding="utf-8")) == rows
    with (tmp_path / "backtest.csv").open(encoding="utf-8") as stream:
        assert [r["model"] for r in csv.DictReader(stream)] == [r["model"] for r in rows]
    page = (tmp_path / "backtest.html").read_text(encoding="utf-8")
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    start = page.index("<svg")
    ElementTree.fromstring(page[start : page.index("</svg>", start) + 6])
    assert "Negative controls" in page


def test_the_table_for_people_has_one_line_for_what_is_not_ranked(comity_run: Run) -> None:
    code, out, err = comity_run("backtest", "--from", "2016", "--runs", "5")
    assert (code, err) == (0, "")
    assert "comity beats it" in out
    assert out.count("2021-2025") == 1
    assert "under 100 candidates" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "1950"], "--from 1950 is outside the evidence, which holds 1987–2025"),
        (["--until", "2050"], "--until 2050 is outside"),
        (["--from", "2020", "--until", "2022"], "no cut lies within 2020 to 2022"),
        (["--kind", "patent"], "no joint records over time of kind patent"),
        (["--kind", "song"], "unknown kind 'song'"),
        (["--runs", "0"], "--runs 0: give 1 to"),
    ],
)
def test_bad_input_is_one_line(comity_run: Run, arguments: list[str], message: str) -> None:
    code, out, err = comity_run("backtest", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_too_few_nations_are_one_line(comity_run: Run, tmp_path: Path) -> None:
    names = ("JPN", "KOR", "USA", "FRA")
    rows = ["nation_a,nation_b,technology,year,kind,joint"]
    rows += [
        f"{a},{b},all,{year},publication,90"
        for year in range(2001, 2011) for i, a in enumerate(names) for b in names[i + 1 :]
    ]  # fmt: skip
    (tmp_path / "few.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    cube = str(tmp_path / "cube")
    given = ["--source", "mine", "--licence", "CC0", "--as-of", "2026"]
    code, *_ = comity_run(
        "evidence", "build", "counts", str(tmp_path / "few.csv"), "--output", cube, *given
    )
    assert code == 0
    code, out, err = comity_run("backtest", "--evidence", cube)
    assert (code, out) == (2, "")
    assert "too few nations" in err
    code, out, err = comity_run("model", "fit", "--evidence", cube)
    assert (code, out) == (2, "")
    assert "no series has enough pairs" in err


def test_models_are_fitted_and_shown(comity_run: Run, workspace: Workspace, tmp_path: Path) -> None:
    code, out, err = comity_run("model", "show", "--csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {r["series"] for r in rows} == set(read_models(PACKAGE / "starter"))
    for row in rows:
        if row["coefficient"]:
            assert float(row["low"]) <= float(row["coefficient"]) <= float(row["high"])
    unknown = {(r["series"], r["feature"]) for r in rows if not r["coefficient"]}
    assert unknown == {(s, f) for s in ("nsf-joint", "openalex-joint") for f in ("overall", "trend")
                       } - {("openalex-joint", "trend")}  # fmt: skip
    code, out, _ = comity_run("model", "show")
    assert "horizon 19 years" in out
    code, out, err = comity_run("model", "fit")
    assert (code, out) == (2, "")
    assert "the shipped evidence keeps its own models" in err
    code, out, _ = comity_run("model", "fit", "--output", str(tmp_path / "kept"))
    assert code == 0
    assert str(tmp_path / "kept" / "models.json") in out
    shipped, fitted = read_models(PACKAGE / "starter"), read_models(tmp_path / "kept")
    assert set(fitted) == set(shipped) == set(workspace.models())
    for key, model in fitted.items():
        kept = shipped[key]
        for name in ("trained", "pairs", "positives", "as_of", "links"):
            assert getattr(kept, name) == getattr(model, name)
        np.testing.assert_allclose(
            kept.logistic.coefficients, model.logistic.coefficients, atol=1e-6
        )
