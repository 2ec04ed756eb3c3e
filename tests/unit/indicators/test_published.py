"""Published indices: by hand, by their identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.base.errors import InputError
from comity.indicators import (
    collaboration_index,
    jaccard,
    probabilistic_affinity,
    rpa,
    rsca,
    salton,
)

JOINT = np.array([[0.0, 10.0, 20.0], [10.0, 0.0, 30.0], [20.0, 30.0, 0.0]])
TOTALS = np.array([40.0, 90.0, 100.0])


@st.composite
def joint_tables(draw: st.DrawFn) -> np.ndarray:
    n = draw(st.integers(2, 7))
    half = np.triu(draw(arrays(float, (n, n), elements=st.integers(0, 500).map(float))), 1)
    return half + half.T


def test_rsca_by_hand() -> None:
    # (2 − 1)/(2 + 1) = 1/3; (0.5 − 1)/(0.5 + 1) = −1/3; (0 − 1)/(0 + 1) = −1
    np.testing.assert_allclose(rsca([2.0, 0.5, 1.0, 0.0]), [1 / 3, -1 / 3, 0.0, -1.0])


def test_rpa_by_hand() -> None:
    # 100 (4 − 1)/(4 + 1) = 60
    np.testing.assert_allclose(rpa([2.0, 0.5, 1.0, 0.0]), [60.0, -60.0, 0.0, -100.0])


@given(st.floats(1e-6, 1e6))
def test_rpa_is_the_hyperbolic_tangent_of_the_logarithm(r: float) -> None:
    assert rpa(r) == pytest.approx(100.0 * np.tanh(np.log(r)), abs=1e-9)


@given(st.floats(1e-6, 1e6))
def test_rsca_and_rpa_are_antisymmetric_in_the_logarithm(r: float) -> None:
    assert rsca(1.0 / r) == pytest.approx(-float(rsca(r)), abs=1e-12)
    assert rpa(1.0 / r) == pytest.approx(-float(rpa(r)), abs=1e-9)


def test_collaboration_index_by_hand() -> None:
    found = collaboration_index(JOINT, TOTALS, 200.0)
    # (10/40) / (90/200) = 0.25/0.45; (20/40) / (100/200) = 1; (30/90) / (100/200) = 2/3
    assert found[0, 1] == pytest.approx(0.25 / 0.45)
    assert found[0, 2] == pytest.approx(1.0)
    assert found[1, 2] == pytest.approx(2 / 3)


def test_salton_and_jaccard_by_hand() -> None:
    # 10/√(40·90) = 10/60; 20/√(40·100); 10/(40 + 90 − 10) = 1/12; 30/(90 + 100 − 30) = 3/16
    assert salton(JOINT, TOTALS)[0, 1] == pytest.approx(1 / 6)
    assert salton(JOINT, TOTALS)[0, 2] == pytest.approx(20 / np.sqrt(4000))
    assert jaccard(JOINT, TOTALS)[0, 1] == pytest.approx(1 / 12)
    assert jaccard(JOINT, TOTALS)[1, 2] == pytest.approx(3 / 16)


def test_probabilistic_affinity_by_hand() -> None:
    # Rows 30, 40, 50, total 120: 10·120/(30·40) = 1; 20·120/(30·50) = 1.6; 30·120/(40·50) = 1.8
    found = probabilistic_affinity(JOINT)
    np.testing.assert_allclose(found[np.triu_indices(3, 1)], [1.0, 1.6, 1.8])


@given(joint_tables(), st.integers(1, 9))
def test_pair_indices_are_symmetric_and_have_no_diagonal(table: np.ndarray, factor: int) -> None:
    totals = table.sum(axis=1) + 1.0
    for found in (
        collaboration_index(table, totals, totals.sum()),
        salton(table, totals),
        jaccard(table, totals),
        probabilistic_affinity(table),
    ):
        np.testing.assert_allclose(found, found.T)
        assert np.isnan(found.diagonal()).all()
    # Shares do not know the unit they are counted in.
    for index in (salton, jaccard):
        np.testing.assert_allclose(index(factor * table, factor * totals), index(table, totals))
    np.testing.assert_allclose(
        probabilistic_affinity(factor * table), probabilistic_affinity(table)
    )


@given(joint_tables())
def test_salton_and_jaccard_stay_between_zero_and_one(table: np.ndarray) -> None:
    # Totals are at least the row sums, so no pair exceeds either nation's own total.
    totals = table.sum(axis=1) + 1.0
    s, j = salton(table, totals), jaccard(table, totals)
    off = ~np.eye(len(table), dtype=bool)
    assert ((s[off] >= 0) & (s[off] <= 1)).all()
    assert (j[off] <= s[off] + 1e-12).all()


def test_a_nation_without_records_has_no_index() -> None:
    joint = np.array([[0.0, 4.0, 0.0], [4.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    found = probabilistic_affinity(joint)
    assert np.isnan(found[2]).all()
    assert found[0, 1] == pytest.approx(4 * 8 / 16)


def test_totals_must_fit() -> None:
    with pytest.raises(InputError, match="one value per nation"):
        salton(JOINT, [1.0, 2.0])
