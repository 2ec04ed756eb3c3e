from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from comity.analysis import ties
from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.store import Cube
from comity.reference.register import Register

MakeCube = Callable[..., Cube]
DAY = dt.date(2021, 4, 15)

LINKS = [
    ("JPN", "KOR", "all", 2019, 6.0, 4.0), ("JPN", "USA", "all", 2019, 20.0, 15.0),
    ("KOR", "USA", "all", 2020, 10.0, 8.0), ("JPN", "KOR", "all", 2020, 4.0, 3.0),
]  # fmt: skip


def read(
    make_cube: MakeCube, links: list[tuple[str, str, str, int, float, float]]
) -> ties.TiePanel:
    output = [(n, "all", y, 100.0) for n in ("JPN", "KOR", "USA") for y in (2019, 2020)]
    cube = make_cube(output, links)
    return ties.read_tie_panel(cube, cube.of("one"), Window(2019, 2020), "all")


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
    place = ties.geography(("DEU", "AUT", "JPN", "FIN"), register.nations, register.groups, 2020)
    # Berlin to Vienna and to Tokyo on the sphere, to the nearest tens of kilometres.
    assert place.distance[0, 1] == pytest.approx(524, abs=20)
    assert place.distance[0, 2] == pytest.approx(8930, abs=60)
    assert place.common_language[0, 1] == 1
    assert place.common_language[0, 2] == 0
    # Finland shares the EU with both, and the Alliance with nobody before 2023.
    assert place.common_membership[0].tolist() == [1, 1, 0, 1]
    usa = ("USA", "FIN")
    before = ties.geography(usa, register.nations, register.groups, 2022)
    after = ties.geography(usa, register.nations, register.groups, 2023)
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
