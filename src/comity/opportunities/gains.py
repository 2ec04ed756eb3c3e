"""Would gain most: stated needs, strengths and complementary profiles (methods §6).

For a side c and the other side d of a pair, in a technology t,

    gain_c = ½ need_c · P(d is specialised in t) + ½ Σ φ_tt' (1 − M_c)(M_d) / Σ φ_tt'

where need_c is 1 if a public need of c names t, M is P(specialised) in the fields t' of the same
series, and φ their proximity to t. The pair's gain is the mean of both sides. It is no forecast,
its parts stand beside it, and it is never multiplied with a probability.

The interval is that of the gain over draws of the evidence: in each draw every effective count x
is a gamma with shape x + ½ and mean x (½ for a count of zero), and all P(specialised) follow anew;
where skew leaves the value itself outside, the interval reaches to it.
Needs are facts and the proximities φ rest on all nations; neither is drawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from comity.indicators.potential import complementarity
from comity.opportunities.around import Around

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.reference.entries import Need
    from comity.reference.register import Register

Array = npt.NDArray[np.float64]

_LOW, _HIGH = 0.05, 0.95
# Whose needs an Ally has too.
ALLIANCE = ("NATO", "STO")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: what it needs, brings and lacks.

    Attributes:
        nation: its code.
        needs: keys of its stated needs in the technology, the Alliance's too for an Ally.
        specialised: P(specialised in the technology), what it brings; nan if unknown.
        complement: what the other side has around the technology that this side lacks, 0 to 1.
        complement_low: its 90 % interval, low end.
        complement_high: its high end.
        gain: ½ need × the other side's ``specialised`` + ½ ``complement``.
        gain_low: its 90 % interval, low end.
        gain_high: its high end.
    """

    nation: str
    needs: tuple[str, ...]
    specialised: float
    complement: float
    complement_low: float
    complement_high: float
    gain: float
    gain_low: float
    gain_high: float

    @property
    def need(self) -> bool:
        """Whether a stated need names the technology."""
        return bool(self.needs)


@dataclass(frozen=True, slots=True)
class Gain:
    """What a pair would gain in a technology, with its parts and the series behind them."""

    technology: str
    series: str
    window: str
    value: float
    low: float
    high: float
    sides: tuple[Side, Side]


def stated_needs(analysis: Analysis, technology: str, day: dt.date) -> dict[str, list[Need]]:
    """Public needs that name a technology, by their holder.

    A source's own field is named by a need of a technology whose rule lists the field. A need
    whose date is too coarse to tell whether it holds on the day is left in.
    """
    key = ("needs", technology, day)
    if key not in analysis.kept:
        register = analysis.register
        keys = technologies_of(register, technology)
        held: dict[str, list[Need]] = {}
        for need in register.known(register.needs, day):
            if keys & set(need.technologies) and need.holds(day) is not False:
                held.setdefault(need.holder, []).append(need)
        analysis.kept[key] = held
    result: dict[str, list[Need]] = analysis.kept[key]
    return result


def needs_of(stated: Mapping[str, Sequence[Need]], nation: str, ally: bool) -> list[Need]:
    """A nation's needs among the stated ones; an Ally has the Alliance's too."""
    holders = (nation, *(ALLIANCE if ally else ()))
    return [need for holder in holders for need in stated.get(holder, ())]


def technologies_of(register: Register, technology: str) -> set[str]:
    """The technology itself, or those of which a source's own field is part."""
    scheme, colon, _ = technology.partition(":")
    if not colon:
        return {technology}
    rules = ((t.key, t.rule(scheme)) for t in register.technologies)
    return {key for key, rule in rules if rule is not None and technology in rule.fields}


def gain_values(
    profile: Around,
    left: Sequence[str],
    right: Sequence[str],
    needs: Mapping[str, bool],
    drawn: bool = False,
) -> Array:
    """Gains of many pairs, (pairs, 1), or over draws of the evidence, (pairs, draws).

    Nan where a profile is unknown.
    """
    pairs = _Pairs(left, right, [(needs[a], needs[b]) for a, b in zip(left, right, strict=True)])
    special = profile.drawn(pairs.nations) if drawn else profile.own(pairs.nations)[None]
    return np.asarray(pairs.gains(*pairs.parts(profile.near, special)).mean(axis=0))


def pair_gains(
    profile: Around,
    pairs: Sequence[tuple[str, str]],
    needs: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
) -> list[Gain]:
    """Gains of pairs with their parts, each with an interval from draws of the evidence.

    Args:
        profile: the nations' profiles around the technology.
        pairs: codes of both sides.
        needs: keys of the stated needs of both sides, for each pair.
    """
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    asked = _Pairs(left, right, [(bool(a), bool(b)) for a, b in needs])
    special, complement = asked.parts(profile.near, profile.own(asked.nations))
    gain = asked.gains(special, complement)
    drawn_special, drawn_complement = asked.parts(profile.near, profile.drawn(asked.nations))
    drawn_gain = asked.gains(drawn_special, drawn_complement)
    sides = np.stack([
        special, complement, *_interval(drawn_complement, complement),
        gain, *_interval(drawn_gain, gain),
    ], axis=-1).tolist()  # fmt: skip
    total = gain.mean(axis=0)
    whole = np.stack([total, *_interval(drawn_gain.mean(axis=0), total)], axis=-1).tolist()
    return [
        Gain(
            profile.technology, profile.series, profile.window, value, low, high,
            (Side(a, need_a, *sides[0][k]), Side(b, need_b, *sides[1][k])),
        )
        for k, ((a, b), (need_a, need_b), (value, low, high)) in enumerate(
            zip(pairs, needs, whole, strict=True)
        )
    ]  # fmt: skip


def unknown_gain(
    technology: str, pair: tuple[str, str], needs: tuple[tuple[str, ...], tuple[str, ...]]
) -> Gain:
    """The gain of a pair in a technology of which no series tells the profiles: needs only."""
    nan = float("nan")
    first, second = (Side(pair[i], needs[i], *[nan] * 7) for i in (0, 1))
    return Gain(technology, "", "", nan, nan, nan, (first, second))


class _Pairs:
    """Pairs as places in the list of their nations, and which sides have a need."""

    def __init__(
        self, left: Sequence[str], right: Sequence[str], needs: Sequence[tuple[bool, bool]]
    ):
        self.nations = tuple(dict.fromkeys([*left, *right]))
        place = {nation: i for i, nation in enumerate(self.nations)}
        self._sides = tuple(np.array([place[n] for n in side], np.intp) for side in (left, right))
        self._needs = np.array(needs, bool).reshape(len(left), 2).T

    def parts(self, near: Array, special: Array) -> tuple[Array, Array]:
        """P(specialised) of both sides, and what each lacks that the other has.

        Args:
            near: (fields,) proximities.
            special: ([draws,] nations, 1 + fields).

        Returns:
            Both (2, pairs[, draws]).
        """
        a, b = self._sides
        # Pairs before draws, as the intervals want them.
        bring = np.moveaxis(special[..., 0], -1, 0)
        table = np.moveaxis(complementarity(near, special[..., 1:]), (-2, -1), (0, 1))
        return np.stack([bring[a], bring[b]]), np.stack([table[a, b], table[b, a]])

    def gains(self, special: Array, complement: Array) -> Array:
        """½ need × what the other brings + ½ complement, in the shape of both."""
        needs = self._needs.reshape(self._needs.shape + (1,) * (special.ndim - 2))
        # Without a need the other side's strength, known or not, plays no part.
        return 0.5 * np.where(needs, special[::-1], 0.0) + 0.5 * complement


def _interval(draws: Array, value: Array) -> tuple[Array, Array]:
    """Ends over the last axis; nan where a draw is unknown.

    The draws of a skewed count may all but miss the value itself: the interval reaches to it.
    """
    low, high = np.quantile(draws, [_LOW, _HIGH], axis=-1)
    return np.minimum(low, value), np.maximum(high, value)
