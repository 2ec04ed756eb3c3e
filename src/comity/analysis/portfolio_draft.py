"""Activities straight from pair tables, with a simple fit: until opportunities are at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from comity.analysis.cuts import cuts_of, testable
from comity.analysis.pairs import PairTable, pair_table
from comity.analysis.portfolio_items import Item
from comity.analysis.windows import Window
from comity.base.dates import last_complete_year
from comity.evidence.tables import ALL
from comity.indicators.logistic import Logistic, fit_logistic

if TYPE_CHECKING:
    from comity.analysis.query import Analysis
    from comity.evidence.manifest import Series

_PENALTY = 10.0


def drafted_items(
    analysis: Analysis, members: Collection[str], technologies: Sequence[str], day: dt.date
) -> list[Item]:
    """Today's under-explored pairs of members and outsiders, each with its probability.

    The model of each series is fitted on its latest cut whose outcome ended before the day.
    """
    end = last_complete_year(day)
    items: list[Item] = []
    for series in testable(analysis.cube.series.values()):
        keys = tuple(
            t for t in technologies
            if t in series.technologies or (t == ALL and series.links_totals)
        )  # fmt: skip
        cuts = [cut for cut in cuts_of(series) if cut.outcome.last <= end]
        if not keys or not cuts:
            continue
        cut = cuts[-1]
        past = pair_table(analysis, series, cut.features, cut.outcome)
        if past.positive is None or not 0 < past.positive.sum() < len(past):
            continue
        model = fit_logistic(past.matrix(), past.positive, _PENALTY, past.left, past.right)
        years = [year for year in series.years if year <= end]
        first = max(years[0], years[-1] - (cut.features.last - cut.features.first))
        table = pair_table(analysis, series, Window(first, years[-1]), chosen=keys)
        items += _items(series, table, model, cut.horizon, members)
    return items


def _items(
    series: Series, table: PairTable, model: Logistic, horizon: int, members: Collection[str]
) -> Iterator[Item]:
    if not len(table):
        return
    features = table.matrix()
    likely = model.chance(features)
    low, high = model.interval(features)
    for i in range(len(table)):
        left, right = table.nations[table.left[i]], table.nations[table.right[i]]
        if (left in members) == (right in members):
            continue
        partner, ally = (right, left) if left in members else (left, right)
        yield Item(
            partner=partner, ally=ally, technology=table.subjects[table.subject[i]],
            series=series.key, unit=series.unit, window=table.window.text, horizon=horizon,
            joint=float(table.joint[i]), expected=float(table.expected[i]),
            likely=float(likely[i]), likely_low=float(low[i]), likely_high=float(high[i]),
            basis=series.basis.get(table.subjects[table.subject[i]], ""),
        )  # fmt: skip
