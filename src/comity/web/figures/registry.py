"""All figures by key."""

from __future__ import annotations

from comity.web.figures.intervals import INTERVALS
from comity.web.figures.model import Figure
from comity.web.figures.ranking import RANKING_FIGURE
from comity.web.figures.share_trend import SHARE_TREND_FIGURE
from comity.web.figures.tie_history import TIE_HISTORY_FIGURE
from comity.web.figures.ties import TIES_FIGURE, TIES_NETWORK
from comity.web.figures.timeline import TIMELINE
from comity.web.figures.world import WORLD_MAP

_ALL = (
    INTERVALS,
    RANKING_FIGURE,
    SHARE_TREND_FIGURE,
    TIE_HISTORY_FIGURE,
    TIES_FIGURE,
    TIES_NETWORK,
    TIMELINE,
    WORLD_MAP,
)
FIGURES: dict[str, Figure] = {figure.key: figure for figure in _ALL}
