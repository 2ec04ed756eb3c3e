"""What a portfolio chooses from: possible activities, what each may bring, and draws of that."""

from __future__ import annotations

import math
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from comity.base.errors import InputError
from comity.indicators.logistic import Z90
from comity.portfolio.choice import Pool

if TYPE_CHECKING:
    from comity.evidence.manifest import Series
    from comity.opportunities.rows import Opportunity

Array = npt.NDArray[np.float64]

RUNS = 1000
_SEED = 53
_NAN = math.nan
# Chances of nought and one have no logit, an affinity of nought has no logarithm.
_LEAST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One possible activity: a partner and a member of the group in a technology.

    ``joint`` and ``expected`` are of ``window``, in ``unit``; ``affinity`` is the first over the
    second, shrunk, and ``below`` the probability that it is less than one. ``likely`` is the
    probability that the pair reaches its expectation within ``horizon`` years, ``gain`` the value
    of *would gain most* in the technology ``gain_in``, nan where unknown; low and high are 90 %
    intervals. ``basis`` says whether the series shows the technology directly or by a proxy.
    """

    partner: str
    ally: str
    technology: str
    series: str
    unit: str
    window: str
    horizon: int
    joint: float
    expected: float
    affinity: float
    affinity_low: float
    affinity_high: float
    below: float
    likely: float
    likely_low: float
    likely_high: float
    gain: float = _NAN
    gain_low: float = _NAN
    gain_high: float = _NAN
    gain_in: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        name = f"{self.partner}–{self.ally} in {self.technology}"
        if not (self.joint >= 0 and 0 < self.expected < math.inf):
            raise InputError(f"{name}: joint records must not be negative, nor expected ones nil.")
        if not 0 <= self.affinity_low <= self.affinity <= self.affinity_high < math.inf:
            raise InputError(f"{name}: the affinity must lie in its interval, from 0 on.")
        if not 0 <= self.below <= 1:
            raise InputError(f"{name}: the probability to be below must be from 0 to 1.")
        if not 0 <= self.likely_low <= self.likely <= self.likely_high <= 1:
            raise InputError(f"{name}: the probability and its interval must rise from 0 to 1.")
        known = not math.isnan(self.gain)
        if known and not 0 <= self.gain_low <= self.gain <= self.gain_high:
            raise InputError(f"{name}: the gain must lie in its interval, from 0 on.")

    @property
    def gap(self) -> float:
        """Share of what is expected that the pair lacks, by its shrunk affinity; 0 to 1.

        Not by the joint records themselves: of few records chance alone is often short of many.
        """
        return max(1.0 - self.affinity, 0.0)

    @property
    def lacking(self) -> float:
        """The same in joint records of the window."""
        return self.gap * self.expected


def items_of(opportunities: Iterable[Opportunity], series: Mapping[str, Series]) -> list[Item]:
    """Activities of rows of opportunities; ``series`` of the cube by key.

    Rows without a probability are left out: nothing can be told of them. So are those that
    joint records of all fields answer for a technology: they do not tell it.
    """
    return [
        Item(
            partner=row.nation, ally=row.partner, technology=row.technology, series=row.series,
            unit=series[row.series].unit, window=row.window,
            horizon=row.until - int(row.window[-4:]), joint=row.joint, expected=row.expected,
            affinity=row.affinity, affinity_low=row.affinity_low, affinity_high=row.affinity_high,
            below=row.p_below_one,
            likely=row.likely, likely_low=row.likely_low, likely_high=row.likely_high,
            gain=row.gain.value,
            # Drawn ends may stand a little to one side of the value itself.
            gain_low=min(row.gain.low, row.gain.value),
            gain_high=max(row.gain.high, row.gain.value),
            gain_in=row.gain.technology,
            basis=series[row.series].basis.get(row.technology, ""),
        )
        for row in opportunities
        if row.until is not None and row.subject == row.technology
    ]  # fmt: skip


def prepared(items: Iterable[Item], members: Collection[str]) -> list[Item]:
    """Activities of one outsider and one member, in a fixed order and each once.

    Where several series show the same activity, the one that expects most joint records stays: it
    tells most, and to take the one with the best outlook would favour chance.
    """
    best: dict[tuple[str, str, str], Item] = {}
    for item in items:
        if item.ally not in members or item.partner in members:
            continue
        key = (item.partner, item.ally, item.technology)
        other = best.get(key)
        if other is None or (item.expected, item.series) > (other.expected, other.series):
            best[key] = item
    return [best[key] for key in sorted(best)]


def pool_of(items: Sequence[Item]) -> Pool:
    """The activities as the solver takes them."""
    return Pool(tuple(i.partner for i in items), tuple(i.technology for i in items))


def stated(items: Sequence[Item]) -> dict[str, Array]:
    """What activities may bring, by measure; arrays (items,).

    ``reaching``: the probability to reach the expectation. ``gaps``: that times the gap.
    ``records``: that times the records lacking. ``gain``.
    """
    return _measures(items, *(_column(items, name) for name in ("likely", "gap", "gain")))


class Draws:
    """What activities may bring, drawn from their intervals with a fixed seed.

    A probability is drawn on the logit scale, an affinity on that of logarithms and a gain on its
    own, as a normal whose two halves end where the 90 % interval does. The probabilities of all
    activities of one series share a draw, for one fitted model is behind them, and so do their
    gains: the interval of a sum is then as wide as it can be, not too narrow. Affinities are drawn
    one by one, for what blurs them is chance in each pair's own records. A drawn gap may be less
    than nothing, where the pair is truly above expectation: cut at nothing, chance would add gaps.
    ``apart`` gives draws independent of the others, to hold some activities against the rest.
    """

    def __init__(self, series: Iterable[str], runs: int = RUNS, apart: bool = False):
        order = sorted(set(series))
        chance = np.random.default_rng([_SEED, int(apart)])
        normals = chance.standard_normal((2, runs, len(order)))
        self._likely, self._gain = normals
        self._at = {key: i for i, key in enumerate(order)}
        self._runs, self._apart = runs, apart

    def of(self, items: Sequence[Item]) -> dict[str, Array]:
        """The measures of :func:`stated` by draw; arrays (runs, items)."""
        at = np.array([self._at[item.series] for item in items], dtype=np.int64)
        likely = _spread([_logits(one) for one in _ends(items, "likely")], self._likely[:, at])
        gain = _spread(_ends(items, "gain"), self._gain[:, at])
        logs = [np.log(np.maximum(one, _LEAST)) for one in _ends(items, "affinity")]
        gap = 1.0 - np.exp(_spread(logs, self._own(items)))
        return _measures(items, np.asarray(expit(likely)), gap, np.maximum(gain, 0.0))

    def _own(self, items: Sequence[Item]) -> Array:
        """A normal for each activity, the same in whatever set it stands; (runs, items)."""
        names = (f"{i.partner} {i.ally} {i.technology} {i.series}" for i in items)
        seeds = [[_SEED, int(self._apart), zlib.crc32(name.encode())] for name in names]
        drawn = [np.random.default_rng(seed).standard_normal(self._runs) for seed in seeds]
        return np.array(drawn, float).reshape(len(items), self._runs).T


def _measures(items: Sequence[Item], likely: Array, gap: Array, gain: Array) -> dict[str, Array]:
    gaps = likely * gap
    return {
        "reaching": likely, "gaps": gaps, "records": gaps * _column(items, "expected"),
        "gain": gain,
    }  # fmt: skip


def _column(items: Sequence[Item], name: str) -> Array:
    return np.array([getattr(item, name) for item in items], float)


def _logits(chance: Array) -> Array:
    return np.asarray(logit(np.clip(chance, _LEAST, 1.0 - _LEAST)))


def _ends(items: Sequence[Item], name: str) -> list[Array]:
    """The value of a field and the ends of its interval."""
    return [_column(items, f"{name}{end}") for end in ("", "_low", "_high")]


def _spread(ends: Sequence[Array], normal: Array) -> Array:
    """Normals whose halves have the widths of an interval's halves; (runs, items)."""
    middle, low, high = ends
    up, down = (high - middle) / Z90, (middle - low) / Z90
    return np.asarray(middle + np.where(normal > 0, up, down) * normal)
