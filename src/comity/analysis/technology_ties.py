"""Who works with whom in a technology: pairs of some nations, series by series (methods §5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL
from comity.indicators import Posterior


class Tied(NamedTuple):
    """A pair in a technology, as one series shows it; ``low`` and ``high`` are of 90 %."""

    nation: str
    partner: str
    technology: str
    kind: str
    source: str
    window: str
    joint: float
    expected: float
    value: float
    low: float
    high: float
    p_below_one: float
    series: str


def technology_ties(
    analysis: Analysis,
    technology: str,
    nations: Sequence[str] | None,
    kind: str | None,
    window: Window | None,
    day: dt.date,
    largest: int = 30,
) -> list[Tied]:
    """Pairs among nations with an expectation, those with most joint records of a series first.

    Args:
        analysis: the cube.
        technology: a key, a source's field, or ``all``.
        nations: codes; the ``largest`` by joint records of each series where none are named.
        kind: one kind, or all.
        window: as in ``Workspace.affinity``.
        day: before whose year windows end.
        largest: how many nations where none are named.

    Raises:
        InputError: a window without joint records.
    """
    told = [s for s in analysis.cube.with_table("links", kind) if _tells(s, technology)]
    # Papers of chosen conferences stand last, the series that covers most nations first.
    told.sort(key=lambda s: (s.source == "papers", -len(s.links_nations)))
    found: list[Tied] = []
    for series, used in analysis.windows(told, window, day, links=True):
        found += _of_series(analysis, series, used, technology, nations, largest)
    return found


def _tells(series: Series, technology: str) -> bool:
    return series.links_totals if technology == ALL else technology in series.technologies


def _of_series(
    analysis: Analysis,
    series: Series,
    window: Window,
    technology: str,
    nations: Sequence[str] | None,
    largest: int,
) -> list[Tied]:
    panel, means = analysis.tie_means(series, window, technology)
    place = {nation: i for i, nation in enumerate(panel.nations)}
    if nations is None:
        order = np.argsort(-means.joint.sum(axis=1), kind="stable")[:largest]
        chosen = sorted(int(i) for i in order if means.joint[i].sum() > 0)
    else:
        chosen = sorted(place[nation] for nation in dict.fromkeys(nations) if nation in place)
    a, b = np.triu_indices(len(chosen), 1)
    index = np.array(chosen, np.intp)
    pair = index[a], index[b]
    own = Posterior(means.posterior.shape[pair], means.posterior.rate[pair])
    value, low, high = own.interval()
    below = 1.0 - own.above(1.0)
    rows = [
        Tied(
            panel.nations[i], panel.nations[j], technology, series.kind, series.source,
            window.text, float(means.joint[i, j]), float(means.expected[i, j]), float(value[k]),
            float(low[k]), float(high[k]), float(below[k]), series.key,
        )
        for k, (i, j) in enumerate(zip(*pair, strict=True))
        if np.isfinite(means.expected[i, j])
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.joint, row.nation, row.partner))
