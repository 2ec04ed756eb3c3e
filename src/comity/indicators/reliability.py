"""Whether probabilities come true as often as they say: bins with intervals (methods §7)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class ReliabilityBin(NamedTuple):
    """Pairs of like probability: its mean, the share that came true with 95 % interval, how many.

    The interval takes pairs to be independent and is too narrow where they share nations.
    """

    predicted: float
    observed: float
    low: float
    high: float
    pairs: int


def reliability(
    chance: npt.ArrayLike, positive: npt.ArrayLike, bins: int = 10
) -> list[ReliabilityBin]:
    """Pairs in bins of equal size by their probability, lowest first.

    Args:
        chance: (pairs,) probabilities.
        positive: (pairs,) outcomes.
        bins: how many; fewer where there are not that many pairs.
    """
    values, outcome = np.asarray(chance, float), np.asarray(positive, bool)
    order = np.argsort(values, kind="stable")
    found = []
    for part in np.array_split(order, min(bins, len(order))) if len(order) else ():
        low, high = wilson(int(outcome[part].sum()), len(part))
        found.append(
            ReliabilityBin(
                float(values[part].mean()), float(outcome[part].mean()), low, high, len(part)
            )
        )
    return found


def wilson(hits: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); 0 to 1 where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share, scale = hits / of, 1.0 + z * z / of
    centre = (share + z * z / (2 * of)) / scale
    half = z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / scale
    return float(max(centre - half, 0.0)), float(min(centre + half, 1.0))
