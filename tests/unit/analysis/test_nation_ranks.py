from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from comity.analysis.concentrations import concentrations
from comity.analysis.query import Analysis
from comity.analysis.ranking import ranking
from comity.analysis.technology_ties import technology_ties
from comity.base.errors import InputError
from comity.evidence.store import Cube
from comity.reference.register import Register

MakeCube = Callable[..., Cube]
DAY = dt.date(2026, 11, 1)
OUTPUT = [
    ("JPN", "ai", 2020, 60.0), ("KOR", "ai", 2020, 30.0), ("USA", "ai", 2020, 10.0),
    ("JPN", "all", 2020, 200.0), ("KOR", "all", 2020, 100.0), ("USA", "all", 2020, 700.0),
]  # fmt: skip
LINKED = [(n, "ai", 2020, 60.0) for n in ("JPN", "KOR", "USA")] + OUTPUT[3:]
LINKS = [
    ("JPN", "KOR", "ai", 2020, 6.0, 6.0), ("JPN", "USA", "ai", 2020, 20.0, 20.0),
    ("KOR", "USA", "ai", 2020, 10.0, 10.0),
]  # fmt: skip


def test_shares_and_ranks_by_hand(make_cube: MakeCube, register: Register) -> None:
    analysis = Analysis(make_cube(OUTPUT, credit="fractional"), register)
    table = ranking(analysis, "ai", None, None, DAY)
    assert [row.nation for row in table.rows] == ["JPN", "KOR", "USA"]
    assert [row.rank for row in table.rows] == [1, 2, 3]
    assert [row.share_of_world for row in table.rows] == pytest.approx([0.6, 0.3, 0.1])
    assert all(row.share_low < row.share_of_world < row.share_high for row in table.rows)
    assert table.kinds == ("publication",)


def test_the_same_advantage_as_the_strengths_have(make_cube: MakeCube, register: Register) -> None:
    analysis = Analysis(make_cube(OUTPUT, credit="fractional"), register)
    [row] = analysis.strengths(["KOR"], ["ai"], None, None, DAY).rows
    korea = ranking(analysis, "ai", None, None, DAY).rows[1]
    assert (korea.value, korea.low, korea.high) == (row.value, row.low, row.high)


def test_what_cannot_be_ranked(make_cube: MakeCube, register: Register) -> None:
    analysis = Analysis(make_cube(OUTPUT), register)
    assert ranking(analysis, "quantum", None, None, DAY).rows == ()
    assert ranking(analysis, "ai", "patent", None, DAY).rows == ()
    with pytest.raises(InputError, match="name a technology"):
        ranking(analysis, "all", None, None, DAY)
    with pytest.raises(InputError, match="no evidence"):
        ranking(analysis, "ai", None, None, dt.date(1990, 1, 1))


def test_concentration_by_hand(make_cube: MakeCube, register: Register) -> None:
    analysis = Analysis(make_cube(OUTPUT, credit="fractional"), register)
    [found] = concentrations(analysis, "ai", None, None, DAY)
    assert found.found.hhi == pytest.approx(0.36 + 0.09 + 0.01)
    assert found.found.ratio == pytest.approx(2.0)
    assert (found.first, found.second, found.holders) == ("JPN", "KOR", 3)
    assert found.covered == pytest.approx(1.0)
    assert found.rule is None
    assert found.found.hhi_low < found.found.hhi < found.found.hhi_high
    assert concentrations(analysis, "quantum", None, None, DAY) == []


def test_one_nation_alone_has_no_concentration(make_cube: MakeCube, register: Register) -> None:
    output = [("JPN", "ai", 2020, 5.0), ("JPN", "all", 2020, 9.0), ("KOR", "all", 2020, 9.0)]
    analysis = Analysis(make_cube(output, credit="fractional"), register)
    assert concentrations(analysis, "ai", None, None, DAY) == []


def test_pairs_are_those_of_the_nations_named(make_cube: MakeCube, register: Register) -> None:
    analysis = Analysis(make_cube(LINKED, LINKS), register)
    everyone = technology_ties(analysis, "ai", None, None, None, DAY)
    assert [(row.nation, row.partner, row.joint) for row in everyone] == [
        ("JPN", "USA", 20.0), ("KOR", "USA", 10.0), ("JPN", "KOR", 6.0),
    ]  # fmt: skip
    two = technology_ties(analysis, "ai", ["USA", "JPN", "FRA"], None, None, DAY)
    assert two == [everyone[0]]
    assert technology_ties(analysis, "ai", None, None, None, DAY, largest=2) == [everyone[0]]
    assert technology_ties(analysis, "quantum", None, None, None, DAY) == []


def test_a_pair_is_estimated_as_a_nations_tie_is(make_cube: MakeCube, register: Register) -> None:
    analysis = Analysis(make_cube(LINKED, LINKS), register)
    frame = analysis.ties("JPN", ["USA"], "ai", None, None, DAY)
    row = technology_ties(analysis, "ai", ["JPN", "USA"], None, None, DAY)[0]
    own = frame.iloc[0]
    assert (row.value, row.low, row.high) == pytest.approx((own.value, own.low, own.high))
    assert row.p_below_one == pytest.approx(own.p_below_one)
