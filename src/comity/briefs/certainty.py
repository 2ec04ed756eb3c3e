"""How sure a finding is: told by the intervals that it rests on, never written beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from comity.briefs.wording import confidence

LEVELS = ("low", "moderate", "high")
# The widest interval's high end over its low end, at most, for high and for moderate confidence.
_HIGH, _MODERATE = 1.25, 2.0


def by_intervals(
    intervals: Iterable[tuple[float, float]], reasons: Sequence[str] = (), at_most: str = "high"
) -> str:
    """The confidence line of a finding.

    Args:
        intervals: low and high of every positive estimate that the finding prints.
        reasons: what else bears on it, in words.
        at_most: the level that other reasons allow.
    """
    widest = max((_factor(low, high) for low, high in intervals), default=math.inf)
    level = "high" if widest <= _HIGH else "moderate" if widest <= _MODERATE else "low"
    told = (
        f"the widest 90 % interval spans a factor of {widest:.2f}"
        if math.isfinite(widest)
        else "an interval reaches down to zero"
    )
    return confidence(min(level, at_most, key=LEVELS.index), [told, *reasons])


def _factor(low: float, high: float) -> float:
    return high / low if low > 0 else math.inf
