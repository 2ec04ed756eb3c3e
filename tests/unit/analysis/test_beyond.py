"""PP, emergence and growth beside strengths: by hand, for nations and for groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from comity.analysis import beyond, strengths
from comity.analysis.panel import Panel, read_panel
from comity.analysis.windows import Window, incomplete_years
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.indicators import emergence, growth, top_posterior, top_prior
from comity.workspace import Workspace

MakeCube = Callable[..., Cube]

YEARS = range(2011, 2021)
WINDOW = Window(2016, 2020)
NATIONS = ("JPN", "KOR", "SGP")
# Records in AI and in all, by nation and year; the rest of the world makes a thousand a year.
AI = {"JPN": 20.0, "KOR": 10.0, "SGP": 5.0}
RISE = {"JPN": 2.0, "KOR": 0.0, "SGP": 1.0}


def rows(years: range = YEARS) -> list[tuple[str, str, int, float]]:
    made = []
    for year in years:
        made += [(n, "ai", year, AI[n] + RISE[n] * (year - 2011)) for n in NATIONS]
        made += [(n, "all", year, 200.0) for n in NATIONS] + [("ROW", "all", year, 400.0)]
    return made


def top(given: list[tuple[str, str, int, float]], share: dict[str, float]) -> list[float]:
    return [share.get(n, 0.1) * x for n, _, _, x in given]


def panel(cube: Cube, window: Window = WINDOW) -> Panel:
    return read_panel(cube, cube.of("one"), window, ["ai"])


def table(
    found: Panel, names: list[str], members: dict[str, list[str]] | None = None
) -> pd.DataFrame:
    estimates = strengths.estimate(found)
    groups = {
        name: strengths.group_estimate(found, estimates, inside)
        for name, inside in (members or {}).items()
    }
    made = strengths.rows(found, estimates, names, groups, members)
    return pd.DataFrame(made, columns=strengths.COLUMNS).set_index("nation")


def test_pp_is_that_of_the_window_shrunk_to_its_technology(make_cube: MakeCube) -> None:
    given = rows()
    share = {"JPN": 0.2, "KOR": 0.05}
    cube = make_cube(given, credit="fractional", more={"top10": top(given, share)})
    frame = table(panel(cube), list(NATIONS))
    # 2016 to 2020: Japan 30 … 38, 170 in all, a fifth of them at the top; Singapore 10 … 14.
    credit = np.array([[170.0], [50.0], [60.0]])
    best = credit * [[0.2], [0.05], [0.1]]
    # The shares are the same in every year, so every record counts for one.
    expected = top_posterior(best, credit, None, top_prior(best, credit))
    np.testing.assert_allclose(frame["pp_top10"], expected.value[:, 0])
    np.testing.assert_allclose(frame["pp_low"], expected.low[:, 0])
    np.testing.assert_allclose(frame["pp_high"], expected.high[:, 0])
    assert frame.loc["KOR", "pp_top10"] < 0.1 < frame.loc["JPN", "pp_top10"] < 0.2


def test_emergence_and_growth_are_those_of_ten_years(make_cube: MakeCube) -> None:
    frame = table(panel(make_cube(rows(), credit="fractional")), list(NATIONS))
    japan = 20.0 + 2.0 * np.arange(10)
    whole = np.full(10, 1000.0)
    score, rate = emergence(japan, whole), growth(japan, whole)
    assert frame.loc["JPN", "emergence"] == pytest.approx(float(score.value))
    assert frame.loc["JPN", "emergence_low"] == pytest.approx(float(score.low))
    assert frame.loc["JPN", "growth"] == pytest.approx(float(rate.value))
    assert frame.loc["JPN", "growth_high"] == pytest.approx(float(rate.high))
    assert frame.loc["KOR", "emergence"] == pytest.approx(0.0)
    assert frame["pp_top10"].isna().all()


def test_a_group_is_the_sum_of_its_members_and_not_one_nation_more(make_cube: MakeCube) -> None:
    given = rows()
    cube = make_cube(given, credit="fractional", more={"top10": top(given, {"JPN": 0.2})})
    members = {"PAIR": ["JPN", "SGP", "DEU"]}
    frame = table(panel(cube), ["PAIR", *NATIONS], members)
    alone = table(panel(cube), list(NATIONS))
    both = frame.loc["PAIR"]
    assert both["emergence"] == pytest.approx(
        alone.loc[["JPN", "SGP"], "emergence"].sum()  # the score is linear in records
    )
    assert alone.loc["SGP", "pp_top10"] < both["pp_top10"] < alone.loc["JPN", "pp_top10"]
    assert both["pp_high"] - both["pp_low"] < (
        alone.loc["SGP", "pp_high"] - alone.loc["SGP", "pp_low"]
    )
    np.testing.assert_allclose(
        frame.loc[list(NATIONS), beyond.COLUMNS].to_numpy(float),
        alone[beyond.COLUMNS].to_numpy(float),
        atol=1e-12,
    )


@pytest.mark.parametrize(
    ("years", "window"), [(range(2012, 2021), WINDOW), (YEARS, Window(2012, 2019))]
)
def test_without_ten_years_there_is_no_emergence(
    make_cube: MakeCube, years: range, window: Window
) -> None:
    frame = table(panel(make_cube(rows(years), credit="fractional"), window), list(NATIONS))
    assert frame[beyond.COLUMNS].isna().all(axis=None)
    assert frame["value"].notna().all()


def test_a_technology_that_is_told_in_part_has_no_pp(make_cube: MakeCube) -> None:
    given = rows()
    figures = top(given, {})
    figures[next(i for i, r in enumerate(given) if r[:3] == ("KOR", "ai", 2018))] = float("nan")
    cube = make_cube(given, credit="fractional", more={"top10": figures})
    assert table(panel(cube), list(NATIONS))["pp_top10"].isna().all()
    # The years around it are told.
    assert table(panel(cube, Window(2019, 2020)), ["KOR"])["pp_top10"].notna().all()


def test_whole_counts_take_whole_records_at_the_top(make_cube: MakeCube) -> None:
    given = rows()
    cube = make_cube(given, more={"top10_whole": top(given, {"JPN": 0.3})})
    frame = table(panel(cube), list(NATIONS))
    assert frame["pp_top10"].idxmax() == "JPN"


def test_a_pp_that_changes_from_year_to_year_has_a_wider_interval(make_cube: MakeCube) -> None:
    rng = np.random.default_rng(4)
    names = list(make_nations())
    given = [(n, "ai", y, 400.0) for n in names for y in YEARS]
    given += [(n, "all", y, 4000.0) for n in names for y in YEARS]
    steady = [0.1 * x for *_, x in given]
    lively = [float(0.1 * x * rng.gamma(10.0, 0.1)) for *_, x in given]
    widths = []
    for figures in (steady, lively):
        cube = make_cube(given, credit="fractional", more={"top10": figures})
        frame = table(panel(cube), names)
        widths.append(float((frame["pp_high"] - frame["pp_low"]).mean()))
    assert widths[1] > 1.3 * widths[0]


def make_nations() -> tuple[str, ...]:
    return ("AUS", "AUT", "BEL", "BRA", "CAN", "CHE", "CHN", "CZE", "DEU", "DNK", "ESP", "FIN")


def test_the_last_two_years_of_a_series_are_incomplete(make_series: Callable[..., Series]) -> None:
    one = make_series(first=2011, last=2020, years=tuple(YEARS))
    assert incomplete_years(one, WINDOW) == [2019, 2020]
    assert incomplete_years(one, Window(2015, 2019)) == [2019]
    assert incomplete_years(one, Window(2014, 2018)) == []


def test_the_starter_tells_emergence_of_yearly_series_only(workspace: Workspace) -> None:
    frame = workspace.advantage(["JPN", "NATO"], on="2021-04-15")
    assert frame["pp_top10"].isna().all()
    assert frame.attrs["incomplete"] == []
    told = frame[frame["emergence"].notna()]
    assert "cordis" not in set(told["source"])
    assert {"JPN", "NATO"} <= set(told.loc[told["kind"] == "patent", "nation"])
    assert (told["emergence_low"] <= told["emergence"]).all()
    assert (told["growth"] <= told["growth_high"]).all()


def test_counts_stand_as_they_are_and_unknown_ones_are_unknown(make_cube: MakeCube) -> None:
    given = rows()
    nan = float("nan")
    many = [1.0 if n == "JPN" else 2.0 for n, *_ in given]
    within = [nan if (n, y) == ("KOR", 2018) else 0.5 for n, _, y, _ in given]
    more = {"whole": [500.0] * len(given), "many": many, "top10_within": within}
    cube = make_cube(given, credit="fractional", more=more)
    members = {"PAIR": ["JPN", "SGP"], "ONE": ["SGP"]}
    frame = table(panel(cube), ["PAIR", "ONE", *NATIONS], members)
    # Five years; a pair's whole records would count the joint ones twice.
    assert frame["many"].drop("PAIR").to_dict() == {"ONE": 10, "JPN": 5, "KOR": 10, "SGP": 10}
    assert np.isnan(frame.loc["PAIR", "many"])
    # With one year unknown the technology is.
    assert frame["top10_within"].isna().all()
    more["top10_within"] = [0.5] * len(given)
    cube = make_cube(given, credit="fractional", more=more)
    frame = table(panel(cube), ["PAIR", *NATIONS], members)
    assert frame["top10_within"].to_dict() == {"PAIR": 5.0, "JPN": 2.5, "KOR": 2.5, "SGP": 2.5}
