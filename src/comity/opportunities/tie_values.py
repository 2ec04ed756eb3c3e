"""Ties without intervals: what rankings of all pairs need, in a fraction of the time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.analysis.ties import Geography, TiePanel, margins
from comity.indicators import affinity_value, gravity_expected

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TieValues:
    """Figures of all pairs of a panel, as in ``TieEstimates``; each (nations, nations)."""

    joint: Array
    expected: Array
    value: Array
    gravity_expected: Array


def tie_values(panel: TiePanel, place: Geography) -> TieValues:
    """The values of ``ties.estimate_ties`` without its intervals."""
    joint, expected, effective = margins(panel)
    gravity = gravity_expected(
        joint, place.distance, place.common_language, place.common_membership
    )
    return TieValues(joint, expected, affinity_value(joint, expected, effective), gravity)
