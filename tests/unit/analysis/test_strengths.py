from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from comity.analysis import beyond, strengths
from comity.analysis.panel import Panel, has_margins, read_panel
from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.evidence.store import Cube
from comity.workspace import Workspace

MakeCube = Callable[..., Cube]

COUNTS = {"JPN": (30.0, 70.0), "KOR": (10.0, 40.0), "ROW": (60.0, 190.0)}
ROWS = [
    (nation, technology, year, count / 2)
    for nation, counts in COUNTS.items()
    for technology, count in zip(("ai", "quantum"), counts, strict=True)
    for year in (2019, 2020)
]
WINDOW = Window(2019, 2020)
DAY = dt.date(2021, 4, 15)


def panel(cube: Cube, *technologies: str, window: Window = WINDOW) -> Panel:
    return read_panel(cube, cube.of("one"), window, technologies)


def test_margins_are_those_of_the_whole_series(make_cube: MakeCube) -> None:
    found = panel(make_cube(ROWS, credit="fractional"), "ai")
    assert found.nations == ("JPN", "KOR")
    assert found.technologies == ("ai",)
    np.testing.assert_allclose(found.yearly.sum(axis=0), [[30.0], [10.0]])
    # Totals over both technologies, though only one was asked for, and the world with its rest.
    assert has_margins(found.series)
    np.testing.assert_allclose(panel(make_cube(ROWS, credit="fractional"), "ai", "quantum")
                               .totals.sum(axis=0), [100.0, 50.0])  # fmt: skip
    np.testing.assert_allclose(found.world.sum(axis=0), [100.0])


def test_expected_by_hand_and_by_identity(make_cube: MakeCube) -> None:
    found = panel(make_cube(ROWS, credit="fractional"), "ai", "quantum")
    estimate = strengths.estimate(found)
    # Japan 100 of 400, AI 100 of 400: 25 expected, 30 observed.
    assert estimate.expected[0, 0] == pytest.approx(25.0)
    np.testing.assert_allclose(estimate.expected.sum(axis=1), found.totals.sum(axis=0))
    rows = strengths.rows(found, estimate, ["KOR", "JPN", "DEU"], {})
    assert [row.nation for row in rows] == ["KOR", "KOR", "JPN", "JPN"]
    shares = [row.share_of_world for row in rows]
    assert shares == pytest.approx([0.1, 40 / 300, 0.3, 70 / 300])


def test_published_totals_take_the_place_of_sums(make_cube: MakeCube) -> None:
    totals = [("JPN", "all", y, 500.0) for y in (2019, 2020)]
    totals += [("KOR", "all", y, 300.0) for y in (2019, 2020)]
    totals += [("WORLD", "all", y, 2000.0) for y in (2019, 2020)]
    world = [
        ("WORLD", t, y, n) for t, n in (("ai", 45.0), ("quantum", 160.0)) for y in (2019, 2020)
    ]
    listed = [row for row in ROWS if row[0] != "ROW"]
    found = panel(make_cube(listed + totals + world), "ai")
    estimate = strengths.estimate(found)
    # 1,000 of 4,000 records, 90 of AI.
    assert estimate.expected[0, 0] == pytest.approx(22.5)
    assert estimate.observed[0, 0] == 30.0


def test_years_outside_the_window_do_not_count(make_cube: MakeCube) -> None:
    found = panel(make_cube(ROWS, credit="fractional"), "ai", window=Window(2020, 2020))
    assert found.years == (2020,)
    np.testing.assert_allclose(found.yearly, [[[15.0], [5.0]]])


def test_own_fields_and_technologies_are_never_added_up_together(make_cube: MakeCube) -> None:
    fields = [(n, f"wipo:{t}", y, x) for n, t, y, x in ROWS]
    found = panel(make_cube([*ROWS, *fields], credit="fractional"), "ai", "quantum", "wipo:ai")
    np.testing.assert_allclose(found.totals.sum(axis=0), [100.0, 50.0])


def test_chosen_technologies_keep_their_numbers(make_cube: MakeCube) -> None:
    found = panel(make_cube(ROWS, credit="fractional"), "ai", "quantum")
    estimate = strengths.estimate(found)
    narrow, chosen = strengths.restrict(found, estimate, ["quantum", "space"])
    assert narrow.technologies == ("quantum",)
    assert chosen.value[0, 0] == estimate.value[0, 1]
    assert narrow.world[0, 0] == found.world[0, 1]


def test_the_frame_holds_the_rows_and_what_stands_beside_them(workspace: Workspace) -> None:
    asked = ["JPN", "VAT"]
    table = workspace.strengths(asked, ["quantum", "ai"], on="2021-04-15")
    frame = workspace.advantage(asked, ["quantum", "ai"], on="2021-04-15")
    assert list(frame.columns) == strengths.COLUMNS
    assert [*strengths.ADVANTAGE, *beyond.COLUMNS] == strengths.COLUMNS
    assert tuple(frame.iloc[0])[:13] == table.rows[0][:13]
    assert set(map(str, frame.dtypes)) == {"str", "float64"}
    assert frame.attrs == {
        "no_evidence": ["quantum"], "asked": asked, "incomplete": [], "proxies": ["ai"],
        "selections": [], "unsettled": [],
    }  # fmt: skip
    nobody = workspace.advantage("VAT", "ai", kind="project")
    assert (list(nobody.columns), len(nobody)) == (strengths.COLUMNS, 0)
    assert nobody.attrs["no_evidence"] == ["ai"]


def test_a_group_is_the_sum_of_its_covered_members(workspace: Workspace) -> None:
    members = workspace.register.groups.get("NATO")
    asked = {"technologies": "semiconductors", "kind": "patent", "on": "2021-04-15"}
    group = workspace.advantage("NATO", **asked)
    covered = set(workspace.cube.of("nsf-patents").nations)
    inside = [n for n in members.on(DAY) if n in covered]
    each = workspace.advantage(inside, **asked)
    for figure in ("observed", "expected", "share_of_world"):
        assert group[figure].iloc[0] == pytest.approx(each[figure].sum()), figure


def test_the_interval_holds_the_value_and_the_words_follow_it(analysis: Analysis) -> None:
    names = list(analysis.cube.of("nsf-patents").nations)
    keys = analysis.register.technologies.codes()
    frame = analysis.strengths(names, keys, "patent", Window(2016, 2020), DAY).frame()
    assert (frame["low"] <= frame["value"]).all()
    assert (frame["value"] <= frame["high"]).all()
    clear = frame[frame["verdict"] == "clearly specialised"]
    assert len(clear) > 5
    assert (clear["p_above_one"] >= 0.95).all()
    assert (clear["expected"] >= 5).all()
    less = frame[frame["verdict"].str.contains("less special")]
    assert (less["p_above_one"] <= 0.05).all()
