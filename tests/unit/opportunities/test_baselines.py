"""The scores of a cut: higher is likelier, unknown pairs stand in the middle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pair_worlds import candidates

from comity.opportunities.baselines import BASELINES, BOTH, OURS, SHARE, scores_of


def test_all_baselines_stand_beside_the_model() -> None:
    table = candidates(0)
    chance = np.linspace(0, 1, len(table))
    found = scores_of(table, chance, 0.25)
    assert set(found) == {OURS, SHARE, BOTH, *BASELINES}
    np.testing.assert_array_equal(found[OURS], chance)
    assert set(found[SHARE].tolist()) == {0.25}
    assert set(scores_of(table)) == {BOTH, *BASELINES}


def test_a_pair_of_which_nothing_is_known_stands_in_the_middle() -> None:
    table = candidates(0)
    gaps = table.features | {
        "profile": np.where(np.arange(len(table)) < 5, np.nan, table.features["profile"]),
        "overall": np.full(len(table), np.nan),
    }
    found = scores_of(replace(table, features=gaps))
    assert "all-technology affinity" not in found
    middle = np.median(table.features["profile"][5:])
    np.testing.assert_allclose(found["profile similarity"][:5], middle)


def test_both_affinities_weigh_alike() -> None:
    table = candidates(0)
    found = scores_of(table)
    for name in ("shrunk persistence", "affinity similarity"):
        share = np.corrcoef(found[BOTH], found[name])[0, 1]
        assert share == pytest.approx(np.sqrt(0.5), abs=0.05)
