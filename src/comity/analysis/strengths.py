"""Strengths: advantage per nation and technology, one estimate per series (methods §2)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from comity.analysis.windows import Window, years_within
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.evidence.tables import ALL, ROW, WORLD
from comity.indicators import (
    Estimates,
    effective_counts,
    kish_effective,
    specialisation,
)

Array = npt.NDArray[np.float64]
COLUMNS = [
    "nation", "technology", "kind", "source", "window", "observed", "expected", "value", "low",
    "high", "p_above_one", "share_of_world", "verdict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """One series' counts by year over a window, margins included.

    ``yearly`` is shaped (years, nations, technologies); ``totals`` (years, nations) are the
    series' own totals over all technologies; ``world`` (years, technologies) and ``world_total``
    (years,) are those of the whole series, never of the nations selected.
    """

    series: Series
    window: Window
    years: tuple[int, ...]
    nations: tuple[str, ...]
    technologies: tuple[str, ...]
    yearly: Array
    totals: Array
    world: Array
    world_total: Array
    kish: Array | None


def has_margins(series: Series) -> bool:
    """Whether a nation's total can be had: from 'all' rows, or by adding several technologies."""
    return series.totals or len(_summable(series)) > 1


def counts_whole(cube: Cube, series: Series) -> bool:
    """Whether a series of fractional credit holds whole counts too, totals included."""
    rows = cube.rows("output", series.key, [ALL], ["whole"])
    return bool(rows["whole"].notna().any())


def _summable(series: Series) -> tuple[str, ...]:
    """Technologies that may be added up: Comity's keys, or else the source's own fields.

    Both together would count every record twice.
    """
    own = tuple(t for t in series.technologies if ":" not in t)
    return own or series.technologies


def read_panel(cube: Cube, series: Series, window: Window, technologies: Sequence[str]) -> Panel:
    """Read one series into arrays; an absent row inside the coverage is zero."""
    wanted = tuple(dict.fromkeys(t for t in technologies if t in series.technologies))
    figures = ["nation", "technology", "year", "until", series.credit, "sum_squares"]
    rows = cube.rows("output", series.key, [ALL, *wanted], figures)
    rows = rows[(rows["year"] >= window.first) & (rows["until"] <= window.last)]
    years = tuple([window.first] if series.pooled else years_within(series, window))
    nations = series.nations
    columns = [ALL, *wanted]
    summable = [j for j, t in enumerate(columns) if t in _summable(series)]
    places: dict[str, pd.Index[Any]] = {
        "year": pd.Index(years),
        "nation": pd.Index([*nations, ROW, WORLD]),
        "technology": pd.Index(columns),
    }
    cells = np.zeros((len(years), len(nations) + 2, len(columns)))
    kept = rows[rows["nation"].isin(places["nation"])].dropna(subset=[series.credit])
    index = tuple(place.get_indexer(pd.Index(kept[name])) for name, place in places.items())
    np.add.at(cells, index, kept[series.credit].to_numpy(float))
    squares = np.zeros_like(cells)
    np.add.at(squares, index, kept["sum_squares"].fillna(0.0).to_numpy(float))
    if not series.totals:
        cells[:, :, 0] = cells[:, :, summable].sum(axis=2)
    listed, rest, world = cells[:, :-2], cells[:, -2], cells[:, -1]
    # A world row counts a joint record once; without it the rows add up to the world.
    published = bool((kept["nation"] == WORLD).any()) and series.credit == "whole"
    margin = world if published else listed.sum(axis=1) + rest
    has_squares = series.credit == "fractional" and bool(kept["sum_squares"].notna().all())
    return Panel(
        series=series,
        window=window,
        years=years,
        nations=nations,
        technologies=wanted,
        yearly=listed[:, :, 1:],
        totals=listed[:, :, 0],
        world=margin[:, 1:],
        world_total=margin[:, 0],
        kish=_kish(listed.sum(axis=0), squares[:, :-2].sum(axis=0))[:, 1:] if has_squares else None,
    )


def _kish(sums: Array, squares: Array) -> Array:
    """Kish's count over the sum; where a cell is zero, the technology's own ratio."""
    with np.errstate(divide="ignore", invalid="ignore"):
        cell = np.where(sums > 0, kish_effective(sums, squares) / sums, np.nan)
        column = np.where(squares.sum(axis=0) > 0, sums.sum(axis=0) / squares.sum(axis=0), 1.0)
    return np.where(np.isnan(cell), column[None, :], cell)


def estimate(panel: Panel) -> Estimates:
    """Advantage of every nation of a panel in every technology of it."""
    counts = panel.yearly.sum(axis=0)
    totals = panel.totals.sum(axis=0)
    world = panel.world.sum(axis=0)
    grand = float(panel.world_total.sum())
    yearly_expected = (
        panel.totals[:, :, None]
        * panel.world[:, None, :]
        / np.maximum(panel.world_total, 1e-300)[:, None, None]
    )
    scale = np.ones_like(counts) if panel.kish is None else panel.kish
    effective = effective_counts(panel.yearly * scale, yearly_expected * scale)
    return specialisation(counts, effective, totals, world, grand_total=grand)


def restrict(
    panel: Panel, found: Estimates, technologies: Sequence[str]
) -> tuple[Panel, Estimates]:
    """The same panel and estimates for some technologies, in the order asked."""
    wanted = [t for t in technologies if t in panel.technologies]
    chosen = [panel.technologies.index(t) for t in wanted]
    narrowed = dataclasses.replace(
        panel,
        technologies=tuple(wanted),
        yearly=panel.yearly[:, :, chosen],
        world=panel.world[:, chosen],
        kish=None if panel.kish is None else panel.kish[:, chosen],
    )
    return narrowed, found.columns(chosen)


def group_estimate(panel: Panel, found: Estimates, members: Sequence[str]) -> Estimates | None:
    """The same for a group, as the sum of its members' credit; None where credit is whole.

    Whole counts of a group would count a joint record once per member.
    """
    if panel.series.credit != "fractional":
        return None
    chosen = np.array([nation in members for nation in panel.nations])
    if not chosen.any():
        return None
    return found.pooled(chosen)


def table(
    panel: Panel, found: Estimates, nations: Sequence[str], groups: dict[str, Estimates | None]
) -> pd.DataFrame:
    """Rows of the strengths table for nations inside the coverage, and for groups."""
    world = panel.world.sum(axis=0)
    rows = []
    for name in nations:
        if name in groups:
            estimates, i = groups[name], 0
        elif name in panel.nations:
            estimates, i = found, panel.nations.index(name)
        else:
            continue
        if estimates is None:
            continue
        for j, technology in enumerate(panel.technologies):
            observed = float(estimates.observed[i, j])
            figures = (
                estimates.expected, estimates.value, estimates.low, estimates.high,
                estimates.p_above_one,
            )  # fmt: skip
            origin = (panel.series.kind, panel.series.source, panel.window.text)
            share = observed / world[j] if world[j] > 0 else float("nan")
            estimated = [float(figure[i, j]) for figure in figures]
            words = str(estimates.verdict[i, j])
            rows.append((name, technology, *origin, observed, *estimated, share, words))
    return pd.DataFrame(rows, columns=COLUMNS)
