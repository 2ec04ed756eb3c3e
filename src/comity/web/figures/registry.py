"""All figures by key."""

from __future__ import annotations

from comity.web.figures.intervals import INTERVALS
from comity.web.figures.model import Figure

FIGURES: dict[str, Figure] = {figure.key: figure for figure in (INTERVALS,)}
