"""A pair beside matched pairs: chosen when an idea is frozen, held against later evidence.

Matched are candidates of the same series, subject and window, of the same class (as many of their
two nations are members of the group) and without either nation of the pair, the nearest by
expectation and affinity: the distance is that of their logarithms, each over its standard deviation
in the pool. The choice is made before anything is known of the outcome. Changes are ratios of
affinities; an interval takes the logarithm of each affinity as normal with the width of its 90 %
interval, and both windows as independent, which windows that overlap are not: theirs is then too
wide. It says how the pair went beside pairs that looked alike, not what an activity caused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.analysis.windows import Window
from comity.base.dates import last_complete_year
from comity.base.errors import InputError
from comity.indicators import Posterior
from comity.opportunities.answers import latest
from comity.opportunities.pairs import pair_table

if TYPE_CHECKING:
    from comity.analysis.query import Analysis

Array = npt.NDArray[np.float64]
# So many are frozen, and the first so many that are still free of the activity are used.
FROZEN, USED = 20, 10
# Of fewer a median says nothing.
FEWEST = 3
_DRAWS = 2000
_Z90 = 1.6448536269514722
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair in a window: joint records, what was expected, and the shrunk affinity of both.

    ``low`` and ``high`` are the ends of the affinity's 90 % interval, ``reached`` the probability
    that it is one or more.
    """

    nation: str
    partner: str
    joint: float
    expected: float
    affinity: float
    low: float
    high: float
    reached: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """An affinity, or a ratio of two (now over then), with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Changes:
    """The change of the pair, the median of the matched pairs, and the one over the other.

    The last two are None where fewer than ``FEWEST`` pairs are matched.
    """

    pair: Estimate
    matched: Estimate | None
    beyond: Estimate | None


def latest_window(analysis: Analysis, series: str, day: dt.date) -> Window:
    """The window in which a series tells ties on a day.

    Raises:
        InputError: the evidence has no such series, or no joint records before the day.
    """
    found = analysis.cube.series.get(series)
    window = None if found is None else latest(found, last_complete_year(day))
    if window is None:
        raise InputError(f"the evidence has no joint records of series {series!r} any more.")
    return window


def ties(
    analysis: Analysis, series: str, window: Window, subject: str, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Tie]:
    """Pairs as a series shows them in a window; those of which it expects nothing are left out."""
    panel, means = analysis.tie_means(analysis.cube.of(series), window, subject)
    place = {code: i for i, code in enumerate(panel.nations)}
    found = {}
    for one, other in pairs:
        if one not in place or other not in place:
            continue
        at = place[one], place[other]
        own = Posterior(means.posterior.shape[at], means.posterior.rate[at])
        affinity, low, high = (float(end) for end in own.interval())
        if not np.isfinite(affinity):
            continue
        found[one, other] = Tie(
            one, other, float(means.joint[at]), float(means.expected[at]), affinity, low, high,
            float(own.above(1.0)),
        )  # fmt: skip
    return found


def matched(
    analysis: Analysis, series: str, window: Window, subject: str, pair: tuple[str, str],
    members: Collection[str], most: int = FROZEN,
) -> tuple[Tie, ...]:  # fmt: skip
    """The pairs that are most like a pair before anything was done, the nearest first.

    ``members`` are those of the group on the day, by whom the class of a pair is told.
    """
    table = pair_table(analysis, analysis.cube.of(series), window, chosen=(subject,))
    named = [
        (table.nations[a], table.nations[b])
        for a, b in zip(table.left.tolist(), table.right.tolist(), strict=True)
    ]
    inside = frozenset(members)
    like = [
        one for one in named
        if not set(one) & set(pair) and _class(one, inside) == _class(pair, inside)
    ]  # fmt: skip
    found = ties(analysis, series, window, subject, [pair, *like])
    own = found.pop(pair, None)
    if own is None or not found:
        return ()
    pool = list(found.values())
    apart = np.zeros(len(pool))
    for name in ("expected", "affinity"):
        values = np.log([max(getattr(one, name), _LEAST) for one in pool])
        width = float(np.std(values)) or 1.0
        apart += ((values - np.log(max(getattr(own, name), _LEAST))) / width) ** 2
    ranked = sorted(zip(apart.round(9).tolist(), pool, strict=True),
                    key=lambda one: (one[0], one[1].nation, one[1].partner))  # fmt: skip
    return tuple(tie for _, tie in ranked[:most])


def _class(pair: tuple[str, str], members: frozenset[str]) -> int:
    return sum(nation in members for nation in pair)


def changes(
    pair: tuple[Estimate, Estimate], others: Sequence[tuple[Estimate, Estimate]], seed: int = 0
) -> Changes:
    """How affinities changed, of a pair and of matched pairs; each is then and now.

    The median's interval is over pairs drawn anew and over their estimates; the seed is fixed.
    """
    own, width = _log_change(*pair)
    told = _ratio(own, own - _Z90 * width, own + _Z90 * width)
    if len(others) < FEWEST:
        return Changes(told, None, None)
    each = np.array([_log_change(then, now) for then, now in others])
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(each), (_DRAWS, len(each)))
    drawn = rng.normal(each[chosen, 0], each[chosen, 1])
    medians = np.median(drawn, axis=1)
    middle = float(np.median(each[:, 0]))
    beyond = rng.normal(own, width, _DRAWS) - medians
    return Changes(
        told,
        _ratio(middle, *_ends(medians, middle)),
        _ratio(own - middle, *_ends(beyond, own - middle)),
    )


def _log_change(then: Estimate, now: Estimate) -> tuple[float, float]:
    """The logarithm of now over then, and its standard deviation."""
    before, after = (float(np.log(max(one.value, _LEAST))) for one in (then, now))
    return after - before, float(np.hypot(_width(then), _width(now)))


def _width(one: Estimate) -> float:
    low, high = np.log([max(one.low, _LEAST), max(one.high, _LEAST)])
    return float(high - low) / (2 * _Z90)


def _ends(draws: Array, value: float) -> tuple[float, float]:
    """The ends of 90 % of the draws; the interval reaches to the value itself."""
    low, high = np.quantile(draws, [0.05, 0.95])
    return min(float(low), value), max(float(high), value)


def _ratio(value: float, low: float, high: float) -> Estimate:
    return Estimate(*(float(np.exp(one)) for one in (value, low, high)))
