"""The pair table: who is a candidate, what came true, and nothing of it known before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pair_worlds import Link, links, output

from comity.analysis.query import Analysis
from comity.analysis.tie_panel import geography, read_tie_panel
from comity.analysis.ties import tie_means, with_intervals
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.store import Cube
from comity.indicators import calibrated_expectation
from comity.opportunities.pairs import FEATURES, PairTable, pair_table
from comity.reference.register import Register

MakeCube = Callable[..., Cube]
BEFORE, AFTER = Window(2001, 2005), Window(2006, 2010)
EARLY, LATE = [2001, 2002, 2003, 2004, 2005], [2006, 2007, 2008, 2009, 2010]


@pytest.fixture
def tabled(make_cube: MakeCube, register: Register) -> Callable[..., PairTable]:
    def make(rows: list[Link], outcome: Window | None = AFTER) -> PairTable:
        analysis = Analysis(make_cube(output(rows), rows), register)
        return pair_table(analysis, analysis.cube.of("one"), BEFORE, outcome)

    return make


def test_candidates_are_those_of_a_plain_count(make_cube: MakeCube, register: Register) -> None:
    rows = links(EARLY + LATE)
    analysis = Analysis(make_cube(output(rows), rows), register)
    series = analysis.cube.of("one")
    panel, found = analysis.tie_panel(series, BEFORE, "all")
    later = read_tie_panel(analysis.cube, series, AFTER, "all").yearly.sum(axis=0)
    due = calibrated_expectation(later)
    expected = {}
    for a in range(len(panel.nations)):
        for b in range(a + 1, len(panel.nations)):
            large = min(found.joint[a].sum(), found.joint[b].sum()) >= 50
            if large and found.expected[a, b] >= 5 and found.value[a, b] < 1 - 1e-6:
                expected[panel.nations[a], panel.nations[b]] = later[a, b] >= due[a, b]
    table = pair_table(analysis, series, BEFORE, AFTER)
    names = [
        (table.nations[a], table.nations[b]) for a, b in zip(table.left, table.right, strict=True)
    ]
    assert table.positive is not None
    assert dict(zip(names, table.positive.tolist(), strict=True)) == expected
    assert 20 <= len(table) <= 60
    assert 0 < table.positive.sum() < len(table)


def test_values_without_intervals_are_those_with_them(
    make_cube: MakeCube, register: Register
) -> None:
    rows = links(EARLY)
    cube = make_cube(output(rows), rows)
    panel = read_tie_panel(cube, cube.of("one"), BEFORE, "all")
    place = geography(panel.nations, register.nations, register.groups, 2005)
    quick = tie_means(panel, place)
    full = with_intervals(panel, quick)
    for name in ("joint", "expected", "value", "gravity_expected"):
        np.testing.assert_array_equal(getattr(quick, name), getattr(full, name), name)


def test_what_comes_later_changes_no_candidate_and_no_feature(
    tabled: Callable[..., PairTable],
) -> None:
    early = links(EARLY)
    one, other = tabled(early + links(LATE, seed=1)), tabled(early + links(LATE, seed=2))
    today = tabled(early + links(LATE, seed=1), None)
    for table in (other, today):
        np.testing.assert_array_equal(one.left, table.left)
        np.testing.assert_array_equal(one.right, table.right)
        for name in (*FEATURES, "raw"):
            np.testing.assert_array_equal(one.features[name], table.features[name], name)
    assert today.positive is None
    assert one.positive is not None
    assert other.positive is not None
    assert (one.positive != other.positive).any()


def test_a_nation_without_later_records_reaches_nothing(
    tabled: Callable[..., PairTable],
) -> None:
    late = [row for row in links(LATE) if "AUS" not in row[:2]]
    table = tabled(links(EARLY) + late)
    gone = table.nations.index("AUS")
    mine = (table.left == gone) | (table.right == gone)
    assert mine.any()
    assert table.positive is not None
    assert not table.positive[mine].any()


def test_features_are_those_of_their_pair(tabled: Callable[..., PairTable]) -> None:
    rows = links(EARLY)
    table = tabled(rows, None)
    joint = {}
    for a, b, _, _, n, _ in rows:
        joint[a, b] = joint.get((a, b), 0.0) + n
    for i, (a, b) in enumerate(zip(table.left, table.right, strict=True)):
        n = joint.get((table.nations[a], table.nations[b]), 0.0)
        assert table.joint[i] == n
        assert table.features["raw"][i] == pytest.approx(n / table.expected[i])
        assert table.features["attachment"][i] == pytest.approx(np.log(table.expected[i]))
    assert table.matrix(("raw", "trend")).shape == (len(table), 2)
    # One series of all fields has no other technologies, and no articles tell of profiles.
    assert np.isnan(table.features["overall"]).all()
    assert np.isfinite(table.features["trend"]).all()


def test_technologies_are_subjects_of_one_table(tabled: Callable[..., PairTable]) -> None:
    rows = links(EARLY + LATE, technologies=("all", "x:ai", "x:robots"))
    table = tabled(rows)
    assert table.subjects == ("x:ai", "x:robots")
    assert set(table.subject.tolist()) == {0, 1}
    assert np.isfinite(table.features["overall"]).all()


def test_an_outcome_comes_after_the_features(tabled: Callable[..., PairTable]) -> None:
    with pytest.raises(InputError, match="must begin after"):
        tabled(links(EARLY + LATE), Window(2005, 2009))


def test_three_nations_are_too_few_for_any_candidate(tabled: Callable[..., PairTable]) -> None:
    assert len(tabled(links(EARLY + LATE, nations=3))) == 0
