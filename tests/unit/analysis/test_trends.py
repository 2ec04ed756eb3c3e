from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import chi2

from comity.analysis.trends import ShareLine, crossing, share_lines
from comity.evidence.store import Cube

MakeCube = Callable[..., Cube]

YEARLY = [
    ("JPN", "all", 2019, 30.0), ("KOR", "all", 2019, 10.0), ("ROW", "all", 2019, 60.0),
    ("JPN", "all", 2020, 20.0), ("ROW", "all", 2020, 60.0), ("UNKNOWN", "all", 2020, 500.0),
]  # fmt: skip


def test_shares_by_hand(make_cube: MakeCube) -> None:
    cube = make_cube(YEARLY, credit="fractional")
    names = {"Both": ["JPN", "KOR", "DEU"], "Japan": ["JPN"], "Rest": ["ROW"]}
    both, japan, rest = share_lines(cube, cube.of("one"), "all", names, 2020, 0.0)
    # 40 of 100, then 20 of 80; records of no known nation are in no world.
    np.testing.assert_allclose(both.share, [0.4, 0.25])
    np.testing.assert_allclose(japan.share, [0.3, 0.25])
    np.testing.assert_allclose(both.share + rest.share, 1.0)
    assert both.years == (2019, 2020)
    assert (both.missing, rest.missing) == (("DEU",), ())


def test_the_interval_is_the_exact_one_of_poisson(make_cube: MakeCube) -> None:
    cube = make_cube(YEARLY, credit="fractional")
    japan, korea = share_lines(cube, cube.of("one"), "all", {"J": ["JPN"], "K": ["KOR"]}, 2020, 0.0)
    # Garwood: χ²(2x)/2 at 5 %, χ²(2x + 2)/2 at 95 %.
    assert japan.low[0] == pytest.approx(chi2.ppf(0.05, 60) / 2 / 100)
    assert japan.high[0] == pytest.approx(chi2.ppf(0.95, 62) / 2 / 100)
    assert (korea.share[1], korea.low[1]) == (0.0, 0.0)
    assert korea.high[1] == pytest.approx(-np.log(0.05) / 80)


def test_years_after_the_last_are_left_out(make_cube: MakeCube) -> None:
    cube = make_cube(YEARLY, credit="fractional")
    [line] = share_lines(cube, cube.of("one"), "all", {"J": ["JPN"]}, 2019, 0.0)
    assert line.years == (2019,)


def test_a_published_world_counts_a_joint_record_once(make_cube: MakeCube) -> None:
    rows = [("JPN", "all", 2020, 30.0), ("KOR", "all", 2020, 30.0), ("WORLD", "all", 2020, 50.0)]
    cube = make_cube(rows)
    [line] = share_lines(cube, cube.of("one"), "all", {"J": ["JPN"]}, 2020, 0.0)
    assert line.share[0] == pytest.approx(0.6)


def test_no_share_is_above_the_whole_and_years_of_few_records_are_left_out(
    make_cube: MakeCube,
) -> None:
    rows = [("JPN", "all", 1977, 1.0), ("JPN", "all", 2019, 99.0), ("JPN", "all", 2020, 150.0),
            ("KOR", "all", 2020, 1.0)]  # fmt: skip
    cube = make_cube(rows, credit="fractional")
    [all_years] = share_lines(cube, cube.of("one"), "all", {"J": ["JPN"]}, 2020, 0.0)
    assert all_years.years == (1977, 2019, 2020)
    assert all_years.share[0] == 1.0
    assert (all_years.high <= 1.0).all()
    [line] = share_lines(cube, cube.of("one"), "all", {"J": ["JPN"]}, 2020)
    assert line.years == (2020,)
    assert line.world.tolist() == [151.0]


def line(*shares: float, width: float = 0.0) -> ShareLine:
    share = np.array(shares)
    years = tuple(range(2016, 2016 + len(shares)))
    return ShareLine(
        "x", years, share, np.ones_like(share), share, share - width, share + width, ()
    )


def test_a_crossing_is_where_a_line_comes_to_stay() -> None:
    flat = line(0.2, 0.2, 0.2, 0.2, width=0.03)
    assert crossing(line(0.1, 0.25, 0.15, 0.3, width=0.03), flat) == (2019, 2019)
    assert crossing(line(0.1, 0.21, 0.22, 0.3, width=0.03), flat) == (2017, 2019)
    # Above by value, but the intervals never part.
    assert crossing(line(0.1, 0.1, 0.21, 0.22, width=0.03), flat) == (2018, None)
    assert crossing(line(0.3, 0.3, 0.3, 0.3, width=0.03), flat) == (2016, 2016)
    assert crossing(line(0.3, 0.3, 0.3, 0.1, width=0.03), flat) is None
    assert crossing(flat, flat) is None


def test_two_lines_never_both_stay_above(make_cube: MakeCube) -> None:
    rng = np.random.default_rng(7)
    for _ in range(50):
        a, b = line(*rng.random(6)), line(*rng.random(6))
        assert (crossing(a, b) is None) != (crossing(b, a) is None)
