"""The scores that a cut is ranked by: our model and the baselines it must beat (methods §7)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.opportunities.pairs import PairTable

Array = npt.NDArray[np.float64]

OURS = "comity"
SHARE = "base rate"
BOTH = "both affinities"
# Baselines by the feature that each ranks by.
BASELINES = {
    "raw persistence": "raw",
    "shrunk persistence": "persistence",
    "preferential attachment": "attachment",
    "common partners": "common",
    "gravity": "gravity",
    "profile similarity": "profile",
    "affinity similarity": "third",
    "all-technology affinity": "overall",
}


def scores_of(
    table: PairTable, chance: Array | None = None, share: float | None = None
) -> dict[str, Array]:
    """Scores of a cut's pairs by name, higher for likelier; each (pairs,).

    A pair whose feature is unknown stands in the middle; a baseline known of no pair is left out.

    Args:
        table: the pairs.
        chance: our model's probabilities, where there is a model.
        share: the share that came true where the model was fitted, as a probability of every pair.
    """
    scores = {
        name: _filled(table.features[feature])
        for name, feature in BASELINES.items()
        if np.isfinite(table.features[feature]).any() or not len(table)
    }
    parts = [scores[n] for n in ("shrunk persistence", "affinity similarity") if n in scores]
    if len(parts) == 2:
        scores[BOTH] = _standard(parts[0]) + _standard(parts[1])
    if chance is not None:
        scores = {OURS: chance, **scores}
    if share is not None:
        scores[SHARE] = np.full(len(table), share)
    return scores


def _filled(values: Array) -> Array:
    if not len(values):
        return values
    return np.where(np.isfinite(values), values, np.nanmedian(values))


def _standard(values: Array) -> Array:
    if not len(values):
        return values
    spread = float(values.std())
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))
