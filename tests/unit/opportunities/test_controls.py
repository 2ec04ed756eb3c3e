"""Negative controls: a half where outcomes are shuffled, and more than that where a fit cheats."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from pair_worlds import candidates

from comity.indicators import fit_logistic
from comity.opportunities.controls import PARTNERS, TECHNOLOGIES, _shuffled, control, kinds, strata
from comity.opportunities.fitting import Sample, crossfitted, sample
from comity.reference.register import Register


def earlier(given: Sequence[Sample]) -> np.ndarray:
    train, judged = given
    return fit_logistic(train.x, train.y, 10.0).chance(judged.x)


def test_strata_by_hand(register: Register) -> None:
    table = candidates(0, nations=12, subjects=2)
    pairs = strata(table, TECHNOLOGIES, register.nations)
    # The two rows of a pair, one for each technology.
    assert set(np.bincount(pairs).tolist()) == {2}
    for stratum in np.unique(pairs):
        rows = pairs == stratum
        assert len(set(table.left[rows].tolist())) == len(set(table.right[rows].tolist())) == 1
    partners = strata(table, PARTNERS, register.nations)
    regions = [register.nations[n].region for n in table.nations]
    for stratum in np.unique(partners):
        rows = np.flatnonzero(partners == stratum)
        assert len(set(table.subject[rows].tolist())) == 1
        members = [{int(table.left[r]), int(table.right[r])} for r in rows]
        anchors = set.intersection(*members)
        assert any(len({regions[(m - {a}).pop()] for m in members}) == 1 for a in anchors)


def test_one_technology_has_one_control() -> None:
    assert kinds(candidates(0, subjects=1)) == (PARTNERS,)
    assert kinds(candidates(0, subjects=2)) == (TECHNOLOGIES, PARTNERS)


def test_shuffling_keeps_how_many_came_true_in_each_stratum() -> None:
    rng = np.random.default_rng(0)
    y, within = rng.random(300) < 0.4, rng.integers(0, 20, 300)
    mixed = _shuffled(y, within, rng)
    assert (mixed != y).any()
    np.testing.assert_array_equal(np.bincount(within, y), np.bincount(within, mixed))


@pytest.mark.parametrize("name", [TECHNOLOGIES, PARTNERS])
def test_controls_of_an_honest_fit_are_a_half(register: Register, name: str) -> None:
    tables = [candidates(1), candidates(2)]
    found = control(
        name, [strata(t, name, register.nations) for t in tables],
        [sample([t]) for t in tables], earlier, seed=0, shuffles=40,
    )  # fmt: skip
    assert found.auc == pytest.approx(0.5, abs=0.015)
    assert found.low < 0.5 < found.high
    assert found.unshuffled > 0.7


@pytest.mark.parametrize("name", [TECHNOLOGIES, PARTNERS])
def test_controls_of_crossfitting_are_a_half(register: Register, name: str) -> None:
    table = candidates(3, nations=30)
    found = control(
        name, [strata(table, name, register.nations)], [sample([table])],
        lambda given: crossfitted(given[0], 10.0), seed=0, shuffles=20,
    )  # fmt: skip
    assert found.auc == pytest.approx(0.5, abs=0.02)
    assert found.unshuffled > 0.6


def test_a_fit_that_saw_the_outcome_is_found_out(register: Register) -> None:
    table = candidates(4, nations=30)
    given = [sample([table])]
    within = [strata(table, PARTNERS, register.nations)]

    def cheats(seen: Sequence[Sample]) -> np.ndarray:
        noise = np.random.default_rng(0).normal(size=len(seen[0].y))
        return np.asarray(seen[0].y + noise)

    assert control(PARTNERS, within, given, cheats, seed=0, shuffles=5).low > 0.6
