from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from comity.analysis import tie_panel, ties
from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.build import Draft, write_series
from comity.evidence.store import Cube, open_cube
from comity.reference.register import Register

MakeCube = Callable[..., Cube]
DAY = dt.date(2021, 4, 15)

LINKS = [
    ("JPN", "KOR", "all", 2019, 6.0, 4.0), ("JPN", "USA", "all", 2019, 20.0, 15.0),
    ("KOR", "USA", "all", 2020, 10.0, 8.0), ("JPN", "KOR", "all", 2020, 4.0, 3.0),
]  # fmt: skip


def read(
    make_cube: MakeCube, links: list[tuple[str, str, str, int, float, float]]
) -> tie_panel.TiePanel:
    output = [(n, "all", y, 100.0) for n in ("JPN", "KOR", "USA") for y in (2019, 2020)]
    cube = make_cube(output, links)
    return tie_panel.read_tie_panel(cube, cube.of("one"), Window(2019, 2020), "all")


def test_pairs_become_a_symmetric_table(make_cube: MakeCube) -> None:
    panel = read(make_cube, LINKS)
    assert panel.nations == ("JPN", "KOR", "USA")
    np.testing.assert_allclose(panel.yearly[0], [[0, 6, 20], [6, 0, 0], [20, 0, 0]])
    np.testing.assert_allclose(panel.yearly.sum(axis=0), [[0, 10, 20], [10, 0, 10], [20, 10, 0]])
    assert panel.weighted is not None
    np.testing.assert_allclose(panel.weighted, [[0, 7, 15], [7, 0, 8], [15, 8, 0]])


def test_weights_are_used_only_where_every_pair_has_one(make_cube: MakeCube) -> None:
    panel = read(make_cube, [*LINKS[:-1], ("JPN", "KOR", "all", 2020, 4.0, float("nan"))])
    assert panel.weighted is None


def in_windows(make_cube: MakeCube, register: Register) -> Cube:
    """Output by year; joint works of 2011-2015 and, twice as many, of 2016-2020."""
    nations = ("JPN", "KOR", "USA", "DEU", "FRA")
    cube = make_cube([(n, "all", y, 100.0) for n in nations for y in range(2011, 2021)])
    rows = [
        (a, b, "all", first, first + 4, times * (10.0 + i + j))
        for first, times in ((2011, 1), (2016, 2))
        for i, a in enumerate(sorted(nations))
        for j, b in enumerate(sorted(nations))
        if a < b
    ]
    links = pd.DataFrame(
        rows, columns=["nation_a", "nation_b", "technology", "year", "until", "joint"]
    )
    draft = Draft(cube.of("one"), cube.rows("output", "one"), links)
    write_series([draft], cube.folder, register.nations)
    return open_cube(cube.folder)


def test_windows_of_joint_works_are_used_as_a_whole(
    make_cube: MakeCube, register: Register
) -> None:
    cube = in_windows(make_cube, register)
    made = Analysis(cube, register)
    asked = [
        (None, DAY, "2016-2020", 22.0),
        (Window(2010, 2020), DAY, "2016-2020", 22.0),
        (Window(2010, 2019), DAY, "2011-2015", 11.0),
        (None, dt.date(2019, 4, 15), "2011-2015", 11.0),
    ]
    for window, day, told, joint in asked:
        [row] = made.ties("DEU", ["FRA"], "all", None, window, day).to_dict("records")
        assert (row["window"], row["joint"]) == (told, joint)
    with pytest.raises(InputError, match="hold one 2011-2015 and 2016-2020; ask for other years"):
        made.ties("DEU", ["FRA"], "all", None, Window(2012, 2018), DAY)
    with pytest.raises(InputError, match="no evidence for window 2014-2018"):
        tie_panel.read_tie_panel(cube, cube.of("one"), Window(2014, 2018), "all")
    # Margins are those of the same years, and strengths stay by year.
    panel, found = made.tie_panel(cube.of("one"), Window(2011, 2015), "all")
    assert panel.yearly.shape[0] == 1
    np.testing.assert_allclose(found.expected.sum(axis=1), panel.yearly[0].sum(axis=1), rtol=1e-6)
    # Years that cannot be told apart vary as other joint works do, so they are worth less.
    off = ~np.eye(len(panel.nations), dtype=bool)
    assert (found.effective[off] < panel.yearly[0][off]).all()


def test_expectations_keep_every_nations_links(analysis: Analysis) -> None:
    series = analysis.cube.of("openalex-joint")
    panel, found = analysis.tie_panel(series, Window(2016, 2020), "all")
    joint = panel.yearly.sum(axis=0)
    assert found.joint == pytest.approx(joint)
    np.testing.assert_allclose(found.expected.sum(axis=1), joint.sum(axis=1), rtol=1e-6)
    off = ~np.eye(len(panel.nations), dtype=bool)
    for figure in (found.value, found.low, found.high, found.adjusted, found.gravity_expected):
        np.testing.assert_allclose(figure[off], figure.T[off], rtol=1e-6)
    known = off & np.isfinite(found.value)
    assert (found.low[known] <= found.value[known]).all()
    assert (found.value[known] <= found.high[known]).all()
    assert (found.effective <= joint + 1e-9).all()


def test_geography_by_hand(register: Register) -> None:
    place = tie_panel.geography(
        ("DEU", "AUT", "JPN", "FIN"), register.nations, register.groups, 2020
    )
    # Berlin to Vienna and to Tokyo on the sphere, to the nearest tens of kilometres.
    assert place.distance[0, 1] == pytest.approx(524, abs=20)
    assert place.distance[0, 2] == pytest.approx(8930, abs=60)
    assert place.common_language[0, 1] == 1
    assert place.common_language[0, 2] == 0
    # Finland shares the EU with both, and the Alliance with nobody before 2023.
    assert place.common_membership[0].tolist() == [1, 1, 0, 1]
    usa = ("USA", "FIN")
    before = tie_panel.geography(usa, register.nations, register.groups, 2022)
    after = tie_panel.geography(usa, register.nations, register.groups, 2023)
    assert (before.common_membership[0, 1], after.common_membership[0, 1]) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((float("nan"), 0.5, 9.0, 0.5), "no expectation"),
        ((4.9, 0.99, 50.0, 0.99), "too little evidence"),
        ((50.0, 0.99, 4.9, 0.99), "too little evidence"),
        ((50.0, 0.99, 50.0, 0.95), "under-explored"),
        ((50.0, 0.99, 50.0, 0.94), "below average"),
        ((50.0, 0.05, 50.0, 0.00), "above average"),
        ((50.0, 0.50, 50.0, 0.00), "about average"),
        # Above its raw expectation and yet below what nearness would give.
        ((50.0, 0.01, 90.0, 0.99), "under-explored"),
    ],
)
def test_the_words_of_a_tie(arguments: tuple[float, float, float, float], words: str) -> None:
    assert ties.verdict(*arguments) == words


def test_a_table_leaves_out_the_nation_itself_and_who_is_not_covered(analysis: Analysis) -> None:
    day = dt.date(2024, 1, 1)
    frame = analysis.ties("JPN", ["NATO", "JPN", "KOR"], "ai", None, None, day)
    assert set(frame["nation"]) == {"JPN"}
    assert "JPN" not in set(frame["partner"])
    assert "KOR" in set(frame["partner"])
    for group, source in zip(frame.attrs["groups"], frame["source"].unique(), strict=True):
        assert set(group.members) | set(group.missing) == set(analysis.members("NATO", day))
        mine = frame.loc[frame["source"] == source, "partner"]
        assert set(mine) - {"KOR"} == set(group.members)


def test_a_groups_sum_by_hand(analysis: Analysis) -> None:
    frame = analysis.ties("SGP", ["NATO"], "all", None, None, DAY, "openalex-joint")
    [group] = frame.attrs["groups"]
    raw = frame["joint"].sum() / frame["expected"].sum()
    # Tens of thousands of joint works: shrinkage has nothing left to do.
    assert group.estimate.value == pytest.approx(raw, rel=0.02)
    assert group.estimate.low < group.estimate.value < group.estimate.high
    assert group.estimate.median_low <= group.estimate.median <= group.estimate.median_high


def test_an_unknown_field_has_no_ties(analysis: Analysis) -> None:
    with pytest.raises(InputError, match="no joint records in 'quantum'"):
        analysis.ties("JPN", ["NATO"], "quantum", None, None, DAY)


def with_parts(
    make_cube: MakeCube, register: Register, parts: dict[str, list[float]]
) -> tie_panel.TiePanel:
    """The links of LINKS with the parts given, row by row."""
    cube = make_cube([(n, "all", y, 100.0) for n in ("JPN", "KOR", "USA") for y in (2019, 2020)])
    columns = ["nation_a", "nation_b", "technology", "year", "joint", "weighted"]
    links = pd.DataFrame(LINKS, columns=columns)
    draft = Draft(
        cube.of("one"),
        cube.rows("output", "one"),
        links.assign(until=links["year"], **parts),
    )
    write_series([draft], cube.folder, register.nations)
    cube = open_cube(cube.folder)
    return tie_panel.read_tie_panel(cube, cube.of("one"), Window(2019, 2020), "all")


def test_parts_of_joint_records_stand_in_the_table(make_cube: MakeCube, register: Register) -> None:
    nan = float("nan")
    panel = with_parts(
        make_cube,
        register,
        {
            "joint_many": [1.0, 3.0, 0.0, 2.0],
            "joint_defence": [2.0, 5.0, 1.0, 1.0],
            # One year unknown: the sum would be too small.
            "joint_defence_both": [1.0, 2.0, 0.0, nan],
        },
    )
    place = tie_panel.geography(panel.nations, register.nations, register.groups, 2020)
    found = ties.with_intervals(panel, ties.tie_means(panel, place))
    frame = ties.table(panel, found, "JPN", ["KOR", "USA"])
    assert list(frame.columns) == ties.COLUMNS
    rows = frame.set_index("partner")
    assert rows["joint_many"].to_dict() == {"KOR": 3, "USA": 3}
    assert rows["joint_defence"].to_dict() == {"KOR": 3, "USA": 5}
    assert rows["joint_defence_both"].isna().all()


def test_parts_that_no_series_counts_are_unknown(analysis: Analysis) -> None:
    frame = analysis.ties("JPN", ["NATO"], "all", None, None, DAY)
    assert frame[tie_panel.PARTS].isna().all(axis=None)
