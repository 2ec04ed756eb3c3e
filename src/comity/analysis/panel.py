"""One series' counts in arrays, with the series' own margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.analysis.beyond import COUNTED, TOP, Beyond
from comity.analysis.windows import Window, years_within
from comity.evidence.manifest import Series
from comity.evidence.store import Cube
from comity.evidence.tables import ALL, ROW, WORLD
from comity.indicators import kish_effective

Array = npt.NDArray[np.float64]
DECADE = 10


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
    beyond: Beyond


def has_margins(series: Series) -> bool:
    """Whether a nation's total can be had: from 'all' rows, or by adding several technologies.

    Technologies of a selection share works, and others are not in it.
    """
    return not series.selection and (series.totals or len(_summable(series)) > 1)


def counts_whole(cube: Cube, series: Series) -> bool:
    """Whether a series of fractional credit holds whole counts too, totals included."""
    rows = cube.columns("output", series.key, [ALL], ["whole"])
    return not bool(np.isnan(rows["whole"]).all())


def _summable(series: Series) -> tuple[str, ...]:
    """Technologies that may be added up: Comity's keys, or else the source's own fields.

    Both together would count every record twice.
    """
    own = tuple(t for t in series.technologies if ":" not in t)
    return own or series.technologies


def read_panel(cube: Cube, series: Series, window: Window, technologies: Sequence[str]) -> Panel:
    """Read one series into arrays; an absent row inside the coverage is zero."""
    wanted = tuple(dict.fromkeys(t for t in technologies if t in series.technologies))
    years = tuple([window.first] if series.pooled else years_within(series, window))
    decade = _decade(series, years[-1])
    columns = [ALL, *wanted]
    rows = _read(cube, series, window, min([*years, *decade]), columns)
    cells = rows.cells(years, series.credit)
    squares = rows.cells(years, "sum_squares").sum(axis=0)
    if not series.totals:
        summable = [j for j, t in enumerate(columns) if t in _summable(series)]
        cells[:, :, 0] = cells[:, :, summable].sum(axis=2)
    listed = cells[:, :-2]
    margin = rows.margin(cells, years)
    has_squares = series.credit == "fractional" and bool(rows.told(years, "sum_squares").all())
    return Panel(
        series=series,
        window=window,
        years=years,
        nations=series.nations,
        technologies=wanted,
        yearly=listed[:, :, 1:],
        totals=listed[:, :, 0],
        world=margin[:, 1:],
        world_total=margin[:, 0],
        kish=_kish(listed.sum(axis=0), squares[:-2])[:, 1:] if has_squares else None,
        beyond=_beyond(rows, years, decade),
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """A series' rows with the places of their nation and technology in arrays.

    Nations are those covered, then ROW and WORLD; rows of others are left out.
    """

    series: Series
    given: dict[str, npt.NDArray[Any]]
    nation: npt.NDArray[np.intp]
    technology: npt.NDArray[np.intp]
    columns: list[str]

    def of(self, years: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which rows lie in consecutive or listed years."""
        year = self.given["year"]
        return np.asarray((year >= years[0]) & (year <= years[-1]))

    def cells(self, years: Sequence[int], figure: str) -> Array:
        """One figure as (years, nations, columns); an absent or unknown one is zero."""
        chosen = self.of(years)
        year = np.searchsorted(years, self.given["year"][chosen])
        values = np.nan_to_num(self.given[figure][chosen])
        cells = np.zeros((len(years), len(self.series.nations) + 2, len(self.columns)))
        np.add.at(cells, (year, self.nation[chosen], self.technology[chosen]), values)
        return cells

    def told(self, years: Sequence[int], figure: str) -> npt.NDArray[np.bool_]:
        """Whether each row of the years has a figure."""
        return np.asarray(~np.isnan(self.given[figure][self.of(years)]))

    def known(self, years: Sequence[int], figure: str) -> npt.NDArray[np.bool_]:
        """Columns in which every row of a nation in the years has a figure, and there are any."""
        mine = self.of(years) & (self.nation < len(self.series.nations))
        silent = mine & np.isnan(self.given[figure])
        size = len(self.columns)
        found, lacking = (np.bincount(self.technology[r], minlength=size) for r in (mine, silent))
        return np.asarray((found > 0) & (lacking == 0))

    def margin(self, cells: Array, years: Sequence[int]) -> Array:
        """The world by year and column."""
        world = self.nation == len(self.series.nations) + 1
        # A world row counts a joint record once; without it the rows add up to the world.
        if self.series.credit == "whole" and bool((world & self.of(years)).any()):
            return cells[:, -1]
        return np.asarray(cells[:, :-2].sum(axis=1) + cells[:, -2])


def _read(cube: Cube, series: Series, window: Window, first: int, columns: list[str]) -> _Rows:
    figures = ["nation", "technology", "year", series.credit, "sum_squares"]
    figures += [TOP[series.credit], *COUNTED]
    rows = cube.columns("output", series.key, columns, figures, (first, window.last))
    nation = places(rows["nation"], [*series.nations, ROW, WORLD])
    kept = (nation >= 0) & ~np.isnan(rows[series.credit])
    technology = places(rows["technology"], columns)
    given = {name: values[kept] for name, values in rows.items()}
    return _Rows(series, given, nation[kept], technology[kept], columns)


def places(texts: npt.NDArray[Any], order: Sequence[str]) -> npt.NDArray[np.intp]:
    """Where each text stands in a list; -1 where it does not."""
    place = {text: i for i, text in enumerate(order)}
    return np.fromiter(map(place.get, texts, repeat(-1)), np.intp, len(texts))


def _decade(series: Series, last: int) -> tuple[int, ...]:
    """The ten years up to one, if the series has them all and totals of its own; else none."""
    decade = tuple(range(last - DECADE + 1, last + 1))
    whole = series.totals and not series.pooled and set(decade) <= set(series.years)
    return decade if whole else ()


def _beyond(rows: _Rows, years: Sequence[int], decade: Sequence[int]) -> Beyond:
    """Top credit and counts of the window, and the counts of the ten years up to its end."""
    top = TOP[rows.series.credit]
    known = rows.known(years, top)[1:]
    if known.any():
        best = rows.cells(years, top)[:, :-2, 1:]
    else:
        best = np.zeros((len(years), len(rows.series.nations), len(rows.columns) - 1))
    counted = np.stack([_counted(rows, years, figure) for figure in COUNTED], axis=-1)
    if not decade:
        return Beyond(best, known, counted=counted)
    cells = rows.cells(decade, rows.series.credit)
    return Beyond(best, known, cells[:, :-2, 1:], rows.margin(cells, decade)[:, 0], counted)


def _counted(rows: _Rows, years: Sequence[int], figure: str) -> Array:
    """Sums of a figure by nation and technology; nan for technologies that do not tell it."""
    known = rows.known(years, figure)[1:]
    if not known.any():
        return np.full((len(rows.series.nations), len(known)), np.nan)
    return np.where(known, rows.cells(years, figure).sum(axis=0)[:-2, 1:], np.nan)


def _kish(sums: Array, squares: Array) -> Array:
    """Kish's count over the sum; where a cell is zero, the technology's own ratio."""
    with np.errstate(divide="ignore", invalid="ignore"):
        cell = np.where(sums > 0, kish_effective(sums, squares) / sums, np.nan)
        column = np.where(squares.sum(axis=0) > 0, sums.sum(axis=0) / squares.sum(axis=0), 1.0)
    return np.where(np.isnan(cell), column[None, :], cell)
