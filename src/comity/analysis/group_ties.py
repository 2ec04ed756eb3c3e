"""A nation's ties with a whole group: sum and median over its covered members (methods §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from comity.indicators import (
    MINIMUM_EXPECTED,
    GroupAffinity,
    calibrated_expectation,
    group_affinity,
)

if TYPE_CHECKING:
    from comity.analysis.tie_panel import TiePanel
    from comity.analysis.ties import TieEstimates

# Nations in the same position, named by methods §5 for comparison.
COMPARABLE = ("AUS", "NZL", "IND", "ISR", "BRA")
# Standard errors from the middle to either end of a 90 % interval.
_NINETY = 1.645


@dataclass(frozen=True, slots=True)
class GroupTie:
    """A nation's ties with a whole group in one series: sum and median, each with its interval.

    ``missing`` are members that the series does not cover; ``weighted`` says whether the sum
    counts each record once (1/(k-1) per record) or adds up whole joint counts.
    """

    group: str
    series: str
    window: str
    members: tuple[str, ...]
    missing: tuple[str, ...]
    weighted: bool
    estimate: GroupAffinity | None

    @property
    def enough(self) -> GroupAffinity | None:
        """The estimate where enough joint records are expected to speak of it, else None."""
        found = self.estimate
        return found if found is not None and found.expected >= MINIMUM_EXPECTED else None


def group_tie(
    panel: TiePanel, found: TieEstimates, nation: str, group: str, members: Sequence[str]
) -> GroupTie:
    """Sum and median of a nation's affinities with a group's members, itself left out."""
    others = [m for m in members if m != nation]
    inside = tuple(m for m in others if m in panel.nations)
    missing = tuple(m for m in others if m not in panel.nations)
    estimate = None
    if inside:
        i = panel.nations.index(nation)
        chosen = np.array([panel.nations.index(m) for m in inside])
        estimate = group_affinity(
            found.group_joint[i, chosen],
            found.group_expected[i, chosen],
            found.effective[i, chosen],
        )
    weighted = panel.weighted is not None
    return GroupTie(group, panel.series.key, panel.window.text, inside, missing, weighted, estimate)


def sum_without_many(
    panel: TiePanel, found: TieEstimates, nation: str, members: Sequence[str]
) -> tuple[float, float, float] | None:
    """What papers of more than 30 nations do to a nation's affinity with a group, over the sum.

    Returns:
        Their share of the joint records with the group, the sum of joint over expected records
        with them, and without them; None where the series does not tell them or too little is
        expected.
    """
    if "joint_many" not in panel.parts:
        return None
    i = panel.nations.index(nation)
    chosen = [k for k, other in enumerate(panel.nations) if other in members and other != nation]
    many = panel.parts["joint_many"]
    expected = calibrated_expectation(found.joint - many)[i, chosen].sum()
    before = found.expected[i, chosen].sum()
    if not min(expected, before) >= MINIMUM_EXPECTED:
        return None
    joint, of_many = found.joint[i, chosen].sum(), many[i, chosen].sum()
    share = of_many / joint if joint > 0 else 0.0
    return float(share), float(joint / before), float((joint - of_many) / expected)


def adjusted_tie(
    panel: TiePanel, found: TieEstimates, nation: str, members: Sequence[str]
) -> GroupAffinity | None:
    """Sum and median against gravity's expectation: raw ties less what distance would give.

    Gravity is fitted to whole counts; where sums use weighted links, its expectation is scaled as
    the calibrated one is. Its own standard error widens both intervals as if all pairs of the
    nation shared it, for most of it is the nation's.

    Returns:
        None where the series covers no member, or nothing can be expected with any.
    """
    i = panel.nations.index(nation)
    chosen = [k for k, other in enumerate(panel.nations) if other in members and other != nation]
    if not chosen:
        return None
    raw, gravity = found.expected[i, chosen], found.gravity_expected[i, chosen]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = found.group_expected[i, chosen] * gravity / raw
    known = np.isfinite(expected) & (expected > 0)
    if not known.any():
        return None
    told = group_affinity(found.group_joint[i, chosen], expected, found.effective[i, chosen])
    spread = found.gravity_log_sd[i, chosen][known]
    shared = float(np.average(spread, weights=expected[known]))
    low, high = _widened(told.value, told.low, told.high, shared)
    median_low, median_high = _widened(
        told.median, told.median_low, told.median_high, float(np.median(spread))
    )
    return told._replace(low=low, high=high, median_low=median_low, median_high=median_high)


def _widened(value: float, low: float, high: float, log_sd: float) -> tuple[float, float]:
    """The ends of a 90 % interval of a ratio whose expectation errs by ``log_sd``, too."""
    if not min(value, low, high) > 0:
        return low, high
    error = _NINETY * log_sd
    below = float(np.hypot(np.log(value / low), error))
    above = float(np.hypot(np.log(high / value), error))
    return value * float(np.exp(-below)), value * float(np.exp(above))
