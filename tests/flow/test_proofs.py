"""The estimates' promise on real counts: what some years say of others that were held out.

Run with ``-s`` to see the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from comity.analysis.panel import read_panel
from comity.analysis.windows import Window
from comity.indicators import effective_counts, specialisation
from comity.indicators.gamma_poisson import scaled
from comity.workspace import Workspace

Array = npt.NDArray[np.float64]

# Classes by the expected count of the held-out years.
CLASSES = ((0.0, 5.0), (5.0, 20.0), (20.0, 100.0), (100.0, 1000.0), (1000.0, np.inf))


class Split(NamedTuple):
    """What some years said of every cell, what others then counted, and who foresaw it how well.

    One value per cell where something is expected in both periods.
    """

    expected: Array
    inside: npt.NDArray[np.bool_]
    shrunk: Array
    raw: Array


def held_out(workspace: Workspace, given: Sequence[int], later: Sequence[int]) -> Split:
    """Estimate from the years given, predict the sum of the later ones from their margins."""
    series = workspace.cube.of("nsf-patents")
    fields = [t for t in series.technologies if t.startswith("wipo:")]
    window = Window(min(*given, *later), max(*given, *later))
    panel = read_panel(workspace.cube, series, window, fields)
    a, b = np.isin(panel.years, given), np.isin(panel.years, later)
    margins = panel.totals[:, :, None] * panel.world[:, None, :]
    yearly_expected = margins / panel.world_total[:, None, None]
    counts = panel.yearly[a].sum(axis=0)
    effective = effective_counts(panel.yearly[a], yearly_expected[a])
    grand = float(panel.world_total[a].sum())
    found = specialisation(
        counts, effective, panel.totals[a].sum(0), panel.world[a].sum(0), grand_total=grand
    )
    counted = panel.yearly[b].sum(axis=0)
    expected = np.outer(panel.totals[b].sum(axis=0), panel.world[b].sum(axis=0))
    expected = expected / panel.world_total[b].sum()
    known = (found.expected > 0) & (expected > 0)
    # In effective counts the posterior is Gamma(x + a, e + a), so that a later count of
    # expectation m is negative binomial. Its variance from year to year is taken from the years
    # given; the mid-distribution function spares small counts the steps of whole numbers.
    x, e = scaled(counts, found.expected, effective)
    ratio = np.divide(e, found.expected, out=np.ones_like(e), where=found.expected > 0)
    seen, m = counted * ratio, expected * ratio
    shape, rate = x + found.shape, e + found.shape
    p = rate / (rate + m)
    below = np.where(seen > 0, betainc(shape, np.maximum(seen, 1e-9), p), 0.0)
    place = ((below + betainc(shape, seen + 1.0, p)) / 2.0)[known]
    # The raw index says zero where nothing was counted; half a record spares it infinity.
    raw = np.maximum(counts[known], 0.5) / found.expected[known]
    return Split(
        expected[known],
        (place >= 0.05) & (place <= 0.95),
        deviance(counted[known], expected[known] * found.value[known]),
        deviance(counted[known], expected[known] * raw),
    )


def deviance(counted: Array, mean: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(counted > 0, counted * np.log(counted / mean), 0.0)
    return np.asarray(2.0 * (terms - (counted - mean)))


def by_class(expected: Array, figures: Array) -> dict[str, tuple[int, float]]:
    """Cells and mean figure of each size class."""
    found = {}
    for low, high in CLASSES:
        chosen = (expected > low) & (expected <= high)
        found[f"{low:g}-{high:g}"] = (int(chosen.sum()), round(float(figures[chosen].mean()), 3))
    return found


def test_held_out_years_fall_inside_their_intervals_in_every_size_class(
    workspace: Workspace,
) -> None:
    splits = []
    for first in (2001, 2011):
        years = range(first, first + 10)
        odd, even = [y for y in years if y % 2], [y for y in years if not y % 2]
        splits.append(held_out(workspace, odd, even))
    shares = by_class(
        np.concatenate([s.expected for s in splits]), np.concatenate([s.inside for s in splits])
    )
    print(f"\nodd years → even years, coverage of 90 % intervals: {shares}")  # noqa: T201
    assert all(cells >= 50 for cells, _ in shares.values()), shares
    assert all(share >= 0.85 for _, share in shares.values()), shares


def test_the_shrunk_advantage_foresees_the_next_five_years_better_than_the_raw_index(
    workspace: Workspace,
) -> None:
    firsts = (2001, 2006, 2011)
    splits = [held_out(workspace, range(y, y + 5), range(y + 5, y + 10)) for y in firsts]
    expected = np.concatenate([s.expected for s in splits])
    shrunk = by_class(expected, np.concatenate([s.shrunk for s in splits]))
    raw = by_class(expected, np.concatenate([s.raw for s in splits]))
    inside = by_class(expected, np.concatenate([s.inside for s in splits]))
    print(f"\nfive years → next five, mean deviance shrunk: {shrunk}\nraw: {raw}")  # noqa: T201
    # Specialisation drifts in five years, so intervals of the past are no forecast: for the record.
    print(f"share inside the 90 % intervals: {inside}")  # noqa: T201
    for name in shrunk:
        assert shrunk[name][1] < raw[name][1], name
    # A quarter off where counts are small is what shrinkage is for.
    assert shrunk["0-5"][1] < 0.75 * raw["0-5"][1]
