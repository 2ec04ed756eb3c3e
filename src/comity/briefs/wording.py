"""How figures and words are printed, one way everywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

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
    """A value with its interval."""
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
