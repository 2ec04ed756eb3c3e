"""All nations in one technology: advantage, share of the world and rank, source by source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from comity.analysis.panel import has_margins
from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.base.errors import InputError
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL, KINDS
from comity.indicators import ranks


class RankedNation(NamedTuple):
    """One nation in a technology, as one series shows it; intervals are of 90 %."""

    nation: str
    technology: str
    kind: str
    source: str
    window: str
    rank: int
    rank_low: int
    rank_high: int
    observed: float
    share_of_world: float
    share_low: float
    share_high: float
    value: float
    low: float
    high: float
    p_above_one: float
    verdict: str
    basis: str
    series: str


@dataclass(frozen=True, slots=True)
class RankingTable:
    """Rows by source, the one that covers most nations first (conference papers last), by rank.

    ``kinds`` are those that have evidence, ``unsettled`` the sources in which too few records tell
    how far nations differ.
    """

    rows: tuple[RankedNation, ...]
    kinds: tuple[str, ...]
    unsettled: tuple[str, ...]


def ranking(
    analysis: Analysis,
    technology: str,
    kind: str | None,
    window: Window | None,
    day: dt.date,
) -> RankingTable:
    """Every nation of every series that tells a technology.

    Args:
        analysis: the cube.
        technology: a key or a source's field.
        kind: one kind; by default one that is told directly, else the first of those there are.
        window: as in ``Workspace.advantage``.
        day: before whose year windows end.

    Raises:
        InputError: all fields together, or a window without evidence.
    """
    if technology == ALL:
        raise InputError("the totals of all fields have no specialisation: name a technology.")
    told = [s for s in analysis.cube.with_table("output") if technology in s.technologies]
    told = [s for s in told if has_margins(s)]
    kinds = tuple(k for k in KINDS if any(s.kind == k for s in told))
    chosen = kind or _first_kind(told, technology)
    mine = sorted(
        (s for s in told if s.kind == chosen),
        key=lambda s: (not is_headline(s.source), -len(s.nations)),
    )
    rows: list[RankedNation] = []
    unsettled = []
    for series, used in analysis.windows(mine, window, day):
        found, bound = _of_series(analysis, series, used, technology)
        rows += found
        if bound:
            unsettled.append(series.source)
    return RankingTable(tuple(rows), kinds, tuple(dict.fromkeys(unsettled)))


def basis_of(series: Series, technology: str) -> str:
    """How well a series' fields stand for a technology; its own fields stand for themselves."""
    return series.basis.get(technology, "direct")


def is_headline(source: str) -> bool:
    """Papers of chosen conferences stand beside other counts, never for them."""
    return source != "papers"


def _first_kind(told: list[Series], technology: str) -> str:
    order = sorted(
        told,
        key=lambda s: (
            basis_of(s, technology) != "direct", not is_headline(s.source), KINDS.index(s.kind)
        ),
    )  # fmt: skip
    return order[0].kind if order else KINDS[0]


def _of_series(
    analysis: Analysis, series: Series, window: Window, technology: str
) -> tuple[list[RankedNation], bool]:
    panel, found = analysis.strength_panel(series, window)
    j = panel.technologies.index(technology)
    world = float(panel.world[:, j].sum())
    if world <= 0:
        return [], False
    observed = found.observed[:, j]
    place = ranks(observed, found.effective[:, j])
    basis = basis_of(series, technology)
    rows = [
        RankedNation(
            nation, technology, series.kind, series.source, window.text,
            int(place.rank[i]), int(place.rank_low[i]), int(place.rank_high[i]),
            float(observed[i]), float(observed[i] / world), float(place.count_low[i] / world),
            min(1.0, float(place.count_high[i] / world)), float(found.value[i, j]),
            float(found.low[i, j]), float(found.high[i, j]), float(found.p_above_one[i, j]),
            str(found.verdict[i, j]), basis, series.key,
        )
        for i, nation in enumerate(panel.nations)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.rank, row.nation)), bool(found.at_bound[j])
