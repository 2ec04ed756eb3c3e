"""Fitting on pairs: blocks that share no nation, and probabilities that saw none of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pair_worlds import candidates

from comity.base.errors import InputError
from comity.indicators import Ranked
from comity.opportunities import fitting
from comity.opportunities.pairs import FEATURES


def auc(score: np.ndarray, positive: np.ndarray) -> float:
    return float(Ranked(score, positive).figures(np.ones((1, len(score))))[2, 0])


def test_every_pair_is_left_out_once_and_trained_on_by_strangers() -> None:
    given = fitting.sample([candidates(0)])
    times = np.zeros(len(given.y))
    for inside, train in fitting._blocks(given):
        times += inside
        held = {*given.left[inside].tolist(), *given.right[inside].tolist()}
        seen = {*given.left[train].tolist(), *given.right[train].tolist()}
        assert not held & seen
        assert train.any()
    assert (times == 1).all()


def test_crossfitting_finds_what_is_there_and_nothing_else() -> None:
    given = fitting.sample([candidates(1)])
    assert auc(fitting.crossfitted(given), given.y) > 0.7
    noise = fitting.sample([candidates(2, effect=0.0)])
    assert abs(auc(fitting.crossfitted(noise, 10.0), noise.y) - 0.5) < 0.06
    # A fit on its own pairs would find a feature that names them.
    rng = np.random.default_rng(0)
    leak = replace(noise, y=rng.random(len(noise.y)) < 0.3)
    assert abs(auc(fitting.crossfitted(leak, 10.0), leak.y) - 0.5) < 0.06


def test_nations_have_one_number_in_all_tables() -> None:
    one, other = candidates(0, nations=10), candidates(1, nations=20)
    given = fitting.sample([one, other])
    assert given.x.shape == (len(one) + len(other), len(FEATURES))
    place = {n: i for i, n in enumerate(other.nations)}
    np.testing.assert_array_equal(given.left[: len(one)], [place[one.nations[i]] for i in one.left])


def test_features_of_noise_get_a_strong_penalty() -> None:
    noise = fitting.sample([candidates(3, nations=25, subjects=1, effect=0.0)])
    real = fitting.sample([candidates(3, nations=40, effect=2.0)])
    assert fitting.best_penalty(noise) == max(fitting.PENALTIES)
    assert fitting.best_penalty(real) < max(fitting.PENALTIES)


def test_too_few_pairs_or_outcomes_are_refused() -> None:
    few = fitting.sample([candidates(0, nations=10, subjects=1)])
    with pytest.raises(InputError, match="a model needs 100 pairs"):
        fitting.fit(few)
    many = fitting.sample([candidates(0)])
    with pytest.raises(InputError, match="10 outcomes"):
        fitting.fit(many.relabelled(np.zeros(len(many.y), bool)))
    with pytest.raises(InputError, match="there are none"):
        fitting.sample([])
    with pytest.raises(InputError, match="there are none"):
        fitting.sample([replace(candidates(0), positive=None)])
