"""Cuts of a series: which years features come from, and which years the outcome (methods §7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.analysis.windows import Window
from comity.evidence.manifest import Series
from comity.evidence.tables import ALL

SPAN = 5


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut of a series; ``several`` says that the series has others to fit on."""

    series: str
    features: Window
    outcome: Window
    several: bool

    @property
    def horizon(self) -> int:
        """Years from the end of the features to the end of the outcome."""
        return self.outcome.last - self.features.last


def cuts_of(series: Series) -> list[Cut]:
    """The cuts of a series, earliest first; none where its joint records have no years.

    Five years of features and five of outcome, counted back from the last year, where that many
    years are held. Two single years far apart are one cut. Fewer than ten years are cut once,
    three fifths before and the rest after.
    """
    years = sorted(series.years)
    if series.pooled or series.links_windows or not series.links_nations or len(years) < 2:
        return []
    if len(years) == 2:
        return [Cut(series.key, Window(years[0], years[0]), Window(years[1], years[1]), False)]
    if len(years) < 2 * SPAN:
        before = round(0.6 * len(years))
        features, outcome = years[:before], years[before:]
        return [
            Cut(series.key, Window(features[0], features[-1]),
                Window(outcome[0], outcome[-1]), False)
        ]  # fmt: skip
    ends = [t for t in range(years[-1] - SPAN, years[0] + SPAN - 2, -SPAN)]
    return [
        Cut(series.key, Window(t - SPAN + 1, t), Window(t + 1, t + SPAN), len(ends) > 1)
        for t in reversed(ends)
    ]


def subjects(series: Series) -> tuple[str, ...]:
    """What a series is cut by: its source's own fields, else its technologies, else all records."""
    listed = [t for t in series.technologies if t != ALL]
    fields = [t for t in listed if ":" in t]
    return tuple(fields or listed or [ALL])


def testable(series: Iterable[Series]) -> list[Series]:
    """The series that carry joint records over time."""
    return [one for one in series if "links" in one.tables and cuts_of(one)]
