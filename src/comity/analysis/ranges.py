"""How far the choice of source and counting moves an advantage (methods §2)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import pandas as pd

from comity.analysis import strengths
from comity.analysis.panel import counts_whole, has_margins
from comity.analysis.query import Analysis
from comity.analysis.windows import Window
from comity.evidence.manifest import Series

COLUMNS = [
    "nation", "technology", "measures", "lowest", "lowest_by", "highest", "highest_by",
]  # fmt: skip


def ranges(
    analysis: Analysis, nations: Sequence[str], technologies: Sequence[str], day: dt.date
) -> pd.DataFrame:
    """The lowest and highest advantage that counting, source and definition give.

    With large counts the interval of chance is tiny and says nothing of these choices.

    Returns:
        Columns nation, technology, measures (how many), lowest, lowest_by, highest, highest_by;
        only where two measures or more have enough evidence.

    Raises:
        InputError: no series has evidence before that day.
    """
    # Among conference papers of a subject, that subject cannot stand out.
    candidates = [
        s for s in analysis.cube.with_table("output") if has_margins(s) and s.source != "papers"
    ]
    measured: dict[tuple[str, str], list[tuple[float, str]]] = {}

    def measure(series: Series, window: Window) -> None:
        panel, found = analysis.strength_panel(series, window)
        panel, found = strengths.restrict(panel, found, technologies)
        for row in strengths.rows(panel, found, nations, {}):
            if row.verdict != "too little evidence":
                mine = measured.setdefault((row.nation, row.technology), [])
                mine.append((row.value, f"{series.key}, {series.credit}"))

    for series, window in analysis.windows(candidates, None, day):
        measure(series, window)
        if series.credit == "fractional" and counts_whole(analysis.cube, series):
            measure(dataclasses.replace(series, credit="whole"), window)
    rows = [
        (*key, len(found), *min(found), *max(found))
        for key, found in sorted(measured.items())
        if len(found) > 1
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
