"""Concentration of a technology on few nations or organisations (methods §8)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from comity.base.errors import InputError

_DRAWS = 4000
# Of the ten largest organisations, and the lead over the second nation, that a level takes.
MONOPOLY = {"high": (8, 3.0), "medium": (5, 2.0)}


class Concentration(NamedTuple):
    """Herfindahl–Hirschman index and first-to-second ratio with 90 % intervals."""

    hhi: float
    hhi_low: float
    hhi_high: float
    ratio: float
    ratio_low: float
    ratio_high: float


class Monopoly(NamedTuple):
    """The level of the ASPI rule, and how far each figure is above its thresholds (below: < 0)."""

    level: str
    held_over_high: int
    ratio_over_high: float
    held_over_medium: int
    ratio_over_medium: float


def monopoly(held: int, ratio: float) -> Monopoly:
    """The rule of the ASPI Critical Technology Tracker for the risk of one nation's monopoly.

    High: at least 8 of the ten largest organisations are in the leading nation, whose lead over
    the second is at least threefold; medium: at least 5, and twofold; else low.

    Args:
        held: how many of the ten largest organisations are in the leading nation.
        ratio: its share over that of the second nation.

    Raises:
        InputError: ``held`` is not 0 to 10, or the leading nation is not the leading one.
    """
    if not 0 <= held <= 10 or not ratio >= 1:
        raise InputError("the rule takes 0 to 10 organisations and a lead of 1 or more.")
    (high_held, high_ratio), (medium_held, medium_ratio) = MONOPOLY["high"], MONOPOLY["medium"]
    level = "low"
    if held >= medium_held and ratio >= medium_ratio:
        level = "medium"
    if held >= high_held and ratio >= high_ratio:
        level = "high"
    return Monopoly(
        level, held - high_held, ratio - high_ratio, held - medium_held, ratio - medium_ratio
    )


def concentration(shares: npt.ArrayLike, effective: float | None = None) -> Concentration:
    """Herfindahl–Hirschman index ``Σ s²`` and the ratio of the largest share to the second.

    Args:
        shares: (holders,) shares or counts; they are divided by their sum.
        effective: how many independent records they rest on. The intervals are the 5 % and 95 %
            quantiles over Dirichlet draws with that many records (fixed seed), moved so that the
            draws' own upward bias is taken off; nan if absent.

    Returns:
        The figures; the ratio is infinite where one holder has everything.

    Raises:
        InputError: shares are empty, negative, not finite, or all zero.
    """
    values = np.asarray(shares, float)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all() or (values < 0).any():
        raise InputError("shares must be a list of finite values, none negative.")
    if values.sum() <= 0:
        raise InputError("shares are all zero: there is nothing to concentrate.")
    s = values / values.sum()
    hhi, ratio = float(np.square(s).sum()), float(_ratio(s[None, :])[0])
    if effective is None or effective <= 0:
        nan = float("nan")
        return Concentration(hhi, nan, nan, ratio, nan, nan)
    held = s[s > 0]
    draws = np.random.default_rng(0).dirichlet(held * effective, size=_DRAWS)
    squares = np.square(draws).sum(axis=1)
    bias = squares.mean() - hhi
    hhi_low, hhi_high = np.clip(np.quantile(squares, [0.05, 0.95]) - bias, 1.0 / len(s), 1.0)
    ratio_low, ratio_high = np.quantile(_ratio(draws), [0.05, 0.95])
    return Concentration(
        hhi,
        float(min(hhi_low, hhi)),
        float(max(hhi_high, hhi)),
        ratio,
        float(min(ratio_low, ratio)),
        float(max(ratio_high, ratio)),
    )


def _ratio(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if shares.shape[1] == 1:
        return np.full(len(shares), np.inf)
    top = np.sort(shares, axis=1)[:, -2:]
    with np.errstate(divide="ignore"):
        return np.asarray(top[:, 1] / top[:, 0])
