"""All figures by key."""

from __future__ import annotations

from comity.web.figures.intervals import INTERVALS
from comity.web.figures.model import Figure
from comity.web.figures.world import WORLD_MAP

_ALL = (
    INTERVALS,
    WORLD_MAP,
)
FIGURES: dict[str, Figure] = {figure.key: figure for figure in _ALL}
