"""Would gain most: stated needs, strengths and complementary profiles (methods §6).

For a side c and the other side d of a pair, in a technology t,

    gain_c = ½ need_c · P(d is specialised in t) + ½ Σ φ_tt' (1 − M_c)(M_d) / Σ φ_tt'

where need_c is 1 if a public need of c names t, M is P(specialised) in the fields t' of the same
series, and φ their proximity to t. The pair's gain is the mean of both sides. It is no forecast,
its parts stand beside it, and it is never multiplied with a probability.

The interval is that of the gain over draws of the evidence: in each draw every effective count x
is a gamma with shape x + ½ and mean x (½ for a count of zero), and all P(specialised) follow anew.
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
    profile: Around, left: Sequence[str], right: Sequence[str], needs: Mapping[str, bool]
) -> Array:
    """Gains of many pairs without intervals, (pairs,); nan where a profile is unknown."""
    parts = _parts(profile, left, right)
    return (_side(parts, 0, _needed(left, needs)) + _side(parts, 1, _needed(right, needs))) / 2.0


def pair_gain(
    profile: Around, pair: tuple[str, str], needs: tuple[tuple[str, ...], tuple[str, ...]]
) -> Gain:
    """The gain of one pair with its parts, each with an interval from draws of the evidence."""
    special, complement = _parts(profile, pair[:1], pair[1:])
    drawn_special, drawn_complement = _of(profile, *np.broadcast_arrays(*map(profile.drawn, pair)))
    needed = [np.array([float(bool(keys))]) for keys in needs]
    sides, drawn = [], []
    for i in (0, 1):
        value = float(_side((special, complement), i, needed[i])[0])
        draws = _side((drawn_special, drawn_complement), i, needed[i])
        drawn.append(draws)
        sides.append(
            Side(
                pair[i], needs[i], float(special[i, 0]), float(complement[i, 0]),
                *_ends(drawn_complement[i]), value, *_ends(draws),
            )
        )  # fmt: skip
    total = (sides[0].gain + sides[1].gain) / 2.0
    return Gain(
        profile.technology, profile.series, profile.window, total,
        *_ends((drawn[0] + drawn[1]) / 2.0), (sides[0], sides[1]),
    )  # fmt: skip


def unknown_gain(
    technology: str, pair: tuple[str, str], needs: tuple[tuple[str, ...], tuple[str, ...]]
) -> Gain:
    """The gain of a pair in a technology of which no series tells the profiles: needs only."""
    nan = float("nan")
    first, second = (Side(pair[i], needs[i], *[nan] * 7) for i in (0, 1))
    return Gain(technology, "", "", nan, nan, nan, (first, second))


def _needed(nations: Sequence[str], needs: Mapping[str, bool]) -> Array:
    return np.array([float(needs[nation]) for nation in nations])


def _parts(profile: Around, left: Sequence[str], right: Sequence[str]) -> tuple[Array, Array]:
    """P(specialised) of both sides, and what each lacks that the other has; (2, pairs) each."""
    rows = [np.array([profile.place.get(n, -1) for n in side], int) for side in (left, right)]
    a, b = (np.where((r >= 0)[:, None], profile.special[r], np.nan) for r in rows)
    return _of(profile, a, b)


def _of(profile: Around, a: Array, b: Array) -> tuple[Array, Array]:
    near = profile.near
    lacks = [complementarity(near, c[:, 1:], d[:, 1:]) for c, d in ((a, b), (b, a))]
    return np.stack([a[:, 0], b[:, 0]]), np.stack(lacks)


def _side(parts: tuple[Array, Array], side: int, need: Array) -> Array:
    special, complement = parts
    # Without a need the other side's strength, known or not, plays no part.
    wanted = np.where(need > 0, special[1 - side], 0.0)
    return np.asarray(0.5 * wanted + 0.5 * complement[side])


def _ends(draws: Array) -> tuple[float, float]:
    if not np.isfinite(draws).all():
        return float("nan"), float("nan")
    low, high = np.quantile(draws, [_LOW, _HIGH])
    return float(low), float(high)
