"""How figures and words are printed, one way everywhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from comity.indicators.concentration import MONOPOLY

if TYPE_CHECKING:
    from comity.analysis.organisations import Concentrated

SPECIALISED = ("clearly specialised", "somewhat specialised")
LESS = ("clearly less specialised", "somewhat less specialised")


def number(value: float, digits: int = 2) -> str:
    """A figure; a dash where it is unknown."""
    if not math.isfinite(value):
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.{digits}f}"


def percent(value: float, digits: int = 1) -> str:
    """A share as a percentage."""
    if not math.isfinite(value):
        return "–"
    if 0 < value < 0.0005:
        return "under 0.1 %"
    return f"{100 * value:.{digits}f} %"


def interval(low: float, high: float) -> str:
    """A 90 % interval."""
    return f"{number(low)}–{number(high)}"


def estimate(value: float, low: float, high: float) -> str:
    """A value with its interval; a dash where it is unknown."""
    if not math.isfinite(value):
        return "–"
    return f"{number(value)} ({interval(low, high)})"


def cell(value: object) -> str:
    """Any value as a cell of a derivation."""
    if isinstance(value, float | np.floating):
        figure = float(value)
        return number(figure, 0 if figure.is_integer() and abs(figure) >= 2 else 3)
    return str(value)


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def confidence(level: str, reasons: Sequence[str]) -> str:
    """The confidence line of a finding: high, moderate or low, and why."""
    return f"Confidence {level}: {'; '.join(reasons)}."


def kind_plural(kind: str) -> str:
    """The plural of an evidence kind for a sentence."""
    return {"patent": "patents", "publication": "publications", "project": "projects"}[kind]


def concentrated(found: Concentrated, name: Callable[[str], str]) -> str:
    """How concentrated a technology is: index, lead, and the ASPI rule with its margins."""
    nations = found.nations
    held = [f"{MONOPOLY[level][0]} for {level}" for level in ("medium", "high")]
    lead = [f"{MONOPOLY[level][1]:g} for {level}" for level in ("medium", "high")]
    levels = dict.fromkeys((found.rule_low.level, found.rule_high.level))
    span = f" ({' to '.join(levels)} within the interval of the lead)" if len(levels) > 1 else ""
    return (
        f"Concentration over nations, {found.window}: Herfindahl–Hirschman index "
        f"{estimate(nations.hhi, nations.hhi_low, nations.hhi_high)}; {name(found.first)} has "
        f"{estimate(nations.ratio, nations.ratio_low, nations.ratio_high)} times the credit of "
        f"{name(found.second)}. Monopoly risk by the ASPI rule, on credit: {found.rule.level}{span}; "
        f"{found.held} of the ten largest organisations are in the leading nation (margins "
        f"{found.rule.held_over_medium:+d} and {found.rule.held_over_high:+d} to the {listed(held)}), "
        f"and its lead has margins {_margin(found.rule.ratio_over_medium)} and "
        f"{_margin(found.rule.ratio_over_high)} to the {listed(lead)}."
    )


def _margin(value: float) -> str:
    return f"{value:+.1f}" if math.isfinite(value) else "without bound"
