"""The rows of a back-test as plain values, for JSON, CSV and tables."""

from __future__ import annotations

import math

from comity.indicators import Ranking
from comity.opportunities.backtest import Backtest, Row

Cell = str | int | float | None

# ``cut_from`` is the first year of the features, ``cut_until`` the last of the outcome.
COLUMNS = (
    "series", "cut_from", "cut_until", "model", "pairs", "positives", "ap", "ap_low", "ap_high",
    "p_at_20", "auc", "auc_low", "auc_high", "brier", "beats", "lead", "lead_low", "lead_high",
    "features", "outcome", "beyond_at_20",
)  # fmt: skip


def values(row: Row) -> tuple[Cell, ...]:
    """One row in the order of ``COLUMNS``; None where unknown."""
    cut = row.cut
    return (
        cut.series, cut.features.first, cut.outcome.last, row.model, row.pairs, row.positives,
        *_figures(row.ranking)[:8], row.beats, *_figures(row.ranking)[8:], cut.features.text,
        cut.outcome.text, None if row.beyond_at_20 is None else round(row.beyond_at_20, 12),
    )  # fmt: skip


def table(found: Backtest) -> list[tuple[Cell, ...]]:
    """All rows of a back-test."""
    return [values(row) for row in found.rows]


def records(found: Backtest) -> list[dict[str, Cell]]:
    """The same by column."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in table(found)]


def _figures(ranking: Ranking | None) -> tuple[Cell, ...]:
    if ranking is None:
        return (None,) * 11
    lead = (None,) * 3 if ranking.lead is None else tuple(ranking.lead)
    figures = (
        *ranking.ap, ranking.precision.value, *ranking.auc, ranking.brier.value, *lead,
    )  # fmt: skip
    return tuple(None if f is None or math.isnan(f) else round(float(f), 12) for f in figures)
